// The languages that there are texts in. The texts themselves are loaded only when one is chosen.

export interface Language {
  /** The language's name for itself. */
  name: string;
  rightToLeft?: true;
  /** Whose plurals, dates and numbers a browser takes that has none for the language itself: those its readers know best. */
  formats?: string;
  /** No speaker has read these texts yet: the interface says so, and keeps the English warning beside the translated one. */
  unreviewed?: true;
}

/** By BCP 47 tag, which is also the name of the file in `extension/messages/`. */
export const LANGUAGES = {
  en: { name: "English" },
  es: { name: "Español", unreviewed: true },
  "pt-BR": { name: "Português (Brasil)", unreviewed: true },
  "zh-Hans": { name: "简体中文", unreviewed: true },
  "zh-Hant": { name: "繁體中文", unreviewed: true },
  // No browser has rules for Haitian Creole.
  ht: { name: "Kreyòl ayisyen", formats: "fr", unreviewed: true },
  vi: { name: "Tiếng Việt", unreviewed: true },
  ar: { name: "العربية", rightToLeft: true, unreviewed: true },
  ru: { name: "Русский", unreviewed: true },
  // Chromium has the plurals of Khmer and Cape Verdean Creole, but neither's dates; Firefox has both.
  km: { name: "ភាសាខ្មែរ", formats: "en", unreviewed: true },
  fr: { name: "Français", unreviewed: true },
  // Written in ALUPEC, as on Santiago and Fogo.
  kea: { name: "Kabuverdianu", formats: "pt-BR", unreviewed: true },
} as const satisfies Record<string, Language>;

export type LanguageTag = keyof typeof LANGUAGES;

export function isLanguage(tag: string): tag is LanguageTag {
  return Object.hasOwn(LANGUAGES, tag);
}

export function describeLanguage(tag: LanguageTag): Language {
  return LANGUAGES[tag];
}

/** Chinese is named by script here, and by region in most browsers; Cantonese is written in either script. */
const OTHER_NAMES: Record<string, string> = {
  zh: "zh-Hans",
  "zh-TW": "zh-Hant",
  "zh-HK": "zh-Hant",
  "zh-MO": "zh-Hant",
  yue: "zh-Hant",
  "yue-CN": "zh-Hans",
  "yue-Hans": "zh-Hans",
  pt: "pt-BR",
};

/** The first of these tags that there are texts in; English where there are none. */
export function bestLanguage(tags: readonly string[]): LanguageTag {
  for (const tag of tags) {
    const parts = tag.split("-");
    for (let length = parts.length; length > 0; length -= 1) {
      const shorter = parts.slice(0, length).join("-");
      const known = OTHER_NAMES[shorter] ?? shorter;
      if (isLanguage(known)) return known;
    }
  }
  return "en";
}
