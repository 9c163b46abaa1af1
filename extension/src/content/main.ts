// The content script: watch → sight → ask → paint. In a page, and in its frames of the same site.

import { onMessage, send, stillInstalled } from "../shared/browser.ts";
import { warn } from "../shared/log.ts";
import { isErrorReply, type JudgeReply, parseNotice, type SiteReply } from "../shared/messages.ts";
import type { PageSighting } from "../shared/sites.ts";
import type { Answer } from "../shared/verdict.ts";
import { dom } from "./dom.ts";
import { Page } from "./page.ts";
import { Sight } from "./sight.ts";
import { structureOf } from "./structure.ts";
import { answersUnasked, want } from "./wanted.ts";
import { whereIs } from "./where.ts";

let page: Page | undefined;
let siteFile: string | undefined;

/** On a page that was open when its server was granted the script may be asked to run again. */
const RUNS = Symbol.for("statemark");

if (!(RUNS in globalThis) && onOwnSite()) {
  Object.defineProperty(globalThis, RUNS, { value: true });
  onMessage((message) => {
    const notice = parseNotice(message);
    if (notice?.type === "list-changed" || notice?.type === "settings-changed") begin();
    if (notice?.type === "where") return Promise.resolve(whereIs(notice.address));
    if (notice?.type === "structure") return Promise.resolve(structureOf(dom.top()));
    if (notice?.type === "paused" && page !== undefined) return Promise.resolve({ paused: page.paused });
    return notice?.type === "state" && page !== undefined ? Promise.resolve(page.state()) : undefined;
  });
  begin();
}

/** With another list may have come another site file: then all is looked at anew with that one. */
async function begin(): Promise<void> {
  try {
    const reply = (await send({ type: "site" })) as SiteReply | undefined;
    if (reply === undefined || isErrorReply(reply)) throw reply?.failure ?? new Error("no answer");
    if (reply.leave) {
      page?.replaced();
      page = undefined;
      return;
    }
    want(reply.wanted);
    const file = JSON.stringify(reply.site);
    if (page !== undefined && file === siteFile) page.listChanged();
    else {
      page?.replaced();
      siteFile = file;
      page = new Page(new Sight(reply.site), judge, tellPaused);
    }
  } catch (cause) {
    warn("this page is not watched", cause);
  }
}

/** A site's frame in another's page is none of the two: what it shows is not what the reader went to see. */
function onOwnSite(): boolean {
  try {
    return window.top?.location.origin === window.location.origin;
  } catch {
    return false;
  }
}

async function judge(sightings: PageSighting[]): Promise<Answer[] | undefined> {
  const unasked = answersUnasked(sightings.length);
  if (unasked !== undefined) return unasked;
  try {
    const reply = (await send({ type: "judge", sightings })) as JudgeReply | undefined;
    if (reply === undefined || isErrorReply(reply)) return undefined;
    if (page !== undefined) page.list = reply.list;
    return reply.answers;
  } catch {
    // Updated or removed under this page: what stands stays, nothing new is looked at.
    if (!stillInstalled()) page?.end();
    return undefined;
  }
}

function tellPaused(paused: boolean): void {
  send({ type: "watching", paused }).catch((cause: unknown) => warn("the toolbar could not be told", cause));
}
