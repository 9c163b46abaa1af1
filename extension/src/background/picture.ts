// A picture of the tab that the resident looks at, taken when they ask for one in the toolbar's window and at no other time. It is
// cut to the account before anything else is done with it, and handed on in memory, once.

import { bare_jpeg } from "../../../target/wasm/core.js";
import { captureWindow, dropFromSession, keepForSession, sendToTab, tab, takeFromSession } from "../shared/browser.ts";
import { warn } from "../shared/log.ts";
import { cut, encode, fromBase64, isPictureText, parsePart, type Taken, toBase64 } from "../shared/picture.ts";
import { core } from "./core.ts";

const WHOLE = { left: 0, top: 0, width: 1, height: 1 };
/** One for all drafts: what nobody fetched goes when the next one is taken. */
const KEY = "picture";

/** `address`: of the account, as the core gave it. */
export async function takePicture(tabId: number, address: string): Promise<Taken> {
  try {
    const before = await tab(tabId);
    if (!before.isActive) return { failed: "moved" };
    const part = parsePart(await sendToTab(tabId, { type: "where", address }).catch(() => undefined));
    const captured = await captureWindow(before.windowId);
    const after = await tab(tabId);
    // Another page may have come in between, or another tab to the front: of that no picture was asked for.
    if (!after.isActive || after.address !== before.address || after.windowId !== before.windowId)
      return { failed: "moved" };
    const view = await createImageBitmap(new Blob([fromBase64(captured.slice(captured.indexOf(",") + 1))]));
    try {
      const jpeg = await encode(cut(view, part ?? WHOLE));
      return { jpeg: toBase64(jpeg), of: part === undefined ? "page" : "account" };
    } finally {
      view.close();
    }
  } catch (cause) {
    // The browser's own pages and its store may not be seen by any extension; a tab may be closed by now.
    warn("no picture could be taken", cause);
    return { failed: "refused" };
  }
}

export async function keepPicture(draft: string, taken: Taken): Promise<void> {
  await keepForSession(KEY, { draft, taken });
}

/** Once: it is forgotten here as soon as the report's page has it. */
export async function fetchPicture(draft: string): Promise<Taken | undefined> {
  const kept = (await takeFromSession(KEY)) as { draft: string; taken: Taken } | undefined;
  if (kept?.draft !== draft) return undefined;
  await dropFromSession(KEY);
  return kept.taken;
}

/** Nobody will fetch it any more. */
export async function dropPicture(): Promise<void> {
  await dropFromSession(KEY);
}

/** Without all that is not seen on it, or `undefined` for what no desk takes. */
export async function barePicture(jpeg: string): Promise<string | undefined> {
  await core();
  const bytes = bare_jpeg(fromBase64(jpeg));
  const text = bytes && toBase64(bytes);
  return isPictureText(text) ? text : undefined;
}
