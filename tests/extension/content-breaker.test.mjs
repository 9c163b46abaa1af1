// How a page that never comes to rest is left alone and tried again, on a clock of the test's own.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { load } from "./load.mjs";

const { Breaker } = await load("content/breaker.ts");

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

function breaking() {
  const said = [];
  const breaker = new Breaker({
    pause: () => said.push("pause"),
    resume: () => said.push("resume"),
    tell: (unwatched) => said.push(unwatched ? "told" : "taken back"),
  });
  return { breaker, said };
}

test("too much work in too short a time is a pause, then a trial, and what was said is taken back after it", () => {
  const { breaker, said } = breaking();
  breaker.worked(600, 1_000, false);
  breaker.worked(600, 12_000, false);
  assert.deepEqual(said, [], "as much in a longer time is borne");
  breaker.worked(600, 13_000, true);
  assert.deepEqual(said, ["told", "pause"]);
  mock.timers.tick(19_999);
  assert.deepEqual(said.length, 2);
  mock.timers.tick(1);
  assert.deepEqual(said.slice(2), ["resume"]);
  breaker.worked(1, 34_000, false);
  assert.equal(breaker.told, true, "on trial");
  mock.timers.tick(10_000);
  assert.deepEqual(said.slice(3), ["taken back"]);
});

test("a page as busy as before is paused again without another word", () => {
  const { breaker, said } = breaking();
  breaker.worked(1_001, 1_000, true);
  mock.timers.tick(20_000);
  breaker.worked(1_001, 22_000, true);
  mock.timers.tick(10_000);
  assert.deepEqual(said, ["told", "pause", "resume", "pause"]);
});

test("a page that is always ahead of what was seen of it is told, and taken back once all of it was seen", () => {
  const { breaker, said } = breaking();
  for (let now = 0; now <= 8_000; now += 1_000) breaker.worked(1, now, true);
  assert.deepEqual(said, []);
  breaker.worked(1, 8_001, true);
  assert.deepEqual(said, ["told"]);
  breaker.worked(1, 9_000, false);
  assert.deepEqual(said, ["told", "taken back"]);
});
