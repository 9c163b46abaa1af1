// What an administrator fixes, from the very file that docs/administrators.md names: read by the browser itself, held by the
// background, told on every page, and changed by nobody who sits before it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inProject } from "../../scripts/project.mjs";
import { fixture } from "./harness/fixtures.mjs";
import { textOf, untilText } from "./harness/own.mjs";
import { openPanel } from "./harness/panel.mjs";
import { whyNoPolicy } from "./harness/policies.mjs";
import { BROWSERS, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const OFFICIAL = fixture("x/profile");
const IMPOSTOR = fixture("x/profile-impostor");
const ELSEWHERE = fixture("bluesky/profile");
const SPANISH = JSON.parse(readFileSync(inProject("extension/messages/es.json"), "utf8"));

/** Another file is read by Chromium as soon as it stands there, by Firefox at its next start. */
const NO_CHANGE = { firefox: "Firefox reads its policies once, when it starts" };

for (const browser of BROWSERS) {
  const skip = whyNoPolicy(browser) ?? false;
  describe(`a policy in ${browser}: marks on the profiles of one site, in Spanish, without reports`, { skip }, () => {
    let house;
    const inUse = () => house.ask({ type: "settings" });
    const choose = (change) => house.ask({ type: "set", change, private: false });

    before(async () => {
      house = await stage(browser, {
        policy: { marks: "profiles", sites: ["x"], language: "es", reporting: false },
      });
      await house.ask({ type: "status" });
    });
    after(() => house.close());

    test("the browser hands it over as it was written", async () => {
      const { policy } = await until("the policy", inUse, ({ policy }) => Object.keys(policy).length > 0);
      assert.deepEqual(policy, { marks: "profiles", sites: ["x"], language: "es", reporting: false });
    });

    test("marks stand on profiles of that site alone, in that language", async () => {
      const page = await house.open(OFFICIAL.address);
      const { header, ...others } = await untilMarks(page, "the header's mark", (marks) => "header" in marks);
      assert.equal(header, SPANISH["mark.official"].replace("{agency}", "MassDOT"));
      assert.deepEqual(others, {});
      await page.close();
      const other = await house.open(ELSEWHERE.address);
      await untilWorks(ELSEWHERE.address);
      assert.deepEqual(await untilMarks(other, "no mark", () => true), {});
      await other.close();
    });

    test("what the resident chooses is kept, and does not count against it", async () => {
      assert.deepEqual(await choose({ marks: "all", language: "ar", sitesOff: [] }), { kept: true });
      const { settings, words } = await inUse();
      assert.deepEqual([settings.marks, settings.language, words.language], ["all", "ar", "es"]);
      const page = await house.open(OFFICIAL.address);
      const marks = await untilMarks(page, "the header's mark", (found) => "header" in found);
      assert.deepEqual(Object.keys(marks), ["header"]);
      await page.close();
      await choose({ marks: "all", language: null });
    });

    test("the options say who chose, and cannot be pressed where they are fixed", async () => {
      const options = await house.openOwn("options.html");
      await untilText(options, "#chain", /./);
      assert.match(await textOf(options, "#marks"), new RegExp(SPANISH["options.policy"].slice(0, 20)));
      const fixed = await options.tab.evaluate(() => ({
        marks: [...document.querySelectorAll("#marks input")].map(({ disabled, checked }) => [disabled, checked]),
        sites: [...document.querySelectorAll("#sites input")]
          .filter(({ disabled }) => !disabled)
          .map(({ value }) => value),
        language: [document.querySelector("#language").disabled, document.querySelector("#language").value],
      }));
      assert.deepEqual(fixed, {
        marks: [
          [true, false],
          [true, true],
          [true, false],
        ],
        sites: ["x"],
        language: [true, "es"],
      });
      await options.close();
    });

    test("nothing can be reported: not from the popup, not from a mark, not with an address of one's own", async () => {
      const tabs = () => house.own.tab.evaluate(async () => (await chrome.tabs.query({})).length);
      const before = await tabs();
      const draft = { address: "https://x.com/MassD0T", isPrivate: false };
      assert.deepEqual(await house.ask({ type: "report", draft }), { opened: false });
      assert.equal(await tabs(), before);
      assert.deepEqual(
        await house.ask({ type: "send", report: { link: "https://x.com/MassD0T" }, private: false }),
        {},
      );
      const page = await house.open(IMPOSTOR.address);
      await untilMarks(page, "the header's mark", (marks) => "header" in marks);
      await openPanel(page);
      assert.equal(await page.inMarks((roots) => roots.filter((root) => root.querySelector(".report")).length), 0);
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(IMPOSTOR.address)}`);
      await untilText(popup, "#here", /MassRMV/);
      assert.equal(await popup.tab.evaluate(() => document.querySelectorAll(".report, .tell").length), 0);
      const report = await house.openOwn("report.html");
      await untilText(report, "#journal", /./);
      await untilText(report, "#off", new RegExp(SPANISH["report.off"].slice(0, 20)));
      const hidden = () => ["#report", "#receipt"].map((place) => document.querySelector(place).hidden);
      assert.deepEqual(await report.tab.evaluate(hidden), [true, true]);
      for (const opened of [report, popup, page]) await opened.close();
    });

    test("what waits from before stays, and is not sent", async () => {
      const report = { kind: "impostor", platform: "x", link: "https://x.com/MassD0T", seen: "a", list_version: "1" };
      const waiting = { id: crypto.randomUUID(), report, state: "queued", time: "2026-11-01T10:00:00.000Z", tries: 0 };
      await house.own.tab.evaluate(putIntoJournal, waiting);
      await house.own.tab.evaluate(() => chrome.alarms.create("reports", { when: Date.now() }));
      const alarm = () => house.own.tab.evaluate(() => chrome.alarms.get("reports"));
      await until("the alarm", alarm, (left) => left === undefined || left === null);
      // Whoever withdraws waits for what is being sent.
      await house.ask({ type: "withdraw", id: "none" });
      assert.deepEqual(await house.ask({ type: "journal" }), [waiting]);
      assert.deepEqual(house.desk.requests, []);
    });

    test("the popup names the publisher, whom no policy can change", async () => {
      const popup = await house.openOwn("popup.html");
      await untilText(popup, "#list", /Commonwealth of Massachusetts/);
      await popup.close();
    });

    test("another policy holds at once, on a page that is open", { skip: NO_CHANGE[browser] ?? false }, async () => {
      const page = await house.open(OFFICIAL.address);
      await untilMarks(page, "the header's mark", (marks) => "header" in marks);
      house.changePolicy({ marks: "toolbar" });
      await page.tab.bringToFront();
      await untilMarks(page, "no mark", (marks) => Object.keys(marks).length === 0);
      assert.deepEqual((await inUse()).policy, { marks: "toolbar" });
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(OFFICIAL.address)}`);
      await untilText(popup, "#here", /Official · MassDOT/);
      await popup.close();
      house.changePolicy({ marks: "everywhere", sites: "x", language: "tlh", reporting: "no" });
      await page.tab.bringToFront();
      await untilMarks(page, "every mark", (marks) => Object.keys(marks).length === Object.keys(OFFICIAL.marks).length);
      assert.deepEqual((await inUse()).policy, {});
      await page.close();
    });

    async function tabOf(address) {
      return house.own.tab.evaluate(
        async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url === wanted)?.id,
        address,
      );
    }

    /** The content script of that page has asked what is wanted there. */
    async function untilWorks(address) {
      const tabId = await tabOf(address);
      return until(
        "the content script",
        () => house.ask({ type: "tab", tabId }),
        ({ state, works }) => state === "nothing" || works === true,
      );
    }
  });
}

/** Runs in a page of the extension: as an extension without the policy left it. */
async function putIntoJournal(entry) {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await done(indexedDB.open("resident"));
  await done(database.transaction("reports", "readwrite").objectStore("reports").put(entry, entry.id));
  database.close();
}
