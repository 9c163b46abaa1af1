// Broken repositories and servers, over the extension's real way of updating. Each is refused for the reason it is named for, the
// list in use and its marks stay, the popup says so, and nothing stands in the way once the server is well again.
// The repositories are folders, and the command line refuses the same ones.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import en from "../../extension/messages/en.json" with { type: "json" };
import { inProject, STATEMARK } from "../../scripts/project.mjs";
import { BROKEN, MANY_ROOTS } from "./harness/broken.mjs";
import { announcing, changed, endless, page as portal, silent, stalled, status } from "./harness/faults.mjs";
import { fixture } from "./harness/fixtures.mjs";
import { pressUpdate } from "./harness/popup.mjs";
import { world } from "./harness/prepare.mjs";
import { BROWSERS, stage, untilMarks } from "./harness/stage.mjs";
import { keep, restore } from "./harness/storage.mjs";
import { until } from "./harness/wait.mjs";

const FEED = fixture("x/feed");
const UPDATE = { type: "update" };
const STATUS = { type: "status" };

const ROOT = /^metadata\/\d+\.root\.json$/;
const TIMESTAMP = /^metadata\/timestamp\.json$/;
const SNAPSHOT = /^metadata\/\d+\.snapshot\.json$/;
const TARGETS = /^metadata\/\d+\.targets\.json$/;
const SECTION = /^targets\/sections\//;
const ANY = /^/;
/** That one update follows. */
const ROOTS_MAX = 256;
/** More than may be read of a role's metadata, or of a file whose length is signed. */
const longer = (bytes) => changed((body) => Buffer.concat([body, Buffer.alloc(bytes, " ")]));

/** Name, where, what is answered there, and the variant of the error. `late`: the deadline must pass, with headers or without. */
const FAULTS = [
  ["an endless next root", ROOT, endless, "TooLong"],
  ["an endless timestamp", TIMESTAMP, endless, "TooLong"],
  ["an endless snapshot", SNAPSHOT, endless, "TooLong"],
  ["an endless section", SECTION, endless, "TooLong"],
  ["no answer at all", TIMESTAMP, silent, "Unreachable", { late: "without headers" }],
  ["a timestamp that stalls", TIMESTAMP, stalled, "Interrupted", { late: "with headers" }],
  ["a section that stalls", SECTION, stalled, "Interrupted", { late: "with headers" }],
  ["a timestamp cut off", TIMESTAMP, announcing((length) => 2 * length), "Interrupted"],
  ["half of a timestamp", TIMESTAMP, changed((body) => body.subarray(0, body.length / 2)), "NotJson"],
  ["half of a section", SECTION, changed((body) => body.subarray(0, body.length / 2)), "WrongLength"],
  ["an empty timestamp", TIMESTAMP, changed(() => ""), "NotJson"],
  ["an oversize next root", ROOT, changed(() => Buffer.alloc((64 << 10) + 1, " ")), "TooLong"],
  ["an oversize timestamp", TIMESTAMP, longer(16 << 10), "TooLong"],
  ["an oversize snapshot", SNAPSHOT, longer(1), "TooLong"],
  ["oversize targets", TARGETS, longer(1), "TooLong"],
  ["an oversize section", SECTION, longer(1), "TooLong"],
  ["403 for the next root", ROOT, status(403), "Refused"],
  ["403 for the timestamp", TIMESTAMP, status(403), "Refused"],
  ["404 for the timestamp", TIMESTAMP, status(404), "Missing"],
  ["404 for everything", ANY, status(404), "Missing"],
  ["500 for the timestamp", TIMESTAMP, status(500), "Refused"],
  ["503 for a section", SECTION, status(503), "Refused"],
  ["204 for the timestamp", TIMESTAMP, status(204), "Refused"],
  ["a redirect of the timestamp to itself", TIMESTAMP, status(302, { location: "?again" }), "Unreachable"],
  ["a redirect to another host", TIMESTAMP, status(307, { location: "https://elsewhere.example/" }), "Unreachable"],
  ["an application's page for the next root", ROOT, portal, "NotJson"],
  ["an application's page for the snapshot", SNAPSHOT, portal, "NotJson|WrongLength|WrongHash"],
  ["an application's page for a section", SECTION, portal, "WrongLength|WrongHash"],
  ["a captive portal for everything", ANY, portal, "NotJson"],
];
const FETCH = ["TooLong", "Unreachable", "Interrupted", "Refused"];

const CASES = [
  ...FAULTS.map(([name, where, answer, variant, more]) => ({
    name,
    fault: (path) => (where.test(path) ? answer : undefined),
    where,
    variant,
    words: FETCH.includes(variant) ? "popup.update.network" : "popup.update.refused",
    ...more,
  })),
  ...Object.entries(BROKEN).map(([name, { variant, words }]) => ({
    name,
    list: `broken/${name}`,
    variant,
    words: words ?? "popup.update.refused",
  })),
];

for (const browser of BROWSERS) {
  describe(`what is broken, met in ${browser}`, () => {
    let house;
    let page;
    let good;
    before(async () => {
      house = await stage(browser);
      await house.ask(UPDATE);
      await keep(house);
      page = await house.open(FEED.address);
    });
    after(() => house.close());

    for (const { name, list = "next", fault, where, variant, words, late } of CASES) {
      test(name, async () => {
        await startAnew();
        if (late) await house.inBackground(stopTheClock);
        house.serve(list, fault);
        const before = house.requests.repository.length;
        const asked = house.ask(UPDATE);
        if (late) await passDeadline(where, before, late);
        const { changed: isNew, error } = await asked;
        assert.equal(isNew, false);
        assert.match(error.variant, new RegExp(`^(${variant})$`), error.message);
        assert.deepEqual(await house.ask(STATUS), good);
        assert.deepEqual(await pressUpdate(house), {
          outcome: en[words],
          freshness: en["popup.fresh"],
          tone: "official",
        });
        await hasMarks("the marks of the list in use", FEED.marks);
        if (late) await house.inBackground(startTheClock);
        // What was properly signed stays accepted, so the publisher goes on from there with newer versions.
        house.serve("recovered");
        assert.deepEqual(await house.ask(UPDATE), { changed: true });
        assert.equal((await house.ask(STATUS)).version, 3);
      });
    }

    test("nothing wrong, signed anew in the same way", async () => {
      await startAnew();
      house.serve("broken/well");
      assert.deepEqual(await house.ask(UPDATE), { changed: true });
    });

    test("of too many new roots, one update follows some and the next the rest", async () => {
      await startAnew();
      house.serve("broken/many-roots");
      const asked = [];
      for (let update = 0; update < 2; update += 1) {
        const before = house.requests.repository.length;
        assert.deepEqual(await house.ask(UPDATE), { changed: true });
        asked.push(house.requests.repository.slice(before).filter((path) => ROOT.test(path.slice(1))).length);
      }
      // The last is the one that is not there.
      assert.deepEqual(asked, [ROOTS_MAX, MANY_ROOTS - ROOTS_MAX + 1]);
    });

    /** Once the file was asked for, and of what comes with headers the first bytes were read. */
    async function passDeadline(where, before, late) {
      const isAsked = () => house.requests.repository.slice(before).some((path) => where.test(path.slice(1)));
      const stands = async () =>
        isAsked() && (late === "without headers" || house.inBackground((scope) => scope.waits.read));
      await until("the stalled request", stands, Boolean);
      assert.deepEqual(await house.inBackground(pass), [30_000]);
    }

    async function startAnew() {
      await restore(house);
      good = await house.ask(STATUS);
      assert.deepEqual([good.source, good.version, good.freshness], ["stored", 1, "fresh"]);
    }

    function hasMarks(what, expected) {
      const names = Object.keys(expected).sort();
      const same = (marks) =>
        Object.keys(marks).length === names.length && names.every((name) => marks[name] === expected[name]);
      return untilMarks(page, what, same);
    }
  });
}

describe("the same repositories, met by the command line", () => {
  const verify = (name) => {
    const { list } = world();
    const options = ["verify", "--root", `${list("first")}/metadata/1.root.json`, list(`broken/${name}`)];
    return spawnSync(STATEMARK, options, { cwd: inProject(), encoding: "utf8" });
  };
  /** What the command line says for each variant. */
  const SAYS = {
    BadRow: /section/,
    DuplicateSignature: /two signatures of the key/,
    Expired: /expired on/,
    ImpossibleThreshold: /the threshold of timestamp is/,
    IssuedAfterExpiry: /after its own expiry/,
    IssuedInFuture: /check the clock/,
    Malformed: /is not of the expected form/,
    Missing: /is missing/,
    NewerSchema: /schema/,
    NotJson: /is not readable/,
    ThresholdNotMet: /valid signatures of/,
    UnknownSpecification: /written for version 2.0.0/,
    WrongHash: /is not the file that was signed/,
    WrongVersion: /has version 3 where version 2 must stand/,
  };

  for (const [name, { variant }] of Object.entries(BROKEN)) {
    test(name, () => {
      const { status: code, stderr } = verify(name);
      assert.equal(code, 1, stderr);
      assert.match(stderr, SAYS[variant]);
    });
  }

  test("nothing wrong, signed anew in the same way", () => {
    const { status: code, stderr } = verify("well");
    assert.equal(code, 0, stderr);
  });
});

/** The rest runs in the background. Deadlines are noted, and pass when they are told to. */
function stopTheClock(scope) {
  const { read } = scope.ReadableStreamDefaultReader.prototype;
  scope.deadlines = new Set();
  scope.timeout = scope.AbortSignal.timeout;
  scope.AbortSignal.timeout = (milliseconds) => {
    scope.deadlines.add(milliseconds);
    scope.last = new scope.AbortController();
    // Nothing was read for this request yet.
    scope.waits = { read: false };
    return scope.last.signal;
  };
  scope.ReadableStreamDefaultReader.prototype.read = async function () {
    const { waits } = scope;
    const chunk = await read.call(this);
    waits.read = true;
    return chunk;
  };
}

/** The deadline of the last request passes, and that of every later one at once. */
function pass(scope) {
  const passed = new scope.DOMException("", "TimeoutError");
  scope.AbortSignal.timeout = () => scope.AbortSignal.abort(passed);
  scope.last.abort(passed);
  return [...scope.deadlines];
}

function startTheClock(scope) {
  scope.AbortSignal.timeout = scope.timeout;
}
