// What a resident may choose, and what an administrator may have chosen before.

import { isLanguage, type LanguageTag } from "./languages.ts";

/** Where marks stand: wherever accounts show, on their own pages only, or nowhere but in the toolbar. */
export const PLACES = ["all", "profiles", "toolbar"] as const;
export type Place = (typeof PLACES)[number];

export interface Settings {
  marks: Place;
  /** Sites without marks: the names of their site files. */
  sitesOff: string[];
  /** Absent: the browser's. */
  language?: LanguageTag | undefined;
  /** Accounts of which this resident said that they are no impostors (`x:massdots`): not warned about as lookalikes. */
  trusted: string[];
}

/** A managed policy: what an administrator fixed, a resident cannot change. */
export interface Policy {
  marks?: Place;
  /** If there are any, marks stand on these sites alone. */
  sites?: string[];
  language?: LanguageTag;
  reporting?: boolean;
}

export const DEFAULTS: Settings = { marks: "all", sitesOff: [], trusted: [] };

const LIST_MAX = 1000;
const NAME_MAX = 300;

/** What was stored, or is asked to be; what is none of ours, or damaged, is left out, and the rest kept. */
export function readSettings(value: unknown): Partial<Settings> {
  const { marks, sitesOff, language, trusted } = Object(value) as Record<string, unknown>;
  return {
    ...(isPlace(marks) && { marks }),
    ...(isNames(sitesOff) && { sitesOff }),
    ...(typeof language === "string" && isLanguage(language) && { language }),
    ...(isNames(trusted) && { trusted }),
  };
}

export function readPolicy(value: unknown): Policy {
  const { marks, sites, language, reporting } = Object(value) as Record<string, unknown>;
  return {
    ...(isPlace(marks) && { marks }),
    ...(isNames(sites) && sites.length > 0 && { sites }),
    ...(typeof language === "string" && isLanguage(language) && { language }),
    ...(typeof reporting === "boolean" && { reporting }),
  };
}

/** Where marks may stand on a site, by the name of its site file; `undefined` for a site without one. */
export function placeOn(site: string | undefined, settings: Settings, policy: Policy): Place {
  const marks = policy.marks ?? settings.marks;
  if (policy.sites !== undefined && !(site !== undefined && policy.sites.includes(site))) return "toolbar";
  return site !== undefined && settings.sitesOff.includes(site) ? "toolbar" : marks;
}

function isPlace(value: unknown): value is Place {
  return (PLACES as readonly unknown[]).includes(value);
}

function isNames(value: unknown): value is string[] {
  const isName = (name: unknown) => typeof name === "string" && name.length <= NAME_MAX;
  return Array.isArray(value) && value.length <= LIST_MAX && value.every(isName);
}
