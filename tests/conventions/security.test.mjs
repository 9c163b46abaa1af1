// The tests that SECURITY.md names as showing what an attacker cannot do are there, under those names.

import assert from "node:assert/strict";
import { test } from "node:test";
import { files, read } from "./tree.mjs";

const FOLDERS = [
  [/^trust\/(.+)$/, "core/tests/trust/$1.rs"],
  [/^fuzz\/(.+)$/, "core/fuzz/tests/$1.rs"],
  [/^publisher\/(.+)$/, "publisher/tests/$1.rs"],
  [/^(extension|browser)\/(.+)$/, "tests/$1/$2.test.mjs"],
  [/^([a-z_]+)$/, "core/tests/$1.rs"],
];
/** In the last column of the table, `file: test`, or `test` of the file named before it. */
const NAMED = /^(?:([a-z_/]+): )?(.+)$/;

function pathOf(file) {
  const [pattern, path] = FOLDERS.find(([pattern]) => pattern.test(file));
  return file.replace(pattern, path);
}

/** As `[path, test]`, of each row of the attackers' table. */
function named() {
  const rows = read("SECURITY.md")
    .split("\n")
    .filter((line) => line.startsWith("| **"));
  return rows.map((row) => {
    let path;
    return [
      ...row
        .split("|")
        .at(-2)
        .matchAll(/`([^`]+)`/g),
    ].map(([, text]) => {
      const [, file, name] = NAMED.exec(text);
      if (file !== undefined) path = pathOf(file);
      return [path, name];
    });
  });
}

test("every attacker has tests, and each of them is there", () => {
  const known = new Set(files());
  const rows = named();
  assert.ok(rows.length >= 8);
  assert.ok(rows.every((tests) => tests.length > 0));
  const missing = rows.flat().filter(([path, name]) => {
    if (path === undefined || !known.has(path)) return true;
    const declared = path.endsWith(".rs") ? `fn ${name}(` : `test("${name}"`;
    return !read(path).includes(declared);
  });
  assert.deepEqual(missing, []);
});
