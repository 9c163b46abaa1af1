// "Check this account" on any link and any selected words, on any site; the page itself learns nothing of it.

import { makeMenus, onMenu, openPage } from "../shared/browser.ts";
import { TEXT_MAX } from "../shared/messages.ts";
import { text } from "../shared/texts.ts";
import { settings } from "./settings.ts";

const CHECK = "check";

/** Must be called in the first turn of the background. */
export function listenToMenu(): void {
  onMenu(({ id, link, selection, isPrivate }) => {
    // A selection may begin or end within a character.
    const words = (link ?? selection ?? "").trim().toWellFormed();
    // What is longer is no name: it is answered as nonsense is, never cut into another name.
    if (id !== CHECK) return undefined;
    const checked = encodeURIComponent(words.length > TEXT_MAX ? "-" : words);
    // Chromium opens it in a normal window, which cannot know where the press was.
    return openPage(`popup.html?check=${checked}${isPrivate ? "&private" : ""}`);
  });
}

/** In the resident's language, which may change. */
export async function renewMenu(): Promise<void> {
  await settings();
  await makeMenus([{ id: CHECK, title: text("menu.check"), contexts: ["link", "selection"] }]);
}
