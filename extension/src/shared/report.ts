// A report as it goes over the wire (docs/report-api.yaml) and as it stands in the journal.

import type { PageSighting } from "./sites.ts";
import type { Answer } from "./verdict.ts";

const RECEIPT = /^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/;
const RECEIPT_LETTERS = /^[A-Z2-7]{16}$/;

export function isReceipt(value: unknown): value is string {
  return typeof value === "string" && RECEIPT.test(value);
}

/** As a person copies one: in small letters, with other spaces and dashes, or with none. */
export function readReceipt(words: string): string | undefined {
  const letters = words.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  return RECEIPT_LETTERS.test(letters) ? letters.replace(/.{4}(?=.)/g, "$&-") : undefined;
}

/** In the order in which they are shown; each is text, and what is empty is left out. */
export const REPORT_FIELDS = [
  "kind",
  "platform",
  "handle",
  "account_id",
  "display_name",
  "link",
  "resembles",
  "reasons",
  "seen",
  "list_version",
  "words",
  "contact",
] as const;
export type ReportField = (typeof REPORT_FIELDS)[number];
export type Report = Partial<Record<ReportField, string>> & { link: string };

/** The contract's caps, in UTF-16 units. */
export const FIELD_MAX: Partial<Record<ReportField, number>> = { link: 2048, words: 4000 };
export const OTHER_FIELD_MAX = 300;

/** `queued`: Send was pressed, and it is tried again until it went out. */
export type ReportState = "queued" | "sent" | "refused" | "withdrawn";

export interface Entry {
  /** Random; the key under which the desk knows the report before it gave a receipt. */
  id: string;
  report: Report;
  state: ReportState;
  /** When Send was pressed. */
  time: string;
  receipt?: string;
  /** What the desk said when it was last asked. */
  answer?: string;
  /** Counted before it leaves. */
  tries: number;
  /** The resident withdrew it, and it may be at the desk: it goes out once more only for that. */
  unwanted?: boolean;
  /** In base64; only while it waits to be sent. */
  picture?: string;
}

/** What a report is begun from. Kept in memory alone. */
export interface Draft {
  /** Of the account, as the core gave it. */
  address: string;
  /** What the page claimed of it, as raw as it was: judged anew when the report's page asks. */
  sighting?: PageSighting;
  /** The resident says that a warning is wrong. */
  objection?: boolean;
  isPrivate: boolean;
}

/** The core's answer to a draft, with what of the page's words counts as said of that very account. */
export interface Reported extends Answer {
  account_id?: string;
  display_name?: string;
}

export function isReport(value: unknown): value is Report {
  if (typeof value !== "object" || value === null) return false;
  const known = new Set<string>(REPORT_FIELDS);
  return (
    typeof (value as Report).link === "string" &&
    Object.entries(value).every(
      ([field, text]) =>
        known.has(field) &&
        typeof text === "string" &&
        text !== "" &&
        // Half a character is none in any other language.
        text.isWellFormed() &&
        text.length <= (FIELD_MAX[field as ReportField] ?? OTHER_FIELD_MAX),
    )
  );
}
