// What a resident can do about an account: go to the real one, or say that a warning is wrong.

import { canCapture, inPrivateWindow } from "../../shared/browser.ts";
import { displayHandle } from "../../shared/marks.ts";
import type { PageSighting } from "../../shared/sites.ts";
import { text } from "../../shared/texts.ts";
import type { Answer } from "../../shared/verdict.ts";
import { line, link } from "../../shared/view.ts";
import { ask } from "./ask.ts";
import { button, mayReport } from "./document.ts";

export interface About {
  trusted: boolean;
  isPrivate: boolean;
  tabId: number | undefined;
  /** What the page claims of the account, where it is the one on screen. */
  sighting?: PageSighting | undefined;
}

/** `changed` is called when what stands there no longer holds. */
export function actions(answer: Answer, about: About, changed: () => unknown): HTMLElement {
  const { trusted, isPrivate, tabId, sighting } = about;
  const place = line("div", "", "buttons");
  const { real, verdict, account } = answer;
  const seen = sighting !== undefined && { sighting };
  if (real !== undefined) {
    const way = line("span", link(text("popup.real", { handle: displayHandle(real.handle) }), real.address), "way");
    place.append(way);
  }
  if (mayReport && answer.address !== undefined && verdict.verdict !== "official") {
    const draft = { address: answer.address, ...seen, isPrivate: isPrivate || inPrivateWindow() };
    place.append(button(text("panel.report"), () => ask({ type: "report", draft }), "quiet report"));
    if (tabId !== undefined && canCapture()) {
      const press = () => ask({ type: "report", draft, tabId });
      place.append(button(text("popup.report.picture"), press, "quiet picture"));
    }
  }
  if (mayReport && verdict.verdict === "impostor" && answer.address !== undefined) {
    const draft = { address: answer.address, ...seen, isPrivate: isPrivate || inPrivateWindow(), objection: true };
    place.append(button(text("popup.trust"), () => ask({ type: "report", draft }), "quiet tell"));
  }
  if (verdict.verdict === "lookalike" && account !== undefined && !isPrivate && !inPrivateWindow()) {
    if (mayReport && trusted && answer.address !== undefined) {
      const draft = { address: answer.address, ...seen, isPrivate: false, objection: true };
      place.append(button(text("popup.trust.tell"), () => ask({ type: "report", draft }), "quiet tell"));
    }
    place.append(trustButton(account, trusted, changed));
  }
  return place;
}

/** Hides the warning about an account for this resident, or shows it again. */
export function trustButton(account: string, trusted: boolean, changed: () => unknown): HTMLButtonElement {
  const words = text(trusted ? "popup.trust.undo" : "popup.trust");
  return button(words, () => trust(account, !trusted).then(changed), "quiet trust");
}

async function trust(account: string, trusted: boolean): Promise<void> {
  const { settings } = await ask({ type: "settings" });
  const others = settings.trusted.filter((other) => other !== account);
  await ask({ type: "set", change: { trusted: trusted ? [...others, account] : others }, private: false });
}
