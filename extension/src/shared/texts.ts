// The texts, from `extension/messages/<language>.json`. A test holds each text's placeholders against the types made here.
// English is bundled, as much of it as a bundle uses; another language is handed over once it is loaded.

import en from "../../messages/en.json";
import { describeLanguage, isLanguage, type LanguageTag } from "./languages.ts";
import { PLACEHOLDERS } from "./placeholders.ts";
import { WARNINGS } from "./warnings.ts";

type Key = keyof typeof en;
/** `x` for the texts `x.one` and `x.other`, of which a number picks one. */
export type PluralKey = Key extends infer K ? (K extends `${infer Base}.one` ? Base : never) : never;
export type TextKey = Exclude<Key, `${PluralKey}.${string}`>;
export { PLACEHOLDERS, WARNINGS };

type Placeholders = typeof PLACEHOLDERS;
type Filled<K> = K extends keyof Placeholders ? [values: Record<Placeholders[K][number], string>] : [];

/** A language's texts by key; what it lacks is taken from English. */
export type Texts = Record<string, string>;

/** A language with its texts, as the background hands it to a page. English needs no texts. */
export interface Words {
  language: LanguageTag;
  texts: Texts;
}

/** The language of every text from here on, for `lang`. */
export let language: LanguageTag = "en";
export let direction: "ltr" | "rtl" = "ltr";
/** Whose dates, numbers and plurals; the browser takes the first that it knows. */
let formats: string[] = ["en"];
let texts: Texts = {};

const ENGLISH: Texts = en;

export function speak(words: Words): void {
  const { rightToLeft, formats: others } = describeLanguage(words.language);
  language = words.language;
  direction = rightToLeft ? "rtl" : "ltr";
  formats = others === undefined ? [words.language] : [words.language, others];
  texts = words.texts;
}

/** What is handed over by message. */
export function isWords(value: unknown): value is Words {
  const { language: tag, texts: given } = Object(value) as Partial<Words>;
  return typeof tag === "string" && isLanguage(tag) && typeof given === "object" && given !== null;
}

/** A warning in words that no speaker has read keeps the English ones beside it, wherever it is shown. */
export function text<K extends TextKey>(key: K, ...[values]: Filled<K>): string {
  const words = () => fill(texts[key] ?? ENGLISH[key] ?? "", values);
  return WARNINGS.has(key) ? warning(words) : words();
}

let isPart = false;

/** The same of a warning that is put together, or has a day in it: its English is put together in English. */
export function warning(work: () => string): string {
  if (isPart) return work();
  isPart = true;
  try {
    const english = inEnglish(work);
    return english === undefined ? work() : `${work()}${BESIDE}${ISOLATE.english}${english}${ISOLATE.to}`;
  } finally {
    isPart = false;
  }
}

/** What `work` says in English: for beside a translation that no speaker has read. `undefined` beside any other. */
export function inEnglish<T>(work: () => T): T | undefined {
  if (!isUnreviewed()) return undefined;
  const kept: Words = { language, texts };
  speak({ language: "en", texts: {} });
  try {
    return work();
  } finally {
    speak(kept);
  }
}

export function isUnreviewed(): boolean {
  return describeLanguage(language).unreviewed === true;
}

/** The form that `count` takes in the language; `{count}` in it is the number as people there write it. */
export function counted<K extends PluralKey>(key: K, count: number): string {
  const category = new Intl.PluralRules(formats).select(count);
  const inEnglish = ENGLISH[`${key}.${new Intl.PluralRules("en").select(count)}`] ?? ENGLISH[`${key}.other`] ?? "";
  return fill(texts[`${key}.${category}`] ?? texts[`${key}.other`] ?? inEnglish, { count: figure(count) });
}

export function figure(count: number): string {
  return new Intl.NumberFormat(formats).format(count);
}

/** Whether there is a text for an id that the core or the list gave. */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** A day as the list writes it (`2026-11-22`, or a time in UTC), for people. */
export function day(date: string): string {
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) return date;
  // The month by name: in some languages the short form of a browser is figures, which in another order are another day.
  return new Intl.DateTimeFormat(formats, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    time,
  );
}

/** Names of accounts, agencies and publishers, which are not of the text's language, nor perhaps of its direction. */
const NAMES = new Set(["handle", "agency", "label", "publisher", "contact", "name", "address"]);
/** What Unicode has for `bdi`: first strong isolate, left-to-right isolate, and the end of either. */
export const ISOLATE = { from: "\u2068", english: "\u2066", to: "\u2069" } as const;

/** Between a warning and its English. */
export const BESIDE = " / ";

/** For where no `bdi` can stand and no other direction is expected: titles of the browser, files, other programs. */
export function plain(words: string): string {
  return words.replace(/[\u2066\u2068\u2069]/g, "");
}

function fill(pattern: string, values: Record<string, string> = {}): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return NAMES.has(name) ? `${ISOLATE.from}${plain(value)}${ISOLATE.to}` : value;
  });
}
