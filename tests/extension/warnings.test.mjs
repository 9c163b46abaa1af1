// Every verdict that warns, in every language that no speaker has read: its mark and the first of its reasons keep their English.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { bundle } from "./load.mjs";

globalThis.chrome ??= { i18n: { getUILanguage: () => "en-US" } };
const MODULES = ["marks", "details", "texts", "languages"].map((name) => `export * from "./shared/${name}.ts";`);
const made = await bundle(MODULES.join("\n"), "esm");
const { LANGUAGES, detailsOf, markOf, plain, speak } = await import(
  `data:text/javascript;base64,${Buffer.from(made).toString("base64")}`
);
const MESSAGES = path.resolve(import.meta.dirname, "../../extension/messages");

const account = { agency: "massdot", platform: "x", handle: "MassDOT", status: "active" };
const agency = { id: "massdot", name: "Department of Transportation", short_name: "MassDOT", homepage: "" };
const lookalike = { verdict: "lookalike", strength: "strong", imitates: account, reasons: ["badge"] };
const WARN = [
  { verdict: "impostor", imitates: account, confirmed: "2026-10-03" },
  { verdict: "impostor", imitates: account, confirmed: "2026-10-03", list_date: "2026-10-01" },
  { verdict: "compromised", account },
  { verdict: "mismatch", account },
  { verdict: "retired", account, reasons: [] },
  { verdict: "retired", account, reasons: [], until: "2019-04-01" },
  lookalike,
];
const QUIET = [
  { verdict: "official", account },
  { verdict: "paused", account },
  { verdict: "renamed", account, reasons: [] },
];
const answer = (verdict, demonstration) => ({ verdict, agency, demonstration });
const everySaid = (verdicts) =>
  [false, true].flatMap((demonstration) =>
    verdicts.map((verdict) => [
      markOf(answer(verdict, demonstration))?.text,
      detailsOf(answer(verdict, demonstration)).why,
    ]),
  );

const english = everySaid(WARN);
for (const [tag, { unreviewed }] of Object.entries(LANGUAGES).filter(([tag]) => tag !== "en")) {
  test(`${tag}: a mark that warns, and why it does, stand in English too; what does not warn stands alone`, () => {
    assert.equal(unreviewed, true, "a language that a speaker has read needs no English: then this is another test");
    speak({ language: tag, texts: JSON.parse(readFileSync(path.join(MESSAGES, `${tag}.json`), "utf8")) });
    for (const [index, [text, why]] of everySaid(WARN).entries()) {
      const [said, [because]] = english[index];
      assert.ok(plain(text).endsWith(` / ${plain(said)}`), `${plain(text)} without ${plain(said)}`);
      assert.equal(text.split("\u2066").length, 2, "English once");
      assert.ok(plain(why[0]).endsWith(` / ${plain(because)}`), `${why[0]} without ${because}`);
    }
    const weak = detailsOf(answer({ ...lookalike, strength: "weak" })).why;
    assert.match(weak[0], / \/ \u2066There is some resemblance/);
    assert.match(weak[1], / \/ \u2066A check mark or another badge/);
    for (const [text, why] of everySaid(QUIET)) assert.doesNotMatch(text + why.join(), /\u2066/);
    speak({ language: "en", texts: {} });
  });
}
