// Who may know what: the borders between the core, the browser and the pages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { files, linesWith } from "./tree.mjs";

const TYPESCRIPT = files(/^extension\/src\/.*\.ts$/);
const without = (names, ...exceptions) =>
  names.filter((name) => !exceptions.some((exception) => name.startsWith(exception)));

test("only core/src/browser names what binds Rust to JavaScript", () => {
  const rust = without(files(/\.rs$/), "core/src/browser/", "tests/");
  assert.deepEqual(linesWith(rust, /\b(wasm_bindgen|wasm_bindgen_futures|js_sys|web_sys|serde_wasm_bindgen)\b/), []);
});

test("the core reads no clock, no file and no network", () => {
  const core = without(files(/^core\/src\/.*\.rs$/), "core/src/browser/");
  assert.deepEqual(
    linesWith(core, /\bstd::(fs|net|env|process|thread)\b|\b(SystemTime|Instant)::now\b|\bnow_utc\(/),
    [],
  );
});

test("the core writes no {:?}, which its WebAssembly does not have (core/bindgen/src/panics.rs)", () => {
  const core = files(/^core\/src\/.*\.rs$/);
  assert.deepEqual(
    linesWith(core, /\{[^{}"]*:#?\?\}/).filter((found) => !/\bassert\w*!\(|\bprop_assert/.test(found)),
    [],
  );
});

test("the core depends on no other room of this house", () => {
  const own = linesWith(["core/Cargo.toml"], /^statemark-core = \{ path = "\."/);
  assert.deepEqual(linesWith(["core/Cargo.toml"], /\bpath = "|^(statemark|desk)\b.*workspace/), own);
});

test("only browser.ts names the browser's extension interface", () => {
  const others = without(TYPESCRIPT, "extension/src/shared/browser.ts");
  assert.deepEqual(linesWith(others, /\b(chrome|browser)\s*(\?\.|\.|\[)(?!ts\b)/), []);
});

test("only log.ts writes to the console", () => {
  assert.deepEqual(linesWith(without(TYPESCRIPT, "extension/src/shared/log.ts"), /\bconsole\s*\./), []);
});

test("TypeScript compares no host and no handle, and measures no distance", () => {
  const smells = [
    /\bhostname\b/,
    /\b(location|url|address|page|URL\([^)]*\))\??\.host\b/i,
    /\bhost\w*\s*(===?|!==?)\s*["'`]/,
    /\bhandle\w*\s*(===?|!==?)\s*(?!undefined\b)/,
    /\b(levenshtein|distance|similarity|threshold|confusable)\w*\(/i,
    /\.(toLowerCase|toLocaleLowerCase|normalize|localeCompare)\(/,
  ];
  assert.deepEqual(
    smells.flatMap((smell) => linesWith(TYPESCRIPT, smell)),
    [],
  );
});

test("TypeScript names no site: that is for site files and core/src/platform", () => {
  const site =
    /["'`/.](x|twitter|facebook|instagram|threads|youtube|linkedin|tiktok|bsky|reddit|flickr|pinterest)\.(com|net|app)\b/;
  assert.deepEqual(linesWith(TYPESCRIPT, site).filter(isCode), []);
});

test("paint never learns which site it is on", () => {
  const paint = files(/^extension\/src\/content\/(paint|mark|panel)\.ts$/);
  assert.ok(paint.length > 0);
  assert.deepEqual(linesWith(paint, /\b(location|platform|SiteFile)\b/).filter(isCode), []);
});

/** Whether a line that was found is more than a comment. */
function isCode(found) {
  return !/^[^:]+:\d+: (\/\/|\/?\*)/.test(found);
}
