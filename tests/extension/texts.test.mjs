import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { load } from "./load.mjs";

const { PLACEHOLDERS, day, plain, text } = await load("shared/texts.ts");
const EXTENSION = path.resolve(import.meta.dirname, "../../extension");
const MESSAGES = path.join(EXTENSION, "messages");
const read = (file) => JSON.parse(readFileSync(path.join(MESSAGES, file), "utf8"));
const english = read("en.json");

test("every language has only known texts, with exactly the placeholders that the code fills", () => {
  for (const file of readdirSync(MESSAGES)) {
    for (const [key, pattern] of Object.entries(read(file))) {
      assert.ok(key in english, `${file}: ${key}`);
      const found = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      assert.deepEqual(found, [...(PLACEHOLDERS[key] ?? [])].sort(), `${file}: ${key}`);
    }
  }
  for (const key of Object.keys(PLACEHOLDERS)) assert.ok(key in english, key);
});

test("texts are fair: no text says fake", () => {
  for (const [key, pattern] of Object.entries(english)) assert.doesNotMatch(pattern, /\bfake\b|\bscam/i, key);
});

test("the popup's page names texts that exist", () => {
  const html = readFileSync(path.join(EXTENSION, "src/pages/popup/popup.html"), "utf8");
  for (const [, key] of html.matchAll(/data-text="([^"]+)"/g)) {
    assert.ok(key in english, key);
    assert.equal(PLACEHOLDERS[key], undefined, `${key} takes placeholders`);
  }
});

test("a text is filled, and a value is never read as a pattern", () => {
  assert.equal(plain(text("mark.official", { agency: "{date} $& MassDOT" })), "Official · {date} $& MassDOT");
});

test("days are days of the list, wherever the reader is", () => {
  assert.equal(day("2026-11-22"), "Nov 22, 2026");
  assert.equal(day("2026-11-22T23:59:59Z"), "Nov 22, 2026");
  assert.equal(day("some day"), "some day");
});
