// What reports are begun from: in memory, and of a private window only for as long as the report's own tab is open.

import {
  allOfSession,
  dropFromSession,
  keepForSession,
  onTabClosed,
  openPage,
  tab,
  takeFromSession,
} from "../shared/browser.ts";
import { warn } from "../shared/log.ts";
import type { Draft } from "../shared/report.ts";
import { dropPicture, fetchPicture, keepPicture, takePicture } from "./picture.ts";

interface Kept {
  draft: Draft;
  /** Of a private window: the tab with which it ends. */
  tabId?: number;
}

const DRAFT = "draft-";

/** The last page that was opened. */
let opening: Promise<void> = Promise.resolve();

/** Must be called in the first turn of the background. */
export function listenToDrafts(): void {
  onTabClosed((closed) => {
    dropWhere(({ tabId }) => tabId === closed).catch((cause: unknown) => warn("a draft could not be dropped", cause));
  });
}

/** Shows the report's page. `pictureOf`: the tab of which the resident asked for a picture. */
export async function openReport(draft: Draft, pictureOf?: number): Promise<void> {
  const id = crypto.randomUUID();
  // While the tab is still in front.
  if (pictureOf !== undefined) await keepPicture(id, await takePicture(pictureOf, draft.address));
  opening = open(id, draft);
  try {
    await opening;
  } catch (cause) {
    await fetchPicture(id);
    throw cause;
  }
}

/** A private draft is stored with the tab that ends it, or not at all. */
async function open(id: string, draft: Draft): Promise<void> {
  if (!draft.isPrivate) await keepForSession(DRAFT + id, { draft } satisfies Kept);
  const tabId = await openPage(`report.html?draft=${id}`);
  if (!draft.isPrivate || tabId === undefined) return;
  await keepForSession(DRAFT + id, { draft, tabId } satisfies Kept);
  // Closed meanwhile: nobody would hear of it again.
  await tab(tabId).catch(() => dropWhere((kept) => kept.tabId === tabId));
}

export async function draft(id: string): Promise<Draft | undefined> {
  // The page may ask before its tab was told.
  await opening.catch(() => undefined);
  return ((await takeFromSession(DRAFT + id)) as Kept | undefined)?.draft;
}

/** With the picture that nobody fetched. */
export async function dropDrafts(): Promise<void> {
  await dropWhere(() => true);
  await dropPicture();
}

async function dropWhere(goes: (kept: Kept) => boolean): Promise<void> {
  const all = Object.entries(await allOfSession()).filter(([key]) => key.startsWith(DRAFT));
  for (const [key, kept] of all) {
    if (!goes(kept as Kept)) continue;
    await dropFromSession(key);
    // Its own picture, if any, is let go as the page would have done it.
    await fetchPicture(key.slice(DRAFT.length));
  }
}
