// What the tree may hold: its folders, its lockfiles, and no trace of a machine.

import assert from "node:assert/strict";
import { test } from "node:test";
import { files, linesWith, read } from "./tree.mjs";

/** As `ARCHITECTURE.md` lists them; `scripts` is what build.sh calls. */
const FOLDERS = new Set([
  ...["core", "publisher", "desk", "extension", "manifest", "registry", "tests", "docs", "scripts", ".ci"],
]);

test("the top level holds the folders of the design and no other", () => {
  const folders = files(/\//).map((name) => name.split("/")[0]);
  assert.deepEqual(
    [...new Set(folders)].filter((name) => !FOLDERS.has(name)),
    [],
  );
});

test("package-lock.json pins every package by hash and records no address", () => {
  const { packages } = JSON.parse(read("package-lock.json"));
  const names = Object.keys(packages).filter((name) => name !== "");
  assert.ok(names.length > 0);
  assert.deepEqual(
    names.filter((name) => packages[name].resolved !== undefined),
    [],
  );
  assert.deepEqual(
    names.filter((name) => packages[name].integrity === undefined),
    [],
  );
});

test("Cargo.lock takes everything from crates.io", () => {
  const CRATES_IO = /^source = "registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index"$/;
  const sources = read("Cargo.lock")
    .split("\n")
    .filter((line) => line.startsWith("source = "));
  assert.deepEqual(
    sources.filter((line) => !CRATES_IO.test(line)),
    [],
  );
});

test("no file names another place to fetch packages from, or a folder of somebody's machine", () => {
  const texts = files().filter((name) => !/\.(png|bin|zip|ico)$/.test(name));
  assert.deepEqual(linesWith(texts, /(^|[\s"'`=(:])\/(root|home|work|Users)\/\w/), []);
  const settings = texts
    .filter((name) => !name.startsWith("tests/conventions/"))
    .filter((name) => /(^|\/)(\.npmrc|\.cargo\/config(\.toml)?|.*\.(sh|mjs|toml))$/.test(name));
  assert.deepEqual(
    linesWith(
      settings,
      /^\s*(@\w+:)?registry\s*=|replace-with|--registry[ =]|--index-url|index\s*=\s*"(sparse\+)?https?:/,
    ),
    [],
  );
});

test("keys and passphrases are not in the tree", () => {
  assert.deepEqual(
    files(/\.(pem|key|p8|pfx)$/).filter((name) => !name.startsWith("tests/vectors/")),
    [],
  );
  assert.deepEqual(
    linesWith(
      files(/\.(rs|mjs|ts|sh|toml|json|csv|md)$/),
      /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----\\?n?[A-Za-z0-9+/]{20}/,
    ),
    [],
  );
});

test("no test sleeps or is skipped", () => {
  const tests = files(/^(tests\/.*\.mjs|core\/tests\/.*\.rs|publisher\/tests\/.*\.rs)$/).filter(
    (name) => !name.startsWith("tests/conventions/"),
  );
  assert.deepEqual(linesWith(tests, /\b(test|it|describe)\.(skip|only|todo)\(|#\[ignore|thread::sleep|\bsleep\(/), []);
});
