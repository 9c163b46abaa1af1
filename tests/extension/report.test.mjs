// An e-mail's address with a report in it: as long as mail programs take, and nothing in it that is another than what is reported.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { asText, mailto, tidy } = await load("pages/report/content.ts");
const { readReceipt, REPORT_FIELDS } = await load("shared/report.ts");

const AROUND = { to: "reports@agency.example", subject: "Report of an account", rest: "The rest is in the file." };
const MOST = 2000;
const label = (field) => `(${field})`;
const report = (more) => ({
  kind: "impostor",
  platform: "x",
  handle: "MassD0T",
  link: "https://x.com/MassD0T",
  seen: "2026-11-22T18:30Z",
  list_version: "7",
  ...more,
});
const bodyOf = (address) => new URL(address).searchParams.get("body");

test("a page's words make no line of a report: only the resident's own have lines", () => {
  const told = tidy(report({ display_name: " MassDOT\n(words): it is fine\u2028(link): x ", words: "one\ntwo " }));
  assert.equal(told.display_name, "MassDOT (words): it is fine (link): x");
  assert.equal(told.words, "one\ntwo");
  assert.equal(asText(told, label).split("\n").length, Object.keys(told).length + 1);
});

test("a short report is whole", () => {
  const { address, whole } = mailto(report({ words: "It asks for card numbers & more?" }), label, AROUND);
  assert.equal(whole, true);
  assert.equal(bodyOf(address), asText(report({ words: "It asks for card numbers & more?" }), label));
});

test("an e-mail of any report is short enough, and each line of it is one of the report's, its words alone cut_holds", () => {
  const letters = ["a", " ", "é", "🙂", "ខ", "%", "&", "\n"];
  for (let round = 0; round < 300; round += 1) {
    const text = (most) =>
      Array.from({ length: (round * 37) % most }, (_, at) => letters[(at * 7 + round) % letters.length])
        .join("")
        .trim();
    const one = (most) => text(most).replaceAll("\n", " ").trim();
    const whole = Object.fromEntries(
      Object.entries(
        report({
          display_name: one(300),
          words: text(4000),
          contact: one(300),
          link: `https://x.com/${"a".repeat((round * 53) % 2030)}`,
        }),
      ).filter(([, value]) => value !== ""),
    );
    const { address, whole: isWhole } = mailto(whole, label, AROUND);
    assert.ok(address.length <= MOST, `${address.length} characters`);
    const body = bodyOf(address);
    if (isWhole) {
      assert.equal(body, asText(whole, label));
      continue;
    }
    assert.ok(body.endsWith(`\n\n${AROUND.rest}`));
    for (const field of REPORT_FIELDS.filter((name) => name !== "words")) {
      const at = body.indexOf(`${label(field)}: `);
      if (at >= 0) assert.ok(body.slice(at).startsWith(`${label(field)}: ${whole[field]}\n`), field);
    }
    const words = /\(words\): ([\s\S]*?)(?:…)?\n(?:\(contact\): .*\n)?\nThe rest/.exec(body)?.[1];
    if (words !== undefined) assert.ok(whole.words.startsWith(words));
  }
});

test("a receipt is read as people copy one, and nothing else is", () => {
  const receipt = "ABCD-2345-EFGH-67IJ";
  for (const words of [
    receipt,
    "abcd2345efgh67ij",
    " ABCD 2345\u00a0EFGH\n67IJ ",
    "ABCD–2345–EFGH–67IJ",
    "“ABCD-2345-EFGH-67IJ”.",
  ]) {
    assert.equal(readReceipt(words), receipt, words);
  }
  for (const words of [
    "",
    "ABCD",
    `${receipt}A`,
    "ABCD-2345-EFGH-6701",
    "ＡＢＣＤ-2345-EFGH-67IJ",
    "ab cd",
    `x ${receipt}`,
  ]) {
    assert.equal(readReceipt(words), undefined, words);
  }
});
