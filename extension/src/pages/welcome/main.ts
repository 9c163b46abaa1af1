// Shown once, after the installation, and whenever somebody asks why an account is marked.

import { browserKind, openOptions, openPage } from "../../shared/browser.ts";
import { displayHandle, markOf } from "../../shared/marks.ts";
import type { Example } from "../../shared/messages.ts";
import { drawShape } from "../../shared/shapes.ts";
import { day, text } from "../../shared/texts.ts";
import type { AccountRow, Answer, Status, Verdict } from "../../shared/verdict.ts";
import { line, worded } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { button, byId, show, startPage } from "../common/document.ts";

byId("options").addEventListener("click", () => openOptions());
await startPage();
show(byId("pin"), ...worded(text(`welcome.pin.${await browserKind()}`)));
const status = await ask({ type: "status" }).catch(() => undefined);
if (status !== undefined) await welcome(status);

async function welcome(status: Status): Promise<void> {
  const found = await ask({ type: "examples" });
  if (found.answer !== undefined) show(byId("marks"), ...marks(found.answer, status).map((mark) => line("li", mark)));
  show(byId("examples"), ...found.names.map(example));
  show(
    byId("list"),
    ...worded(text("welcome.list.text", { publisher: status.publisher, date: day(status.list_date) })),
  );
  byId("demonstration").hidden = !status.demonstration;
  show(byId("object"), ...(status.contact === "" ? [] : worded(text("panel.object", { contact: status.contact }))));
}

/** Each is a check on a page of our own: nothing is opened at the platform, and nothing asked of anybody. */
function example({ kind, name }: Example): HTMLElement {
  const words = text(`welcome.try.${kind}`, { handle: displayHandle(name) });
  return button(words, () => openPage(`popup.html?check=${encodeURIComponent(name)}`), `quiet ${kind}`);
}

/** The marks themselves, as pages show them, each with what it means. */
function marks(example: Answer, { list_date: date }: Status): HTMLElement[] {
  const account = rowOf(example);
  if (account === undefined) return [];
  const imitates = { agency: account.agency, platform: account.platform, handle: account.handle };
  const verdicts: Verdict[] = [
    { verdict: "official", account },
    { verdict: "lookalike", strength: "strong", imitates, reasons: [] },
    { verdict: "impostor", imitates, confirmed: date },
    { verdict: "paused", account },
  ];
  return verdicts.flatMap((verdict) => {
    const mark = markOf({ ...example, verdict });
    if (mark === undefined) return [];
    const shown = line("span", drawShape(mark.shape), `short ${mark.tone}`);
    shown.append(line("span", mark.text, "says"), line("span", text(`welcome.mark.${mark.tone}`)));
    return [shown];
  });
}

function rowOf({ verdict }: Answer): AccountRow | undefined {
  return "account" in verdict ? verdict.account : undefined;
}
