// Who may ask what. Every message is validated, and whose page it speaks for is taken from the sender.

import { packagedAddress, type Sender, sendToTab, tab } from "../shared/browser.ts";
import { count } from "../shared/log.ts";
import {
  type ContentRequest,
  type ErrorReply,
  type PageNote,
  type PageRequest,
  parseContentRequest,
  parsePageRequest,
  parsePageState,
  type ReplyOf,
  type TabReply,
  type Watching,
} from "../shared/messages.ts";
import type { CoreError } from "../shared/verdict.ts";
import { asked, type Core, core } from "./core.ts";
import { storageState } from "./store.ts";
import { refreshToolbar } from "./toolbar.ts";
import { update } from "./update.ts";

type Reply = ReplyOf[keyof ReplyOf] | ErrorReply;

/** `undefined` for a message that is none of ours: ignored, and counted. */
export function route(message: unknown, sender: Sender): Promise<Reply> | undefined {
  const reply = sender.ownPage ? fromOwnPage(message) : fromContent(message, sender);
  if (reply === undefined) count("malformed message");
  return reply?.catch((cause: unknown) => ({ failure: asCoreError(cause) }));
}

function fromContent(message: unknown, { address, origin, tabId }: Sender): Promise<Reply> | undefined {
  const request = parseContentRequest(message);
  if (request === undefined || address === undefined) return undefined;
  // A page may move on between sighting and asking, but never to another origin.
  const fits = (page: string) => origin !== undefined && page.startsWith(`${origin}/`);
  if (request.type === "judge" && !request.sightings.every(({ page }) => fits(page))) return undefined;
  if (request.type === "watching") return toolbarAnew(tabId);
  return core().then((core) => answerContent(core, request, address));
}

/** The toolbar asks the page itself how it is doing: what a sleeping background forgot would be told wrongly. */
async function toolbarAnew(tabId: number | undefined): Promise<Reply> {
  if (tabId !== undefined) await refreshToolbar(await tab(tabId));
  return {};
}

async function answerContent(core: Core, request: Exclude<ContentRequest, Watching>, address: string): Promise<Reply> {
  switch (request.type) {
    case "site": {
      const site = core.site(address);
      return site === undefined ? {} : { site };
    }
    case "judge": {
      const answers = await asked(() => core.judge(request.sightings));
      const { publisher, list_date: date, contact } = core.status();
      return { answers, list: { publisher, date, contact } };
    }
  }
}

function fromOwnPage(message: unknown): Promise<Reply> | undefined {
  const request = parsePageRequest(message);
  return request && answerOwnPage(request);
}

async function answerOwnPage(request: PageRequest): Promise<Reply> {
  switch (request.type) {
    case "tab":
      return describeTab(request.tabId);
    case "check":
      return core().then((core) => asked(() => core.check(request.text)));
    case "status":
      return { ...(await core()).status(), storage: storageState() };
    case "update":
      return update();
  }
}

/** "Does not work here" and "nothing to mark here" are different things to tell a person. */
async function describeTab(tabId: number): Promise<TabReply> {
  const { address } = await tab(tabId);
  const judging = await core();
  // The browser hides the address of a page on which the extension may not be; its own pages it may see.
  if (address === undefined || address.startsWith(packagedAddress(""))) return { state: "elsewhere" };
  const answer = await asked(() => judging.judge_address(address));
  const page = parsePageState(await sendToTab(tabId, { type: "state" }).catch(() => undefined));
  const unmatched = page?.surfaces === 0 && judging.site(address) !== undefined;
  const notes: PageNote[] = [
    ...(page?.paused ? ["paused" as const] : []),
    ...(unmatched ? ["unmatched" as const] : []),
  ];
  if (answer.account !== undefined) return { state: "account", answer, notes };
  if (page === undefined) return { state: "silent" };
  return { state: "nothing", marks: page.marks, notes };
}

function asCoreError(cause: unknown): CoreError {
  const { name, variant, message } = Object(cause) as Partial<CoreError>;
  return { name: name ?? "Error", variant: variant ?? "Unknown", message: message ?? String(cause) };
}
