// The texts: all used, all fair, and one for everything that the core may say.

import assert from "node:assert/strict";
import { test } from "node:test";
import { files, linesWith, read } from "./tree.mjs";

const KEYS = Object.keys(JSON.parse(read("extension/messages/en.json")));
const SOURCES = files(/^extension\/src\/.*\.(ts|html)$/)
  .map(read)
  .join("\n");
/** Besides the code: what the packs and the contract with the desk name. */
const NAMED = read("docs/report-api.yaml").replace(/[a-z-]+/g, '"$&"');
const CORE = [...files(/^core\/src\/.*\.rs$/), "core/src/report/packs.json"].map(read).concat(NAMED).join("\n");

test("every text is used", () => {
  assert.deepEqual(
    KEYS.filter((key) => !isUsed(key)),
    [],
  );
});

test("no text for residents calls an account fake, nor does a public page", () => {
  const texts = files(
    /^(extension\/messages\/.*\.json|manifest\/_locales\/.*\.json|extension\/src\/.*\.html|publisher\/src\/pages.*)$/,
  );
  assert.ok(texts.length > 0);
  assert.deepEqual(linesWith(texts, /\bfakes?\b|\bscam(mer)?s?\b|\bfraud/i), []);
});

test("there are words for every reason that the core gives, and for no other", () => {
  const variants = read("core/src/lookalike/reason.rs").match(/enum Reason \{([\s\S]*?)\n\}/)[1];
  const ids = [...variants.matchAll(/^\s+([A-Z]\w+),/gm)].map(([, name]) => kebab(name)).sort();
  const words = KEYS.filter((key) => key.startsWith("reason.") && key !== "reason.other").map((key) =>
    key.slice("reason.".length),
  );
  assert.deepEqual(words.sort(), ids);
});

test("there are words for every platform", () => {
  const variants = read("core/src/platform/names.rs").match(/enum Platform \{([\s\S]*?)\n\}/)[1];
  const ids = [...variants.matchAll(/^\s+([A-Z]\w*),/gm)].map(([, name]) => name.toLowerCase()).sort();
  assert.ok(ids.length >= 18);
  const words = KEYS.filter((key) => key.startsWith("platform.")).map((key) => key.slice("platform.".length));
  assert.deepEqual(words.sort(), ids);
});

test("each language uses the words that the guide to translation names, and the guide names each language", () => {
  const tags = files(/^extension\/messages\/.*\.json$/).map((file) => file.match(/([^/]+)\.json$/)[1]);
  const rows = read("docs/translations.md").matchAll(/^\| `([\w-]+)` \|((?: [^|]+ \|){11})$/gm);
  const words = new Map([...rows].map(([, tag, row]) => [tag, row.split("|").slice(0, -1)]));
  assert.deepEqual([...words.keys(), "en"].sort(), tags.sort());
  for (const [tag, named] of words) {
    // Khmer has breaks without width between its words.
    const texts = read(`extension/messages/${tag}.json`).toLowerCase().replaceAll("\u200b", "");
    assert.deepEqual(
      named.map((word) => word.trim()).filter((word) => !texts.includes(word)),
      [],
      tag,
    );
  }
});

/** By its whole name, or as `prefix.${id}` where the rest is the name of something in the sources or in the core. */
function isUsed(key) {
  // A number picks the form.
  const named = key.replace(/\.(zero|one|two|few|many|other)$/, "");
  if (SOURCES.includes(`"${key}"`) || SOURCES.includes(`counted("${named}"`)) return true;
  const parts = key.split(".");
  return parts.slice(1).some((_, index) => {
    const [prefix, rest] = [parts.slice(0, index + 1).join("."), parts.slice(index + 1).join(".")];
    return SOURCES.includes(`\`${prefix}.\${`) && isId(rest.split(".")[0]);
  });
}

function isId(name) {
  const variant = name.replace(/(^|-)(\w)/g, (_, _dash, letter) => letter.toUpperCase());
  return SOURCES.includes(`"${name}"`) || CORE.includes(`"${name}"`) || new RegExp(`\\b${variant}\\b`, "i").test(CORE);
}

function kebab(name) {
  return name.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
}
