// The reports that were sent from here, with their receipts. Nobody is asked what became of one but on a press.

import type { Entry } from "../../shared/report.ts";
import { day, isTextKey, text } from "../../shared/texts.ts";
import { line } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { button, byId, show } from "../common/document.ts";

export async function showJournal(): Promise<Entry[]> {
  const entries = await ask({ type: "journal" }).catch(() => []);
  const rows = entries.map((entry) => row(entry));
  show(byId("journal"), ...(rows.length > 0 ? rows : [line("li", text("report.journal.empty"))]));
  return entries;
}

function row({ id, report, state, time, receipt, answer }: Entry): HTMLElement {
  const element = line("li", text("report.journal.row", { name: report.handle ?? report.link, date: day(time) }));
  element.dataset["state"] = state;
  element.append(line("p", became(answer) ?? text(`report.state.${state}`), "said"));
  if (receipt !== undefined) element.append(line("p", receipt, "receipt"));
  const place = line("div", "", "buttons");
  if (receipt !== undefined && state !== "withdrawn") {
    place.append(button(text("report.status"), () => act("reportStatus", id), "quiet status"));
  }
  if (state !== "withdrawn") place.append(button(text("report.withdraw"), () => act("withdraw", id), "quiet withdraw"));
  element.append(place);
  return element;
}

async function act(type: "reportStatus" | "withdraw", id: string): Promise<void> {
  const { entry } = await ask({ type, id }).catch(() => ({ entry: undefined }));
  byId("told").textContent = unanswered(entry === undefined ? "later" : entry.answer);
  await showJournal();
}

/** What the desk said of a report, in words. */
export function became(answer: string | undefined): string | undefined {
  const key = `report.answer.${answer}`;
  return isTextKey(key) ? text(key as "report.answer.received") : undefined;
}

/** Why there is nothing to say of it; empty where there is. */
export function unanswered(outcome: string | undefined): string {
  if (outcome === "unknown") return text("report.told.unknown");
  return outcome === "later" || outcome === "refused" ? text("report.told.later") : "";
}
