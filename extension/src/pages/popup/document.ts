// The popup's own document.

import { isTextKey, text } from "../../shared/texts.ts";

/** The texts that stand in the page from the start, named there by `data-text`. */
export function fillTexts(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    const key = element.dataset["text"] ?? "";
    // Only texts without placeholders are named in the page.
    if (isTextKey(key)) element.textContent = text(key as "popup.title");
  }
}

export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new TypeError(`No element ${id}`);
  return element;
}

export function show(place: HTMLElement, ...content: Node[]): void {
  place.replaceChildren(...content);
}
