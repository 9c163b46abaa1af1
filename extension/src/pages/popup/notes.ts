// What else there is to say of a page, beside the account on it: that it is not being watched, or is not what was known of it.

import { sendToTab } from "../../shared/browser.ts";
import type { PageNote } from "../../shared/messages.ts";
import { text } from "../../shared/texts.ts";
import { line } from "../../shared/view.ts";
import { card } from "../common/cards.ts";

const LINES_SHOWN = 6;

export function withNotes(content: Node, notes: PageNote[], tabId: number): DocumentFragment {
  const whole = document.createDocumentFragment();
  whole.append(content, ...notes.map((note) => noteCard(note, tabId)));
  return whole;
}

function noteCard(note: PageNote, tabId: number): HTMLElement {
  if (note === "paused") return card("caution", text("popup.paused.title"), [text("popup.paused.text")]);
  const element = card("caution", text("popup.unmatched.title"), [text("popup.unmatched.text")]);
  element.append(copyButton(tabId));
  return element;
}

/** The report is shown as well: a resident sees what is in it before passing it on. */
function copyButton(tabId: number): DocumentFragment {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet structure";
  button.textContent = text("popup.unmatched.copy");
  const outcome = line("p", "", "notice");
  outcome.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      const structure = await sendToTab(tabId, { type: "structure" });
      if (typeof structure !== "string") throw new TypeError("no structure");
      outcome.replaceChildren(line("span", text("popup.unmatched.copied")), shown(structure));
      await navigator.clipboard.writeText(structure);
    } catch {
      outcome.textContent = text("popup.unmatched.failed");
    }
  });
  const both = document.createDocumentFragment();
  both.append(button, outcome);
  return both;
}

function shown(structure: string): HTMLTextAreaElement {
  const area = document.createElement("textarea");
  area.readOnly = true;
  area.rows = LINES_SHOWN;
  area.value = structure;
  area.setAttribute("aria-label", text("popup.unmatched.copy"));
  return area;
}
