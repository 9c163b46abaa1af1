import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { TEXTS } from "../../extension/texts.mjs";
import { load } from "./load.mjs";

const { PLACEHOLDERS, WARNINGS, counted, day, direction, plain, speak, text, warning } = await load("shared/texts.ts");
const { LANGUAGES, bestLanguage } = await load("shared/languages.ts");
const EXTENSION = path.resolve(import.meta.dirname, "../../extension");
const MESSAGES = path.join(EXTENSION, "messages");
const LOCALES = path.resolve(EXTENSION, "../manifest/_locales");
const read = (file) => JSON.parse(readFileSync(path.join(MESSAGES, file), "utf8"));
const english = read("en.json");
const FORM = /\.(zero|one|two|few|many|other)$/;
/** The texts of which a number picks the form, without it. */
const PLURALS = Object.keys(english).flatMap((key) => (key.endsWith(".one") ? [key.replace(FORM, "")] : []));
const isPlural = (key) => FORM.test(key) && PLURALS.includes(key.replace(FORM, ""));
const placeholders = (pattern) => [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** Which form 0, 1, 2, 5, 11 and 21 take (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html). */
const FORMS = {
  en: "other one other other other other",
  es: "other one other other other other",
  "pt-BR": "one one other other other other",
  "zh-Hans": "other other other other other other",
  "zh-Hant": "other other other other other other",
  ht: "one one other other other other",
  vi: "other other other other other other",
  ar: "zero one two few many many",
  ru: "many one few many many one",
  km: "other other other other other other",
  fr: "one one other other other other",
  kea: "other other other other other other",
};
/** What is written alike in English: names, and words that the languages share. Patterns without a letter are no words. */
const ALIKE = {
  fr: ["popup.list.version", "popup.options", "options.sites"],
  "pt-BR": ["options.sites", "report.field.link", "report.picture.size"],
  kea: ["report.field.link"],
};
/** Words that say of an account that it is made to deceive: no language may, as English does not. */
const ACCUSING = {
  es: /\bfals[oa]|fraud|estafa/i,
  "pt-BR": /\bfals[oa]|fraud|golpe/i,
  "zh-Hans": /假|诈|骗/,
  "zh-Hant": /假|詐|騙/,
  ht: /\bfo\b|fwod|eskwok/i,
  vi: /(?<!\p{L})giả(?!\p{L})|lừa/iu,
  ar: /زائف|مزيّ?ف|وهمي|احتيال|نصب/,
  ru: /фальш|фейк|поддел|мошен|ложн/i,
  km: /ក្លែង|បោក/,
  fr: /\bfau(x|sse)|fraud|arnaque|escro/i,
  kea: /\bfalsu|fraudi|burla/i,
};

for (const [tag, { name, formats, rightToLeft, unreviewed }] of Object.entries(LANGUAGES)) {
  test(`${tag} has every text, no other, and the forms that its numbers take`, () => {
    const texts = read(`${tag}.json`);
    const forms = new Intl.PluralRules([tag, ...(formats ? [formats] : [])]).resolvedOptions().pluralCategories;
    const expected = [
      ...Object.keys(english).filter((key) => !isPlural(key)),
      ...PLURALS.flatMap((key) => forms.map((form) => `${key}.${form}`)),
    ];
    assert.deepEqual(Object.keys(texts).sort(), expected.sort());
  });

  test(`${tag} has exactly the placeholders that the code fills, and isolates nothing itself`, () => {
    for (const [key, pattern] of Object.entries(read(`${tag}.json`))) {
      const expected = isPlural(key) ? ["count"] : [...(PLACEHOLDERS[key] ?? [])].sort();
      // "One account" may do without its number.
      if (!(isPlural(key) && placeholders(pattern).length === 0))
        assert.deepEqual(placeholders(pattern), expected, key);
      assert.doesNotMatch(pattern, /[\u2066-\u2069\u200e\u200f<>]/, key);
      assert.notEqual(pattern.trim(), "", key);
    }
  });

  test(`${tag} takes for each number the form of the language`, () => {
    const texts = read(`${tag}.json`);
    speak({ language: tag, texts });
    const said = [0, 1, 2, 5, 11, 21].map((count) => [counted("popup.marks", count), `${count}`]);
    speak({ language: "en", texts: {} });
    const expected = FORMS[tag].split(" ").map((form) => texts[`popup.marks.${form}`]);
    assert.deepEqual(
      said.map(([words]) => words),
      said.map(([, count], index) => expected[index].replace("{count}", count)),
    );
  });

  test(`${tag} leaves nothing in English, and accuses nobody`, () => {
    if (tag === "en") return;
    for (const [key, pattern] of Object.entries(read(`${tag}.json`))) {
      assert.equal(pattern, pattern.normalize("NFC"), key);
      assert.doesNotMatch(pattern.replaceAll("\u200b", ""), ACCUSING[tag], key);
      const isName = key.startsWith("platform.") || !/\p{L}/u.test(pattern.replace(/\{\w+\}|Statemark/g, ""));
      const alike = isName || (ALIKE[tag] ?? []).includes(key);
      if (!alike) assert.notEqual(pattern, english[key], `${key} is in English`);
    }
  });

  test(`${tag} is named in its own letters, and runs the way they run`, () => {
    const letters = Object.values(read(`${tag}.json`)).join("");
    const arabic = /\p{Script=Arabic}/u;
    assert.equal(rightToLeft ?? false, tag === "ar");
    assert.equal(arabic.test(letters), tag === "ar");
    assert.equal(arabic.test(name), tag === "ar");
    assert.doesNotMatch(name, /^\p{Ll}/u);
  });

  test(`${tag} says whether a speaker has read it`, () => {
    assert.equal(unreviewed ?? false, tag !== "en");
  });
}

test("every file of texts is a language that can be chosen, and the other way", () => {
  const files = readdirSync(MESSAGES).map((file) => file.replace(".json", ""));
  assert.deepEqual(files.sort(), Object.keys(LANGUAGES).sort());
});

test("the manifest's own strings are there in every language that Chrome has a folder for", () => {
  const names = { "pt-BR": "pt_BR", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW" };
  /** Not known to Chrome: https://developer.chrome.com/docs/extensions/reference/api/i18n */
  const unknown = ["ht", "km", "kea"];
  const expected = Object.keys(LANGUAGES).filter((tag) => !unknown.includes(tag));
  assert.deepEqual(readdirSync(LOCALES).sort(), expected.map((tag) => names[tag] ?? tag).sort());
  const keys = (folder) =>
    Object.entries(JSON.parse(readFileSync(path.join(LOCALES, folder, "messages.json"), "utf8"))).map(
      ([key, { message }]) => {
        assert.ok(message.length > 0 && message.length <= 132, `${folder}: ${key}`);
        return key;
      },
    );
  for (const folder of readdirSync(LOCALES)) assert.deepEqual(keys(folder).sort(), keys("en").sort(), folder);
});

test("texts are fair: no text says fake", () => {
  for (const [key, pattern] of Object.entries(english)) assert.doesNotMatch(pattern, /\bfake\b|\bscam/i, key);
});

test("pages name texts that exist", () => {
  const pages = readdirSync(path.join(EXTENSION, "src/pages"), { recursive: true }).filter((name) =>
    name.endsWith(".html"),
  );
  assert.ok(pages.length > 2);
  for (const page of pages) {
    const html = readFileSync(path.join(EXTENSION, "src/pages", page), "utf8");
    for (const [, key] of html.matchAll(/data-text="([^"]+)"/g)) {
      assert.ok(key in english, `${page}: ${key}`);
      assert.equal(PLACEHOLDERS[key], undefined, `${page}: ${key} takes placeholders`);
    }
    // Nothing stands in a page that is in one language only, but for the name.
    const words = html
      .replace(/<title>Statemark<\/title>/, "")
      .replace(/<title data-text="[^"]+">Statemark<\/title>/, "");
    assert.deepEqual(words.match(/>[^<]*\p{L}[^<]*</gu) ?? [], [], page);
  }
});

test("a bundle carries every text that its sources name", async () => {
  for (const [folder, groups] of Object.entries(TEXTS)) {
    const { metafile } = await build({
      entryPoints: [path.join(EXTENSION, "src", folder, "main.ts")],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      loader: { ".css": "text" },
      external: ["*/core.js"],
      logLevel: "silent",
    });
    const [{ inputs }] = Object.values(metafile.outputs);
    // Another language than English is loaded when it is chosen.
    const texts = Object.keys(inputs).filter((file) => /messages\/[^/]*\.json$/.test(file));
    assert.deepEqual(
      texts.map((file) => path.basename(file)),
      ["en.json"],
    );
    const sources = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    for (const [file] of sources.filter(([name]) => name.endsWith(".ts"))) {
      const code = readFileSync(path.resolve(file), "utf8");
      for (const [, key] of code.matchAll(/\b(?:text|counted)\(\s*["`]([a-z]+)[.`"$]/g)) {
        assert.ok(groups.includes(key), `${file} names ${key}.…, which ${folder} does not carry (extension/texts.mjs)`);
      }
    }
  }
});

test("no text stands in the code", () => {
  const sources = readdirSync(path.join(EXTENSION, "src"), { recursive: true }).filter((name) => name.endsWith(".ts"));
  for (const name of sources) {
    const code = readFileSync(path.join(EXTENSION, "src", name), "utf8");
    const written = code.match(/(textContent|innerText|title|placeholder|ariaLabel)\s*=\s*["`][^"`]*\p{L}{3}/gu) ?? [];
    const passed = code.match(/\b(line|button|card|choice|link)\([^()]*["`]\p{Lu}\p{L}+ \p{L}/gu) ?? [];
    assert.deepEqual([...written, ...passed], [], name);
  }
});

test("a text is filled, and a value is never read as a pattern", () => {
  assert.equal(plain(text("mark.official", { agency: "{date} $& MassDOT" })), "Official · {date} $& MassDOT");
});

test("names are isolated, one level deep, whatever stands in them", () => {
  assert.equal(text("mark.official", { agency: "\u2069MassDOT\u2068" }), "Official · \u2068MassDOT\u2069");
});

test("a number picks its form, by the rules of the language", () => {
  assert.equal(counted("popup.marks", 1), "1 mark stands on this page.");
  assert.equal(counted("popup.marks", 1234), "1,234 marks stand on this page.");
});

test("the forms of a number are those that people say", () => {
  const said = (tag, count) => {
    speak({ language: tag, texts: read(`${tag}.json`) });
    const words = counted("popup.marks", count);
    speak({ language: "en", texts: {} });
    return words;
  };
  const known = [
    ["ru", 21, /21 отметка\./],
    ["ru", 2, /2 отметки\./],
    ["ru", 11, /11 отметок\./],
    ["ar", 2, /علامتان/],
    ["ar", 5, /5 علامات/],
    ["ar", 11, /11 علامة/],
    ["es", 2, /2 marcas/],
    ["fr", 0, /0 marque /],
  ];
  for (const [tag, count, words] of known) assert.match(said(tag, count), words);
});

test("the browser's languages lead to the nearest one that there is", () => {
  assert.equal(bestLanguage(["xx", "en-GB"]), "en");
  assert.equal(bestLanguage([]), "en");
  assert.equal(bestLanguage(["constructor"]), "en");
  const known = {
    "es-419": "es",
    "pt-PT": "pt-BR",
    // Portuguese as it is written on Cape Verde; the Creole is `kea`.
    "pt-CV": "pt-BR",
    "kea-CV": "kea",
    "zh-CN": "zh-Hans",
    "zh-SG": "zh-Hans",
    "zh-Hans-HK": "zh-Hans",
    "zh-TW": "zh-Hant",
    "zh-HK": "zh-Hant",
    "zh-MO": "zh-Hant",
    "zh-Hant-HK": "zh-Hant",
    "yue-HK": "zh-Hant",
    "yue-CN": "zh-Hans",
    "ar-EG": "ar",
    "fr-CA": "fr",
    "ht-HT": "ht",
    "vi-VN": "vi",
    "ru-UA": "ru",
    "km-KH": "km",
    // Chuvash, which some take for Cape Verdean.
    cv: "en",
  };
  for (const [tag, expected] of Object.entries(known)) assert.equal(bestLanguage([tag]), expected, tag);
  assert.equal(bestLanguage(["de-DE", "km", "fr"]), "km");
});

test("a language without a text falls back to English, and knows its direction", () => {
  speak({ language: "en", texts: { "popup.title": "Other" } });
  assert.deepEqual([text("popup.title"), text("popup.check.button"), direction], ["Other", "Check", "ltr"]);
  speak({ language: "en", texts: {} });
});

test("Khmer, which has no spaces between words, says where a line may break: not every browser knows", () => {
  for (const [key, pattern] of Object.entries(read("km.json"))) {
    const longest = Math.max(0, ...(pattern.match(/[\p{Script=Khmer}]+/gu) ?? []).map((word) => [...word].length));
    assert.ok(longest <= 20, `${key}: ${longest} letters without a break`);
  }
});

test("no sentence ends in two stops, for a day may end in one", () => {
  for (const tag of Object.keys(LANGUAGES)) {
    speak({ language: tag, texts: {} });
    const date = day("2026-10-02");
    speak({ language: "en", texts: {} });
    for (const [key, pattern] of Object.entries(read(`${tag}.json`)))
      assert.doesNotMatch(pattern.replace("{date}", date), /\.\./, `${tag}: ${key}`);
  }
});

test("a day has its month by name in every language", () => {
  const said = (tag) => {
    speak({ language: tag, texts: {} });
    const words = day("2026-10-02");
    speak({ language: "en", texts: {} });
    return words;
  };
  for (const tag of Object.keys(LANGUAGES)) assert.doesNotMatch(said(tag), /\b10[/.-]|[/.-]10\b/, tag);
  assert.equal(said("ht"), "2 oct. 2026");
  assert.equal(said("kea"), "2 Otu 2026");
  assert.equal(said("ar"), "2 أكتوبر 2026");
});

test("days are days of the list, wherever the reader is", () => {
  assert.equal(day("2026-11-22"), "Nov 22, 2026");
  assert.equal(day("2026-11-22T23:59:59Z"), "Nov 22, 2026");
  assert.equal(day("some day"), "some day");
});

test("every text that warns keeps its English beside it in every language that no speaker has read, and no other text does", () => {
  const names = { agency: "MassDOT", handle: "@MassDOT", date: "D", until: "U", text: "T" };
  for (const key of WARNINGS) assert.ok(key in english, key);
  for (const [tag, { unreviewed }] of Object.entries(LANGUAGES)) {
    speak({ language: tag, texts: tag === "en" ? {} : read(`${tag}.json`) });
    for (const key of Object.keys(english).filter((key) => !isPlural(key))) {
      const own = tag === "en" ? english[key] : read(`${tag}.json`)[key];
      const filled = (pattern) => pattern.replace(/\{(\w+)\}/g, (_, name) => names[name] ?? name);
      const values = Object.fromEntries((PLACEHOLDERS[key] ?? []).map((name) => [name, names[name] ?? name]));
      const beside = unreviewed === true && WARNINGS.has(key);
      const expected = beside ? `${filled(own)} / ${filled(english[key])}` : filled(own);
      assert.equal(plain(text(key, values)), expected, `${tag}: ${key}`);
    }
  }
  speak({ language: "en", texts: {} });
});

test("the English of a warning is marked as English, and a warning that is put together has it once", () => {
  speak({ language: "es", texts: read("es.json") });
  const [own, beside] = text("popup.silent.title").split(" / ");
  assert.deepEqual(
    [own, beside],
    [read("es.json")["popup.silent.title"], `\u2066${english["popup.silent.title"]}\u2069`],
  );
  const said = warning(() => `${text("popup.silent.title")}: ${text("popup.aging", { date: day("2026-10-02") })}`);
  assert.equal(plain(said).split(english["popup.silent.title"]).length, 2);
  assert.match(plain(said), /2 oct 2026 \/ .*Oct 2, 2026$/);
  speak({ language: "en", texts: {} });
});

test("every text of a card in a warning tone, and every word of a mark in one, is among those that warn", () => {
  const sources = readdirSync(path.join(EXTENSION, "src"), { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(path.join(EXTENSION, "src", name), "utf8"))
    .join("\n");
  const cards = [...sources.matchAll(/card\("(?:caution|alarm)",([\s\S]*?)\]\)/g)].map(([, content]) => content);
  assert.ok(cards.length >= 4, `only ${cards.length} cards were found`);
  const keys = cards.flatMap((content) => [...content.matchAll(/text\("([\w.]+)"/g)].map(([, key]) => key));
  const marks = sources.match(/export function markOf[\s\S]*?\nexport function isMarked/)?.[0] ?? "";
  assert.match(marks, /warning\(/);
  assert.deepEqual(
    keys.filter((key) => !WARNINGS.has(key)),
    [],
  );
});
