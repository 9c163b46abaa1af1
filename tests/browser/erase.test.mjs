// Erased is erased: what was begun, what is under way, and nothing is written after it. And what was begun over a private window
// ends with its tab.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { untilText } from "./harness/own.mjs";
import { BROWSERS, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const LOOKALIKE = "https://x.com/MassD0T";
const NOTHING = { settings: { marks: "all", sitesOff: [], trusted: [] }, reports: [], hosts: [] };
const REPORT = {
  kind: "impostor",
  platform: "x",
  link: LOOKALIKE,
  seen: "2026-11-22T18:30Z",
  list_version: "1",
};

for (const browser of BROWSERS) {
  describe(`erasing in ${browser}`, () => {
    let house;
    const session = () => house.own.tab.evaluate(async () => Object.keys(await chrome.storage.session.get(null)));
    const send = () => house.ask({ type: "send", report: REPORT, private: false });
    const alarm = () => house.own.tab.evaluate(async () => (await chrome.alarms.get("reports")) ?? null);
    const nothingIsLeft = async () => {
      assert.deepEqual([await house.ask({ type: "export" }), await session(), await alarm()], [NOTHING, [], null]);
    };

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
    });
    beforeEach(async () => {
      house.desk.be("well");
      await house.ask({ type: "erase" });
      house.desk.requests.length = 0;
    });
    after(() => house.close());

    test("drafts go, and the picture that nobody fetched", async () => {
      await house.ask({ type: "report", draft: { address: LOOKALIKE, isPrivate: false } });
      const report = await house.opened("report.html?draft");
      await house.own.tab.evaluate(() => chrome.storage.session.set({ picture: { draft: "other", taken: {} } }));
      assert.equal((await session()).length, 2);
      await house.ask({ type: "erase" });
      await nothingIsLeft();
      await report.close();
    });

    test("a report whose answer is awaited: it ends, and what the desk answers is written nowhere", async () => {
      house.desk.be("slow");
      const sending = send();
      await until("the report at the desk", () => house.desk.requests.length, Boolean);
      await house.ask({ type: "erase" });
      await nothingIsLeft();
      house.desk.be("well");
      assert.deepEqual(await sending, {});
      await nothingIsLeft();
    });

    test("a report whose proof is searched for: it does not go out", async () => {
      const sending = send();
      await until(
        "the report in the journal",
        () => house.ask({ type: "journal" }),
        ({ length }) => length === 1,
      );
      await house.ask({ type: "erase" });
      await nothingIsLeft();
      assert.deepEqual(await sending, {});
      assert.deepEqual(house.desk.requests, []);
      await nothingIsLeft();
    });

    test("what waits with its alarm", async () => {
      house.desk.be("away");
      assert.equal((await send()).entry.state, "queued");
      assert.notEqual(await alarm(), null);
      await house.ask({ type: "erase" });
      await nothingIsLeft();
    });

    test("a report that is sent while another is under way does not stay behind", async () => {
      house.desk.be("slow");
      const first = send();
      await until("the first at the desk", () => house.desk.requests.length, Boolean);
      const second = send();
      await until(
        "both in the journal",
        () => house.ask({ type: "journal" }),
        ({ length }) => length === 2,
      );
      house.desk.be("well");
      assert.deepEqual([(await first).entry.state, (await second).entry.state], ["sent", "sent"]);
    });

    test("what was begun over a private window ends with its tab, and no other does", async () => {
      for (const [isPrivate, left] of [
        [false, 1],
        [true, 1],
      ]) {
        await house.ask({ type: "report", draft: { address: LOOKALIKE, isPrivate } });
        const report = await house.opened("report.html?draft");
        await untilText(report, "#ways", /Send to/);
        await report.close();
        await until("what is left", session, ({ length }) => length === left);
      }
      const [key] = await session();
      const kept = await house.own.tab.evaluate(async (name) => (await chrome.storage.session.get(name))[name], key);
      assert.equal(kept.draft.isPrivate, false);
    });
  });
}
