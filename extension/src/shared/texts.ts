// The texts, from `extension/messages/<language>.json`. A test holds each text's placeholders against the types made here.

import en from "../../messages/en.json";
import { languages } from "./browser.ts";

export type TextKey = keyof typeof en;

/** The placeholders of each text; one that is not here takes none. */
export const PLACEHOLDERS = {
  "mark.official": ["agency"],
  "mark.official.demonstration": ["agency"],
  "mark.demonstration": ["text"],
  "mark.impostor": ["agency", "date"],
  "mark.retired": ["date"],
  "mark.unconfirmed": ["date"],
  "mark.lookalike": ["handle"],
  "mark.lookalike.demonstration": ["handle"],
  "mark.weak": ["handle"],
  "mark.dated": ["text", "date"],
  "mark.label": ["text"],
  "why.official": ["agency"],
  "why.impostor": ["agency"],
  "why.renamed": ["handle"],
  "why.labelled": ["label"],
  "reason.confusable": ["handle"],
  "reason.one-edit": ["handle"],
  "reason.two-edits": ["handle"],
  "reason.vocabulary": ["handle"],
  "reason.separators": ["handle"],
  "reason.affix": ["handle"],
  "reason.reordered": ["handle"],
  "reason.state-name": ["handle"],
  "reason.display-name": ["agency"],
  "reason.agency-name": ["agency"],
  "reason.other": ["agency"],
  "panel.object": ["contact"],
  "panel.list.value": ["publisher", "date"],
  "panel.opens": ["text"],
  "toolbar.verdict": ["text"],
  "toolbar.paused": ["text"],
  "popup.marks.many": ["count"],
  "popup.aging": ["date"],
  "popup.check.others": ["count"],
  "account.on": ["handle", "platform"],
} as const satisfies Partial<Record<TextKey, readonly string[]>>;

type Placeholders = typeof PLACEHOLDERS;
type Filled<K extends TextKey> = K extends keyof Placeholders ? [values: Record<Placeholders[K][number], string>] : [];

// One file per language joins this table; English is complete, and what another lacks is taken from it.
const LANGUAGES: Record<string, Partial<Record<TextKey, string>>> = { en };
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/** The language of every text this returns, for `lang`. */
export const language =
  languages()
    .flatMap((tag) => [tag, tag.split("-")[0] ?? tag])
    .find((tag) => tag in LANGUAGES) ?? "en";
export const direction = RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";

export function text<K extends TextKey>(key: K, ...[values]: Filled<K>): string {
  const pattern = LANGUAGES[language]?.[key] ?? en[key];
  const filled: Record<string, string> = values ?? {};
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => filled[name] ?? whole);
}

/** Whether there is a text for an id that the core or the list gave. */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** A day as the list writes it (`2026-11-22`, or a time in UTC), for people. */
export function day(date: string): string {
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) return date;
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(time);
}
