// A report: shows exactly what would be sent, and three ways out of which none is preselected. Nothing leaves before Send.

import { inPrivateWindow } from "../../shared/browser.ts";
import type { SettingsReply } from "../../shared/messages.ts";
import { type Draft, REPORT_FIELDS, type Report, type ReportField } from "../../shared/report.ts";
import { day, text } from "../../shared/texts.ts";
import type { Status } from "../../shared/verdict.ts";
import { line, worded } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { button, byId, mayReport, show, startPage } from "../common/document.ts";
import { saveFile } from "../common/file.ts";
import { asText, begin, tidy } from "./content.ts";
import { showJournal } from "./journal.ts";
import { showPack } from "./pack.ts";

const words = byId<HTMLTextAreaElement>("words");
const contact = byId<HTMLInputElement>("contact");
const label = (field: ReportField) => text(`report.field.${field}`);

const settings = await startPage();
await Promise.all([showJournal(), settings && startReport(settings)]);

async function startReport(settings: SettingsReply): Promise<void> {
  if (!mayReport) return tellNone(text("report.off"));
  const id = new URLSearchParams(location.search).get("draft");
  const { draft } = id === null ? { draft: undefined } : await ask({ type: "draft", id });
  if (draft === undefined) return id === null ? undefined : tellNone(text("report.gone"));
  const [[answer], status] = await Promise.all([ask({ type: "check", text: draft.address }), ask({ type: "status" })]);
  if (answer === undefined) return tellNone(text("popup.check.none"));
  const report = begin(answer, draft, status, new Date());
  const complete = () => tidy({ ...report, words: words.value, contact: contact.value });
  const showFields = () => show(byId("fields"), ...fields(complete()));
  for (const field of [words, contact]) field.addEventListener("input", showFields);
  showFields();
  byId("report").hidden = false;
  // What the platform does about impostors is of no use to who says that this is none.
  byId("platform").hidden = draft.objection === true;
  if (draft.objection === true)
    document.querySelector("h1")?.replaceChildren(...worded(text("report.title.objection")));
  await tellDuplicate(report.link);
  show(byId("ways"), ...ways(settings, status, draft, complete).map((way) => line("li", way)));
  await showPack(report, answer, status);
  words.focus();
}

/** Why there is nothing to report here. */
function tellNone(words: string): void {
  byId("off").textContent = words;
  byId("none").hidden = false;
}

function fields(report: Report): Node[] {
  return REPORT_FIELDS.flatMap((field) => {
    const value = report[field];
    if (value === undefined) return [];
    const shown = document.createElement("bdi");
    shown.translate = false;
    shown.textContent = value;
    return [line("dt", label(field)), line("dd", shown)];
  });
}

/** In one look: none is larger, first in colour, or chosen. */
function ways(settings: SettingsReply, status: Status, draft: Draft, complete: () => Report): Node[] {
  const { publisher, report_email: email } = status;
  const found: Node[] = [];
  if (settings.desk !== undefined) {
    const send = button(text("report.desk", { publisher }), () => sendNow(send, complete(), draft), "quiet");
    send.id = "send";
    found.push(send);
  }
  if (email !== "") {
    const write = button(text("report.email", { contact: email }), () => mail(email, complete()), "quiet");
    write.id = "write";
    const save = button(text("report.file"), () => saveReport(complete()), "quiet");
    save.id = "save";
    const both = line("div", write, "buttons");
    both.append(save);
    found.push(both);
  }
  if (draft.objection === true) return found;
  const form = button(text("report.form"), () => byId("pack-title").scrollIntoView(), "quiet");
  form.id = "form";
  return [...found, form];
}

async function sendNow(send: HTMLButtonElement, report: Report, draft: Draft): Promise<void> {
  send.disabled = true;
  show(byId("outcome"), line("p", text("report.sending")));
  const isPrivate = draft.isPrivate || inPrivateWindow();
  const { entry } = await ask({ type: "send", report, private: isPrivate }).catch(() => ({ entry: undefined }));
  const outcome = entry === undefined ? "failed" : isPrivate && entry.state === "queued" ? "private" : entry.state;
  const said = [line("p", text(`report.outcome.${outcome}`))];
  if (entry?.receipt !== undefined) said.push(line("p", entry.receipt, "receipt"));
  show(byId("outcome"), ...said);
  // What went out, or waits, must not go out twice.
  send.disabled = outcome === "sent" || outcome === "queued";
  await showJournal();
}

function mail(address: string, report: Report): void {
  const subject = encodeURIComponent(text("report.email.subject"));
  const anchor = document.createElement("a");
  anchor.href = `mailto:${address}?subject=${subject}&body=${encodeURIComponent(asText(report, label).toWellFormed())}`;
  anchor.click();
}

function saveReport(report: Report): void {
  saveFile("report.txt", "text/plain", `${asText(report, label)}\n`);
}

async function tellDuplicate(link: string): Promise<void> {
  const earlier = (await ask({ type: "journal" })).find(
    ({ report, state }) => report.link === link && state !== "withdrawn",
  );
  byId("again").hidden = earlier === undefined;
  if (earlier !== undefined) byId("again").textContent = text("report.again", { date: day(earlier.time) });
}
