// A report of what a page showed: the mark's own claim goes into the draft, raw, and the core judges it anew by the list of then.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { press, textOf, untilText } from "./harness/own.mjs";
import { openPanel, pressInPanel } from "./harness/panel.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const MISMATCH = fixture("x/profile-mismatch");
/** An account whose handle resembles nothing, under the name of a listed one. */
const BY_NAME = {
  address: "https://x.com/HarborViews77",
  html: MISMATCH.html
    .replaceAll("SampleHarborMA", "HarborViews77")
    .replaceAll("Sample Harbor", "Mass RMV")
    .replace("2999-follow", "7777-follow"),
};

for (const browser of BROWSERS) {
  describe(`what a mark says goes into its report, in ${browser}`, () => {
    let house;
    const trusted = async () => (await house.ask({ type: "settings" })).settings.trusted;
    const tabOf = (address) =>
      house.own.tab.evaluate(
        async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url === wanted)?.id,
        address,
      );
    const opened = async () => {
      const report = await house.opened("report.html?draft");
      await untilText(report, "#ways", /Send to/);
      return report;
    };
    const fromPanel = async (address, button) => {
      const page = await house.open(address);
      await marksOn(page);
      await openPanel(page, '[data-case="header"]');
      await pressInPanel(page, button);
      const report = await opened();
      await page.close();
      return report;
    };
    const fromPopup = async (address, wanted, button) => {
      const page = await house.open(address);
      await marksOn(page);
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(address)}`);
      await untilText(popup, "#here", wanted);
      await press(popup, `#here ${button}`);
      const report = await opened();
      for (const done of [popup, page]) await done.close();
      return report;
    };
    const sent = async (report) => {
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      await report.close();
      const { seen, list_version, ...said } = house.desk.requests.at(-1).body.report;
      assert.ok(seen !== undefined && list_version !== undefined);
      return said;
    };
    const OF_MISMATCH = {
      kind: "impostor",
      platform: "x",
      handle: "SampleHarborMA",
      account_id: "2999",
      display_name: "Sample Harbor",
      link: "https://x.com/SampleHarborMA",
      resembles: "x:SampleHarborMA",
      reasons: "mismatch",
    };
    const OF_NAME = {
      kind: "impostor",
      platform: "x",
      handle: "HarborViews77",
      account_id: "7777",
      display_name: "Mass RMV",
      link: "https://x.com/HarborViews77",
      resembles: "x:MassRMV",
      reasons: "display-name",
    };

    before(async () => {
      house = await stage(browser, { reports: true, more: [BY_NAME] });
      await house.ask({ type: "status" });
    });
    beforeEach(async () => {
      house.desk.requests.length = 0;
      await house.ask({ type: "erase" });
    });
    after(() => house.close());

    test("from a mark on another account than the listed one: not a word of official, and its stable id", async () => {
      const report = await fromPanel(MISMATCH.address, ".report");
      assert.doesNotMatch(await textOf(report, "#fields"), /official/i);
      assert.deepEqual(await sent(report), OF_MISMATCH);
    });

    test("from a mark that a display name alone earned: whom it resembles, why, and the text for the platform", async () => {
      const report = await fromPanel(BY_NAME.address, ".report");
      assert.match(await untilText(report, "#pack", /A text to copy/), /resembles that of Registry of Motor Vehicles/);
      assert.deepEqual(await sent(report), OF_NAME);
    });

    test("an objection to it has the switch, which hides that mark and shows it again", async () => {
      const report = await fromPanel(BY_NAME.address, ".object");
      await press(report, "#trust .trust");
      await untilText(report, "#trusted", /You said that this is not an impostor/);
      assert.deepEqual(await trusted(), ["x:harborviews77"]);
      await press(report, "#trust .trust");
      await until("the warning again", trusted, ({ length }) => length === 0);
      assert.deepEqual(await sent(report), { ...OF_NAME, kind: "not-impostor" });
    });

    test("from the popup: what the page shows stands apart from what its address says, and goes along", async () => {
      const mismatch = await fromPopup(MISMATCH.address, /This account is not listed, its name is/, ".report");
      assert.deepEqual(await sent(mismatch), OF_MISMATCH);
      const named = await fromPopup(BY_NAME.address, /Resembles @MassRMV/, ".report");
      assert.deepEqual(await sent(named), OF_NAME);
    });

    test("the popup has the switch too", async () => {
      const page = await house.open(BY_NAME.address);
      await marksOn(page);
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(BY_NAME.address)}`);
      await untilText(popup, "#here", /Resembles @MassRMV/);
      await press(popup, "#here .trust");
      await untilText(popup, "#here", /You said that this is not an impostor/);
      await page.tab.bringToFront();
      await until(
        "no mark",
        () => marksOn(page),
        ({ header }) => header === undefined,
      );
      await press(popup, "#here .trust");
      await until(
        "the mark",
        () => marksOn(page),
        ({ header }) => header !== undefined,
      );
      for (const done of [popup, page]) await done.close();
    });

    test("a header that another page left behind adds nothing to the account that the address names", async () => {
      const page = await house.open(MISMATCH.address);
      await marksOn(page);
      await page.tab.evaluate(() => history.pushState({}, "", "/MassDOT"));
      const tab = await tabOf("https://x.com/MassDOT");
      const { answer, seen } = await house.ask({ type: "tab", tabId: tab });
      assert.deepEqual([answer.verdict.verdict, seen?.answer.verdict.verdict ?? "nothing"], ["official", "nothing"]);
      await page.close();
    });

    test("the draft holds what the page claimed and no verdict: the list in use when the report is opened decides", async () => {
      const sighting = { page: "https://x.com/home", link: "/MassD0T" };
      await house.ask({ type: "report", draft: { address: "https://x.com/MassD0T", sighting, isPrivate: false } });
      const drafts = await house.own.tab.evaluate(async () => Object.entries(await chrome.storage.session.get(null)));
      const [[key, { draft }], ...others] = drafts;
      assert.deepEqual(
        [Object.keys(draft).sort(), draft.sighting, others],
        [["address", "isPrivate", "sighting"], sighting, []],
      );
      const judged = async () => (await house.ask({ type: "draft", id: key.replace("draft-", "") })).reported;
      assert.equal((await judged()).verdict.verdict, "lookalike");
      // The update of the first start may still run, and whoever asks meanwhile gets its outcome.
      await house.ask({ type: "update" });
      house.serve("next");
      assert.deepEqual(await house.ask({ type: "update" }), { changed: true });
      assert.equal((await judged()).verdict.verdict, "impostor");
    });
  });
}
