// Storage that is damaged, lost, full or denied: the extension goes on from the packaged list and the network, says in the popup
// what is the matter, and stores again as soon as it can.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import en from "../../extension/messages/en.json" with { type: "json" };
import { fixture } from "./harness/fixtures.mjs";
import { popupSays } from "./harness/popup.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";
import { dropDatabase, flip, keep, replace, restore, whileDead } from "./harness/storage.mjs";

const FEED = fixture("x/feed");
const UPDATE = { type: "update" };
const STATUS = { type: "status" };
const PACKAGED = { source: "packaged", version: 1 };
const STORED = { source: "stored", version: 2 };
/** How many damages are drawn for each value; the same ones in every run. */
const DRAWS = 3;

for (const browser of BROWSERS) {
  describe(`storage in ${browser}`, () => {
    let house;
    before(async () => {
      house = await stage(browser);
      await house.ask(UPDATE);
      house.serve("next");
      assert.deepEqual(await house.ask(UPDATE), { changed: true });
      await keep(house);
    });
    after(() => house.close());
    beforeEach(anew);

    async function anew() {
      house.serve(undefined);
      await restore(house);
    }

    for (const keys of [["set"], ["floor"], ["floor", "set"]]) {
      test(`bytes flipped at random in the ${keys.join(" and the ")}`, async () => {
        for (let draw = 0; draw < DRAWS; draw += 1) {
          const random = generator(`${keys} ${draw}`);
          for (const key of keys) await whileDead(house, () => flip(house, key, flips(random, draw)));
          const { list, storage } = await now();
          // Some bytes, the spelling of a name that nobody reads for one, may change without harm: then it is the stored list.
          const damaged = keys.includes("set") ? PACKAGED : STORED;
          assert.ok(storage === "ok" || storage === "damaged", storage);
          assert.deepEqual(list, storage === "ok" ? STORED : list.source === "stored" ? STORED : damaged);
          await shows(list.version, storage);
          await meetsRollback(list);
          await mends();
          await anew();
        }
      });
    }

    for (const [what, damage, storage] of [
      ["a value of another kind", () => replace(house, "set", "no bytes"), "damaged"],
      ["bytes that are no archive", () => flip(house, "set", [{ at: 0, bits: 1 }]), "damaged"],
      ["a set that is missing", () => replace(house, "set"), "ok"],
      ["a database that is missing", () => dropDatabase(house), "ok"],
      ["a database without its store", () => dropDatabase(house, 1), "damaged"],
      ["a database of a version to come", () => dropDatabase(house, 7), "damaged"],
    ]) {
      test(`${what}: the packaged list, until the network has a newer one`, async () => {
        await whileDead(house, damage);
        assert.deepEqual(await now(), { list: PACKAGED, storage });
        await shows(1, storage);
        await mends();
      });
    }

    for (const [what, damage, storage] of [
      ["that is missing", () => replace(house, "floor"), "ok"],
      ["that is no archive", () => flip(house, "floor", [{ at: 0, bits: 1 }]), "damaged"],
      // The timestamp stands last.
      ["whose timestamp was changed", () => flip(house, "floor", [{ at: 0.99, bits: 1 }]), "damaged"],
    ]) {
      test(`a floor ${what}: the set is its floor`, async () => {
        await whileDead(house, damage);
        assert.deepEqual(await now(), { list: STORED, storage });
        await shows(2, storage);
        await meetsRollback(STORED);
        await mends();
      });
    }

    // Neither driver makes the browser's own disk full: Chromium's quota for an origin is not heeded for an extension's.
    test("storage that is full: the new list is used until the browser closes", async () => {
      await whileDead(house, () => dropDatabase(house));
      await house.inBackground(fill);
      house.serve("next");
      assert.deepEqual(await house.ask(UPDATE), { changed: true });
      assert.deepEqual(await now(), { list: { source: "updated", version: 2 }, storage: "full" });
      await shows(2, "full");
      await house.killBackground();
      house.serve(undefined);
      assert.deepEqual(await now(), { list: PACKAGED, storage: "ok" });
      await mends();
    });

    for (const name of ["SecurityError", "UnknownError", "InvalidStateError"]) {
      test(`storage that cannot be opened (${name}): the packaged list and the network`, async () => {
        await house.inBackground(refuseOpening, name);
        assert.deepEqual(await now(), { list: PACKAGED, storage: "denied" });
        await shows(1, "denied");
        house.serve("next");
        assert.deepEqual(await house.ask(UPDATE), { changed: true });
        assert.deepEqual(await now(), { list: { source: "updated", version: 2 }, storage: "denied" });
        await shows(2, "denied");
      });
    }

    async function now() {
      const { source, version, storage } = await house.ask(STATUS);
      return { list: { source, version }, storage };
    }

    /** The marks of that version's list, and the popup's words. */
    async function shows(version, storage) {
      const page = await house.open(FEED.address);
      const { official, "official-rmv": rmv } = await marksOn(page);
      assert.equal(official, FEED.marks.official);
      assert.equal(rmv, version === 1 ? FEED.marks["official-rmv"] : "Paused by the agency");
      await page.close();
      const { storage: words } = await popupSays(house);
      assert.equal(words, storage === "ok" ? undefined : en[`popup.storage.${storage}`]);
    }

    /** Nothing older than the list in use is taken, however the floor fared. */
    async function meetsRollback({ version }) {
      house.serve("current");
      const { changed, error } = await house.ask(UPDATE);
      assert.equal(changed, false);
      if (version === 2) assert.equal(error.variant, "Rollback");
    }

    /** The network brings the list, and it is there at the next start. */
    async function mends() {
      house.serve("next");
      assert.equal((await house.ask(UPDATE)).error, undefined);
      assert.equal((await now()).storage, "ok");
      await house.killBackground();
      house.serve(undefined);
      const { source, version, refused, storage } = await house.ask(STATUS);
      assert.deepEqual({ source, version, refused, storage }, { ...STORED, refused: [], storage: "ok" });
    }
  });
}

/** One flip in the first draw, then more. */
function flips(random, draw) {
  return Array.from({ length: 1 + 8 * draw }, () => ({ at: random(), bits: 1 + Math.floor(random() * 255) }));
}

/** Numbers from 0 to 1, the same for the same seed. */
function generator(seed) {
  let state = [...seed].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 1);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Both run in the background. As a browser does it: the write is taken, and its transaction aborts when it should end. */
function fill(scope) {
  const { put } = scope.IDBObjectStore.prototype;
  scope.IDBObjectStore.prototype.put = function (...options) {
    const request = put.apply(this, options);
    Object.defineProperty(this.transaction, "error", { value: new scope.DOMException("", "QuotaExceededError") });
    request.onsuccess = () => this.transaction.abort();
    return request;
  };
}

function refuseOpening(scope, name) {
  scope.IDBFactory.prototype.open = () => {
    throw new scope.DOMException("for a test", name);
  };
}
