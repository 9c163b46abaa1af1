// Who may ask what. Every message is validated, and whose page it speaks for is taken from the sender.

import { packagedAddress, type Sender, sendToTab, tab } from "../shared/browser.ts";
import { count } from "../shared/log.ts";
import {
  type ContentRequest,
  type ErrorReply,
  type PageRequest,
  parseContentRequest,
  parsePageRequest,
  parsePageState,
  type ReplyOf,
  type TabReply,
} from "../shared/messages.ts";
import type { CoreError } from "../shared/verdict.ts";
import { type Core, config, core } from "./core.ts";
import { changeSettings, eraseResident, settings, wantedOn } from "./settings.ts";
import { storageState } from "./store.ts";
import { update } from "./update.ts";

type Reply = ReplyOf[keyof ReplyOf] | ErrorReply;

/** `undefined` for a message that is none of ours: ignored, and counted. */
export function route(message: unknown, sender: Sender): Promise<Reply> | undefined {
  const reply = sender.ownPage ? fromOwnPage(message) : fromContent(message, sender);
  if (reply === undefined) count("malformed message");
  return reply?.catch((cause: unknown) => ({ failure: asCoreError(cause) }));
}

function fromContent(message: unknown, { address, origin }: Sender): Promise<Reply> | undefined {
  const request = parseContentRequest(message);
  if (request === undefined || address === undefined) return undefined;
  // A page may move on between sighting and asking, but never to another origin.
  const fits = (page: string) => origin !== undefined && page.startsWith(`${origin}/`);
  if (request.type === "judge" && !request.sightings.every(({ page }) => fits(page))) return undefined;
  return core().then((core) => answerContent(core, request, address));
}

async function answerContent(core: Core, request: ContentRequest, address: string): Promise<Reply> {
  switch (request.type) {
    case "site": {
      const site = core.site(address);
      const wanted = await wantedOn(site?.platform);
      return site === undefined ? { wanted } : { site, wanted };
    }
    case "judge": {
      const { publisher, list_date: date, contact } = core.status();
      return { answers: core.judge(request.sightings), list: { publisher, date, contact } };
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
      return (await core()).check(request.text);
    case "status":
      return { ...(await core()).status(), storage: storageState() };
    case "update":
      return update();
    case "settings": {
      const { repository, desk } = await config();
      return { ...(await settings()), repository, ...(desk !== undefined && { desk }) };
    }
    case "set":
      // Nothing of a private window is kept, and what is chosen there counts nowhere else.
      return { kept: !request.private && (await changeSettings(request.change)) };
    case "export":
      return { settings: (await settings()).settings };
    case "erase":
      await eraseResident();
      return { kept: true };
  }
}

/** "Does not work here" and "nothing to mark here" are different things to tell a person. */
async function describeTab(tabId: number): Promise<TabReply> {
  const { address } = await tab(tabId);
  const judging = await core();
  // The browser hides the address of a page on which the extension may not be; its own pages it may see.
  if (address === undefined || address.startsWith(packagedAddress(""))) return { state: "elsewhere" };
  const answer = judging.judge_address(address);
  if (answer.account !== undefined) return { state: "account", answer };
  const page = parsePageState(await sendToTab(tabId, { type: "state" }).catch(() => undefined));
  if (page === undefined) return { state: "silent" };
  if (page.surfaces === 0 && judging.site(address) !== undefined) return { state: "unrecognised" };
  return { state: "nothing", marks: page.marks };
}

function asCoreError(cause: unknown): CoreError {
  const { name, variant, message } = Object(cause) as Partial<CoreError>;
  return { name: name ?? "Error", variant: variant ?? "Unknown", message: message ?? String(cause) };
}
