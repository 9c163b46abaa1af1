// The way from a mark's panel to a report: only a press of the resident's own leads there, and it goes on in a page of the extension.

import { send } from "../shared/browser.ts";
import { create } from "../shared/elements.ts";
import { warn } from "../shared/log.ts";
import { text } from "../shared/texts.ts";
import type { Answer } from "../shared/verdict.ts";
import { mayReport } from "./wanted.ts";

/** None for an account that the list vouches for, and none where an administrator wants no reports. */
export function reportButton({ address, verdict }: Answer, name: string | undefined): HTMLButtonElement[] {
  if (!mayReport() || address === undefined || verdict.verdict === "official") return [];
  const button = create("button");
  button.type = "button";
  button.className = "close report";
  button.textContent = text("panel.report");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (!event.isTrusted) return;
    const request = { type: "openReport", address, ...(name !== undefined && { name }) };
    send(request).catch((cause: unknown) => warn("the report could not be opened", cause));
  });
  return [button];
}
