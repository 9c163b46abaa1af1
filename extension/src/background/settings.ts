// The settings in use: what the resident chose, under what an administrator fixed. Read once after a start.

import { allTabs, browserLanguages, managedPolicy, packagedAddress, type Tab, tellTab } from "../shared/browser.ts";
import { bestLanguage, type LanguageTag } from "../shared/languages.ts";
import { warn } from "../shared/log.ts";
import type { SettingsChange, Wanted } from "../shared/messages.ts";
import { DEFAULTS, type Policy, placeOn, readPolicy, readSettings, type Settings } from "../shared/settings.ts";
import { speak, type Texts, type Words } from "../shared/texts.ts";
import { eraseAll, readFrom, write } from "./resident.ts";

export interface InUse {
  settings: Settings;
  policy: Policy;
  words: Words;
  /** False while the browser does not let them be kept. */
  kept: boolean;
}

const KEY = "settings";
/** What a mark and its panel say; the other texts never leave the extension's own pages. */
const OF_MARKS = /^(mark|why|reason|panel|platform|account|language)\./;

let inUse: Promise<InUse> | undefined;
let changed: (tabs: Tab[]) => void = () => undefined;

/** Called after every change, with the tabs that were told. */
export function onSettingsChanged(listener: (tabs: Tab[]) => void): void {
  changed = listener;
}

export function settings(): Promise<InUse> {
  inUse ??= load();
  return inUse;
}

/** Changes some of them, and tells every page. Resolves to whether they could be kept. */
export async function changeSettings({ language, ...change }: SettingsChange): Promise<boolean> {
  const { settings: now } = await settings();
  const next: Settings = { ...now, ...change, ...(language !== undefined && { language: language ?? undefined }) };
  const kept = await write("settings", KEY, next).then(
    () => true,
    (cause) => {
      warn("the settings could not be kept, they are used until the browser stops", cause);
      return false;
    },
  );
  inUse = make(next, kept);
  await tellTabs();
  return kept;
}

/** Everything that was kept of this resident; the verified list stays. */
export async function eraseResident(): Promise<void> {
  await eraseAll();
  inUse = undefined;
  await tellTabs();
}

/** Another policy may be in force. */
export async function reloadSettings(): Promise<void> {
  inUse = undefined;
  await tellTabs();
}

/** What the content script of a page on a site is told. */
export async function wantedOn(site: string | undefined): Promise<Wanted> {
  const { settings: chosen, policy, words } = await settings();
  const texts = Object.fromEntries(Object.entries(words.texts).filter(([key]) => OF_MARKS.test(key)));
  const reporting = policy.reporting !== false;
  return { marks: placeOn(site, chosen, policy), words: { ...words, texts }, reporting };
}

async function load(): Promise<InUse> {
  try {
    return await make({ ...DEFAULTS, ...readSettings(await readFrom("settings", KEY)) }, true);
  } catch (cause) {
    warn("the settings could not be read, those of a new installation are used", cause);
    return make(DEFAULTS, false);
  }
}

async function make(chosen: Settings, kept: boolean): Promise<InUse> {
  const policy = readPolicy(await managedPolicy());
  const words = await wordsIn(policy.language ?? chosen.language ?? bestLanguage(browserLanguages()));
  speak(words);
  return { settings: chosen, policy, words, kept };
}

async function wordsIn(language: LanguageTag): Promise<Words> {
  if (language === "en") return { language, texts: {} };
  const response = await fetch(packagedAddress(`messages/${language}.json`));
  return { language, texts: (await response.json()) as Texts };
}

async function tellTabs(): Promise<void> {
  const tabs = await allTabs();
  await Promise.allSettled(tabs.map(({ id }) => tellTab(id, { type: "settings-changed" })));
  changed(tabs);
}
