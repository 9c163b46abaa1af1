// The way from a mark's panel to a report: only a press of the resident's own leads there, and it goes on in a page of the extension.

import { send } from "../shared/browser.ts";
import { create } from "../shared/elements.ts";
import { warn } from "../shared/log.ts";
import type { Draft } from "../shared/report.ts";
import type { PageSighting } from "../shared/sites.ts";
import { text } from "../shared/texts.ts";
import type { Answer } from "../shared/verdict.ts";
import { mayReport } from "./wanted.ts";

/** None for an account that the list vouches for, and none where an administrator wants no reports; to object, where it is called an impostor or likened to another. */
export function reportButtons({ address, verdict }: Answer, sighting: PageSighting): HTMLButtonElement[] {
  if (!mayReport() || address === undefined || verdict.verdict === "official") return [];
  const draft = { address, sighting };
  const report = wayTo(draft, text("panel.report"), "report");
  const warned = verdict.verdict === "lookalike" || verdict.verdict === "impostor";
  return warned ? [report, wayTo({ ...draft, objection: true }, text("panel.trust"), "object")] : [report];
}

function wayTo(draft: Omit<Draft, "isPrivate">, words: string, className: string): HTMLButtonElement {
  const button = create("button");
  button.type = "button";
  button.className = `close ${className}`;
  button.textContent = words;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (!event.isTrusted) return;
    const request = { type: "openReport", ...draft };
    send(request).catch((cause: unknown) => warn("the report could not be opened", cause));
  });
  return button;
}
