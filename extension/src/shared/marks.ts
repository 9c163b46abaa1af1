// What a verdict looks like: its tone, its shape and its words. Exhaustive over the verdicts; decides nothing.

import { day, text, warning } from "./texts.ts";
import type { Answer, Imitated } from "./verdict.ts";

export type Tone = "official" | "neutral" | "caution" | "alarm";
export type Shape = "shield-check" | "shield" | "triangle" | "octagon";

export interface Mark {
  tone: Tone;
  shape: Shape;
  text: string;
}

const SHAPES: Record<Tone, Shape> = {
  official: "shield-check",
  neutral: "shield",
  caution: "triangle",
  alarm: "octagon",
};

/** The mark that an answer puts on a page, or none. */
export function markOf(answer: Answer): Mark | undefined {
  const mark = markIn(answer);
  if (mark === undefined || mark.tone === "official" || mark.tone === "neutral") return mark;
  return { ...mark, text: warning(() => markIn(answer)?.text ?? "") };
}

export function isMarked(answer: Answer): boolean {
  return markOf(answer) !== undefined;
}

function markIn(answer: Answer): Mark | undefined {
  const { verdict } = answer;
  switch (verdict.verdict) {
    case "official":
      return mark("official", officialText(answer));
    case "impostor": {
      const values = { agency: agencyName(answer), date: day(verdict.confirmed) };
      return dated("alarm", labelled(answer, text("mark.impostor", values)), verdict.list_date);
    }
    case "compromised":
      return dated("alarm", compromisedText(answer), verdict.list_date);
    case "paused":
      return dated("neutral", labelled(answer, text("mark.paused")), verdict.list_date);
    case "mismatch":
      return dated("caution", labelled(answer, text("mark.mismatch")), verdict.list_date);
    case "retired":
      return dated("caution", labelled(answer, retiredText(verdict.until)), verdict.list_date);
    case "unconfirmed":
      // Shown by a server that may show anything: nothing is said on the page.
      if (verdict.reasons.includes("other-host")) return undefined;
      return mark("neutral", labelled(answer, text("mark.unconfirmed", { date: day(verdict.list_date) })));
    case "renamed":
      return dated("neutral", labelled(answer, text("mark.renamed")), verdict.list_date);
    case "lookalike": {
      if (verdict.strength !== "strong") return undefined;
      return dated("caution", lookalikeText(answer, verdict.imitates), verdict.list_date);
    }
    case "neighbour":
    case "unlisted":
      return undefined;
    default:
      verdict satisfies never;
      return undefined;
  }
}

/** How a handle is written for people: platforms whose handles are plain words get the `@` that people write. */
export function displayHandle(handle: string): string {
  return handle.startsWith("@") || handle.includes("/") ? handle : `@${handle}`;
}

/** The listed handle that is imitated, or the agency where it has none. */
export function imitatedName(answer: Answer, imitates: Imitated): string {
  const handle = answer.real?.handle || imitates.handle;
  return handle ? displayHandle(handle) : agencyName(answer);
}

/** The agency by its short name where it has one. */
export function agencyName({ agency, verdict }: Answer): string {
  if (agency !== undefined) return agency.short_name || agency.name;
  return "imitates" in verdict ? verdict.imitates.agency : "";
}

function officialText(answer: Answer): string {
  const agency = agencyName(answer);
  return answer.demonstration ? text("mark.official.demonstration", { agency }) : text("mark.official", { agency });
}

function compromisedText({ demonstration }: Answer): string {
  return demonstration ? text("mark.compromised.demonstration") : text("mark.compromised");
}

function lookalikeText(answer: Answer, imitates: Imitated): string {
  const handle = imitatedName(answer, imitates);
  return answer.demonstration ? text("mark.lookalike.demonstration", { handle }) : text("mark.lookalike", { handle });
}

/** Texts that name no list and do not say "Listed (demonstration)" themselves. */
function labelled({ demonstration }: Answer, words: string): string {
  return demonstration ? text("mark.demonstration", { text: words }) : words;
}

function retiredText(until: string | undefined): string {
  return until === undefined ? text("mark.retired.undated") : text("mark.retired", { date: day(until) });
}

/** What is said from a list that is no longer confirmed says so. */
function dated(tone: Tone, words: string, listDate: string | undefined): Mark {
  return mark(tone, listDate === undefined ? words : text("mark.dated", { text: words, date: day(listDate) }));
}

function mark(tone: Tone, words: string): Mark {
  return { tone, shape: SHAPES[tone], text: words };
}
