// The contract with the desk, and those who keep to it: one cap for each field, in the core, in the extension and in the contract.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CONTRACT } from "../browser/harness/desk.mjs";
import { faults } from "../browser/harness/schema.mjs";
import { load } from "./load.mjs";

const { FIELD_MAX, OTHER_FIELD_MAX, REPORT_FIELDS, isReport } = await load("shared/report.ts");
const CORE = readFileSync(new URL("../../core/src/report/mod.rs", import.meta.url), "utf8");
const REPORT = CONTRACT.components.schemas.Report;
const report = {
  kind: "impostor",
  platform: "x",
  link: "https://x.com/MassD0T",
  seen: "2026-11-22T18:30Z",
  list_version: "7",
};

test("contract, extension and core name the same fields", () => {
  const fields = [...REPORT_FIELDS].sort();
  assert.deepEqual(Object.keys(REPORT.properties).sort(), fields);
  const inCore = CORE.match(/struct Report \{([\s\S]*?)\n\}/)[1];
  assert.deepEqual([...inCore.matchAll(/pub (\w+):/g)].map(([, name]) => name).sort(), fields);
});

test("contract, extension and core have the same caps", () => {
  const cap = (name) => Number(CORE.match(new RegExp(`${name}_MAX: usize = (\\d+)`))[1]);
  for (const field of REPORT_FIELDS) {
    const most = FIELD_MAX[field] ?? OTHER_FIELD_MAX;
    // What has a form of its own needs no cap.
    if (field !== "seen") assert.equal(REPORT.properties[field].maxLength, most, field);
    const inCore = CORE.match(new RegExp(`\\("${field}",[^\\n]*, (\\w+)_MAX\\)`))[1];
    assert.equal(cap(inCore), most, field);
  }
});

test("the guard of the background and the contract agree on what is too much", () => {
  assert.deepEqual(faults(CONTRACT, REPORT, report), []);
  assert.equal(isReport(report), true);
  for (const change of [
    { words: "x".repeat(4001) },
    { handle: "" },
    { cookie: "a" },
    { contact: "x".repeat(301) },
    { words: 7 },
  ]) {
    assert.notDeepEqual(faults(CONTRACT, REPORT, { ...report, ...change }), [], JSON.stringify(change).slice(0, 60));
    assert.equal(isReport({ ...report, ...change }), false);
  }
});

test("every reference of the contract leads somewhere, and every operation says how it refuses", () => {
  for (const [path, { post }] of Object.entries(CONTRACT.paths)) {
    assert.ok(post.requestBody.content["application/json"].schema.$ref, path);
    assert.ok("400" in post.responses, path);
  }
});
