import assert from "node:assert/strict";
import { afterEach, before, beforeEach, test } from "node:test";
import { load } from "./load.mjs";

const { now } = performance;
let Ask;
let time = 0;
before(async () => {
  ({ Ask } = await load("content/ask.ts"));
});
beforeEach(() => {
  performance.now = () => time;
});
afterEach(() => {
  performance.now = now;
});

const claim = (key) => ({ surface: "link", key, sighting: { page: "https://x.com/", link: key } });

function asking() {
  const batches = [];
  const settled = [];
  const send = async (sightings) => {
    batches.push(sightings.map(({ link }) => link));
    return sightings.map(({ link }) => ({ verdict: { verdict: "unlisted" }, account: link, demonstration: false }));
  };
  const ask = new Ask(send, (element, { key }, { account }) => settled.push([element, key, account]));
  return { ask, batches, settled };
}

test("while there is more to see, questions wait for each other, but not for long", () => {
  const { ask, batches } = asking();
  ask.about("a", claim("/one"));
  assert.equal(ask.flush(true), true);
  time += 40;
  ask.about("b", claim("/two"));
  assert.equal(ask.flush(true), true);
  assert.deepEqual(batches, [], "nothing is sent while more comes");
  time += 11;
  ask.flush(true);
  assert.deepEqual(batches, [["/one", "/two"]]);
  time += 40;
  ask.about("c", claim("/three"));
  ask.flush(true);
  assert.equal(batches.length, 1, "it has not waited long");
  ask.flush(false);
  assert.deepEqual(batches.at(-1), ["/three"], "nothing more to see");
});

test("a full batch goes at once, and what is over waits for the next frame", () => {
  const { ask, batches } = asking();
  for (let number = 0; number < 300; number += 1) ask.about(number, claim(`/${number}`));
  assert.equal(ask.flush(true), false);
  assert.equal(batches.at(-1).length, 256);
  assert.equal(ask.flush(false), true);
  assert.equal(batches.at(-1).length, 44);
});

test("whoever joins a question gets its answer; nobody joins one that is not being asked", async () => {
  const { ask, batches, settled } = asking();
  assert.equal(ask.joins("a", "/one"), false);
  ask.about("a", claim("/one"));
  assert.equal(ask.joins("b", "/one"), true);
  ask.about("c", claim("/one"));
  ask.flush(false);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(settled, [
    ["a", "/one", "/one"],
    ["b", "/one", "/one"],
    ["c", "/one", "/one"],
  ]);
  assert.equal(ask.joins("d", "/one"), false, "it is answered");
  ask.about("d", claim("/one"));
  assert.deepEqual(settled.at(-1), ["d", "/one", "/one"]);
  assert.equal(batches.length, 1);
});
