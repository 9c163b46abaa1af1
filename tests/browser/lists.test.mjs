// The list over time: packaged, renewed, refused, old. Through the extension's own update, over its real network path.

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { world } from "./harness/prepare.mjs";
import { allMarksOn, BROWSERS, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const FEED = fixture("x/feed");
const UPDATE = { type: "update" };
const STATUS = { type: "status" };
/** As the mark writes a day. */
const day = (time) => new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(time));

for (const browser of BROWSERS) {
  describe(`lists in ${browser}`, () => {
    let house;
    afterEach(() => house.close());

    test("the first start works offline, from the packaged list", async () => {
      house = await stage(browser, { served: undefined });
      const page = await house.open(FEED.address);
      assert.deepEqual(await allMarksOn(page), FEED.marks);
      const { source, freshness } = await house.ask(STATUS);
      assert.deepEqual({ source, freshness }, { source: "packaged", freshness: "fresh" });
    });

    test("a new list reaches an open page without a reload, and is still there when the background starts again", async () => {
      house = await stage(browser);
      const page = await house.open(FEED.address);
      assert.deepEqual(await allMarksOn(page), FEED.marks);
      // The update of the first start may still run, and whoever asks meanwhile gets its outcome.
      await house.ask(UPDATE);
      house.serve("next");
      assert.deepEqual(await house.ask(UPDATE), { changed: true });
      await untilMarks(page, "the marks of the new list", (marks) => marks["official-rmv"] === "Paused by the agency");
      const marks = await untilMarks(page, "the new impostor", ({ lookalike }) => lookalike?.startsWith("Reported"));
      assert.equal(marks.lookalike, "Reported as an impostor of MassDOT, confirmed Nov 1, 2026");
      assert.equal(marks.official, FEED.marks.official);
      await house.killBackground();
      house.serve(undefined);
      const { source, version } = await house.ask(STATUS);
      assert.deepEqual({ source, version }, { source: "stored", version: 2 });
    });

    for (const [list, variant] of [
      ["tampered-file", /Hash|Length/],
      ["tampered-metadata", /Signature|Threshold/],
      ["expired", /Expired/],
    ]) {
      test(`a list that is ${list} is refused, and the one in use stays`, async () => {
        house = await stage(browser);
        await house.ask(UPDATE);
        const before = await house.ask(STATUS);
        house.serve(list);
        await assertRefused(variant);
        assert.deepEqual(await house.ask(STATUS), before);
        const page = await house.open(FEED.address);
        assert.deepEqual(await allMarksOn(page), FEED.marks);
        // Nor does what was refused stand in the way of what comes next.
        house.serve("next");
        assert.deepEqual(await house.ask(UPDATE), { changed: true });
      });
    }

    test("a list that was rolled back is refused, and the one in use stays", async () => {
      house = await stage(browser, { served: "next" });
      // The first update may still run when this asks: the list is there once the status says so.
      const renewed = async () => {
        await house.ask(UPDATE);
        return house.ask(STATUS);
      };
      await until("the newer list", renewed, ({ version }) => version === 2);
      house.serve("current");
      await assertRefused(/Rollback|Older|Version/);
      await house.killBackground();
      await assertRefused(/Rollback|Older|Version/);
      const { version, freshness } = await house.ask(STATUS);
      assert.deepEqual({ version, freshness }, { version: 2, freshness: "fresh" });
    });

    test("an aging list still claims everything, and says when it was last confirmed", async () => {
      house = await stage(browser, { packaged: "aging", served: undefined });
      const page = await house.open(FEED.address);
      assert.deepEqual(await allMarksOn(page), FEED.marks);
      const { freshness, confirmed } = await house.ask(STATUS);
      assert.equal(freshness, "aging");
      assert.equal(Date.parse(confirmed), Date.parse(world().times.aging));
      const popup = await house.openOwn("popup.html");
      const words = () => popup.tab.evaluate(() => document.body.innerText);
      await until("the popup", words, (text) => text.includes(`Not confirmed since ${day(confirmed)}`));
    });

    test("an unconfirmed list calls nobody official, and still warns, with its date", async () => {
      house = await stage(browser, { packaged: "unconfirmed", served: undefined });
      const page = await house.open(FEED.address);
      const made = day(world().times.first);
      const instead = (text) =>
        text.startsWith("Official") ? `Was on the list of ${made}` : `${text} (list of ${made})`;
      const expected = Object.entries(FEED.marks).map(([name, text]) => [name, instead(text)]);
      assert.deepEqual(await allMarksOn(page), Object.fromEntries(expected));
      assert.equal((await house.ask(STATUS)).freshness, "unconfirmed");
    });

    async function assertRefused(variant) {
      const { changed, error } = await house.ask(UPDATE);
      assert.equal(changed, false);
      assert.match(error.variant, variant);
    }
  });
}
