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

/** What addresses are made of, and what parsers are known to differ about. */
const PIECES = [
  ..."/ // \\ ? # @ : . .. ; & = + % ~ | ^ [ ] { } < > \" ' ` * ! $ , ( ) - _ 0 a A".split(" "),
  ..."%2F %2f %5C %00 %09 %0A %20 %25 %2e %2E%2E %40 %3A %FF %C3 %C3%A9 %E2%80%8B %ZZ %1".split(" "),
  ..."é ß ſ ı İ K Å ſt ﬁ １ ａ ． 。 ／ ＠ ： ％ а о і ς σ ª ¼ ℡ ⅷ 🚍 \u00ad \u200b \u200d \u202e \u2060 \ufeff \u0301 \u0640 \u3000".split(
    " ",
  ),
  ..."xn-- xn--a xn--80ak6aa92e www. .com : :443 :80 :0443 :99999 user@ :@ 127.1 0x7f.1 [::1]".split(" "),
  ..."https: http: HTTPS:// // \\\\ \t \u0000 \u007f \u0085 \u00a0".split(" "),
];
const MUTANTS = 20_000;
const RESOLVE = ["run", "--quiet", "--locked", "--release", "-p", "statemark", "--", "resolve"];

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
    const vectors = platformVectors();
    assert.ok(vectors.length > 1200);
    const resolved = vectors.map(([address, , host = ""]) => [address, core.account(address, host) ?? "none"]);
    assert.deepEqual(
      resolved,
      vectors.map(([address, account]) => [address, account]),
    );
  });

  test(`the browser's parser of addresses and the native one lead to the same account, in ${MUTANTS} mutants of the vectors`, () => {
    const addresses = mutants(platformVectors().flatMap(([address, account]) => (account === "none" ? [] : address)));
    const input = addresses.join("\n");
    const native = execFileSync("cargo", RESOLVE, { cwd: inProject(), encoding: "utf8", input, maxBuffer: 2 ** 26 });
    const accounts = native.trimEnd().split("\n");
    assert.equal(accounts.length, addresses.length);
    const pairs = addresses.map((address, index) => ({
      address,
      native: accounts[index],
      wasm: core.account(address, "") ?? "none",
    }));
    assert.ok(pairs.filter(({ wasm }) => wasm !== "none").length > MUTANTS / 8);
    assert.deepEqual(
      pairs.filter((pair) => pair.native !== pair.wasm),
      [],
    );
  });
});

/** Each with one to three pieces put in, put in the place of something, or taken out; always the same ones. */
function mutants(addresses) {
  let state = 20_261_122;
  const below = (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: MUTANTS }, () => {
    const letters = [...addresses[below(addresses.length)]];
    for (let edit = 0; edit <= below(3); edit += 1) {
      letters.splice(below(letters.length + 1), below(2), ...(below(5) === 0 ? [] : [PIECES[below(PIECES.length)]]));
    }
    return letters.join("");
  });
}

function platformVectors() {
  return rows(readFileSync(path.join(import.meta.dirname, "platform.tsv"), "utf8"));
}

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
