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
const TIMESTAMP = "metadata/timestamp.json";
const MOVED = "metadata/moved.json";
const JSON_TYPE = { "content-type": "application/json" };
/** As a careless server or a CDN answers: this may be kept for a day, and asked about by its tag. */
const MAY_BE_KEPT = { ...JSON_TYPE, "cache-control": "public, max-age=86400", etag: '"kept"' };
/** What would tell the repository who asks, or what was asked before. */
const TELLING = ["cookie", "referer", "authorization", "if-none-match", "if-modified-since"];
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

    test("a request says nothing of who asks: no cookie, no referrer, no redirect followed", async () => {
      house = await stage(browser);
      await house.ask(UPDATE);
      await house.plantCookie(house.repository);
      // A request that may take cookies along takes this one: so it is not the browser that keeps it back.
      const control = `${house.repository}${TIMESTAMP}?control`;
      await house.inBackground(
        (scope, address) =>
          scope.fetch(address, { credentials: "include", mode: "no-cors", cache: "no-store" }).then(() => true),
        control,
      );
      const asked = house.requests.noted;
      assert.match(asked.find(({ path }) => path.endsWith("?control")).headers.cookie, /planted=here/);
      asked.length = 0;
      await house.inBackground(noteRequests);
      house.serve("next");
      assert.deepEqual(await house.ask(UPDATE), { changed: true });
      assert.deepEqual(
        asked.flatMap(({ path, headers }) => TELLING.filter((name) => name in headers).map((name) => [path, name])),
        [],
      );
      // A server sees little of these: a browser may hold back a referrer by itself, and a cookie of another site.
      const noted = await house.inBackground((scope) => scope.noted);
      const options = noted.filter(({ address }) => address?.startsWith(house.repository));
      assert.deepEqual(
        options.map(({ address }) => address),
        asked.map(({ path }) => house.repository + path),
      );
      for (const { address, cache, ...rest } of options) {
        assert.deepEqual(rest, { credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" }, address);
        const isFresh = /\/(\d+\.root|timestamp)\.json$/.test(address);
        assert.equal(cache, isFresh ? "no-store" : "default", address);
      }
    });

    test("a redirect is not followed, not even to the right file of the same repository", async () => {
      house = await stage(browser);
      await house.ask(UPDATE);
      let right;
      const redirects = (path) => {
        if (path === TIMESTAMP)
          return (response, body) => {
            right = body;
            response.writeHead(302, { location: "moved.json" }).end();
          };
        return path === MOVED ? (response) => response.writeHead(200, JSON_TYPE).end(right) : undefined;
      };
      house.serve("next", redirects);
      await assertRefused(/^Unreachable$/);
      assert.ok(right !== undefined && !house.requests.repository.includes(`/${MOVED}`));
      assert.equal((await house.ask(STATUS)).version, 1);
    });

    test("a timestamp that a cache may keep is asked for anew, and never by its tag", async () => {
      house = await stage(browser);
      await house.ask(UPDATE);
      const kept = (path) =>
        path === TIMESTAMP ? (response, body) => response.writeHead(200, MAY_BE_KEPT).end(body) : undefined;
      house.serve("current", kept);
      assert.deepEqual(await house.ask(UPDATE), { changed: false });
      const before = house.requests.noted.length;
      house.serve("next", kept);
      assert.deepEqual(await house.ask(UPDATE), { changed: true });
      const timestamps = house.requests.noted.slice(before).filter(({ path }) => path === TIMESTAMP);
      assert.deepEqual(
        timestamps.map(({ headers }) => [headers["cache-control"], "if-none-match" in headers]),
        [["no-cache", false]],
      );
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

/** Notes with which options each request of the background leaves; one for a file of the package has no address here. */
function noteRequests(scope) {
  scope.noted = [];
  const { fetch } = scope;
  scope.fetch = (request, ...options) => {
    const { url: address, credentials, cache, redirect, referrerPolicy } = request;
    scope.noted.push({ address, credentials, cache, redirect, referrerPolicy });
    return fetch.call(scope, request, ...options);
  };
}
