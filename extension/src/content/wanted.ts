// What the resident wants to see on this page, as the background says it. Nothing is asked about accounts that will not be shown.

import { type Mark, markOf } from "../shared/marks.ts";
import type { Wanted } from "../shared/messages.ts";
import { isWords, speak } from "../shared/texts.ts";
import type { Answer } from "../shared/verdict.ts";
import { dom } from "./dom.ts";

const NOTHING: Answer = { verdict: { verdict: "unlisted" }, demonstration: false };

/** Who spoke last for each marked account. */
const speakers = new Map<string, WeakRef<Element>>();
/** Of those, who spoke for the account whose page this is. */
const headers = new Map<string, WeakRef<Element>>();
const SPEAKERS_MAX = 500;

let marks: Wanted["marks"] = "all";
let reporting = true;

/** False where an administrator switched reports off. */
export function mayReport(): boolean {
  return reporting;
}

export function want(wanted: Wanted | undefined): void {
  marks = wanted?.marks ?? "all";
  reporting = wanted?.reporting !== false;
  speakers.clear();
  headers.clear();
  if (isWords(wanted?.words)) speak(wanted.words);
}

/** Answers without asking, where no mark is wanted at all. */
export function answersUnasked(count: number): Answer[] | undefined {
  return marks === "toolbar" ? Array.from({ length: count }, () => NOTHING) : undefined;
}

/** What is shown of an answer: its mark, if any. `wholePage`: the account is the one whose page this is. `element`: what speaks for it. */
export function shown(answer: Answer, wholePage: boolean, element: Element): Mark | undefined {
  const mark = marks === "all" || (marks === "profiles" && wholePage) ? markOf(answer) : undefined;
  if (mark !== undefined && answer.address !== undefined) {
    if (speakers.size > SPEAKERS_MAX) speakers.clear();
    speakers.set(answer.address, new WeakRef(element));
    if (wholePage) headers.set(answer.address, new WeakRef(element));
  }
  return mark;
}

/** What speaks for the account: the page's header before all others. */
export function speakerOf(address: string): Element | undefined {
  return headers.get(address)?.deref() ?? speakers.get(address)?.deref();
}

/** Of the accounts that are marked on the page now. */
export function markedAddresses(): string[] {
  const stands = (speaker: Element | undefined) => speaker !== undefined && dom.connected(speaker);
  return [...speakers].filter(([, speaker]) => stands(speaker.deref())).map(([address]) => address);
}
