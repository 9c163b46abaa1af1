// The few pieces of view that a panel on a page and the popup share. Text goes in as text, never as markup.

import { isWeb } from "./details.ts";
import { create, createText } from "./elements.ts";
import { text } from "./texts.ts";

export function line(tag: "p" | "dt" | "dd" | "h2" | "span", content: string | Node, className?: string): HTMLElement {
  const element = create(tag);
  if (className !== undefined) element.className = className;
  element.append(content);
  return element;
}

/** A link that opens a new tab; plain text where the address is not https. */
export function link(words: string, address: string): Node {
  if (!isWeb(address)) return createText(words);
  const anchor = create("a");
  anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.textContent = words;
  anchor.setAttribute("aria-label", text("panel.opens", { text: words }));
  return anchor;
}

/** A name whose differing characters are marked, one by one readable. */
export function pieces(parts: { text: string; differs: boolean }[]): HTMLElement {
  const whole = line("p", "", "differing");
  whole.setAttribute("dir", "ltr");
  for (const { text: words, differs } of parts) {
    const piece = create(differs ? "mark" : "span");
    piece.textContent = words;
    whole.append(piece);
  }
  return whole;
}
