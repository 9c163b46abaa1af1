// What a list may still claim, at the very second at which that changes: on pages and in the popup. The clock is the background's
// own `Date.now`, which stands for the system's.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import en from "../../extension/messages/en.json" with { type: "json" };
import { fixture } from "./harness/fixtures.mjs";
import { popupSays, pressUpdate } from "./harness/popup.mjs";
import { world } from "./harness/prepare.mjs";
import { allMarksOn, BROWSERS, stage } from "./harness/stage.mjs";

const FEED = fixture("x/feed");
const UPDATE = { type: "update" };
const STATUS = { type: "status" };
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** As people read a day. */
const day = (time) => new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(time));
const expiry = (list, role) => {
  const { signed } = JSON.parse(readFileSync(`${world().list(list)}/metadata/${role}.json`, "utf8"));
  return Date.parse(signed.expires);
};
/** What an unconfirmed list made on `made` says in place of these marks. */
const unconfirmed = (marks, made) =>
  Object.fromEntries(
    Object.entries(marks).map(([name, text]) => [
      name,
      text.startsWith("Official") ? `Was on the list of ${day(made)}` : `${text} (list of ${day(made)})`,
    ]),
  );

/** `undefined`: the right time again. */
function setClock(house, now) {
  return house.inBackground((scope, stopped) => {
    scope.rightNow ??= scope.Date.now;
    scope.Date.now = stopped === null ? scope.rightNow : () => stopped;
  }, now ?? null);
}

for (const browser of BROWSERS) {
  test(`a clock set back revives no list that the floor has outlived, in ${browser}`, async (context) => {
    // The newer timestamp is accepted, and what it names cannot be had: the list in use stays the aging one.
    const house = await stage(browser, { packaged: "aging", served: "broken/snapshot-withheld" });
    context.after(() => house.close());
    await house.ask(UPDATE);
    const then = Date.parse(world().times.aging) + DAY_MS;
    for (const start of ["in the same run", "at the next start"]) {
      await setClock(house, then);
      const { source, freshness } = await house.ask(STATUS);
      assert.deepEqual({ source, freshness }, { source: "packaged", freshness: "aging" }, start);
      await house.killBackground();
    }
  });

  describe(`how fresh the list is in ${browser}`, () => {
    let house;
    before(async () => {
      house = await stage(browser);
      await house.ask(UPDATE);
    });
    after(() => house.close());

    const { times } = world();
    const expires = expiry("current", "timestamp");
    for (const [when, now, state] of [
      ["the last second of the timestamp", expires - SECOND_MS, "fresh"],
      ["the second in which the timestamp expires", expires, "aging"],
      ["the last second of the week after", expires + 7 * DAY_MS, "aging"],
      ["the second after that week", expires + 7 * DAY_MS + SECOND_MS, "unconfirmed"],
      ["two years on", expires + 2 * YEAR_MS, "unconfirmed"],
      ["a clock set back by ten years", expires - 10 * YEAR_MS, "fresh"],
    ]) {
      test(`${when}: ${state}`, async () => {
        await setClock(house, now);
        await shows(state, FEED.marks, times.first, times.current);
      });
    }

    test("a clock far forward refuses what is offered, and spoils nothing for the right time", async () => {
      await setClock(house, Date.now() + YEAR_MS);
      house.serve("next");
      const { outcome, tone } = await pressUpdate(house);
      assert.deepEqual([outcome, tone], [en["popup.update.refused"], "alarm"]);
      await setClock(house, undefined);
      await shows("fresh", FEED.marks, times.first, times.current);
    });

    test("a clock set back takes no list of what is its future, and says so", async () => {
      await setClock(house, Date.now() - YEAR_MS);
      const { outcome, tone } = await pressUpdate(house);
      assert.deepEqual([outcome, tone], [en["popup.update.clock"], "official"]);
      await shows("fresh", FEED.marks, times.first, times.current);
      await setClock(house, undefined);
      assert.deepEqual(await house.ask(UPDATE), { changed: true });
    });

    test("another role that expires leaves nothing confirmed, while the timestamp still counts", async () => {
      house.serve("short");
      assert.deepEqual(await house.ask(UPDATE), { changed: true });
      const marks = { ...FEED.marks, lookalike: "Reported as an impostor of MassDOT, confirmed Nov 1, 2026" };
      const end = expiry("short", "4.snapshot");
      assert.ok(end < expiry("short", "timestamp"));
      await setClock(house, end - SECOND_MS);
      await shows("fresh", marks, times.after, times.after);
      await setClock(house, end);
      await shows("unconfirmed", marks, times.after, times.after);
    });

    /** `made` and `confirmed`: the times of the list in use. */
    async function shows(state, fresh, made, confirmed) {
      assert.equal((await house.ask(STATUS)).freshness, state);
      const page = await house.open(FEED.address);
      assert.deepEqual(await allMarksOn(page), state === "unconfirmed" ? unconfirmed(fresh, made) : fresh);
      await page.close();
      const words = {
        fresh: { freshness: en["popup.fresh"], tone: "official" },
        aging: { freshness: en["popup.aging"].replace("{date}", day(confirmed)), tone: "caution" },
        unconfirmed: { freshness: en["popup.unconfirmed"], tone: "alarm" },
      };
      assert.deepEqual(await popupSays(house), words[state]);
    }
  });
}
