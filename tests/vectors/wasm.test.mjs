// The vectors, put to the core as WebAssembly: the module of the extension, but for the exports that let single functions be called.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import { compileModule } from "../../scripts/compile.mjs";
import { inProject } from "../../scripts/project.mjs";

const OUT = inProject("target/test/vectors");
const EXAMPLE = ["run", "--quiet", "--locked", "-p", "statemark-core", "--example", "ed25519_vectors"];

describe("the vectors as WebAssembly", () => {
  let core;
  before(async () => {
    compileModule(OUT, ["vectors"]);
    core = await import(path.join(OUT, "core.js"));
    core.initSync({ module: readFileSync(path.join(OUT, "core_bg.wasm")) });
  });

  for (const [name, prefix, number] of [
    ["RFC 8032", "RFC 8032", 10],
    ["Wycheproof", "Wycheproof", 151],
    ["the strict row of edge cases, and its control", "edge case", 13],
  ]) {
    test(`Ed25519: ${name}`, () => {
      const vectors = signatures().filter(([called]) => called.startsWith(prefix));
      assert.equal(vectors.length, number);
      const wrong = vectors.filter(([, key, message, signature, accepted]) => {
        const [publicKey, signed, bytes] = [key, message, signature].map((hex) => Buffer.from(hex, "hex"));
        return core.verify(publicKey, signed, bytes) !== (accepted === "true");
      });
      assert.deepEqual(wrong, []);
    });
  }

  test("which address names which account", () => {
    const vectors = rows(readFileSync(path.join(import.meta.dirname, "platform.tsv"), "utf8"));
    assert.ok(vectors.length > 500);
    const resolved = vectors.map(([address, , host = ""]) => [address, core.account(address, host) ?? "none"]);
    assert.deepEqual(
      resolved,
      vectors.map(([address, account]) => [address, account]),
    );
  });
});

let printed;

/** `[name, key, message, signature, accepted]`, as the native tests judge them. */
function signatures() {
  printed ??= execFileSync("cargo", EXAMPLE, { cwd: inProject(), encoding: "utf8" });
  return rows(printed);
}

function rows(text) {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => line.split("\t"));
}
