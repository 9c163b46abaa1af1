// What reports are begun from: in memory, and of a private window only for as long as the report's own tab is open.

import {
  allOfSession,
  dropFromSession,
  keepForSession,
  onTabClosed,
  openPage,
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

/** Must be called in the first turn of the background. */
export function listenToDrafts(): void {
  onTabClosed((closed) => {
    dropWhere(({ tabId }) => tabId === closed).catch((cause: unknown) => warn("a draft could not be dropped", cause));
  });
}

/** Shows the report's page. `pictureOf`: the tab of which the resident asked for a picture. */
export async function openReport(draft: Draft, pictureOf?: number): Promise<void> {
  const id = crypto.randomUUID();
  await keepForSession(DRAFT + id, { draft } satisfies Kept);
  // While the tab is still in front.
  if (pictureOf !== undefined) await keepPicture(id, await takePicture(pictureOf, draft.address));
  const tabId = await openPage(`report.html?draft=${id}`);
  if (draft.isPrivate)
    await keepForSession(DRAFT + id, { draft, ...(tabId !== undefined && { tabId }) } satisfies Kept);
}

export async function draft(id: string): Promise<Draft | undefined> {
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
