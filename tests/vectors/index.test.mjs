// The index that tells lookalikes is built in slices, in the module that the package holds: listed accounts are answered for
// at every moment, other questions with `undefined` until it is whole; the background asks those again.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { inProject } from "../../scripts/project.mjs";
import { load } from "../extension/load.mjs";
import { makeList } from "./list.mjs";

const FOLDER = inProject("target/test/index");
/** Enough for several slices on any machine. */
const ACCOUNTS = 20_000;
/** More than any machine needs. */
const TURNS_MAX = 10_000;

const page = "https://x.com/home";
const at = (link) => ({ page, link });
const LISTED = at("/MaMevide400");
const STRANGER = at("/zeppelin_quixote");
const LOOKALIKE = at("/Ma_Mevide_400");
const tags = (answers) =>
  answers.map((answer) => [answer.verdict.verdict, answer.verdict.strength].filter(Boolean).join(" "));

describe("the index that is built in slices", () => {
  let start;
  before(async () => {
    const files = makeList(FOLDER, ACCOUNTS);
    const { initSync, Core } = await import(inProject("target/wasm/core.js"));
    initSync({ module: readFileSync(inProject("target/wasm/core_bg.wasm")) });
    start = () => Core.open(files.root, files.packaged, files.sites, undefined, undefined);
  });

  test("what is listed is answered for while it is built, what is not is answered with undefined", async () => {
    const core = await start();
    assert.equal(core.status().accounts, ACCOUNTS);
    let turns = 0;
    let answers;
    while (answers === undefined && turns < TURNS_MAX) {
      assert.deepEqual(tags([core.judge_address("https://x.com/MaMevide400")]), ["official"]);
      answers = core.judge([LISTED, STRANGER, LOOKALIKE]);
      turns += 1;
    }
    assert.deepEqual(tags(answers), ["unlisted", "unlisted", "lookalike strong"]);
    assert.ok(turns > 2, `${turns}`);
    assert.deepEqual(tags(core.judge([STRANGER])), ["unlisted"], "at once, from then on");
    core.free();
  });

  test("what is no sighting is unlisted and counted, once, however often its batch is asked again", async () => {
    const core = await start();
    const malformed = [null, undefined, 7, "x", [], {}, { page: 7 }, { page, surface: "x" }, { page, ids: "x" }];
    const batch = [...malformed, STRANGER, ...malformed, LOOKALIKE];
    const silent = malformed.map(() => "unlisted");
    let answers;
    let turns = 0;
    while (answers === undefined && turns < TURNS_MAX) {
      assert.equal(core.status().malformed, 0);
      answers = core.judge(batch);
      turns += 1;
    }
    assert.ok(turns > 2, `${turns}`);
    assert.deepEqual(tags(answers), [...silent, "unlisted", ...silent, "lookalike strong"]);
    assert.equal(core.status().malformed, 2 * malformed.length);
    core.free();
  });

  for (const [name, question, whole] of [
    ["a page's sightings", (core) => core.judge([LISTED, LOOKALIKE]), ["unlisted", "lookalike strong"]],
    ["a tab's address", (core) => wrapped(core.judge_address("https://x.com/Ma_Mevide_400")), ["lookalike strong"]],
    ["what a person typed", (core) => core.check("https://x.com/Ma_Mevide_400"), ["lookalike strong"]],
  ]) {
    test(`the background asks again about ${name}, and others have their turns`, async () => {
      const { asked } = await load("background/core.ts");
      const core = await start();
      let questions = 0;
      let others = 0;
      let isOver = false;
      const other = () => {
        others += 1;
        if (!isOver) setTimeout(other);
      };
      setTimeout(other);
      const answers = await asked(() => {
        questions += 1;
        assert.ok(questions < TURNS_MAX, "it never ends");
        return question(core);
      });
      isOver = true;
      assert.deepEqual(tags(answers), whole);
      assert.ok(questions > 2 && others > 1, `${questions} questions, ${others} turns of others`);
      core.free();
    });
  }
});

function wrapped(answer) {
  return answer === undefined ? undefined : [answer];
}
