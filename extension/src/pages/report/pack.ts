// The platform's own way to take a report: who may file, what to press, what its form asks for, and the text to copy.

import { packagedAddress } from "../../shared/browser.ts";
import { platformName } from "../../shared/details.ts";
import type { Report } from "../../shared/report.ts";
import { isTextKey, text } from "../../shared/texts.ts";
import type { Answer, Status } from "../../shared/verdict.ts";
import { line, link } from "../../shared/view.ts";
import { button, byId, show } from "../common/document.ts";

type Who = "anyone" | "member" | "party";

/** As `core/src/report/packs.rs` has it. */
interface Pack {
  platform: string;
  who: Who;
  path: string[];
  form?: { address: string; who: Who; fields: string[] };
  unconfirmed?: boolean;
}

export async function showPack(report: Report, answer: Answer, { publisher }: Status): Promise<void> {
  const response = await fetch(packagedAddress("packs.json"));
  const { packs, description } = (await response.json()) as { packs: Pack[]; description: string };
  const pack = packs.find(({ platform }) => platform === report.platform);
  if (pack === undefined) return;
  const steps = line("p", text("report.pack.path", { platform: platformName(pack.platform) }));
  const path = line("p", pack.path.join(" → "), "copied");
  path.lang = "en";
  path.dir = "ltr";
  const { agency, real, verdict } = answer;
  // The words say that the account is not on the list and whom it resembles: of no other may they be said.
  const imitates = verdict.verdict === "lookalike" || verdict.verdict === "impostor";
  const said = imitates && agency !== undefined && real !== undefined;
  const names = said && { handle: report.handle ?? report.link, link: report.link, agency: agency.name, publisher };
  const copied = names && fill(description, { ...names, real: real.address });
  show(
    byId("pack"),
    line("p", text(`report.who.${pack.who}`)),
    steps,
    path,
    ...form(pack),
    ...(copied === false ? [] : copyable(copied)),
    ...(pack.unconfirmed === true ? [line("p", text("report.pack.unconfirmed"), "notice")] : []),
  );
}

function form({ form }: Pack): Node[] {
  if (form === undefined) return [];
  const fields = form.fields.map((field) => `report.asks.${field}`).filter(isTextKey);
  const list = document.createElement("ul");
  list.append(...fields.map((key) => line("li", text(key as "report.asks.name"))));
  return [
    line("p", link(text("report.pack.form"), form.address)),
    line("p", text(`report.who.${form.who}`)),
    line("p", text("report.pack.fields")),
    list,
  ];
}

/** A browser or its administrator may refuse it. */
async function copyText(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false;
  }
}

/** English, since those who read it at the platform do. */
function copyable(words: string): Node[] {
  const shown = line("p", words, "copied");
  shown.lang = "en";
  shown.dir = "ltr";
  shown.id = "copied";
  const told = line("p", "", "notice");
  told.setAttribute("role", "status");
  const press = async () => {
    const copied = await copyText(words);
    copy.textContent = text(copied ? "report.copy.done" : "report.copy");
    told.textContent = copied ? "" : text("report.copy.failed");
    if (!copied) getSelection()?.selectAllChildren(shown);
  };
  const copy = button(text("report.copy"), press, "quiet");
  return [line("p", text("report.pack.text")), shown, copy, told];
}

function fill(pattern: string, values: Record<string, string>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
