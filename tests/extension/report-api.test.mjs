// The contract with the desk, and those who keep to it: one cap for each field, in the core, in the extension and in the contract;
// and a desk made of the contract, which takes and refuses as it says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, describe, test } from "node:test";
import { bindingOf, CONTRACT, faultsOf, OPERATIONS, serveDesk, zeroBits } from "../browser/harness/desk.mjs";
import { load } from "./load.mjs";

const { FIELD_MAX, OTHER_FIELD_MAX, REPORT_FIELDS, isReport } = await load("shared/report.ts");
const { PICTURE_BYTES_MAX, PICTURE_EDGE_MAX, PICTURE_TEXT_MAX, isPictureText } = await load("shared/picture.ts");
const core = (file) => readFileSync(new URL(`../../core/src/report/${file}.rs`, import.meta.url), "utf8");
const [CORE, PICTURES, PROOFS] = ["mod", "picture", "proof"].map(core);
const BACKGROUND = readFileSync(new URL("../../extension/src/background/proof.ts", import.meta.url), "utf8");
const VECTORS = JSON.parse(readFileSync(new URL("../vectors/proof.json", import.meta.url), "utf8"));
const { Report: REPORT, Picture: PICTURE, Proof: PROOF, MoreWork: MORE } = CONTRACT.components.schemas;
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

test("contract, extension and core have the same caps of a picture", () => {
  assert.equal(PICTURES.match(/PICTURE_BYTES_MAX: usize = (\d+) \* 1024;/)[1] * 1024, PICTURE_BYTES_MAX);
  assert.equal(Number(PICTURES.match(/PICTURE_EDGE_MAX: u16 = (\d+);/)[1]), PICTURE_EDGE_MAX);
  assert.equal(PICTURE.maxLength, PICTURE_TEXT_MAX);
  assert.equal(Buffer.alloc(PICTURE_BYTES_MAX).toString("base64").length, PICTURE_TEXT_MAX);
  assert.match(
    PICTURE.description,
    new RegExp(`${PICTURE_BYTES_MAX} bytes, and of at most ${PICTURE_EDGE_MAX} pixels`),
  );
});

test("contract, extension and core ask for the same work", () => {
  const inCore = ["LEAST", "MOST"].map((name) =>
    Number(PROOFS.match(new RegExp(`DIFFICULTY_${name}: u8 = (\\d+)`))[1]),
  );
  const inExtension = BACKGROUND.match(/least: (\d+), most: (\d+)/)
    .slice(1)
    .map(Number);
  for (const { properties } of [PROOF, MORE]) {
    assert.deepEqual([properties.difficulty.minimum, properties.difficulty.maximum], inCore);
  }
  assert.deepEqual(inExtension, inCore);
});

test("the largest report with the largest picture fits into a request, whatever its letters", () => {
  const fields = REPORT_FIELDS.map((field) => [field, "Ж".repeat(FIELD_MAX[field] ?? OTHER_FIELD_MAX)]);
  const picture = "A".repeat(PICTURE_TEXT_MAX);
  const whole = {
    report: Object.fromEntries(fields),
    picture,
    key: "0".repeat(36),
    proof: { difficulty: 24, hour: 1, nonce: 1 },
  };
  const bytes = Buffer.byteLength(JSON.stringify(whole)) * 1.05;
  assert.ok(bytes < OPERATIONS.get("POST /v1/reports").bytesMax, `${bytes}`);
});

test("the guard of the background and the contract agree on what is too much", () => {
  assert.deepEqual(faultsOf("Report", report), []);
  assert.equal(isReport(report), true);
  for (const change of [
    { words: "x".repeat(4001) },
    { handle: "" },
    { cookie: "a" },
    { contact: "x".repeat(301) },
    { words: 7 },
  ]) {
    assert.notDeepEqual(faultsOf("Report", { ...report, ...change }), [], JSON.stringify(change).slice(0, 60));
    assert.equal(isReport({ ...report, ...change }), false);
  }
  // Half a character: no JSON that others read, and no text that is hashed alike.
  assert.equal(isReport({ ...report, words: "\ud83d" }), false);
  for (const picture of ["", "no base64!", "A".repeat(PICTURE_TEXT_MAX + 4), 7]) {
    assert.notDeepEqual(faultsOf("Picture", picture), []);
    assert.equal(isPictureText(picture), false);
  }
});

test("each vector of the proof of work holds as the contract says it, and for nothing else", () => {
  assert.ok(VECTORS.length >= 4);
  for (const { report: given, picture, key, hour, binding, difficulty, nonce } of VECTORS) {
    const made = bindingOf(given, picture && Buffer.from(picture, "base64"), key, hour);
    assert.equal(made.toString("hex"), binding);
    assert.ok(zeroBits(made, nonce) >= difficulty);
  }
});

describe("a desk made of the contract", () => {
  let desk;
  before(async () => {
    desk = await serveDesk();
  });
  beforeEach(() => {
    desk.be("well");
    desk.faults.length = 0;
  });
  after(() => desk.close());

  const post = async (path, body, type = "application/json") => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(desk.address + path, {
      method: "POST",
      headers: { "content-type": type },
      body: text,
    });
    return [response.status, await response.json()];
  };
  const work = (given, key, { picture, hour = Math.floor(Date.now() / 3_600_000) } = {}) => {
    const { minimum: difficulty } = PROOF.properties.difficulty;
    const binding = bindingOf(given, picture && Buffer.from(picture, "base64"), key, hour);
    let nonce = 0;
    while (zeroBits(binding, nonce) < difficulty) nonce += 1;
    return { report: given, ...(picture && { picture }), key, proof: { difficulty, hour, nonce } };
  };

  test("a proof serves one text under one key: again is the same receipt, anything else is refused", async () => {
    const key = crypto.randomUUID();
    const whole = work(report, key);
    const [status, taken] = await post("v1/reports", whole);
    assert.equal(status, 201);
    assert.deepEqual(await post("v1/reports", whole), [201, taken]);
    assert.equal(desk.reports.size, 1);
    const other = { ...report, words: "Another text." };
    for (const stolen of [
      { ...whole, report: other },
      { ...whole, key: crypto.randomUUID() },
      { ...whole, picture: "AAAA" },
      { ...whole, proof: { ...whole.proof, hour: whole.proof.hour + 1 } },
      { ...whole, proof: { ...whole.proof, nonce: whole.proof.nonce + 1 } },
    ]) {
      const [refused, { error, hour }] = await post("v1/reports", stolen);
      assert.deepEqual([refused, error, hour], [403, "proof", Math.floor(Date.now() / 3_600_000)]);
    }
    assert.deepEqual(await post("v1/reports", work(other, key)), [409, { error: "another-report" }]);
    assert.equal(desk.reports.size, 1);
    assert.deepEqual(await post("v1/withdraw", taken), [200, { state: "withdrawn" }]);
    assert.deepEqual(await post("v1/reports", whole), [201, taken]);
    assert.deepEqual(await post("v1/status", taken), [404, { error: "unknown" }]);
    assert.deepEqual(desk.faults, []);
  });

  test("work done for another hour is not taken", async () => {
    const hour = Math.floor(Date.now() / 3_600_000) - 2;
    const [status, { error }] = await post("v1/reports", work(report, crypto.randomUUID(), { hour }));
    assert.deepEqual([status, error], [403, "proof"]);
  });

  test("what the contract does not know is refused, and noted", async () => {
    const proof = { difficulty: 20, hour: 1, nonce: 1 };
    const key = crypto.randomUUID();
    for (const [body, type] of [
      ["no JSON"],
      ["null"],
      [{ report, key }],
      [{ report, key, proof, cookie: "a" }],
      [{ report: { ...report, link: "http://x.com/a" }, key, proof }],
      [{ report, key, proof: { ...proof, difficulty: 19 } }],
      [{ report, key, proof: { ...proof, nonce: 0.5 } }],
      [{ report, key, proof, picture: "no base64!" }],
      [{ report, key, proof }, "text/plain"],
    ]) {
      assert.deepEqual(await post("v1/reports", body, type), [400, { error: "malformed" }]);
      assert.notDeepEqual(desk.faults.splice(0), []);
    }
    assert.deepEqual(await post("v1/status", { receipt: "short" }), [400, { error: "malformed" }]);
    const large = { report, key, proof, picture: "A".repeat(800_000) };
    assert.deepEqual(await post("v1/reports", large), [413, { error: "too-large" }]);
    assert.deepEqual(await post("v1/else", {}), [404, { error: "unknown" }]);
  });

  test("what the desk itself answers is held against the contract", async () => {
    desk.became("nonsense");
    const [, taken] = await post("v1/reports", work(report, crypto.randomUUID()));
    await post("v1/status", taken);
    desk.became("received");
    assert.match(desk.faults.join(), /\/v1\/status 200/);
  });
});

test("every operation says how it refuses, and how much it takes", () => {
  assert.deepEqual([...OPERATIONS.keys()].sort(), ["POST /v1/reports", "POST /v1/status", "POST /v1/withdraw"]);
  for (const [name, { bytesMax, responses }] of OPERATIONS) {
    assert.ok(Number.isInteger(bytesMax), name);
    assert.ok(responses.has(400), name);
  }
});
