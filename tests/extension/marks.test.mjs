import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "../../scripts/project.mjs";
import { load } from "./load.mjs";

const { displayHandle, markOf } = await load("shared/marks.ts");
const { cut, detailsOf } = await load("shared/details.ts");
const { plain } = await load("shared/texts.ts");

const account = { agency: "massdot", platform: "x", handle: "MassDOT", status: "active" };
const agency = {
  id: "massdot",
  name: "Department of Transportation",
  short_name: "MassDOT",
  homepage: "https://www.mass.gov/",
};
const imitates = { agency: "massdot", platform: "x", handle: "MassDOT" };
const lookalike = { verdict: "lookalike", strength: "strong", imitates, reasons: ["confusable"], differs: [[5, 6]] };
const answer = (verdict, more = {}) => ({ verdict, agency, demonstration: false, ...more });
const shown = (verdict, more) => {
  const mark = markOf(answer(verdict, more));
  return mark && plain(`${mark.tone} ${mark.shape}: ${mark.text}`);
};

const TABLE = [
  [{ verdict: "official", account }, "official shield-check: Official · MassDOT"],
  [
    { verdict: "impostor", imitates, confirmed: "2026-10-03" },
    "alarm octagon: Reported as an impostor of MassDOT, confirmed Oct 3, 2026",
  ],
  [
    { verdict: "compromised", account },
    "alarm octagon: Reported compromised: do not trust new posts. Official account",
  ],
  [{ verdict: "paused", account }, "neutral shield: Paused by the agency"],
  [{ verdict: "mismatch", account }, "caution triangle: This account is not listed, its name is"],
  [
    { verdict: "retired", account, reasons: [], until: "2019-04-01" },
    "caution triangle: This account is not on the list; its name was official until Apr 1, 2019",
  ],
  [
    { verdict: "retired", account, reasons: [] },
    "caution triangle: This account is not on the list; its name was official before",
  ],
  [
    { verdict: "unconfirmed", account, reasons: ["old-list"], list_date: "2026-10-01" },
    "neutral shield: Was on the list of Oct 1, 2026",
  ],
  [
    { verdict: "renamed", account, reasons: ["new-handle"] },
    "neutral shield: Listed account under a new name; the list is not updated yet",
  ],
  [lookalike, "caution triangle: Resembles @MassDOT. Not on the state’s list"],
];

test("each verdict has its tone, its shape and its words", () => {
  for (const [verdict, expected] of TABLE) assert.equal(shown(verdict), expected);
});

test("nothing on the page for what is weak, known, elsewhere or unlisted", () => {
  for (const verdict of [
    { ...lookalike, strength: "weak" },
    { verdict: "neighbour" },
    { verdict: "unlisted" },
    { verdict: "unconfirmed", account, reasons: ["other-host"], list_date: "2026-10-01" },
    { verdict: "unconfirmed", account, reasons: ["old-list", "other-host"], list_date: "2026-10-01" },
  ]) {
    assert.equal(markOf(answer(verdict)), undefined, JSON.stringify(verdict));
  }
});

test("a mark that is cut to its place still warns, in every language: what it resembles comes first, that it is listed last", () => {
  const guide = readFileSync(inProject("docs/translations.md"), "utf8");
  const tags = readdirSync(inProject("extension/messages")).map((file) => file.replace(".json", ""));
  for (const tag of tags) {
    const texts = JSON.parse(readFileSync(inProject("extension/messages", `${tag}.json`), "utf8"));
    for (const key of ["mark.lookalike", "mark.lookalike.demonstration"])
      assert.ok(texts[key].indexOf("{handle}") < 20, `${tag}: ${texts[key]}`);
    // Its stem, in the language's own letters.
    const official = new RegExp(`^\\| \`${tag}\` \\| (\\S{2,6})`, "m").exec(guide)?.[1] ?? "official";
    for (const key of ["mark.compromised", "mark.retired", "mark.retired.undated"]) {
      const at = texts[key].toLowerCase().indexOf(official);
      assert.ok(at > texts[key].length / 3, `${tag}: ${official} at ${at} in ${texts[key]}`);
    }
  }
});

test("a demonstration never says official", () => {
  for (const verdict of [
    { verdict: "official", account },
    { verdict: "compromised", account },
  ]) {
    assert.match(shown(verdict, { demonstration: true }), /Listed \(demonstration\)/);
    assert.doesNotMatch(shown(verdict, { demonstration: true }), /Official/);
  }
});

test("every mark of a demonstration says that it is one", () => {
  for (const [verdict] of TABLE)
    assert.match(shown(verdict, { demonstration: true }), /\bdemonstration\b/, verdict.verdict);
  assert.doesNotMatch(shown(lookalike, { demonstration: true }), /the state/);
});

test("what is said from an unconfirmed list carries its date", () => {
  assert.match(shown({ ...lookalike, list_date: "2026-10-01" }), /\(list of Oct 1, 2026\)$/);
  assert.match(shown({ verdict: "paused", account, list_date: "2026-10-01" }), /\(list of Oct 1, 2026\)$/);
});

test("an agency without a listed account is named itself", () => {
  const verdict = { ...lookalike, imitates: { agency: "massdot" } };
  assert.match(shown(verdict), /^caution triangle: Resembles MassDOT\. /);
});

test("handles are shown as people write them", () => {
  assert.equal(displayHandle("MassDOT"), "@MassDOT");
  assert.equal(displayHandle("@massgov"), "@massgov");
  assert.equal(displayHandle("company/massdot"), "company/massdot");
});

test("a name is cut where it differs, and ranges that do not fit are left out", () => {
  const pieces = (ranges) =>
    cut("MassD0T", ranges)
      .map(({ text, differs }) => (differs ? `[${text}]` : text))
      .join("");
  assert.equal(pieces([[5, 6]]), "MassD[0]T");
  assert.equal(
    pieces([
      [0, 1],
      [1, 2],
      [6, 7],
    ]),
    "[M][a]ssD0[T]",
  );
  assert.equal(
    pieces([
      [6, 9],
      [3, 3],
      [5, 6],
      [2, 4],
    ]),
    "MassD[0]T",
  );
  assert.equal(pieces([]), "MassD0T");
});

test("only https becomes a link, and unknown reasons fall back to a sentence", () => {
  const real = { platform: "x", handle: "MassDOT", address: "javascript:alert(1)" };
  assert.equal(detailsOf(answer(lookalike, { real })).real, undefined);
  const https = detailsOf(answer(lookalike, { real: { ...real, address: "https://x.com/MassDOT" } }));
  assert.equal(plain(https.real.text), "@MassDOT on X");
  const { why } = detailsOf(answer({ ...lookalike, reasons: ["of-a-later-version"] }));
  assert.equal(why.length, 2);
});

test("what differs is shown in the text that was judged", () => {
  const inHandle = detailsOf(answer(lookalike, { account: "x:massd0t", handle: "MassD0T" }));
  assert.equal(inHandle.differing.find(({ differs }) => differs).text, "0");
  const inName = { ...lookalike, differs: [[0, 1]], differs_in: "name" };
  assert.equal(detailsOf(answer(inName, { account: "x:someone" })).differing, undefined);
  assert.equal(detailsOf(answer(inName), "МassDOT").differing[0].text, "М");
});
