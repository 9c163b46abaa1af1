// One mark: a small button with shape and text in a closed shadow root, and the panel that it opens.

import { create, createUnknown } from "../shared/elements.ts";
import type { Mark } from "../shared/marks.ts";
import type { ListSummary } from "../shared/messages.ts";
import { drawShape } from "../shared/shapes.ts";
import type { PageSighting } from "../shared/sites.ts";
import { direction, language, plain, text } from "../shared/texts.ts";
import type { Answer } from "../shared/verdict.ts";
import { worded } from "../shared/view.ts";
import { dom, HOST } from "./dom.ts";
import style from "./mark.css";
import { buildPanel, openPanel } from "./panel.ts";

/** What a click in a mark must not set off on the page around it: opening the post, dragging, hovering. */
const SILENCED = ["click", "dblclick", "auxclick", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart"];

const SAME_PRESS_MS = 100;

/** What a mark says when it is opened. */
export interface Behind {
  answer: Answer;
  list: ListSummary;
  /** What was judged. */
  sighting: PageSighting;
}

export function buildMark(mark: Mark, behind: Behind): Element {
  // No id and no class: those are for the page's own styles.
  const host = createUnknown(HOST);
  host.setAttribute("lang", language);
  host.setAttribute("dir", direction);
  const root = dom.attachShadow(host, "closed");
  const sheet = create("style");
  sheet.textContent = style;
  root.append(sheet, buildButton(mark, behind, root));
  for (const type of [...SILENCED, "keydown", "keyup"]) root.addEventListener(type, (event) => event.stopPropagation());
  // A page may press the mark's own element, which may stand in a link of the page: nothing comes of it.
  host.addEventListener("click", (event) => {
    if (event.composedPath()[0] !== host) return;
    event.preventDefault();
    event.stopPropagation();
  });
  return host;
}

function buildButton(mark: Mark, behind: Behind, root: ShadowRoot): HTMLButtonElement {
  const button = create("button");
  button.type = "button";
  button.className = `mark ${mark.tone}`;
  button.setAttribute("aria-label", plain(text("mark.label", { text: mark.text })));
  button.setAttribute("aria-haspopup", "dialog");
  const words = create("span");
  words.append(...worded(mark.text));
  button.append(drawShape(mark.shape), words);
  let panel: HTMLElement | undefined;
  let closed = Number.NEGATIVE_INFINITY;
  button.addEventListener("click", (event) => {
    // The mark may stand inside a link of the page.
    event.preventDefault();
    if (!event.isTrusted) return;
    // A press outside the panel closes it, and here that press is also the click: it must not open the panel again.
    if (performance.now() - closed < SAME_PRESS_MS) return;
    // Most panels are never opened: built when the first one asks.
    if (panel === undefined) {
      panel = buildPanel(mark, behind);
      panel.addEventListener("beforetoggle", ({ newState }) => {
        if (newState !== "closed") return;
        closed = performance.now();
        // Who closes it from inside, by Escape or its button, goes on from the mark.
        if (panel?.contains(root.activeElement)) button.focus();
      });
      root.append(panel);
    }
    openPanel(panel, button);
  });
  return button;
}
