// The details behind a mark. Stands in the browser's top layer, so no page can clip it; closes on Escape or a click elsewhere.

import { detailsOf } from "../shared/details.ts";
import { create } from "../shared/elements.ts";
import type { Mark } from "../shared/marks.ts";
import { drawShape } from "../shared/shapes.ts";
import { day, isUnreviewed, text } from "../shared/texts.ts";
import { line, link, pieces } from "../shared/view.ts";
import { dom } from "./dom.ts";
import type { Behind } from "./mark.ts";
import { reportButtons } from "./report.ts";

const MARGIN_PX = 8;

export function buildPanel(mark: Mark, { answer, list, sighting }: Behind): HTMLElement {
  const panel = create("div");
  panel.className = `panel ${mark.tone}`;
  panel.setAttribute("popover", "auto");
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", text("panel.title"));
  panel.tabIndex = -1;
  const title = line("p", line("span", mark.text), "title");
  title.prepend(drawShape(mark.shape));
  const { why, differing, real } = detailsOf(answer, sighting.name);
  panel.append(title, line("p", text("panel.why"), "question"), ...why.map((words) => line("p", words)));
  if (differing !== undefined) panel.append(pieces(differing));
  const facts = create("dl");
  const add = (name: string, value: string | Node) => {
    facts.append(line("dt", name), line("dd", value));
  };
  if (answer.agency !== undefined) add(text("panel.agency"), link(answer.agency.name, answer.agency.homepage));
  if (real !== undefined) add(real.label, link(real.text, real.address));
  const since = "account" in answer.verdict ? answer.verdict.account.since : undefined;
  if (since !== undefined) add(text("panel.since"), day(since));
  if (list.date !== "") {
    add(text("panel.list"), text("panel.list.value", { publisher: list.publisher, date: day(list.date) }));
  }
  panel.append(facts);
  if (list.contact !== "") panel.append(line("p", text("panel.object", { contact: list.contact }), "note"));
  if (answer.demonstration) panel.append(line("p", text("panel.demonstration"), "note"));
  if (isUnreviewed()) panel.append(line("p", text("language.unreviewed"), "note"));
  panel.append(line("p", text("panel.confirm"), "note"), ...reportButtons(answer, sighting), closeButton(panel));
  return panel;
}

/** Under the mark where there is room, above it otherwise, and always inside the window. */
export function openPanel(panel: HTMLElement, mark: HTMLElement): void {
  if (panel.matches(":popover-open")) {
    panel.hidePopover();
    return;
  }
  const { clientWidth, clientHeight } = dom.top();
  // In pixels: the units of the window count its scrollbars.
  panel.style.maxWidth = `${clientWidth - 2 * MARGIN_PX}px`;
  panel.style.maxHeight = `${clientHeight - 2 * MARGIN_PX}px`;
  panel.showPopover();
  const at = mark.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const below = at.bottom + MARGIN_PX + height <= clientHeight || at.top < height + MARGIN_PX;
  const left = Math.max(MARGIN_PX, Math.min(at.left, clientWidth - width - MARGIN_PX));
  const top = below ? Math.min(at.bottom + MARGIN_PX, clientHeight - height - MARGIN_PX) : at.top - height - MARGIN_PX;
  panel.style.left = `${left}px`;
  // Where there is room on neither side it lies over the mark: what stands below the window nobody could scroll to.
  panel.style.top = `${Math.max(MARGIN_PX, top)}px`;
  panel.focus();
}

function closeButton(panel: HTMLElement): HTMLButtonElement {
  const button = create("button");
  button.type = "button";
  button.className = "close";
  button.textContent = text("panel.close");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    panel.hidePopover();
  });
  return button;
}
