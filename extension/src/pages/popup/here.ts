// The tab that the resident looks at: the account on screen, the other marked ones, and whether marks stand here at all.

import { activeTab, inPrivateWindow } from "../../shared/browser.ts";
import { platformName } from "../../shared/details.ts";
import type { TabReply } from "../../shared/messages.ts";
import { counted, text } from "../../shared/texts.ts";
import type { Answer } from "../../shared/verdict.ts";
import { line } from "../../shared/view.ts";
import { actions } from "../common/actions.ts";
import { ask, Unanswered } from "../common/ask.ts";
import { card, shortCard, verdictCard } from "../common/cards.ts";
import { byId, show } from "../common/document.ts";
import { choice } from "../common/fields.ts";
import { withNotes } from "./notes.ts";
import { offerCard, offered } from "./offer.ts";

/** Of what no part of the core failed with. */
const UNKNOWN = "Unknown";
const here = byId("here");

export async function showHere(): Promise<void> {
  if (here.childElementCount === 0) show(here, line("p", text("popup.loading")));
  try {
    const tabId = (await tabOfAddress()) ?? (await activeTab());
    const tab: TabReply = tabId === undefined ? { state: "elsewhere" } : await ask({ type: "tab", tabId });
    show(here, ...describe(tab, tabId));
    await showSite(tab);
  } catch (cause) {
    // Only what the core itself says of the package is mended by another one.
    const ofCore = cause instanceof Unanswered && (cause.failure?.variant ?? UNKNOWN) !== UNKNOWN;
    const advice = text(ofCore ? "popup.failed.text" : "popup.failed.answer");
    show(here, card("alarm", text("popup.failed.title"), [advice]));
  }
}

function describe(tab: TabReply, tabId: number | undefined): Node[] {
  switch (tab.state) {
    case "account": {
      const { answer, seen, trusted, isPrivate } = tab;
      const warned = seen !== undefined && warnsOfMore(seen.answer, answer);
      const cards = [verdictCard(answer), ...(warned ? [verdictCard(seen.answer, seen.sighting.name)] : [])];
      const about = { trusted, isPrivate, tabId, sighting: seen?.sighting };
      if (trusted) cards.at(-1)?.append(line("p", text("popup.trusted"), "notice"));
      cards.at(-1)?.append(actions(warned ? seen.answer : answer, about, showHere));
      const shown = document.createElement("div");
      shown.append(
        ...cards.slice(0, 1),
        ...(warned ? [line("p", text("popup.seen"), "notice")] : []),
        ...cards.slice(1),
      );
      return [withNotes(shown, tab.notes, tabId ?? 0), ...silent(tab, tabId), ...others(tab.others)];
    }
    case "nothing":
      return [
        withNotes(card("neutral", text("popup.nothing.title"), nothing(tab.marks), "shield"), tab.notes, tabId ?? 0),
        ...others(tab.others),
      ];
    case "silent":
      return [card("caution", text("popup.silent.title"), [text("popup.silent.text")])];
    case "offered":
      return [offerCard(tab.offer, tab.isPrivate || inPrivateWindow(), tabId ?? 0, showHere)];
    case "gone":
      return [card("neutral", text("popup.gone.title"), [text("popup.gone.text")], "shield")];
    case "elsewhere":
      return [card("neutral", text("popup.elsewhere.title"), [text("popup.elsewhere.text")], "shield")];
  }
}

const WARNINGS = ["impostor", "mismatch", "lookalike"];

/** The address vouches for what it names; a page's own words may add a warning to that, and never more. */
function warnsOfMore({ verdict: seen }: Answer, { verdict }: Answer): boolean {
  return WARNINGS.includes(seen.verdict) && seen.verdict !== verdict.verdict;
}

/** Why no mark is drawn on the page of an account, where none is: it may be a matter of asking. */
function silent({ works, offer, isPrivate }: TabReply & { state: "account" }, tabId: number | undefined): Node[] {
  if (works) return [];
  if (offer === undefined) return [line("p", text("popup.silent.beside"), "notice")];
  return offered(offer, isPrivate || inPrivateWindow(), tabId ?? 0, showHere);
}

function nothing(marks: number): string[] {
  return [text("popup.nothing.text"), ...(marks === 0 ? [] : [counted("popup.marks", marks)])];
}

function others(answers: Answer[]): Node[] {
  if (answers.length === 0) return [];
  const list = document.createElement("ul");
  list.className = "plain";
  list.append(...answers.map((answer) => line("li", shortCard(answer))));
  return [line("h3", text("popup.others")), list];
}

/** The switch of this site, and why nothing stands on it where nothing does. */
async function showSite(tab: TabReply): Promise<void> {
  const place = byId("site");
  // Not hidden while it is asked for: a switch that has the focus would lose it.
  if (tab.state === "elsewhere" || tab.state === "gone" || tab.state === "offered") {
    place.hidden = true;
    return;
  }
  const { settings, policy } = await ask({ type: "settings" });
  const { site } = tab;
  const off = site !== undefined && settings.sitesOff.includes(site);
  const content: Node[] = [];
  if (site !== undefined && policy.sites === undefined) {
    const [label, input] = choice("checkbox", text("popup.site", { site: platformName(site) }), !off);
    input.addEventListener("change", async () => {
      const sitesOff = settings.sitesOff.filter((name) => name !== site);
      if (!input.checked) sitesOff.push(site);
      await ask({ type: "set", change: { sitesOff }, private: tab.isPrivate || inPrivateWindow() });
      await showHere();
    });
    content.push(label);
  }
  if (tab.place === "toolbar") content.push(line("p", text("popup.site.off"), "notice"));
  if (tab.place === "profiles") content.push(line("p", text("popup.site.profiles"), "notice"));
  show(place, ...content);
  place.hidden = content.length === 0;
}

/** `popup.html?tab=7` opened in a tab of its own speaks of that tab. */
async function tabOfAddress(): Promise<number | undefined> {
  const id = new URLSearchParams(location.search).get("tab");
  return id === null ? undefined : Number(id);
}
