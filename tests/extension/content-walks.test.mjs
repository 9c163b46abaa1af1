import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { load } from "./load.mjs";
import { startStage } from "./stage.mjs";

const PROJECT = path.resolve(import.meta.dirname, "../..");
const SITES = path.join(PROJECT, "extension/sites");
const PAGES = path.join(PROJECT, "tests/pages");

let walksOf;
let stage;
before(async () => {
  ({ walksOf } = await load("content/walks.ts"));
  stage = await startStage("x");
});
after(() => stage?.close());

test("selectors whose elements all carry one attribute become one walk", () => {
  assert.deepEqual(walksOf(['[a="1"]', 'article[a="2"]', "p.b", 'p > [c] b[a^="3"]']), [
    "p.b",
    '[a]:is([a="1"],article[a="2"],p > [c] b[a^="3"])',
  ]);
  assert.deepEqual(walksOf(['[a="1"]']), ['[a="1"]']);
});

test("an attribute that is only denied, stands further out, or in one alternative, is none that the elements carry", () => {
  for (const list of ["p:not([a])", "[a] > p", "[a] p", "[a], p", '[a="x"], [b="x"]', '[a2="x"]', '[a_b="x"]']) {
    assert.deepEqual(walksOf([list, list]), [list, list], list);
  }
  assert.deepEqual(walksOf(['p[a="] > q[b=,"]:not([c="]"])', "[a]"]), ['[a]:is(p[a="] > q[b=,"]:not([c="]"]),[a])']);
});

test("the walks of every site file find on every page of its site what its surfaces name, and nothing else", async (t) => {
  const page = await stage.open("https://x.com/home", "<main></main>");
  t.after(() => page.close());
  let found = 0;
  for (const file of readdirSync(SITES)) {
    const { platform, surfaces } = JSON.parse(readFileSync(path.join(SITES, file), "utf8"));
    const lists = surfaces.map(({ element }) => element);
    const folder = path.join(PAGES, platform);
    for (const name of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
      const html = readFileSync(path.join(folder, name), "utf8");
      const [one, other] = await page.evaluate(
        (html, ...ways) => {
          const parsed = new DOMParser().parseFromString(html, "text/html");
          const all = [...parsed.querySelectorAll("*")];
          const indices = (selectors) => selectors.flatMap((list) => [...parsed.querySelectorAll(list)]);
          return ways.map((way) => [...new Set(indices(way).map((element) => all.indexOf(element)))].sort());
        },
        html,
        lists,
        walksOf(lists),
      );
      assert.deepEqual(other, one, `${platform}/${name}`);
      found += one.length;
    }
  }
  assert.ok(found > 50, `${found} elements`);
});
