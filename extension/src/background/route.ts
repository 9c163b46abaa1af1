// Who may ask what. Every message is validated, and whose page it speaks for is taken from the sender.

import { type Sender, tab } from "../shared/browser.ts";
import { count } from "../shared/log.ts";
import {
  type ContentRequest,
  type EntryReply,
  type ErrorReply,
  type PageRequest,
  parseContentRequest,
  parsePageRequest,
  type ReplyOf,
  type Watching,
} from "../shared/messages.ts";
import type { Draft, Entry, Reported } from "../shared/report.ts";
import type { PageSighting } from "../shared/sites.ts";
import type { CoreError } from "../shared/verdict.ts";
import { changes } from "./changes.ts";
import { asked, type Core, config, core } from "./core.ts";
import * as drafts from "./drafts.ts";
import { examples } from "./examples.ts";
import { grantedHosts, grantHere, hasLeft, takeBack, takeBackAll } from "./hosts.ts";
import { forResident } from "./judging.ts";
import { barePicture, fetchPicture } from "./picture.ts";
import * as reports from "./reports.ts";
import { changeSettings, eraseResident, settings, wantedOn } from "./settings.ts";
import { storageState } from "./store.ts";
import { describeTab } from "./tabs.ts";
import { refreshToolbar } from "./toolbar.ts";
import { update } from "./update.ts";

type Reply = ReplyOf[keyof ReplyOf] | ErrorReply;

/** `undefined` for a message that is none of ours: ignored, and counted. */
export function route(message: unknown, sender: Sender): Promise<Reply> | undefined {
  const reply = sender.ownPage ? fromOwnPage(message) : fromContent(message, sender);
  if (reply === undefined) count("malformed message");
  return reply?.catch((cause: unknown) => ({ failure: asCoreError(cause) }));
}

function fromContent(message: unknown, { address, origin, tabId, isPrivate }: Sender): Promise<Reply> | undefined {
  const request = parseContentRequest(message);
  if (request === undefined || address === undefined) return undefined;
  // A page may move on between sighting and asking, but never to another origin.
  const fits = ({ page }: PageSighting) => origin !== undefined && page.startsWith(`${origin}/`);
  if (request.type === "openReport") {
    const { type: _, ...seen } = request;
    return fits(seen.sighting) ? beginReport({ ...seen, isPrivate }) : undefined;
  }
  if (request.type === "judge" && !request.sightings.every((sighting) => sighting === null || fits(sighting)))
    return undefined;
  if (request.type === "watching") return toolbarAnew(tabId);
  if (request.type === "site" && hasLeft(origin)) return Promise.resolve({ leave: true });
  return core().then((core) => answerContent(core, request, address));
}

async function beginReport(draft: Draft, pictureOf?: number): Promise<{ opened: boolean }> {
  if ((await settings()).policy.reporting === false) return { opened: false };
  await drafts.openReport(draft, pictureOf);
  return { opened: true };
}

/** The toolbar asks the page itself how it is doing: what a sleeping background forgot would be told wrongly. */
async function toolbarAnew(tabId: number | undefined): Promise<Reply> {
  if (tabId !== undefined) await refreshToolbar(await tab(tabId));
  return {};
}

type JudgingRequest = Exclude<ContentRequest, Watching | { type: "openReport" }>;

async function answerContent(core: Core, request: JudgingRequest, address: string): Promise<Reply> {
  switch (request.type) {
    case "site": {
      const site = core.site(address);
      const wanted = await wantedOn(site?.platform);
      return site === undefined ? { wanted } : { site, wanted };
    }
    case "judge": {
      const answers = await asked(() => core.judge(request.sightings));
      const { publisher, list_date: date, contact } = core.status();
      return { answers: await forResident(answers), list: { publisher, date, contact } };
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
    case "find":
      return request.text.trim() === "" ? [] : core().then((core) => asked(() => core.find(request.text)));
    case "status": {
      const changed = await changes();
      const status = (await core()).status();
      return { ...status, storage: storageState(), ...(changed !== undefined && { changes: changed }) };
    }
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
      return {
        settings: (await settings()).settings,
        reports: await reports.journal(),
        hosts: await grantedHosts(),
      };
    case "examples":
      return examples(await core());
    case "chain":
      return { chain: (await core()).chain() };
    case "report":
      return beginReport(request.draft, request.tabId);
    case "draft":
      return openDraft(request.id);
    case "bare":
      return withPicture(await barePicture(request.picture));
    case "send":
      return withEntry(await reports.send(request.report, request.picture, request.private));
    case "journal":
      return reports.journal();
    case "reportStatus":
      return withEntry(await reports.status(request.id));
    case "withdraw":
      return withEntry(await reports.withdraw(request.id));
    case "erase":
      await reports.erase(async () => {
        await drafts.dropDrafts();
        await takeBackAll();
        await eraseResident();
      });
      return { kept: true };
    case "receipt":
      return { outcome: await reports.askAbout(request.about, request.receipt) };
    case "granted": {
      const { address = "", isPrivate } = await tab(request.tabId);
      return { outcome: await grantHere(address, isPrivate) };
    }
    case "hosts":
      return grantedHosts();
    case "takeBack":
      return takeBack(request.host);
  }
}

/** Judged now, by the list in use: what stood in the mark is not taken for an answer. */
async function openDraft(id: string): Promise<ReplyOf["draft"]> {
  const draft = await drafts.draft(id);
  if (draft === undefined) return {};
  const reported = await reportedOf(await core(), draft);
  const picture = await fetchPicture(id);
  return { draft, ...(reported !== undefined && { reported }), ...withPicture(picture) };
}

/** By its address alone where the page claimed nothing, or nothing that names an account any more. */
async function reportedOf(judging: Core, { sighting, address }: Draft): Promise<Reported | undefined> {
  const [claimed] = sighting === undefined ? [] : await asked(() => judging.judge([sighting], true));
  if (claimed?.account !== undefined) return claimed;
  const [named] = await asked(() => judging.check(address));
  return named;
}

function withPicture<T>(picture: T | undefined): { picture?: T } {
  return picture === undefined ? {} : { picture };
}

function withEntry(entry: Entry | undefined): EntryReply {
  return entry === undefined ? {} : { entry };
}

function asCoreError(cause: unknown): CoreError {
  const { name, variant, message } = Object(cause) as Partial<CoreError>;
  return { name: name ?? "Error", variant: variant ?? "Unknown", message: message ?? String(cause) };
}
