// Shown once, after the installation, and whenever somebody asks why an account is marked.

import { openOptions, openPage } from "../../shared/browser.ts";
import { markOf } from "../../shared/marks.ts";
import { drawShape } from "../../shared/shapes.ts";
import { day, text } from "../../shared/texts.ts";
import type { AccountRow, Answer, Status, Verdict } from "../../shared/verdict.ts";
import { line, worded } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { button, byId, show, startPage } from "../common/document.ts";

byId("options").addEventListener("click", () => openOptions());
await startPage();
const status = await ask({ type: "status" }).catch(() => undefined);
if (status !== undefined) await welcome(status);

async function welcome(status: Status): Promise<void> {
  const { answer: example } = await ask({ type: "example" });
  if (example !== undefined) {
    show(byId("marks"), ...marks(example, status).map((mark) => line("li", mark)));
    const handle = rowOf(example)?.handle ?? "";
    show(
      byId("examples"),
      button(handle, () => openPage(`popup.html?check=${encodeURIComponent(handle)}`), "quiet"),
    );
  }
  show(
    byId("list"),
    ...worded(text("welcome.list.text", { publisher: status.publisher, date: day(status.list_date) })),
  );
  byId("demonstration").hidden = !status.demonstration;
  show(byId("object"), ...(status.contact === "" ? [] : worded(text("panel.object", { contact: status.contact }))));
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
