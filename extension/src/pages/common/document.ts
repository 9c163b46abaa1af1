// What every page of the extension begins with, and the ways to its elements.

import type { SettingsReply } from "../../shared/messages.ts";
import { direction, inEnglish, isTextKey, isUnreviewed, language, speak, text } from "../../shared/texts.ts";
import { line, worded } from "../../shared/view.ts";
import { ask } from "./ask.ts";

/** False where an administrator switched reports off: then none is offered. */
export let mayReport = true;

/** The page in the resident's language. Where the background does not answer, in English. */
export async function startPage(): Promise<SettingsReply | undefined> {
  const settings = await ask({ type: "settings" }).catch(() => undefined);
  if (settings !== undefined) speak(settings.words);
  mayReport = settings?.policy.reporting !== false;
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  fillTexts();
  document.querySelector("main")?.append(...unreviewed());
  document.body.hidden = false;
  return settings;
}

/** The texts that stand in the page from the start, named there by `data-text`. */
function fillTexts(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    const key = element.dataset["text"] ?? "";
    // Only texts without placeholders are named in the page.
    if (isTextKey(key)) element.replaceChildren(...worded(text(key as "popup.title")));
  }
}

/** A translation that no speaker has read says so, in both languages. */
function unreviewed(): HTMLElement[] {
  if (!isUnreviewed()) return [];
  const notice = line("div", "", "unreviewed");
  const english = line("p", inEnglish(() => text("language.unreviewed")) ?? "");
  english.lang = "en";
  english.dir = "ltr";
  notice.append(line("p", text("language.unreviewed")), english);
  return [notice];
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new TypeError(`No element ${id}`);
  return element as T;
}

/** In place of what stands there. A focus that stood inside is on the same button after it, or on the place where that was. */
export function show(place: HTMLElement, ...content: Node[]): void {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const alike = focused === null ? "" : alikeTo(focused);
  const index = focused === null ? -1 : [...place.querySelectorAll(alike)].indexOf(focused);
  place.replaceChildren(...content);
  if (focused === null) return;
  const again = [...place.querySelectorAll<HTMLElement>(alike)].at(index) ?? place;
  if (again === place) place.tabIndex = -1;
  again.focus();
}

function alikeTo({ localName, id, classList }: Element): string {
  const names = [...classList].map((name) => `.${CSS.escape(name)}`);
  return [localName, ...(id === "" ? [] : [`#${CSS.escape(id)}`]), ...names].join("");
}

export function button(words: string, press: () => unknown, className?: string): HTMLButtonElement {
  const element = line("button", words, className);
  element.type = "button";
  element.addEventListener("click", () => void press());
  return element;
}
