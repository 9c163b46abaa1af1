// What the resident wants to see on this page, as the background says it. Nothing is asked about accounts that will not be shown.

import type { Wanted } from "../shared/messages.ts";
import { isWords, speak } from "../shared/texts.ts";
import type { Answer } from "../shared/verdict.ts";

const NOTHING: Answer = { verdict: { verdict: "unlisted" }, demonstration: false };

let marks: Wanted["marks"] = "all";

export function want(wanted: Wanted | undefined): void {
  marks = wanted?.marks ?? "all";
  if (isWords(wanted?.words)) speak(wanted.words);
}

/** Answers without asking, where no mark is wanted at all. */
export function answersUnasked(count: number): Answer[] | undefined {
  return marks === "toolbar" ? Array.from({ length: count }, () => NOTHING) : undefined;
}

/** `wholePage`: the account is the one whose page this is. */
export function shown(answer: Answer, wholePage: boolean): Answer {
  return marks === "all" || (marks === "profiles" && wholePage) ? answer : NOTHING;
}
