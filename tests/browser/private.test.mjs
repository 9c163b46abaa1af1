// Private windows, where the resident lets the extension into them: marks and answers as anywhere, and nothing is kept.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { press, untilText } from "./harness/own.mjs";
import { isOpen, openPanel, pressInPanel } from "./harness/panel.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const IMPOSTOR = fixture("x/profile-impostor");
const LOOKALIKE = "https://x.com/MassD0T";
const NOTHING_KEPT = { settings: { marks: "all", sitesOff: [], trusted: [] }, reports: [], hosts: [] };

for (const browser of BROWSERS) {
  describe(`private windows in ${browser}`, () => {
    let house;
    let page;
    const tabOf = (address) =>
      house.own.tab.evaluate(
        async (wanted) => (await chrome.tabs.query({})).find(({ url, incognito }) => incognito && url === wanted)?.id,
        address,
      );
    const kept = () => house.ask({ type: "export" });
    const stored = () => house.own.tab.evaluate(allStored);

    before(async () => {
      house = await stage(browser, { inPrivate: true, reports: true });
      await house.ask({ type: "status" });
      page = await house.openPrivately(IMPOSTOR.address);
      await marksOn(page);
    });
    beforeEach(async () => {
      house.desk.be("well");
      house.desk.requests.length = 0;
      assert.deepEqual(await kept(), NOTHING_KEPT);
    });
    after(() => house.close());

    test("marks stand there, and looking at pages leaves nothing behind", async () => {
      const before = await stored();
      const feed = await house.openPrivately("https://x.com/home");
      await marksOn(feed);
      await feed.close();
      assert.equal((await marksOn(page)).header, IMPOSTOR.marks.header);
      await openPanel(page, '[data-case="header"]');
      await page.tab.keyboard.press("Escape");
      assert.deepEqual(await stored(), before);
      assert.deepEqual(await kept(), NOTHING_KEPT);
    });

    test("the popup over it answers, and keeps no site, no ignored warning, no report", async () => {
      const before = await stored();
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(IMPOSTOR.address)}`);
      await untilText(popup, "#here", /Reported as an impostor/);
      await untilText(popup, "#site", /Show marks on X/);
      await press(popup, "#site input");
      await untilText(popup, "#here", /Reported as an impostor/);
      assert.deepEqual((await kept()).settings.sitesOff, []);
      await popup.close();
      const check = await house.openOwn(`popup.html?check=${encodeURIComponent(LOOKALIKE)}&private`);
      await untilText(check, "#checked", /Resembles @MassDOT/);
      assert.equal(await check.tab.evaluate(() => document.querySelectorAll(".trust").length), 0);
      await check.close();
      assert.deepEqual(await stored(), before);
    });

    test("the menu there opens a check that knows where it was pressed", MENU(browser), async () => {
      await house.inBackground((scope) =>
        scope.chrome.contextMenus.onClicked.dispatch(
          { menuItemId: "check", linkUrl: "https://x.com/MassD0T" },
          { incognito: true },
        ),
      );
      const check = await house.opened("popup.html?check");
      await untilText(check, "#checked", /Resembles @MassDOT/);
      assert.equal(await check.tab.evaluate(() => document.querySelectorAll(".trust").length), 0);
      await press(check, "#checked .report");
      const report = await house.opened("report.html?draft");
      await untilText(report, "#ways", /Send to/);
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      assert.deepEqual((await kept()).reports, []);
      for (const opened of [report, check]) await opened.close();
    });

    test("a report from its mark is sent or not, and never kept", async () => {
      const before = await stored();
      for (const [mood, outcome] of [
        ["away", /nothing is kept from a private window/],
        ["well", /It was sent/],
      ]) {
        house.desk.be(mood);
        await openPanel(page, '[data-case="header"]');
        await pressInPanel(page, ".report");
        const report = await house.opened("report.html?draft");
        await untilText(report, "#ways", /Send to/);
        await press(report, "#send");
        await untilText(report, "#outcome", outcome);
        assert.deepEqual((await kept()).reports, []);
        await report.close();
        await page.tab.bringToFront();
        await page.tab.keyboard.press("Escape");
        await until(
          "the panel's end",
          () => isOpen(page),
          (open) => !open,
        );
      }
      assert.equal(house.desk.requests.length, 1);
      assert.deepEqual(await stored(), before);
      const alarms = await house.own.tab.evaluate(async () => (await chrome.alarms.getAll()).map(({ name }) => name));
      assert.ok(!alarms.includes("reports"), "a report from a private window is not tried again");
    });
  });
}

function MENU(browser) {
  return { skip: browser === "firefox" && "its driver cannot press a menu, and its events cannot be played" };
}

/** Runs in a page of the extension: all that its origin keeps on the disk, but the list. */
async function allStored() {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const names = (await indexedDB.databases()).map(({ name }) => name).sort();
  const found = { names, local: { ...localStorage }, synced: await chrome.storage.local?.get() };
  const database = await done(indexedDB.open("resident"));
  for (const table of database.objectStoreNames) {
    const store = database.transaction(table).objectStore(table);
    found[table] = [await done(store.getAllKeys()), await done(store.getAll())];
  }
  database.close();
  return JSON.stringify(found);
}
