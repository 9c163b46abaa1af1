// The background is killed at every write of an update, in turn: before the write began, and when it was put but not committed.
// Chromium ends the worker (`Target.closeTarget`), Firefox its event page (`terminateBackground`). That the whole browser, or the
// machine, loses its power in the middle of a commit neither driver can do: that transactions survive it is the browser's word.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";
import { nameWrites, stopAt } from "./harness/stops.mjs";
import { keep, restore, stored, versionsOf } from "./harness/storage.mjs";

const FEED = fixture("x/feed");
const UPDATE = { type: "update" };
const STATUS = { type: "status" };
/** The marks that differ between the old list and the new one. */
const MARKS = {
  1: { rmv: FEED.marks["official-rmv"], lookalike: FEED.marks.lookalike },
  2: { rmv: "Paused by the agency", lookalike: "Reported as an impostor of MassDOT, confirmed Nov 1, 2026" },
};

/**
 * For each list: the writes of an update to it, each with the versions [root, timestamp, snapshot, targets] that the floor has
 * once it is done, and how the list before it is answered then. A root that takes the timestamp's key away resets its floor.
 */
const UPDATES = {
  next: [
    { key: "floor", floor: [1, 3, 2, 1], old: "Rollback" },
    { key: "floor", floor: [1, 3, 3, 1], old: "Rollback" },
    { key: "floor", floor: [1, 3, 3, 2], old: "Rollback" },
    { key: "set", floor: [1, 3, 3, 2], old: "Rollback" },
    { key: "changes", floor: [1, 3, 3, 2], old: "Rollback" },
  ],
  rotated: [
    { key: "floor", floor: [2, undefined, undefined, 1], old: "ThresholdNotMet" },
    { key: "floor", floor: [2, 4, undefined, 1], old: "ThresholdNotMet" },
    { key: "floor", floor: [2, 4, 3, 1], old: "ThresholdNotMet" },
    { key: "floor", floor: [2, 4, 3, 2], old: "ThresholdNotMet" },
    { key: "set", floor: [2, 4, 3, 2], old: "ThresholdNotMet" },
    { key: "changes", floor: [2, 4, 3, 2], old: "ThresholdNotMet" },
  ],
};

for (const browser of BROWSERS) {
  describe(`an update that is killed in ${browser}`, () => {
    let house;
    before(async () => {
      house = await stage(browser);
      await house.ask(UPDATE);
      await keep(house);
    });
    after(() => house.close());

    for (const [list, writes] of Object.entries(UPDATES)) {
      test(`${list}: writes what is expected`, async () => {
        await restore(house);
        await house.ask(STATUS);
        const named = await nameWrites(house);
        house.serve(list);
        assert.deepEqual(await house.ask(UPDATE), { changed: true });
        assert.deepEqual(
          await named(),
          writes.map(({ key }) => key),
        );
        assert.deepEqual(floorOf(await stored(house)), writes.at(-1).floor);
      });

      for (const [index, { key }] of writes.entries()) {
        for (const where of ["before", "within"]) {
          test(`${list}: ${where} write ${index + 1}, of the ${key}`, async () => {
            await restore(house);
            await house.ask(STATUS);
            const stopped = await stopAt(house, index + 1, where);
            house.serve(list);
            // Who asked is told nothing: the background is gone before it could.
            const asked = house.ask(UPDATE).catch(() => undefined);
            await stopped();
            await house.killBackground();
            await asked;
            const { floor, old } = writes[index - 1] ?? { floor: [1, 2, 2, 1], old: undefined };
            assert.deepEqual(floorOf(await stored(house)), floor);
            // What the popup says of the changes is written last, and is no part of the list.
            const isNew = key === "changes";
            await startsWith(isNew ? 2 : 1);
            await meets("current", old);
            await recovers(list, !isNew);
          });
        }
      }

      test(`${list}: after the last write`, async () => {
        await restore(house);
        house.serve(list);
        await house.ask(UPDATE);
        await house.killBackground();
        await startsWith(2);
        await meets("current", writes.at(-1).old);
        await startsWith(2);
      });
    }

    /** Without the network: what is stored is one whole list, and that one is on the page. */
    async function startsWith(expected) {
      house.serve(undefined);
      const { source, version, refused, storage } = await house.ask(STATUS);
      const whole = { source: "stored", version: expected, refused: [], storage: "ok" };
      assert.deepEqual({ source, version, refused, storage }, whole);
      const page = await house.open(FEED.address);
      const { "official-rmv": rmv, lookalike, official } = await marksOn(page);
      assert.deepEqual({ rmv, lookalike, official }, { ...MARKS[expected], official: FEED.marks.official });
      await page.close();
    }

    /** A server that was set back: refused from the moment on at which the floor rose above it. */
    async function meets(list, variant) {
      house.serve(list);
      const { changed, error } = await house.ask(UPDATE);
      assert.deepEqual([changed, error?.variant], [false, variant]);
    }

    async function recovers(list, changed) {
      house.serve(list);
      assert.deepEqual(await house.ask(UPDATE), { changed });
      assert.deepEqual(floorOf(await stored(house)), UPDATES[list].at(-1).floor);
    }
  });
}

function floorOf({ floor }) {
  const { root, timestamp, snapshot, targets } = versionsOf(floor);
  return [root, timestamp, snapshot, targets];
}
