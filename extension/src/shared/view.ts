// The few pieces of view that a panel on a page and the popup share. Text goes in as text, never as markup.

import { isWeb } from "./details.ts";
import { ISOLATE, plain, text } from "./texts.ts";

type Tag = "p" | "dt" | "dd" | "h2" | "h3" | "li" | "span" | "label" | "legend" | "button" | "div";

export function line<T extends Tag>(tag: T, content: string | Node, className?: string): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  element.append(...(typeof content === "string" ? worded(content) : [content]));
  return element;
}

/** A text whose names are isolated from its direction, and left alone by translators. */
export function worded(words: string): Node[] {
  return words.split(ISOLATE.from).flatMap((part, index) => {
    if (index === 0) return part === "" ? [] : [document.createTextNode(part)];
    const [name = "", rest = ""] = part.split(ISOLATE.to, 2);
    const isolated = document.createElement("bdi");
    isolated.translate = false;
    isolated.textContent = name;
    return rest === "" ? [isolated] : [isolated, document.createTextNode(rest)];
  });
}

/** A link that opens a new tab; plain text where the address is not https. */
export function link(words: string, address: string): Node {
  if (!isWeb(address)) return document.createTextNode(plain(words));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.append(...worded(words));
  anchor.setAttribute("aria-label", text("panel.opens", { text: plain(words) }));
  return anchor;
}

/** A name whose differing characters are marked, one by one readable. */
export function pieces(parts: { text: string; differs: boolean }[]): HTMLElement {
  const whole = line("p", "", "differing");
  whole.setAttribute("dir", "ltr");
  for (const { text: words, differs } of parts) {
    const piece = document.createElement(differs ? "mark" : "span");
    piece.textContent = words;
    whole.append(piece);
  }
  return whole;
}
