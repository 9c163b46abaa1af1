// Each word of build.sh asks for what it needs: here on a machine that has no C compiler, which Rust links with, and no root.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

const BUILD = path.resolve(import.meta.dirname, "../../build.sh");
const WORDS = ["setup", "build", "demo", "test", "check", "package", "bench", "evaluate", "captures"];
/** What they look for before the compiler, and what they say where each is asked for. */
const THERE = {
  cargo: "exit 0",
  rustc: "exit 0",
  npm: "exit 0",
  python3: "exit 0",
  "apt-get": "exit 1",
  id: "echo 1000",
};

let folder;
before(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "statemark-needs-"));
  symlinkSync(process.execPath, path.join(folder, "node"));
  for (const name of ["bash", "dirname", "env"]) symlinkSync(whereIs(name), path.join(folder, name));
  for (const [name, does] of Object.entries(THERE)) {
    writeFileSync(path.join(folder, name), `#!${whereIs("bash")}\n${does}\n`);
    chmodSync(path.join(folder, name), 0o755);
  }
});
after(() => rmSync(folder, { recursive: true }));

test("the words are those of the help", () => {
  const help = execFileSync(BUILD, ["--help"], { encoding: "utf8" });
  const named = [...help.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, word]) => word);
  assert.deepEqual([...new Set(named)].sort(), [...WORDS].sort());
});

for (const word of WORDS) {
  test(`${word} asks for a C compiler`, () => {
    const { status, stderr } = spawnSync(BUILD, [word], { env: { PATH: folder }, encoding: "utf8" });
    assert.equal(stderr, "build.sh: please install as root: apt-get install gcc libc6-dev\n");
    assert.equal(status, 1);
  });
}

function whereIs(name) {
  return execFileSync("bash", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
}
