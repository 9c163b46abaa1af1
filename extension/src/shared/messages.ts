// Every message between the parts of the extension, and the guards that a receiver puts it through.

import type { PageSighting, SiteFile } from "./sites.ts";
import type { Answer, CoreError, Status, UpdateOutcome } from "./verdict.ts";

/** From a content script. Whose page it is, the background takes from the sender, never from the message. */
export type ContentRequest = { type: "judge"; sightings: PageSighting[] } | { type: "site" } | Watching;

/** The page keeps the content script too busy to watch it, or is watched again. */
export interface Watching {
  type: "watching";
  paused: boolean;
}

/** From the extension's own pages. */
export type PageRequest =
  | { type: "tab"; tabId: number }
  | { type: "check"; text: string }
  | { type: "status" }
  | { type: "update" };

/** From the background to a content script; for the structure of a page, from the popup. */
export type Notice = { type: "list-changed" } | { type: "state" } | { type: "structure" };

export interface JudgeReply {
  answers: Answer[];
  list: ListSummary;
}

export interface SiteReply {
  /** Absent where none describes the site: then links alone are looked at, and only warn. */
  site?: SiteFile;
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
  /** The page is too busy to be watched: what is new on it has no marks. */
  paused: boolean;
}

/** What else there is to say of a page: too busy to be watched; a site whose file names nothing that is on it. */
export type PageNote = "paused" | "unmatched";

/** What the popup says of a tab. `silent`: a page of ours whose content script does not answer. */
export type TabReply =
  | { state: "account"; answer: Answer; notes: PageNote[] }
  | { state: "nothing"; marks: number; notes: PageNote[] }
  | { state: "silent" }
  | { state: "elsewhere" };

/** How the browser's storage is doing; anything but `ok` lasts until the list is stored again. */
export type StorageState = "ok" | "full" | "denied" | "damaged";

export type StatusReply = Status & { storage: StorageState };

export interface ReplyOf {
  judge: JudgeReply;
  site: SiteReply;
  watching: Record<string, never>;
  tab: TabReply;
  check: Answer[];
  status: StatusReply;
  update: UpdateOutcome;
}

/** No answer at all. Not `error`: an update that failed answers with one of its own. */
export interface ErrorReply {
  failure: CoreError;
}

/** More sightings than this in one message is not our content script. */
export const BATCH_MAX = 256;
/** Longer strings are no address, handle or name of any platform. */
export const TEXT_MAX = 2048;
/** More ids than any page leaves behind. */
export const IDS_MAX = 100;

export function parseContentRequest(message: unknown): ContentRequest | undefined {
  if (!isRecord(message)) return undefined;
  if (message["type"] === "site") return { type: "site" };
  if (message["type"] === "watching") return parseWatching(message["paused"]);
  const sightings = message["sightings"];
  if (message["type"] !== "judge" || !Array.isArray(sightings) || sightings.length > BATCH_MAX) return undefined;
  return sightings.every(isPageSighting) ? { type: "judge", sightings } : undefined;
}

function parseWatching(paused: unknown): Watching | undefined {
  return typeof paused === "boolean" ? { type: "watching", paused } : undefined;
}

export function parsePageRequest(message: unknown): PageRequest | undefined {
  if (!isRecord(message)) return undefined;
  const { type, tabId, text } = message;
  if (type === "status" || type === "update") return { type };
  if (type === "tab" && Number.isInteger(tabId)) return { type, tabId: tabId as number };
  if (type === "check" && isText(text)) return { type, text };
  return undefined;
}

export function parseNotice(message: unknown): Notice | undefined {
  if (!isRecord(message)) return undefined;
  const type = message["type"];
  return type === "list-changed" || type === "state" || type === "structure" ? { type } : undefined;
}

export function parsePageState(reply: unknown): PageState | undefined {
  if (!isRecord(reply)) return undefined;
  const { surfaces, asked, marks, paused } = reply;
  if (!isCount(surfaces) || !isCount(asked) || !isCount(marks) || typeof paused !== "boolean") return undefined;
  return { surfaces, asked, marks, paused };
}

export function isErrorReply(reply: unknown): reply is ErrorReply {
  return isRecord(reply) && isRecord(reply["failure"]);
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
