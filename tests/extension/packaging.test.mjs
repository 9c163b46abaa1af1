// A site file that the core refuses stops the build, which says which one it is: in the package it would be left out without a word.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

const PROJECT = path.resolve(import.meta.dirname, "../..");
/** Reached only when the site files are fine: there is no such list to package. */
const AFTER = "bundling the extension";

function assemble(sites, out) {
  const options = { out, sites, root: "none.json", packaged: "none.bin", repository: "https://list.agency.example/" };
  const code = `import { assemble } from "./scripts/assemble.mjs"; assemble(${JSON.stringify(options)});`;
  return spawnSync("node", ["--input-type=module", "--eval", code], { cwd: PROJECT, encoding: "utf8" });
}

test("a build stops at a site file that the core refuses, and names it", (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "statemark-sites-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const [sites, out] = ["sites", "out"].map((name) => path.join(folder, name));
  cpSync(path.join(PROJECT, "extension/sites"), sites, { recursive: true });
  assert.ok(assemble(sites, out).stdout.includes(AFTER), "site files as they are");

  const file = path.join(sites, "x.json");
  const site = JSON.parse(readFileSync(file, "utf8"));
  site.surfaces[0].element = "article:has(a)";
  writeFileSync(file, JSON.stringify(site));
  const { status, stdout, stderr } = assemble(sites, out);
  assert.equal(status, 1);
  const [line, ...more] = stderr.trim().split("\n");
  assert.equal(
    line,
    `statemark: ${file} is refused: site file x, surface ${site.surfaces[0].id}, element: the selector \`article:has(a)\` has a \`h\` at character 9 that this grammar does not know; mend the file`,
  );
  assert.deepEqual(more, ["build.sh: statemark check failed; what it said stands above"]);
  assert.ok(!stdout.includes(AFTER) && !existsSync(out), "nothing is packaged");
});
