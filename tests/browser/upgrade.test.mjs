// What a resident chose and reported outlives every upgrade: from the form of an older package, into that of one to come, over a
// step that was broken off, and back. Where nothing can be kept, that is said, and marks stand as ever.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { packageInto } from "./harness/newer.mjs";
import { press, untilText } from "./harness/own.mjs";
import { world } from "./harness/prepare.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const DIST = { chromium: "chrome", firefox: "firefox" };
const OFFICIAL = fixture("x/profile");
const reportOf = (link) => ({ kind: "impostor", platform: "x", link, seen: "2026-11-22T18:30Z", list_version: "1" });
const CHANNEL = "steps of the database";

/** Moves what was chosen, and counts how often it did. */
const MOVES = `(database, transaction) => {
  database.createObjectStore("moved");
  const settings = transaction.objectStore("settings");
  settings.get("settings").onsuccess = ({ target }) => {
    const { steps = 0, ...others } = target.result ?? {};
    settings.put({ ...others, steps: steps + 1 }, "settings");
    transaction.objectStore("moved").put(steps + 1, "steps");
  };
}`;
/** The same, but it never comes to its end: a transaction stays open while something is asked of it. */
const STANDS_STILL = `(database, transaction) => {
  (${MOVES})(database, transaction);
  const said = new BroadcastChannel("${CHANNEL}");
  let turns = 0;
  const turn = () => {
    turns += 1;
    if (turns % 100 === 0) said.postMessage("stands still");
    transaction.objectStore("settings").get("settings").onsuccess = turn;
  };
  turn();
}`;
const THROWS = `(database, transaction) => {
  (${MOVES})(database, transaction);
  throw new TypeError("for a test");
}`;

for (const browser of BROWSERS) {
  describe(`upgrades in ${browser}`, () => {
    let house;
    let folder;
    let present;
    const inUse = () => house.ask({ type: "settings" });
    const journal = () => house.ask({ type: "journal" });
    const stored = () => house.own.tab.evaluate(readStored);
    const choose = (change) => house.ask({ type: "set", change, private: false });
    /** The package in the folder is another one, and the browser takes it as an update. */
    const upgrade = async (...steps) => {
      await packageInto(folder, present, steps);
      await house.replaceExtension();
    };

    before(async () => {
      const { extension, scratch } = world();
      present = extension("current", DIST[browser]);
      folder = path.join(scratch, `upgrades-${browser}`);
      await packageInto(folder, present);
      house = await stage(browser, { folder, reports: true });
      await house.ask({ type: "status" });
    });
    after(() => house.close());

    test("the form of the first package is taken on, with what was chosen", async () => {
      await house.killBackground();
      await house.own.tab.evaluate(makeFirst, { marks: "profiles", sitesOff: ["youtube"], trusted: ["x:massdots"] });
      await house.killBackground();
      const { settings, kept } = await inUse();
      assert.deepEqual([settings, kept], [{ marks: "profiles", sitesOff: ["youtube"], trusted: ["x:massdots"] }, true]);
      assert.deepEqual(await journal(), []);
      const { version, tables } = await stored();
      assert.deepEqual([version, tables], [2, ["reports", "settings"]]);
    });

    test("what this package keeps is there under the next, moved once", async () => {
      await choose({ marks: "profiles", trusted: ["x:massd0t"], language: "es" });
      house.desk.be("well");
      await house.ask({ type: "send", report: reportOf("https://x.com/MassD0T"), private: false });
      house.desk.be("away");
      await house.ask({ type: "send", report: reportOf("https://x.com/MassRMVHelp"), private: false });
      const [settings, reports] = [(await inUse()).settings, await journal()];
      assert.deepEqual(reports.map(({ state }) => state).sort(), ["queued", "sent"]);
      await upgrade(MOVES);
      assert.deepEqual((await inUse()).settings, settings);
      assert.deepEqual(await journal(), reports);
      const { version, steps, moved } = await stored();
      assert.deepEqual([version, steps, moved], [3, 1, 1]);
      // What waited is sent by the package that found it.
      house.desk.be("well");
      await house.own.tab.evaluate(() => chrome.alarms.create("reports", { when: Date.now() }));
      await until("the report", journal, (entries) => entries.every(({ state }) => state === "sent"));
      assert.deepEqual(await welcomes(), []);
    });

    test("the package before finds a form that it does not know: it says so, marks, and loses nothing", async () => {
      const kept = await stored();
      await upgrade();
      const { settings, kept: keeps } = await inUse();
      assert.deepEqual([settings.marks, keeps], ["all", false]);
      assert.deepEqual(await marksAgain(house), OFFICIAL.marks);
      const options = await house.openOwn("options.html");
      await untilText(options, "#kept", /does not let Statemark keep/);
      await options.close();
      assert.deepEqual(await choose({ marks: "toolbar" }), { kept: false });
      assert.deepEqual(await stored(), kept);
      await upgrade(MOVES);
      assert.deepEqual((await inUse()).settings.marks, "profiles");
      assert.deepEqual(await stored(), kept);
    });

    test("a step that was broken off has changed nothing, and is done at the next start", async () => {
      const before = await stored();
      await upgrade(MOVES, STANDS_STILL.replace('"moved"', '"moved again"'));
      await house.own.tab.evaluate(untilSaid, CHANNEL);
      await house.killBackground();
      await upgrade(MOVES);
      assert.deepEqual(await stored(), before);
      await upgrade(MOVES, MOVES.replaceAll('"moved"', '"moved again"'));
      assert.equal((await inUse()).settings.marks, "profiles");
      assert.equal((await journal()).length, 2);
      const { version, steps } = await stored();
      assert.deepEqual([version, steps], [before.version + 1, before.steps + 1]);
    });

    test("a step that fails has changed nothing: the defaults are used, that is said, and the next package mends it", async () => {
      const before = await stored();
      const good = [MOVES, MOVES.replaceAll('"moved"', '"moved again"')];
      await upgrade(...good, THROWS.replaceAll('"moved"', '"never"'));
      const { settings, kept } = await inUse();
      assert.deepEqual([settings.marks, kept], ["all", false]);
      assert.deepEqual(await marksAgain(house), OFFICIAL.marks);
      await upgrade(...good);
      assert.deepEqual(await stored(), before);
      assert.equal((await inUse()).settings.marks, "profiles");
    });

    const welcomes = () =>
      house.own.tab.evaluate(async () =>
        (await chrome.tabs.query({})).map(({ url }) => url ?? "").filter((url) => url.includes("welcome.html")),
      );
  });

  describe(`nothing can be kept in ${browser}`, () => {
    let house;

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
    });
    after(() => house.close());

    for (const [what, damage] of [
      ["full", fill],
      ["denied", refuse],
    ]) {
      test(`storage that is ${what}: said in the options and of a report, and marks stand`, async () => {
        await house.killBackground();
        await house.inBackground(damage);
        assert.deepEqual(await house.ask({ type: "set", change: { sitesOff: ["youtube"] }, private: false }), {
          kept: false,
        });
        const options = await house.openOwn("options.html");
        await untilText(options, "#kept", /does not let Statemark keep/);
        await options.close();
        assert.deepEqual(await marksAgain(house), OFFICIAL.marks);
        // Not kept, so nobody would try again: it is not called waiting.
        house.desk.be("away");
        assert.deepEqual(
          await house.ask({ type: "send", report: reportOf("https://x.com/MassD0T"), private: false }),
          {},
        );
        house.desk.be("well");
        const draft = { address: "https://x.com/MassD0T", isPrivate: false };
        await house.ask({ type: "report", draft });
        const report = await house.opened("report.html?draft");
        await untilText(report, "#ways", /Send to/);
        await press(report, "#send");
        await untilText(report, "#outcome", /It was sent/);
        assert.deepEqual(await house.ask({ type: "journal" }), []);
        await report.close();
      });
    }
  });
}

async function marksAgain(house) {
  const page = await house.open(OFFICIAL.address);
  const marks = await marksOn(page);
  await page.close();
  return marks;
}

/** What follows runs in a page of the extension. */
async function makeFirst(settings) {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  await done(indexedDB.deleteDatabase("resident"));
  const request = indexedDB.open("resident", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("settings").put(settings, "settings");
  (await done(request)).close();
}

async function readStored() {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await done(indexedDB.open("resident"));
  const tables = [...database.objectStoreNames];
  const read = (table, key) => done(database.transaction(table).objectStore(table).get(key));
  const { steps, ...settings } = (await read("settings", "settings")) ?? {};
  const found = {
    version: database.version,
    tables,
    settings,
    steps,
    moved: tables.includes("moved") ? await read("moved", "steps") : undefined,
    reports: tables.includes("reports")
      ? (await done(database.transaction("reports").objectStore("reports").getAllKeys())).length
      : undefined,
  };
  database.close();
  return JSON.parse(JSON.stringify(found));
}

function untilSaid(channel) {
  return new Promise((heard) => {
    globalThis.listening = new BroadcastChannel(channel);
    globalThis.listening.onmessage = () => heard(undefined);
  });
}

/** These two run in the background. */
function fill(scope) {
  const { put } = scope.IDBObjectStore.prototype;
  scope.IDBObjectStore.prototype.put = function (...options) {
    const request = put.apply(this, options);
    Object.defineProperty(this.transaction, "error", { value: new scope.DOMException("", "QuotaExceededError") });
    request.onsuccess = () => this.transaction.abort();
    return request;
  };
}

function refuse(scope) {
  scope.IDBFactory.prototype.open = () => {
    throw new scope.DOMException("for a test", "SecurityError");
  };
}
