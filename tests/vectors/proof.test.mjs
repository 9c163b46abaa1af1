// The proof of work of a report, put to the very module that is packaged.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import { inProject } from "../../scripts/project.mjs";

const VECTORS = JSON.parse(readFileSync(path.join(import.meta.dirname, "proof.json"), "utf8"));
const BUILT = inProject("target/wasm");

describe("the proof of work as WebAssembly", () => {
  let core;
  before(async () => {
    core = await import(path.join(BUILT, "core.js"));
    core.initSync({ module: readFileSync(path.join(BUILT, "core_bg.wasm")) });
  });

  for (const { says, report, picture, key, hour, binding, difficulty, nonce } of VECTORS) {
    test(says, () => {
      const bytes = picture && Buffer.from(picture, "base64");
      const bound = core.bind_proof(report, bytes, key, hour);
      assert.equal(Buffer.from(bound).toString("hex"), binding);
      assert.equal(core.search_proof(bound, difficulty, 0, nonce), undefined);
      assert.equal(core.search_proof(bound, difficulty, nonce, 1), nonce);
    });
  }

  test("what is no binding has no proof, and a search ends with the numbers", () => {
    assert.equal(core.search_proof(new Uint8Array(31), 1, 0, 1000), undefined);
    assert.equal(core.search_proof(new Uint8Array(32), 255, 4_294_967_290, 100), undefined);
  });
});
