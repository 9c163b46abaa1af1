// Reporting an impostor: what is shown is what is sent, to the letter and to nobody else; nothing leaves before Send, and what
// could not be sent waits.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { assertAccessible, press, textOf, untilText } from "./harness/own.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const IMPOSTOR = fixture("x/profile-impostor");
const LOOKALIKE = "https://x.com/MassD0T";

for (const browser of BROWSERS) {
  describe(`reporting in ${browser}`, () => {
    let house;
    const tabsOf = (wanted) =>
      house.own.tab.evaluate(
        async (part) => (await chrome.tabs.query({})).map(({ url }) => url ?? "").filter((url) => url.includes(part)),
        wanted,
      );
    const urlOf = async (page) => (await page.tab.evaluate(() => location.href)).split("/").at(-1);
    /** As a button of the popup opens it; a second look at the same draft, since the driver cannot reach the tab itself. */
    const openReport = async (draft, pack = /A text to copy/) => {
      const before = await tabsOf("report.html?draft");
      await house.ask({ type: "report", draft: { isPrivate: false, ...draft } });
      const urls = await until(
        "the report",
        () => tabsOf("report.html?draft"),
        (found) => found.length > before.length,
      );
      const fresh = urls.find((url) => !before.includes(url));
      const page = await house.openOwn(fresh.split("/").at(-1));
      await untilText(page, "#pack", pack);
      return page;
    };
    const journal = () => house.ask({ type: "journal" });
    const shown = (page) =>
      page.tab.evaluate(() =>
        [...document.querySelectorAll("#fields dd")].map(
          (dd) => (dd.querySelector(".as-sent bdi") ?? dd.querySelector("bdi")).textContent,
        ),
      );
    const type = (page, selector, words) =>
      page.tab.evaluate(
        (at, typed) => {
          const field = document.querySelector(at);
          field.value = typed;
          field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        },
        selector,
        words,
      );

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
    });
    beforeEach(async () => {
      house.desk.be("well");
      house.desk.became("received");
      house.desk.requests.length = 0;
      house.desk.reports.clear();
      await house.ask({ type: "erase" });
    });
    after(() => house.close());

    test("from the toolbar: three presses, and what was shown is what arrives, with nothing before Send", async () => {
      const page = await house.open(IMPOSTOR.address);
      const tab = await house.own.tab.evaluate(
        async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url === wanted)?.id,
        IMPOSTOR.address,
      );
      const popup = await house.openOwn(`popup.html?tab=${tab}`);
      await untilText(popup, "#here", /Report this account/);
      const before = await tabsOf("report.html?draft");
      await press(popup, "#here .report");
      const [address] = (
        await until(
          "the report",
          () => tabsOf("report.html?draft"),
          (found) => found.length > before.length,
        )
      ).filter((url) => !before.includes(url));
      const report = await house.openOwn(address.split("/").at(-1));
      await untilText(report, "#fields", /MassRMVHelp/);
      await untilText(report, "#ways", /Send to Commonwealth/);
      await type(report, "#words", "It asks for card numbers.");
      const fields = await shown(report);
      assert.ok(fields.includes("It asks for card numbers.") && fields.includes("https://x.com/MassRMVHelp"));
      assert.match(await textOf(report), /may become a public record/);
      assert.deepEqual(house.desk.requests, []);
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent[\s\S]*[A-Z2-7]{4}-/);
      const [{ path, body }, ...others] = house.desk.requests;
      assert.deepEqual([path, others], ["/v1/reports", []]);
      assert.deepEqual(Object.values(body.report), fields);
      assert.deepEqual(Object.keys(body).sort(), ["key", "proof", "report"]);
      for (const opened of [report, popup, page]) await opened.close();
    });

    test("fields are told in words, and beside them stands the very text that is sent", async () => {
      const report = await openReport({ address: LOOKALIKE });
      const said = await textOf(report, "#fields");
      assert.match(said, /Kind\s+A report of an account\s+Sent as: impostor/);
      assert.match(said, /Platform\s+X\s+Sent as: x/);
      assert.match(said, /Resembles\s+@MassDOT on X\s+Sent as: x:MassDOT/);
      assert.match(
        said,
        /Reasons\s+This account is not on the list[\s\S]*Its characters look like[\s\S]*Sent as: confusable/,
      );
      assert.match(said, /Handle\s+MassD0T\s+Link\s+https:\/\/x\.com\/MassD0T/);
      await report.close();
    });

    test("a long report: the e-mail is as long as programs take, says where the rest is, and the page says it too", async () => {
      const report = await openReport({ address: LOOKALIKE });
      await report.tab.evaluate(() => {
        HTMLAnchorElement.prototype.click = function () {
          window.opened = this.href;
        };
      });
      await press(report, "#write");
      assert.equal(await textOf(report, "#outcome"), "");
      await type(report, "#words", `${"It asks for card numbers. ".repeat(150)}The end.`);
      await press(report, "#write");
      const mail = await report.tab.evaluate(() => window.opened);
      const body = new URL(mail).searchParams.get("body");
      assert.ok(mail.length <= 2000 && mail.length > 1900, `${mail.length} characters`);
      assert.match(
        body,
        /Link: https:\/\/x\.com\/MassD0T\n[\s\S]*card[\s\S]*…\n\nThe rest is in the file report\.txt\.$/,
      );
      assert.match(await textOf(report, "#outcome"), /only a part of it\. Save the file/);
      await report.close();
    });

    test("a clipboard that is refused: it is said, and the text is selected", async () => {
      const report = await openReport({ address: LOOKALIKE });
      await report.tab.evaluate(() => {
        const writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
        Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
      });
      await press(report, "#pack button");
      await untilText(report, "#pack", /did not let it be copied/);
      const [selected, shown] = await report.tab.evaluate(() => [
        getSelection().toString().trim(),
        document.querySelector("#copied").innerText.trim(),
      ]);
      assert.equal(selected, shown);
      await report.close();
    });

    test("the text for the platform is offered of an account that resembles a listed one, and of no other", async () => {
      for (const [address, offered] of [
        ["https://x.com/gardenfriends42", false],
        // Given up, with a successor: an agency and another account to go to, and nobody is imitated.
        ["https://x.com/SampleCanalMA", false],
        ["https://x.com/MassRMVHelp", true],
      ]) {
        const report = await openReport({ address }, /On X, open the account’s page/);
        const stands = await report.tab.evaluate(() => document.querySelector("#copied") !== null);
        assert.equal(stands, offered, address);
        await report.close();
      }
    });

    test("a report is noticed again by its kind, and only while it is on its way or there", async () => {
      const again = async (draft) => {
        const report = await openReport({ address: LOOKALIKE, ...draft });
        await untilText(report, "#ways", /Send to/);
        const hidden = await report.tab.evaluate(() => document.querySelector("#again").hidden);
        return [report, !hidden];
      };
      house.desk.be("refusing");
      const [refused, first] = await again({});
      await press(refused, "#send");
      await untilText(refused, "#outcome", /did not take/);
      house.desk.be("well");
      const [objection, afterRefusal] = await again({ objection: true });
      await press(objection, "#send");
      await untilText(objection, "#outcome", /It was sent/);
      const [sent, afterObjection] = await again({});
      await press(sent, "#send");
      await untilText(sent, "#outcome", /It was sent/);
      const [withdrawn, afterSent] = await again({});
      await press(withdrawn, "#journal .withdraw");
      await untilText(withdrawn, "#journal", /Withdrawn/);
      const [last, afterWithdrawal] = await again({});
      assert.deepEqual(
        { first, afterRefusal, afterObjection, afterSent, afterWithdrawal },
        { first: false, afterRefusal: false, afterObjection: false, afterSent: true, afterWithdrawal: false },
      );
      for (const opened of [refused, objection, sent, withdrawn, last]) await opened.close();
    });

    test("three ways out, and none is chosen for the resident", async () => {
      const report = await openReport({ address: LOOKALIKE });
      const ways = await report.tab.evaluate(() =>
        [...document.querySelectorAll("#ways button")].map(({ id, className }) => [id, className]),
      );
      assert.deepEqual(
        ways.map(([id]) => id),
        ["send", "write", "save", "form"],
      );
      assert.equal(new Set(ways.map(([, looks]) => looks)).size, 1);
      assert.equal(await report.tab.evaluate(() => document.activeElement?.id), "words");
      await report.close();
    });

    test("an e-mail and a file hold the same words", async () => {
      const report = await openReport({
        address: LOOKALIKE,
        sighting: { page: LOOKALIKE, link: LOOKALIKE, name: "MassDOT \u202eTravel" },
      });
      await report.tab.evaluate(() => {
        window.opened = [];
        HTMLAnchorElement.prototype.click = function () {
          window.opened.push(this.href);
        };
        URL.createObjectURL = (blob) => {
          window.saved = blob.text();
          return "blob:nothing";
        };
      });
      await press(report, "#write");
      await press(report, "#save");
      const { mail, saved } = await report.tab.evaluate(async () => ({
        mail: window.opened[0],
        saved: await window.saved,
      }));
      const { protocol, pathname, searchParams } = new URL(mail);
      assert.deepEqual([protocol, pathname], ["mailto:", "reports@agency.example"]);
      assert.equal(`${searchParams.get("body")}\n`, saved);
      assert.match(saved, /Display name: MassDOT \u202eTravel\n/);
      assert.match(saved, /Link: https:\/\/x\.com\/MassD0T\n/);
      assert.deepEqual(house.desk.requests, []);
      await report.close();
    });

    test("the platform's own way: who may file, what to press, what to copy", async () => {
      const report = await openReport({ address: LOOKALIKE });
      const pack = await untilText(report, "#pack", /A text to copy/);
      assert.match(pack, /On X, open the account’s page/);
      assert.match(pack, /Only the body that is imitated/);
      assert.match(pack, /@?MassD0T \(https:\/\/x\.com\/MassD0T\) resembles that of Massachusetts Department/);
      await report.close();
    });

    test("a desk that is away: the report waits, and goes out when the desk is back", async () => {
      house.desk.be("away");
      const report = await openReport({ address: LOOKALIKE });
      await press(report, "#send");
      await untilText(report, "#outcome", /sent as soon as it can be/);
      assert.deepEqual(
        (await journal()).map(({ state }) => state),
        ["queued"],
      );
      await house.killBackground();
      house.desk.be("well");
      await house.own.tab.evaluate(() => chrome.alarms.create("reports", { when: Date.now() }));
      await until("the report at the desk", journal, ([entry]) => entry?.state === "sent");
      assert.equal(house.desk.requests.filter(({ path }) => path === "/v1/reports").length, 1);
      await report.close();
    });

    test("more work is done when the desk asks for it; what it does not take is said", async () => {
      house.desk.be("demanding");
      const report = await openReport({ address: LOOKALIKE });
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      assert.deepEqual(
        house.desk.requests.map(({ body }) => body.proof.difficulty),
        [20, 21],
      );
      house.desk.be("refusing");
      const second = await openReport({ address: "https://x.com/MassRMVHelp" });
      await press(second, "#send");
      await untilText(second, "#outcome", /did not take the report/);
      for (const opened of [report, second]) await opened.close();
    });

    test("a resident whose clock is hours wrong gets through: the desk tells its hour, and the work is done for that", async () => {
      house.desk.be("elsewhen");
      const report = await openReport({ address: LOOKALIKE });
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      const [first, second] = house.desk.requests.map(({ body }) => body.proof.hour);
      assert.deepEqual([house.desk.requests.length, second - first], [2, 10]);
      await report.close();
    });

    test("an answer that was lost: the report is sent again, and there is still one", async () => {
      house.desk.be("forgetful");
      const report = await openReport({ address: LOOKALIKE });
      await press(report, "#send");
      await untilText(report, "#outcome", /sent as soon as it can be/);
      assert.equal(house.desk.reports.size, 1);
      house.desk.be("well");
      await house.own.tab.evaluate(() => chrome.alarms.create("reports", { when: Date.now() }));
      const [entry] = await until("the receipt", journal, ([waiting]) => waiting?.state === "sent");
      assert.deepEqual([...house.desk.reports.keys()], [entry.receipt]);
      await report.close();
    });

    test("a status is asked for on a press alone; a report is noticed when it comes again, and can be taken back", async () => {
      const report = await openReport({ address: LOOKALIKE });
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      await report.close();
      const again = await openReport({ address: LOOKALIKE });
      await untilText(again, "#again", /You reported this account on/);
      await untilText(again, "#journal", /MassD0T[\s\S]*Sent/);
      assert.equal(house.desk.requests.length, 1);
      house.desk.became("examining");
      await press(again, "#journal .status");
      await untilText(again, "#journal", /Being examined/);
      await press(again, "#journal .withdraw");
      await untilText(again, "#journal", /Withdrawn/);
      assert.deepEqual(
        house.desk.requests.map(({ path }) => path),
        ["/v1/reports", "/v1/status", "/v1/withdraw"],
      );
      assert.equal(house.desk.reports.size, 0);
      await again.close();
    });

    test("an objection explains the rule, hides the warning for this resident alone, and goes out only when sent", async () => {
      const report = await openReport({ address: LOOKALIKE, objection: true });
      const said = await textOf(report);
      assert.match(said, /Object to a warning/);
      assert.match(said, /Why is my account marked\?[\s\S]*resembles a listed account closely[\s\S]*Write to/);
      assert.match(await textOf(report, "#fields"), /not-impostor/);
      const trusted = async () => (await house.ask({ type: "settings" })).settings.trusted;
      await press(report, "#trust .trust");
      await untilText(report, "#trusted", /You said that this is not an impostor/);
      assert.deepEqual(await trusted(), ["x:massd0t"]);
      assert.deepEqual(house.desk.requests, []);
      await press(report, "#trust .trust");
      await until("the warning again", trusted, ({ length }) => length === 0);
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      assert.equal(house.desk.requests[0].body.report.kind, "not-impostor");
      await report.close();
    });

    test("what the publisher confirmed can be objected to, and is not hidden", async () => {
      const report = await openReport({ address: IMPOSTOR.address, objection: true });
      assert.match(await textOf(report), /Object to a warning/);
      assert.equal(await report.tab.evaluate(() => document.querySelector("#trust").childElementCount), 0);
      await report.close();
    });

    test("what may have left is called withdrawn only once the desk took it back, which is done as soon as it can be", async () => {
      house.desk.be("forgetful");
      const report = await openReport({ address: LOOKALIKE });
      await press(report, "#send");
      await untilText(report, "#journal", /Waits to be sent/);
      assert.equal(house.desk.reports.size, 1);
      house.desk.be("away");
      await press(report, "#journal .withdraw");
      await untilText(report, "#told", /gave no answer/);
      assert.deepEqual(
        (await journal()).map(({ state }) => state),
        ["queued"],
      );
      house.desk.be("well");
      await house.own.tab.evaluate(() => chrome.alarms.create("reports", { when: Date.now() }));
      await until("the withdrawal", journal, ([entry]) => entry?.state === "withdrawn");
      assert.equal(house.desk.reports.size, 0);
      await report.close();
    });

    test("of a report from a private window nothing is kept", async () => {
      const report = await openReport({ address: LOOKALIKE, isPrivate: true });
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      assert.deepEqual(await journal(), []);
      await report.close();
    });

    // Of the panel's buttons: report, object, close; before them stand two links.
    for (const [what, presses, title] of [
      ["to a report", 3, /Report an account/],
      ["to an objection", 4, /Object to a warning/],
    ]) {
      test(`a mark's panel leads ${what} on a press of the resident's own, and on no other`, async () => {
        const page = await house.open(IMPOSTOR.address);
        await marksOn(page);
        const before = await tabsOf("report.html?draft");
        // A page's own request is refused: it is no message of the content script.
        await page.tab.evaluate(() => document.querySelector("statemark-mark").click());
        assert.deepEqual(await tabsOf("report.html?draft"), before);
        await page.tab.bringToFront();
        const at = await page.tab.evaluate(() => {
          const mark = document.querySelector('[data-case="header"] statemark-mark, statemark-mark');
          mark.scrollIntoView();
          const { x, y, width, height } = mark.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        });
        await page.tab.mouse.click(at.x, at.y);
        for (let press = 0; press < presses; press += 1) await page.tab.keyboard.press("Tab");
        await page.tab.keyboard.press("Enter");
        const opened = await until(
          "the report",
          () => tabsOf("report.html?draft"),
          (found) => found.length === before.length + 1,
        );
        const fresh = opened.find((url) => !before.includes(url));
        const report = await house.openOwn(fresh.split("/").at(-1));
        await untilText(report, "h1", title);
        for (const shown of [report, page]) await shown.close();
      });
    }

    test("words without end, emoji and other scripts are taken as they are, or cut by the field alone", async () => {
      const report = await openReport({ address: LOOKALIKE });
      const words = `🙂 ${"Տ".repeat(3990)} \u202eabc`;
      await type(report, "#words", words);
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      assert.equal(house.desk.requests[0].body.report.words, words.trim());
      assert.equal(await urlOf(report).then((url) => url.startsWith("report.html")), true);
      await report.close();
    });

    test("nothing that axe finds fault with, and nothing too wide", async () => {
      const report = await openReport({ address: LOOKALIKE });
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      await assertAccessible(house, report, `report-${browser}`);
      await report.close();
    });
  });
}
