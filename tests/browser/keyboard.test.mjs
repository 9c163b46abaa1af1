// Every way through the extension without a mouse, and where the focus stands at each step.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { pressByKeyboard, tabTo, tabToMark, untilFocus } from "./harness/keyboard.mjs";
import { untilText } from "./harness/own.mjs";
import { isOpen } from "./harness/panel.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const IMPOSTOR = fixture("x/profile-impostor");
const LOOKALIKE = "https://x.com/MassD0T";

for (const browser of BROWSERS) {
  describe(`by keyboard alone in ${browser}`, () => {
    let house;
    const tabOf = (address) =>
      house.own.tab.evaluate(
        async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url === wanted)?.id,
        address,
      );
    const openFront = async (file) => {
      const page = await house.openOwn(file);
      await page.tab.bringToFront();
      return page;
    };
    const front = async (page) => {
      await page.tab.bringToFront();
      return page;
    };
    /** From the popup, as the resident gets there. */
    const openReport = async () => {
      const popup = await openFront(`popup.html?check=${encodeURIComponent(LOOKALIKE)}`);
      await untilText(popup, "#checked", /Report this account/);
      await pressByKeyboard(popup, "#checked .report");
      const report = await front(await house.opened("report.html?draft"));
      await untilText(report, "#pack", /A text to copy/);
      await popup.close();
      return report;
    };
    const settings = async () => (await house.ask({ type: "settings" })).settings;

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
    });
    beforeEach(async () => {
      house.desk.be("well");
      house.desk.requests.length = 0;
      await house.ask({ type: "erase" });
    });
    after(() => house.close());

    test("find out whether an account is real: a mark, its panel, and back to where one was", async () => {
      const page = await front(await house.open(IMPOSTOR.address));
      await marksOn(page);
      await tabToMark(page, /Reported as an impostor/);
      await page.tab.keyboard.press("Enter");
      await until("the panel", () => isOpen(page), Boolean);
      assert.match(await page.inMarks(whatHasFocus), /About this mark/);
      await page.tab.keyboard.press("Escape");
      await until(
        "the panel's end",
        () => isOpen(page),
        (open) => !open,
      );
      assert.match(await page.inMarks(whatHasFocus), /Reported as an impostor/);
      // Space opens it as well, and its own button closes it.
      const press = () => page.tab.keyboard.press(" ");
      // A press that comes at once after the one that closed it is taken for the same one: no hand is as fast as a driver.
      await until("the panel", () => press().then(() => isOpen(page)), Boolean);
      await tabToMark(page, /^Close$/);
      await page.tab.keyboard.press("Enter");
      await until(
        "the panel's end",
        () => isOpen(page),
        (open) => !open,
      );
      assert.match(await page.inMarks(whatHasFocus), /Reported as an impostor/);
      await page.close();
    });

    test("the popup: the account on screen, the real one, the site's switch", async () => {
      const page = await house.open(IMPOSTOR.address);
      await marksOn(page);
      const popup = await openFront(`popup.html?tab=${await tabOf(IMPOSTOR.address)}`);
      await untilText(popup, "#here", /Report this account/);
      await untilText(popup, "#site", /Show marks on X/);
      await tabTo(popup, "#here .way a");
      await tabTo(popup, "#site input");
      await popup.tab.keyboard.press(" ");
      await untilText(popup, "#site", /Marks are switched off here/);
      await untilFocus(popup, "#site input");
      await popup.tab.keyboard.press(" ");
      await until("the marks", settings, ({ sitesOff }) => sitesOff.length === 0);
      await popup.close();
      await page.close();
    });

    test("check an account, ignore its warning, and be warned again", async () => {
      const popup = await openFront("popup.html");
      await untilText(popup, "#here", /does not look at this page/);
      await tabTo(popup, "#account");
      await popup.tab.keyboard.type(LOOKALIKE);
      await popup.tab.keyboard.press("Enter");
      await untilText(popup, "#checked", /This is not an impostor/);
      await pressByKeyboard(popup, "#checked .trust");
      await untilText(popup, "#checked", /You said that this is not an impostor/);
      // Where one was, stands what undoes it.
      await untilFocus(popup, "#checked .trust");
      await popup.tab.keyboard.press("Enter");
      await until("the warning", settings, ({ trusted }) => trusted.length === 0);
      await popup.close();
    });

    test("report an impostor to the publisher, and withdraw", async () => {
      const report = await openReport();
      await untilFocus(report, "#words");
      await report.tab.keyboard.type("It asks for card numbers.");
      await untilText(report, "#fields", /It asks for card numbers\./);
      await pressByKeyboard(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      assert.equal(house.desk.requests[0].body.report.words, "It asks for card numbers.");
      await pressByKeyboard(report, "#journal .status", " ");
      await untilText(report, "#journal", /Received/);
      await untilFocus(report, "#journal .status");
      await pressByKeyboard(report, "#journal .withdraw");
      await untilText(report, "#journal", /Withdrawn/);
      await report.close();
    });

    test("report an impostor by e-mail, as a file, and in the platform's own way", async () => {
      const report = await openReport();
      await report.tab.evaluate(() => {
        window.opened = [];
        HTMLAnchorElement.prototype.click = function () {
          window.opened.push(this.protocol);
        };
      });
      await pressByKeyboard(report, "#write");
      await pressByKeyboard(report, "#save", " ");
      assert.deepEqual(await report.tab.evaluate(() => window.opened), ["mailto:", "blob:"]);
      await pressByKeyboard(report, "#form");
      // The next stop is the platform's own way.
      await report.tab.keyboard.press("Tab");
      assert.ok(await report.tab.evaluate(() => document.querySelector("#platform").contains(document.activeElement)));
      await tabTo(report, "#pack button");
      assert.deepEqual(house.desk.requests, []);
      await report.close();
    });

    test("options: where marks stand, a site, the language, and erasing it all", async () => {
      const options = await openFront("options.html");
      await untilText(options, "#chain", /In use/);
      await tabTo(options, "#marks input");
      await options.tab.keyboard.press("ArrowDown");
      await until("the choice", settings, ({ marks }) => marks === "profiles");
      await tabTo(options, '#sites input[value="x"]');
      await options.tab.keyboard.press(" ");
      await until("the choice", settings, ({ sitesOff }) => sitesOff.includes("x"));
      await tabTo(options, "#language");
      // The first letters choose: the list itself is the browser's own. The page changes when it is left, not under one's hands.
      await options.tab.keyboard.type("Esp");
      await until("the language", settings, ({ language }) => language === "es");
      await untilFocus(options, "#language");
      await options.tab.keyboard.press("Tab");
      await until(
        "the page in Spanish",
        () => options.tab.evaluate(() => document.documentElement.lang).catch(() => ""),
        (lang) => lang === "es",
      );
      await untilText(options, "#chain", /./);
      await pressByKeyboard(options, "#erase");
      await untilFocus(options, "#erase-now");
      await options.tab.keyboard.press("Escape");
      await untilFocus(options, "#erase");
      assert.equal((await settings()).language, "es");
      await options.tab.keyboard.press("Enter");
      await untilFocus(options, "#erase-now");
      await options.tab.keyboard.press("Enter");
      await untilText(options, "#erased", /Everything was erased/);
      assert.deepEqual(await settings(), { marks: "all", sitesOff: [], trusted: [] });
      await options.close();
    });

    test("the welcome: every example and the options", async () => {
      const welcome = await openFront("welcome.html");
      await untilText(welcome, "main", /Official · OSA/);
      for (const [kind, says] of [
        ["listed", /Official · OSA/],
        ["lookalike", /Resembles @SampleForestMA/],
        ["unlisted", /Not on the list/],
      ]) {
        await pressByKeyboard(welcome, `#examples .${kind}`);
        const check = await house.opened("popup.html?check");
        await untilText(check, "#checked", says);
        await check.close();
        await front(welcome);
      }
      await tabTo(welcome, "#options");
      await welcome.close();
    });

    test("the popup's own ways on: reports, the explanation, a newer list", async () => {
      const popup = await openFront("popup.html");
      await untilText(popup, "#list", /\d/);
      await pressByKeyboard(popup, "#update", " ");
      await untilText(popup, "#updated", /list is/);
      await pressByKeyboard(popup, "#journal");
      const journal = await house.opened("report.html");
      await untilText(journal, "main", /Your reports/);
      await journal.close();
      await front(popup);
      await pressByKeyboard(popup, "#mine");
      const mine = await house.opened("welcome.html");
      await untilText(mine, "main", /Why is my account marked/);
      await mine.close();
      await popup.close();
    });
  });
}

function whatHasFocus(roots) {
  const element = roots.map((root) => root.activeElement).find((found) => found);
  return element?.getAttribute("aria-label") ?? element?.textContent ?? "nothing";
}
