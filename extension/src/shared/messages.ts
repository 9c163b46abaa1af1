// Every message between the parts of the extension, and the guards that a receiver puts it through.

import { isPictureText, type Taken } from "./picture.ts";
import { type Draft, type Entry, isReceipt, isReport, type Report, type Reported } from "./report.ts";
import { type Place, type Policy, readSettings, type Settings } from "./settings.ts";
import type { PageSighting, SiteFile } from "./sites.ts";
import type { Words } from "./texts.ts";
import type { Answer, Chain, Changes, CoreError, Status, UpdateOutcome } from "./verdict.ts";

/** From a content script. Whose page it is, the background takes from the sender, never from the message. */
export type ContentRequest =
  /** `null`: something was handed over that is none. */
  | { type: "judge"; sightings: (PageSighting | null)[] }
  | { type: "site" }
  | { type: "openReport"; address: string; sighting: PageSighting; objection?: boolean }
  | Watching;

/** The page keeps the content script too busy to watch it, or is watched again. */
export interface Watching {
  type: "watching";
  paused: boolean;
}

/** From the extension's own pages. */
export type PageRequest =
  | { type: "tab"; tabId: number }
  | { type: "check"; text: string }
  | { type: "find"; text: string }
  | { type: "status" }
  | { type: "update" }
  | { type: "settings" }
  | { type: "set"; change: SettingsChange; private: boolean }
  /** `tabId`: with a picture of that tab, which is in front. */
  | { type: "report"; draft: Draft; tabId?: number }
  | { type: "draft"; id: string }
  | { type: "bare"; picture: string }
  | { type: "send"; report: Report; picture?: string; private: boolean }
  | { type: "journal" }
  | { type: "reportStatus"; id: string }
  | { type: "withdraw"; id: string }
  /** Of a report that need not be in the journal. */
  | { type: "receipt"; about: ReceiptQuestion; receipt: string }
  | { type: "examples" }
  | { type: "chain" }
  | { type: "export" }
  | { type: "erase" }
  | { type: "granted"; tabId: number }
  | { type: "hosts" }
  | { type: "takeBack"; host: string };

export type ReceiptQuestion = "status" | "withdraw";

/** `null` asks for the browser's own language again. */
export type SettingsChange = Partial<Omit<Settings, "language">> & { language?: Settings["language"] | null };

/** From the background to a content script; for the structure of a page, from the popup. */
export type Notice =
  | { type: "list-changed" }
  | { type: "settings-changed" }
  | { type: "state" }
  | { type: "paused" }
  | { type: "structure" }
  /** Where the mark of the account with this address stands. */
  | { type: "where"; address: string };

export interface JudgeReply {
  answers: Answer[];
  list: ListSummary;
}

export interface SiteReply {
  /** Absent where none describes the site: then links alone are looked at, and only warn. */
  site?: SiteFile;
  wanted?: Wanted;
  /** The page may no longer be read: what stands there goes. */
  leave?: true;
}

/** What the resident wants to see on a page, and in which words. */
export interface Wanted {
  marks: Place;
  words: Words;
  /** An administrator may have switched reports off: then none is offered. */
  reporting: boolean;
}

export interface SettingsReply {
  settings: Settings;
  policy: Policy;
  words: Words;
  /** False while the browser does not let the settings be kept. */
  kept: boolean;
  /** Where lists come from, and reports go. */
  repository: string;
  desk?: string;
}

/** Everything that is kept of this resident. */
export interface Export {
  settings: Settings;
  reports: Entry[];
  /** Servers that the resident let the extension in on. */
  hosts: string[];
}

export interface EntryReply {
  /** Absent where there is no such report, or none may be sent. */
  entry?: Entry;
}

/** What a mark's details say of the list. */
export interface ListSummary {
  publisher: string;
  date: string;
  /** Whom to write to about a mark; empty where the list names nobody. */
  contact: string;
}

/** How the content script is doing on its page. */
export interface PageState {
  /** Elements that a surface of the site file named. */
  surfaces: number;
  /** Distinct sightings that were asked. */
  asked: number;
  /** Marks that stand on the page now. */
  marks: number;
  /** Of the accounts that are marked. */
  addresses: string[];
  /** What it claims of the account whose page it is. */
  header: PageSighting[];
  /** The page is too busy to be watched: what is new on it has no marks. */
  paused: boolean;
}

/** What holds of a tab whatever it shows. */
interface Here {
  /** The name of its site file, where it has one. */
  site?: string;
  /** Where marks stand on this site. */
  place: Place;
  isPrivate: boolean;
}

/** What else there is to say of a page: too busy to be watched; a site whose file names nothing that is on it. */
export type PageNote = "paused" | "unmatched";

/** What the popup may offer for a tab's address: to be let in. */
export interface Offer {
  host: string;
  platform: string;
  /** Whether the host is known as the platform's, and not only by what the address looks like. */
  known: boolean;
  /** It was let in, and the page showed no sign of such a server. */
  unlike: boolean;
}

/** `unlike`: no page of it showed that it is such a server, so the permission went back. */
export type GrantOutcome = "granted" | "unlike" | "declined";

/** What the popup says of a tab. `silent`: a page of ours whose content script does not answer. */
export type TabReply =
  | (Here & {
      state: "account";
      answer: Answer;
      notes: PageNote[];
      /** What the page itself claims of that account, and what that comes to. */
      seen?: Seen;
      /** The resident said that it is no impostor. */
      trusted: boolean;
      /** Whether the page itself is looked at. */
      works: boolean;
      others: Answer[];
      offer?: Offer;
    })
  | (Here & { state: "nothing"; marks: number; notes: PageNote[]; others: Answer[] })
  | (Here & { state: "silent" })
  | { state: "offered"; offer: Offer; isPrivate: boolean }
  /** It was closed meanwhile. */
  | { state: "gone" }
  | { state: "elsewhere" };

export interface Seen {
  sighting: PageSighting;
  answer: Answer;
}

/** What the welcome offers to try. */
export interface Examples {
  /** A listed account that is in use, where the list has one. */
  answer?: Answer;
  names: Example[];
}

export interface Example {
  /** The last two are made up: a name that resembles the listed one, and one that resembles none. */
  kind: "listed" | "lookalike" | "unlisted";
  name: string;
}

/** How the browser's storage is doing; anything but `ok` lasts until the list is stored again. */
export type StorageState = "ok" | "full" | "denied" | "damaged";

export type StatusReply = Status & { storage: StorageState; changes?: Changes };

export interface ReplyOf {
  judge: JudgeReply;
  site: SiteReply;
  watching: Record<string, never>;
  tab: TabReply;
  check: Answer[];
  find: Answer[];
  status: StatusReply;
  update: UpdateOutcome;
  settings: SettingsReply;
  set: { kept: boolean };
  examples: Examples;
  /** Absent where the core has none to tell, which no verified list brings about. */
  chain: { chain?: Chain | undefined };
  openReport: { opened: boolean };
  report: { opened: boolean };
  /** `reported`: absent where the draft names no account. */
  draft: { draft?: Draft; reported?: Reported; picture?: Taken };
  /** Without metadata, as it may be sent; absent for what is no picture. */
  bare: { picture?: string };
  send: EntryReply;
  journal: Entry[];
  reportStatus: EntryReply;
  withdraw: EntryReply;
  /** What became of it; or that the desk knows no such report, or gave no answer. */
  receipt: { outcome: string };
  export: Export;
  erase: { kept: boolean };
  granted: { outcome: GrantOutcome };
  hosts: string[];
  takeBack: string[];
}

/** No answer at all. Not `error`: an update that failed answers with one of its own. */
export interface ErrorReply {
  failure: CoreError;
}

/** More sightings than this in one message is not our content script. */
export const BATCH_MAX = 256;
/** Longer strings are no address, handle or name of any platform. */
export const TEXT_MAX = 2048;
/** More marked accounts than anybody reads through. */
export const ADDRESSES_MAX = 50;
/** More ids than any page leaves behind. */
export const IDS_MAX = 100;
/** More headers than any page has. */
const HEADERS_MAX = 8;

export function parseContentRequest(message: unknown): ContentRequest | undefined {
  if (!isRecord(message)) return undefined;
  if (message["type"] === "site") return { type: "site" };
  if (message["type"] === "openReport") return parseOpenReport(message);
  if (message["type"] === "watching") return parseWatching(message["paused"]);
  const sightings = message["sightings"];
  if (message["type"] !== "judge" || !Array.isArray(sightings) || sightings.length > BATCH_MAX) return undefined;
  // What is none must not cost the others of its batch their answers: the core answers and counts it.
  return { type: "judge", sightings: sightings.map((sighting) => (isPageSighting(sighting) ? sighting : null)) };
}

function parseOpenReport({ address, sighting, objection }: Record<string, unknown>): ContentRequest | undefined {
  if (!isText(address) || !isPageSighting(sighting)) return undefined;
  return { type: "openReport", address, sighting, ...(objection === true && { objection }) };
}

function parseWatching(paused: unknown): Watching | undefined {
  return typeof paused === "boolean" ? { type: "watching", paused } : undefined;
}

export function parsePageRequest(message: unknown): PageRequest | undefined {
  if (!isRecord(message)) return undefined;
  const { type, tabId, text } = message;
  if (type === "status" || type === "update" || type === "settings") return { type };
  if (type === "export" || type === "erase" || type === "journal" || type === "examples") return { type };
  if (type === "hosts" || type === "chain") return { type };
  const { id, report, draft, host } = message;
  if (type === "granted" && Number.isInteger(tabId)) return { type, tabId: tabId as number };
  if (type === "takeBack" && isText(host)) return { type, host };
  if ((type === "draft" || type === "reportStatus" || type === "withdraw") && isText(id)) return { type, id };
  if (type === "receipt" && isReceipt(message["receipt"]))
    return parseReceiptQuestion(message["about"], message["receipt"]);
  if (type === "bare" && isPictureText(message["picture"])) return { type, picture: message["picture"] };
  if (type === "send" && isReport(report)) return parseSend(report, message["picture"], message["private"] === true);
  if (type === "report" && isRecord(draft) && isText(draft["address"])) {
    const { address, sighting, isPrivate, objection } = draft;
    const seen = isPageSighting(sighting) && { sighting };
    const whole = { address, ...seen, ...(objection === true && { objection }), isPrivate: isPrivate === true };
    return { type, draft: whole, ...(Number.isInteger(tabId) && { tabId: tabId as number }) };
  }
  if (type === "set" && isRecord(message["change"])) {
    return { type, change: readChange(message["change"]), private: message["private"] === true };
  }
  if (type === "tab" && Number.isInteger(tabId)) return { type, tabId: tabId as number };
  if ((type === "check" || type === "find") && isText(text)) return { type, text };
  return undefined;
}

function parseReceiptQuestion(about: unknown, receipt: string): PageRequest | undefined {
  return about === "status" || about === "withdraw" ? { type: "receipt", about, receipt } : undefined;
}

function parseSend(report: Report, picture: unknown, isPrivate: boolean): PageRequest | undefined {
  if (picture === undefined) return { type: "send", report, private: isPrivate };
  return isPictureText(picture) ? { type: "send", report, picture, private: isPrivate } : undefined;
}

export function parseNotice(message: unknown): Notice | undefined {
  if (!isRecord(message)) return undefined;
  if (message["type"] === "where" && isText(message["address"])) return { type: "where", address: message["address"] };
  const notices = ["list-changed", "settings-changed", "state", "paused", "structure"] as const;
  const type = notices.find((known) => known === message["type"]);
  return type === undefined ? undefined : { type };
}

export function parsePageState(reply: unknown): PageState | undefined {
  if (!isRecord(reply)) return undefined;
  const { surfaces, asked, marks, paused, addresses, header } = reply;
  if (!isCount(surfaces) || !isCount(asked) || !isCount(marks) || typeof paused !== "boolean") return undefined;
  const named = Array.isArray(addresses) ? addresses.filter(isText).slice(0, ADDRESSES_MAX) : [];
  const claims = Array.isArray(header) ? header.filter(isPageSighting).slice(0, HEADERS_MAX) : [];
  return { surfaces, asked, marks, paused, addresses: named, header: claims };
}

/** What a content script replies when it is asked whether its page is too busy to be watched. */
export function parsePaused(reply: unknown): boolean {
  return isRecord(reply) && reply["paused"] === true;
}

export function isErrorReply(reply: unknown): reply is ErrorReply {
  return isRecord(reply) && isRecord(reply["failure"]);
}

function readChange(change: Record<string, unknown>): SettingsChange {
  const read = readSettings(change);
  return change["language"] === null ? { ...read, language: null } : read;
}

function isPageSighting(value: unknown): value is PageSighting {
  if (!isRecord(value)) return false;
  const { page, surface, link, handle, name, ids } = value;
  return (
    isText(page) &&
    [link, handle, name].every((text) => text === undefined || isText(text)) &&
    (surface === undefined || (isRecord(surface) && isText(surface["site"]) && isText(surface["id"]))) &&
    (ids === undefined || (Array.isArray(ids) && ids.length <= IDS_MAX && ids.every(isIdClaim)))
  );
}

function isIdClaim(value: unknown): boolean {
  return isRecord(value) && isText(value["value"]) && isText(value["names"]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= TEXT_MAX;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
