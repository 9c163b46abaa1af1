// The journal of reports: what is told of one is true of the desk as well, and what was erased stays so.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const REPORT = { link: "https://x.com/MassD0T" };
const RECEIPT = "ABCD-2345-EFGH-67IJ";

/** The background's reports with a desk and a store in memory. `desk.mood`: "well", "away", "forgetful" (its answer is lost). */
async function house() {
  const stored = new Map();
  const desk = {
    mood: "well",
    known: new Set(),
    there: new Set(),
    heard: [],
    arrived: () => undefined,
    hold: undefined,
  };
  const policy = {};
  const world = { stored, desk, policy, maySend: true, bare: async (picture) => picture };
  const reports = await load("background/reports.ts", {
    "./desk.ts": {
      submit: async ({ id }, signal) => {
        desk.arrived();
        await desk.hold;
        if (signal.aborted || desk.mood === "away") return "later";
        desk.heard.push("submit");
        if (!desk.known.has(id)) desk.there.add(id);
        desk.known.add(id);
        return desk.mood === "forgetful" ? "later" : { answer: RECEIPT };
      },
      ask: async (what) => {
        if (desk.mood === "away") return "later";
        desk.heard.push(what);
        if (what === "withdraw") desk.there.clear();
        return { answer: what === "withdraw" ? "withdrawn" : "received" };
      },
    },
    "./resident.ts": {
      readAll: async () => structuredClone([...stored.values()]),
      readFrom: async (_, id) => structuredClone(stored.get(id)),
      write: async (_, id, entry) => void stored.set(id, structuredClone(entry)),
    },
    "./settings.ts": { settings: async () => ({ policy }) },
    "./picture.ts": { barePicture: (picture) => world.bare(picture) },
    "../shared/browser.ts": {
      setAlarm: async () => undefined,
      clearAlarm: async () => undefined,
      mayStillSend: async () => world.maySend,
    },
  });
  const states = () => [...stored.values()].map(({ state }) => state);
  return Object.assign(world, { reports, states });
}

/** A promise, and what settles it. */
function gate() {
  let open;
  const opened = new Promise((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test("withdrawn after its answer was lost: it is taken back at the desk", async () => {
  const { reports, desk, states } = await house();
  desk.mood = "forgetful";
  const { id } = await reports.send(REPORT, undefined, false);
  assert.equal(desk.there.size, 1);
  desk.mood = "well";
  assert.equal((await reports.withdraw(id)).state, "withdrawn");
  assert.deepEqual([states(), desk.there.size], [["withdrawn"], 0]);
});

test("where the desk cannot be reached it is not called withdrawn, and is taken back as soon as it can be", async () => {
  const { reports, desk, states } = await house();
  desk.mood = "forgetful";
  const { id } = await reports.send(REPORT, undefined, false);
  desk.mood = "away";
  const { state, answer } = await reports.withdraw(id);
  assert.deepEqual([state, answer, states()], ["queued", "later", ["queued"]]);
  desk.mood = "well";
  await reports.flush();
  assert.deepEqual([states(), desk.there.size], [["withdrawn"], 0]);
});

test("a report that the background ended under is known to have left", async () => {
  const { reports, desk, stored } = await house();
  const kept = [];
  desk.arrived = () => kept.push(...[...stored.values()].map(({ tries }) => tries));
  await reports.send(REPORT, undefined, false);
  assert.deepEqual(kept, [1]);
});

test("what never left is forgotten without asking anybody", async () => {
  const { reports, desk, policy, stored, states } = await house();
  stored.set("a", { id: "a", report: REPORT, state: "queued", time: "2026-11-01T10:00:00.000Z", tries: 0 });
  policy.reporting = false;
  assert.equal((await reports.withdraw("a")).state, "withdrawn");
  assert.deepEqual([states(), desk.heard], [["withdrawn"], []]);
});

test("what is sent while it is being withdrawn is never written over it", async () => {
  const { reports, desk, states } = await house();
  desk.mood = "forgetful";
  const { id } = await reports.send(REPORT, undefined, false);
  desk.mood = "well";
  const held = gate();
  desk.hold = held.opened;
  const withdrawn = reports.withdraw(id);
  const flushed = reports.flush();
  held.open();
  await Promise.all([withdrawn, flushed]);
  assert.deepEqual([states(), desk.there.size], [["withdrawn"], 0]);
  assert.deepEqual(desk.heard, ["submit", "submit", "withdraw"]);
});

test("a report that was sent before all is erased is not kept after it, its picture still being looked at", async () => {
  const world = await house();
  const looked = gate();
  world.bare = () => looked.opened;
  const sent = world.reports.send(REPORT, "AAAA", false);
  const erased = world.reports.erase(async () => world.stored.clear());
  looked.open("AAAA");
  await erased;
  assert.equal(await sent, undefined);
  assert.deepEqual([world.states(), world.desk.heard], [[], []]);
});

test("a report is kept at once, while another is still on its way", async () => {
  const { reports, desk, states } = await house();
  const held = gate();
  desk.hold = held.opened;
  const left = new Promise((resolve) => {
    desk.arrived = resolve;
  });
  const first = reports.send(REPORT, undefined, false);
  await left;
  const second = reports.send(REPORT, undefined, false);
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(states(), ["queued", "queued"]);
  held.open();
  await Promise.all([first, second]);
  assert.deepEqual(
    [states(), desk.heard],
    [
      ["sent", "sent"],
      ["submit", "submit"],
    ],
  );
});

test("a picture with more than is seen on it does not leave", async () => {
  const world = await house();
  world.bare = async () => "less";
  assert.equal(await world.reports.send(REPORT, "more", false), undefined);
  assert.deepEqual([world.states(), world.desk.heard], [[], []]);
});

test("all erased twice: nothing that was sent before the second runs beside it", async () => {
  const { reports, desk, states, stored } = await house();
  const [first, second] = [gate(), gate()];
  const done = [
    reports.erase(() => first.opened),
    reports.send(REPORT, undefined, false),
    reports.erase(async () => {
      await second.opened;
      stored.clear();
    }),
  ];
  first.open();
  await done[0];
  // Long enough for a report of this desk to be kept and sent.
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  second.open();
  await Promise.all(done);
  assert.deepEqual([states(), desk.heard], [[], []]);
});

test("what waits stays here once the browser may send nothing any more, or an administrator wants no reports", async () => {
  const world = await house();
  const { reports, desk, policy, states } = world;
  desk.mood = "forgetful";
  const { id } = await reports.send(REPORT, undefined, false);
  Object.assign(desk, { mood: "well", heard: [] });
  world.maySend = false;
  await reports.flush();
  assert.equal((await reports.withdraw(id)).answer, "later");
  world.maySend = true;
  policy.reporting = false;
  await reports.flush();
  assert.equal((await reports.withdraw(id)).answer, "later");
  assert.deepEqual([states(), desk.heard], [["queued"], []]);
});

test("whether it still may be sent is the browser's word alone, and nobody is asked", async () => {
  const { mayStillSend } = await load("shared/browser.ts");
  const within = (gecko, contains) => {
    globalThis.chrome = {
      runtime: { getManifest: () => ({ browser_specific_settings: gecko && { gecko } }) },
      permissions: { contains },
    };
    return mayStillSend();
  };
  const gecko = { data_collection_permissions: { optional: ["websiteContent"] } };
  const asked = [];
  const told = (answer) => async (permissions) => {
    asked.push(permissions);
    return answer;
  };
  assert.equal(await within(undefined, told(false)), true);
  assert.equal(await within(gecko, told(false)), false);
  assert.equal(await within(gecko, told(true)), true);
  assert.deepEqual(asked, Array(2).fill({ data_collection: ["websiteContent"] }));
});
