// Whose SHA-256 a start goes by: the browser's, and the core's own where the browser says none.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, before, describe, test } from "node:test";
import { inProject } from "../../scripts/project.mjs";
import { makeList } from "./list.mjs";

const ACCOUNTS = 200;
const { crypto } = globalThis;

function playBrowser(digest) {
  const value = digest && { subtle: { digest } };
  Object.defineProperty(globalThis, "crypto", { value, configurable: true, writable: true });
}

describe("the browser's SHA-256", () => {
  let files;
  let open;
  before(async () => {
    files = makeList(inProject("target/test/hash"), ACCOUNTS);
    const { initSync, Core } = await import(inProject("target/wasm/core.js"));
    initSync({ module: readFileSync(inProject("target/wasm/core_bg.wasm")) });
    open = (packaged, set) => Core.open(files.root, packaged, files.sites, undefined, set);
  });
  afterEach(() => playBrowser((...asked) => crypto.subtle.digest(...asked)));

  const started = async (packaged = files.packaged, set = undefined) => {
    const core = await open(packaged, set);
    const { accounts, source, refused } = core.status();
    core.free();
    return { accounts, source, refused };
  };
  const whole = { accounts: ACCOUNTS, source: "packaged", refused: [] };
  const changed = () => {
    const bytes = Buffer.from(files.packaged);
    const at = bytes.indexOf("Bureau of");
    assert.ok(at > 0);
    bytes[at] = "b".charCodeAt(0);
    return bytes;
  };

  test("is asked for every file of the list that is used, and of no other", async () => {
    let asked = [];
    playBrowser((algorithm, bytes) => {
      asked.push([algorithm, Buffer.from(bytes).toString()]);
      return crypto.subtle.digest(algorithm, bytes);
    });
    assert.deepEqual(await started(), whole);
    const packaged = asked;
    const names = packaged.map(([, text]) => text.slice(0, 30));
    assert.ok(
      packaged.some(([algorithm, text]) => algorithm === "SHA-256" && text.includes("Bureau of")),
      names,
    );
    asked = [];
    assert.deepEqual(await started(changed(), files.packaged), { ...whole, source: "stored" });
    assert.deepEqual(asked, packaged, "of the stored one alone");
  });

  test("counts: what it says of other bytes is refused, for the package and for what is stored", async () => {
    playBrowser((algorithm, bytes) => crypto.subtle.digest(algorithm, Buffer.concat([bytes, bytes])));
    await assert.rejects(open(files.packaged), { variant: "WrongHash" });
    const start = await started(files.packaged, files.packaged);
    assert.deepEqual(start, { ...whole, refused: ["set"] }, "the package, hashed by the core itself");
  });

  for (const [name, digest] of [
    ["a browser without one", undefined],
    [
      "one that throws",
      () => {
        throw new Error("denied");
      },
    ],
    ["one that fails", () => Promise.reject(new Error("failed"))],
    ["one of another length", async () => new ArrayBuffer(20)],
    ["one that says nothing", async () => undefined],
  ]) {
    test(`${name}: the core's own takes its place`, async () => {
      playBrowser(digest);
      assert.deepEqual(await started(), whole);
      await assert.rejects(open(changed()), { variant: "WrongHash" });
    });
  }

  test("a changed file is refused by it", async () => {
    await assert.rejects(open(changed()), { variant: "WrongHash" });
    assert.deepEqual(await started(files.packaged, changed()), { ...whole, refused: ["set"] });
  });
});
