// What the core answers, in the shape in which it crosses from WebAssembly. Nothing here decides.

import type { Variant, VerdictWord } from "../../../target/wasm/core.js";

/** The account that something resembles or imitates, or at least its agency. */
export interface Imitated {
  agency: string;
  platform?: string;
  handle?: string;
}

/** A row of the published list, as far as it is shown. */
export interface AccountRow {
  agency: string;
  platform: string;
  handle: string;
  status: string;
  since?: string;
  until?: string;
  successor?: string;
  previous?: { handle: string; until?: string }[];
}

/** Half-open range in UTF-16 units of the text that was judged. */
export type Range = [from: number, to: number];

/** `list_date` stands beside what is said from a list that is no longer confirmed. */
export type Verdict =
  | { verdict: "impostor"; imitates: Imitated; confirmed: string; list_date?: string }
  | { verdict: "compromised"; account: AccountRow; list_date?: string }
  | { verdict: "paused"; account: AccountRow; list_date?: string }
  | { verdict: "mismatch"; account: AccountRow; list_date?: string }
  | {
      verdict: "retired";
      account: AccountRow;
      reasons: string[];
      until?: string;
      successor?: Imitated;
      list_date?: string;
    }
  | { verdict: "official"; account: AccountRow }
  | { verdict: "unconfirmed"; account: AccountRow; reasons: string[]; list_date: string }
  | { verdict: "renamed"; account: AccountRow; reasons: string[]; list_date?: string }
  | { verdict: "neighbour" }
  | {
      verdict: "lookalike";
      strength: "strong" | "weak";
      imitates: Imitated;
      reasons: string[];
      differs?: Range[];
      /** The text that `differs` counts in; absent for the handle. */
      differs_in?: "name";
      label?: string;
      list_date?: string;
    }
  | { verdict: "unlisted" };

type ShapeOf<Word extends Verdict["verdict"]> = Extract<Verdict, { verdict: Word }>;
/** Each of the core's verdicts by name: types fail here as soon as the core has one without a shape above. */
export type CoreVerdict = ShapeOf<VerdictWord>;

export interface Agency {
  id: string;
  name: string;
  short_name: string;
  homepage: string;
}

/** The listed account that an impostor, a lookalike or a retired name should lead to. */
export interface RealAccount {
  platform: string;
  handle: string;
  address: string;
}

/** The core's answer to one sighting. */
export interface Answer {
  verdict: Verdict;
  /** `x:massdot` */
  account?: string;
  /** The name as it was written, in which `differs` counts: `MassD0T`. */
  handle?: string;
  address?: string;
  agency?: Agency;
  real?: RealAccount;
  demonstration: boolean;
}

/** Whether there is nothing to say of it. */
export function isSilent({ verdict }: Answer): boolean {
  return verdict.verdict === "unlisted" || verdict.verdict === "neighbour";
}

/** The list in use. */
export interface Status {
  publisher: string;
  homepage: string;
  /** Whom to write to about a mark; empty where the list names nobody. */
  contact: string;
  /** Where reports go by e-mail; empty where the list names no address for them. */
  report_email: string;
  demonstration: boolean;
  accounts: number;
  version: number;
  list_date: string;
  confirmed?: string;
  freshness: "fresh" | "aging" | "unconfirmed";
  source: "packaged" | "stored" | "updated";
  /** What was damaged and left aside: `floor` and `set` in storage, `sites` in the list. */
  refused: ("floor" | "set" | "sites")[];
  /** What pages handed over as sightings and was none, since the background awoke. */
  malformed: number;
}

/** What the root in use says of who must sign the list. */
export interface Chain {
  /** The version of the root that came with the extension. */
  pinned: number;
  /** Of the one in use: the same, or a later one. */
  root: number;
  expires: string;
  /** How many of the keys must sign the list. */
  threshold: number;
  keys: number;
  /** Until when the last confirmation of the list counts. */
  confirmed_until: string;
}

/** An account that a new list added, removed or changed. */
export interface Change {
  platform: string;
  handle: string;
  status: string;
  /** The agency's name. */
  agency: string;
}

export interface Changes {
  /** The version before. */
  since: number;
  added: Change[];
  removed: Change[];
  changed: Change[];
  /** How many more there are than stand here. An older version of the extension kept none. */
  more?: number;
}

/** An error of the core, or of anything else, at the browser boundary. */
export interface CoreError {
  name: string;
  variant: Variant | "Unknown";
  message: string;
}

export interface UpdateOutcome {
  changed: boolean;
  error?: CoreError;
}
