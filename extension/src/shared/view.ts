// The few pieces of view that a panel on a page and the popup share. Text goes in as text, never as markup.

import { isWeb } from "./details.ts";
import { create, createText } from "./elements.ts";
import { BESIDE, ISOLATE, plain, text } from "./texts.ts";

type Tag = "p" | "dt" | "dd" | "h2" | "h3" | "li" | "span" | "label" | "legend" | "button" | "div";

export function line<T extends Tag>(tag: T, content: string | Node, className?: string): HTMLElementTagNameMap[T] {
  const element = create(tag);
  if (className !== undefined) element.className = className;
  element.append(...(typeof content === "string" ? worded(content) : [content]));
  return element;
}

/** A text whose names, and whose English beside a translation, are isolated from its direction; translators leave both alone. */
export function worded(words: string): Node[] {
  const whole = create("span");
  const open: Node[] = [whole];
  for (const part of words.split(/([\u2066\u2068\u2069]| \/ (?=\u2066))/)) {
    const into = open.at(-1) ?? whole;
    if (part === ISOLATE.to) {
      if (open.length > 1) open.pop();
    } else if (part === ISOLATE.from || part === ISOLATE.english) {
      const isolated = create("bdi");
      isolated.translate = false;
      if (part === ISOLATE.english) {
        isolated.lang = "en";
        isolated.dir = "ltr";
      }
      into.appendChild(isolated);
      open.push(isolated);
    } else if (part === BESIDE) {
      const between = create("span");
      between.className = "between";
      between.textContent = part;
      into.appendChild(between);
    } else if (part !== "") {
      into.appendChild(createText(part));
    }
  }
  return [...whole.childNodes];
}

/** A link that opens a new tab; plain text where the address is not https. */
export function link(words: string, address: string): Node {
  if (!isWeb(address)) return createText(plain(words));
  const anchor = create("a");
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
    const piece = create(differs ? "mark" : "span");
    piece.textContent = words;
    whole.append(piece);
  }
  return whole;
}
