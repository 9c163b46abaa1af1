// A report that this device knows nothing of, by its receipt: nobody is asked before a press.

import type { ReceiptQuestion } from "../../shared/messages.ts";
import { readReceipt } from "../../shared/report.ts";
import { text } from "../../shared/texts.ts";
import { worded } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { byId, show } from "../common/document.ts";
import { became, showJournal, unanswered } from "./journal.ts";

const EXAMPLE = "ABCD-2345-EFGH-67IJ";

export function startReceipt(): void {
  const form = byId<HTMLFormElement>("receipt");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { submitter } = event;
    void tell(submitter?.id === "receipt-withdraw" ? "withdraw" : "status");
  });
}

async function tell(about: ReceiptQuestion): Promise<void> {
  const field = byId<HTMLInputElement>("code");
  const receipt = readReceipt(field.value);
  field.setAttribute("aria-invalid", String(receipt === undefined));
  if (receipt === undefined) return say(text("report.receipt.malformed", { name: EXAMPLE }));
  field.value = receipt;
  say(text("report.sending"));
  const { outcome } = await ask({ type: "receipt", about, receipt }).catch(() => ({ outcome: "later" }));
  say(became(outcome) ?? unanswered(outcome));
  await showJournal();
}

function say(words: string): void {
  show(byId("receipt-told"), ...worded(words));
}
