// "Check an account": a link or a handle is judged; a name offers the listed accounts of the agencies it may mean, while typing.

import { overPrivateWindow } from "../../shared/browser.ts";
import { isMarked } from "../../shared/marks.ts";
import { figure, text } from "../../shared/texts.ts";
import type { Answer } from "../../shared/verdict.ts";
import { line } from "../../shared/view.ts";
import { actions } from "../common/actions.ts";
import { ask } from "../common/ask.ts";
import { shortCard, verdictCard } from "../common/cards.ts";
import { byId, show } from "../common/document.ts";

const PASTED = "insertFromPaste";
const field = byId<HTMLInputElement>("account");
const checked = byId("checked");
const listed = byId("listed");

/** At once, so that nothing that is typed or pressed early is lost. */
export function startCheck(): void {
  byId("check").addEventListener("submit", (event) => {
    event.preventDefault();
    checkNow().catch(() => show(checked, line("p", text("popup.failed.title"))));
  });
  field.addEventListener("input", (event) => {
    // Who pastes has the whole of it: one press less.
    if ((event as InputEvent).inputType === PASTED) byId<HTMLFormElement>("check").requestSubmit();
    else suggest().catch(() => show(listed));
  });
}

/** `popup.html?check=@MassDOT`, as the context menu opens it. */
export function checkAddress(): void {
  const words = new URLSearchParams(location.search).get("check");
  if (words === null) return;
  field.value = words;
  byId<HTMLFormElement>("check").requestSubmit();
}

async function checkNow(): Promise<void> {
  const words = field.value.trim();
  if (words === "") return;
  const [answers, found, { settings }, isPrivate] = await Promise.all([
    ask({ type: "check", text: words }),
    ask({ type: "find", text: words }),
    ask({ type: "settings" }),
    askedPrivately(),
  ]);
  // Whatever else was typed meanwhile has its own answer.
  if (field.value.trim() !== words) return;
  if (answers.some(isMarked)) show(listed);
  else showListed(found);
  const none = found.length > 0 && answers.length === 0;
  if (none) show(checked);
  else
    show(
      checked,
      ...(answers.length === 0 ? [line("p", text("popup.check.none"))] : judged(answers, settings.trusted, isPrivate)),
    );
}

async function suggest(): Promise<void> {
  show(checked);
  const words = field.value.trim();
  const found = words === "" ? [] : await ask({ type: "find", text: words });
  if (field.value.trim() === words) showListed(found);
}

/** A bare handle may name an account on every platform: what has something to say is shown, of the rest one and their number. */
function judged(answers: Answer[], trusted: string[], isPrivate: boolean): Node[] {
  const telling = answers.filter(isMarked);
  const shown = telling.length > 0 ? telling : answers.slice(0, 1);
  const others = answers.length - shown.length;
  const rest = others === 0 ? [] : [line("p", text("popup.check.others", { count: figure(others) }), "notice")];
  return [...shown.map((answer) => judgedCard(answer, trusted, isPrivate)), ...rest];
}

async function askedPrivately(): Promise<boolean> {
  return new URLSearchParams(location.search).has("private") || (await overPrivateWindow());
}

function judgedCard(answer: Answer, trustedAccounts: string[], isPrivate: boolean): HTMLElement {
  const shown = verdictCard(answer);
  const trusted = answer.account !== undefined && trustedAccounts.includes(answer.account);
  if (trusted) shown.append(line("p", text("popup.trusted"), "notice"));
  shown.append(actions(answer, { trusted, isPrivate, tabId: undefined }, checkNow));
  return shown;
}

/** By agency, in the order of the list. */
function showListed(answers: Answer[]): void {
  const agencies = new Map<string, Answer[]>();
  for (const answer of answers) {
    const name = answer.agency?.name ?? "";
    agencies.set(name, [...(agencies.get(name) ?? []), answer]);
  }
  const groups = [...agencies].map(([name, accounts]) => {
    const list = document.createElement("ul");
    list.className = "plain";
    list.append(...accounts.map((answer) => line("li", shortCard(answer))));
    const group = line("div", line("h3", name));
    group.append(list);
    return group;
  });
  show(listed, ...(groups.length > 0 ? [line("p", text("popup.check.listed"), "notice"), ...groups] : []));
}
