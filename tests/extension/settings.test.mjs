import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const { DEFAULTS, placeOn, readPolicy, readSettings } = await load("shared/settings.ts");
const at = (file) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

test("of damaged settings what is sound is kept", () => {
  const damaged = { marks: "everywhere", sitesOff: ["x"], language: "tlh", trusted: [7], more: 1 };
  assert.deepEqual(readSettings(damaged), { sitesOff: ["x"] });
  for (const nothing of [undefined, null, "x", 7, []]) assert.deepEqual(readSettings(nothing), {});
});

test("a policy that is wrong in one place holds in the others", () => {
  assert.deepEqual(readPolicy({ marks: "profiles", sites: "x", reporting: false, language: "en" }), {
    marks: "profiles",
    reporting: false,
    language: "en",
  });
  assert.deepEqual(readPolicy({ sites: [] }), {});
});

test("what an administrator fixed goes before what a resident chose", () => {
  const off = { ...DEFAULTS, sitesOff: ["x"] };
  assert.equal(placeOn("x", DEFAULTS, {}), "all");
  assert.equal(placeOn("x", off, {}), "toolbar");
  assert.equal(placeOn("youtube", off, { marks: "profiles" }), "profiles");
  assert.equal(placeOn("youtube", DEFAULTS, { sites: ["x"] }), "toolbar");
  assert.equal(placeOn(undefined, DEFAULTS, { sites: ["x"] }), "toolbar");
  assert.equal(placeOn("x", off, { sites: ["x"], marks: "all" }), "toolbar");
});

test("the schema, the guide and the code name the same policies", () => {
  const schema = Object.keys(JSON.parse(at("manifest/managed-schema.json")).properties).sort();
  const guide = [...at("docs/administrators.md").matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name).sort();
  const read = readPolicy({ marks: "all", sites: ["x"], language: "en", reporting: true });
  assert.deepEqual([guide, Object.keys(read).sort()], [schema, schema]);
});
