// A server that Statemark could read, were it let in: said in words, asked for by one press, and nothing lost by a no.

import { patternOf, requestOrigin } from "../../shared/browser.ts";
import { platformName } from "../../shared/details.ts";
import type { GrantOutcome, Offer } from "../../shared/messages.ts";
import { text } from "../../shared/texts.ts";
import { line } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { card } from "../common/cards.ts";
import { button } from "../common/document.ts";

/** The card by itself, on a page of which nothing is known yet. */
export function offerCard(offer: Offer, isPrivate: boolean, tabId: number, then: () => unknown): HTMLElement {
  const { host, known } = offer;
  const element = card("neutral", text("popup.offer.title", { address: host }), [seemsText(offer)], "shield");
  element.classList.add("offer");
  element.append(...offered(offer, isPrivate, tabId, then));
  if (!known) element.append(line("p", text("popup.offer.marks"), "notice"));
  return element;
}

/** What can be pressed, and what it means: also beside an account whose address says enough already. */
export function offered({ host }: Offer, isPrivate: boolean, tabId: number, then: () => unknown): HTMLElement[] {
  if (isPrivate) return [line("p", text("popup.offer.private"), "notice")];
  const outcome = line("p", "", "notice");
  outcome.setAttribute("role", "status");
  const press = () => {
    // The browser believes a press only in the very turn that handles it.
    const answer = requestOrigin(patternOf(host));
    return answer.then((granted) => after(granted, tabId, outcome, then)).catch(() => declined(outcome));
  };
  const place = line("div", button(text("popup.offer.allow", { address: host }), press, "allow"), "buttons");
  return [line("p", text("popup.offer.means", { address: host })), place, outcome];
}

async function after(granted: boolean, tabId: number, outcome: HTMLElement, then: () => unknown) {
  const reply: { outcome: GrantOutcome } = granted ? await ask({ type: "granted", tabId }) : { outcome: "declined" };
  if (reply.outcome === "declined") declined(outcome);
  else await then();
}

function declined(outcome: HTMLElement): void {
  outcome.replaceChildren(line("span", text("popup.offer.declined")));
}

function seemsText({ host, known, platform, unlike }: Offer): string {
  if (unlike) return text("popup.offer.unlike", { address: host });
  return known ? text("popup.offer.known", { site: platformName(platform) }) : text("popup.offer.seems");
}
