// The popup: the account on screen, a check by hand, and the list in use. No page can draw here.

import { activeTab, openOptions } from "../../shared/browser.ts";
import { markOf } from "../../shared/marks.ts";
import { counted, figure, text } from "../../shared/texts.ts";
import type { Answer } from "../../shared/verdict.ts";
import { line } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { card, verdictCard } from "../common/cards.ts";
import { byId, show, startPage } from "../common/document.ts";
import { showStatus, startUpdateButton } from "./list.ts";

const here = byId("here");
const field = byId<HTMLInputElement>("account");

byId("check").addEventListener("submit", (event) => {
  event.preventDefault();
  check(field.value.trim()).catch(() => show(byId("checked"), line("p", text("popup.failed.title"))));
});
byId("options").addEventListener("click", () => openOptions());
startUpdateButton(() => showHere());

await startPage();
field.placeholder = text("popup.check.hint");
show(here, line("p", text("popup.loading")));
showHere().catch(() => show(here, card("alarm", text("popup.failed.title"), [text("popup.failed.text")])));
showStatus().catch(() => undefined);

async function showHere(): Promise<void> {
  const tabId = (await tabOfAddress()) ?? (await activeTab());
  show(here, tabId === undefined ? elsewhere() : await describe(tabId));
}

async function describe(tabId: number): Promise<Node> {
  const tab = await ask({ type: "tab", tabId });
  switch (tab.state) {
    case "account":
      return verdictCard(tab.answer);
    case "nothing":
      return card("neutral", text("popup.nothing.title"), [text("popup.nothing.text"), ...marks(tab.marks)], "shield");
    case "silent":
      return card("caution", text("popup.silent.title"), [text("popup.silent.text")]);
    case "unrecognised":
      return card("caution", text("popup.unrecognised.title"), [text("popup.unrecognised.text")]);
    case "elsewhere":
      return elsewhere();
  }
}

async function check(words: string): Promise<void> {
  if (words === "") return;
  const answers = await ask({ type: "check", text: words });
  show(byId("checked"), ...(answers.length === 0 ? [line("p", text("popup.check.none"))] : checked(answers)));
}

/** A bare handle may name an account on every platform: what has something to say is shown, of the rest one and their number. */
function checked(answers: Answer[]): Node[] {
  const telling = answers.filter((answer) => markOf(answer) !== undefined);
  const shown = telling.length > 0 ? telling : answers.slice(0, 1);
  const others = answers.length - shown.length;
  const rest = others === 0 ? [] : [line("p", text("popup.check.others", { count: figure(others) }), "notice")];
  return [...shown.map(verdictCard), ...rest];
}

function elsewhere(): Node {
  return card("neutral", text("popup.elsewhere.title"), [text("popup.elsewhere.text")], "shield");
}

function marks(count: number): string[] {
  return count === 0 ? [] : [counted("popup.marks", count)];
}

/** `popup.html?tab=7` opened in a tab of its own speaks of that tab. */
async function tabOfAddress(): Promise<number | undefined> {
  const id = new URLSearchParams(location.search).get("tab");
  return id === null ? undefined : Number(id);
}
