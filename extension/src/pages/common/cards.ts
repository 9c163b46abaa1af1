// One card per thing the popup has to say: a tone, a shape, a title and lines.

import { accountText, detailsOf } from "../../shared/details.ts";
import { imitatedName, markOf, type Shape, type Tone } from "../../shared/marks.ts";
import { drawShape } from "../../shared/shapes.ts";
import { text } from "../../shared/texts.ts";
import type { Answer } from "../../shared/verdict.ts";
import { line, link, pieces } from "../../shared/view.ts";

export function card(tone: Tone, title: string, lines: string[], shape: Shape = "triangle"): HTMLElement {
  const element = document.createElement("div");
  element.className = `card ${tone}`;
  const heading = line("p", line("span", title), "title");
  heading.prepend(drawShape(shape));
  element.append(heading, ...lines.map((words) => line("p", words)));
  return element;
}

/** `name`: the display name that was judged, where one was. */
export function verdictCard(answer: Answer, name?: string): HTMLElement {
  const { tone, shape, title } = heading(answer);
  const { why, differing, real } = detailsOf(answer, name);
  const element = card(tone, title, why, shape);
  if (differing !== undefined) element.append(pieces(differing));
  const facts = document.createElement("dl");
  const add = (name: string, value: Node) => facts.append(line("dt", name), line("dd", value));
  if (answer.address !== undefined) add(text("panel.account"), link(bare(answer.address), answer.address));
  if (answer.agency !== undefined) add(text("panel.agency"), link(answer.agency.name, answer.agency.homepage));
  if (real !== undefined) add(real.label, link(real.text, real.address));
  element.append(facts);
  return element;
}

/** One line: the account, with a way to it, and what is to be said of it. */
export function shortCard(answer: Answer): HTMLElement {
  const { tone, shape, title } = heading(answer);
  const element = line("span", drawShape(shape), `short ${tone}`);
  const { platform, handle } = nameOf(answer);
  const name = platform === "" ? handle : accountText({ platform, handle });
  element.append(link(name, answer.address ?? ""), line("span", title, "says"));
  return element;
}

/** The parts of the account's text; the name as it was written, where that is known. */
function nameOf({ account = "", handle }: Answer): { platform: string; handle: string } {
  const end = account.search(/[:#]/);
  return { platform: account.slice(0, Math.max(end, 0)), handle: handle ?? account.slice(end + 1) };
}

/** An address as people read it. */
function bare(address: string): string {
  return address.replace(/^https:\/\/(www\.)?/, "");
}

/** The popup has words for what a page stays silent about. */
function heading(answer: Answer): { tone: Tone; shape: Shape; title: string } {
  const mark = markOf(answer);
  if (mark !== undefined) return { tone: mark.tone, shape: mark.shape, title: mark.text };
  const { verdict } = answer;
  const quiet = { tone: "neutral", shape: "shield" } as const;
  switch (verdict.verdict) {
    case "lookalike":
      return { ...quiet, title: text("mark.weak", { handle: imitatedName(answer, verdict.imitates) }) };
    case "neighbour":
      return { ...quiet, title: text("popup.neighbour.title") };
    case "unconfirmed":
      return { ...quiet, title: text("popup.elsewhere.shown") };
    case "official":
    case "impostor":
    case "compromised":
    case "paused":
    case "mismatch":
    case "retired":
    case "renamed":
    case "unlisted":
      return { ...quiet, title: text("popup.unlisted.title") };
  }
}
