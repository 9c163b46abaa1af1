// A report: shows exactly what would be sent, and three ways out of which none is preselected. Nothing leaves before Send.

import { inPrivateWindow, maySend } from "../../shared/browser.ts";
import type { SettingsReply } from "../../shared/messages.ts";
import { fromBase64, PICTURE_TYPE } from "../../shared/picture.ts";
import { type Draft, REPORT_FIELDS, type Report, type ReportField } from "../../shared/report.ts";
import { day, text } from "../../shared/texts.ts";
import type { Answer, Status } from "../../shared/verdict.ts";
import { line, worded } from "../../shared/view.ts";
import { trustButton } from "../common/actions.ts";
import { ask } from "../common/ask.ts";
import { button, byId, mayReport, show, startPage } from "../common/document.ts";
import { saveFile } from "../common/file.ts";
import { asText, begin, inWords, mailto, tidy } from "./content.ts";
import { showJournal } from "./journal.ts";
import { showPack } from "./pack.ts";
import { describe, Picture } from "./picture.ts";
import { startReceipt } from "./receipt.ts";

const words = byId<HTMLTextAreaElement>("words");
const contact = byId<HTMLInputElement>("contact");
const label = (field: ReportField) => text(`report.field.${field}`);

const settings = await startPage();
if (mayReport && settings?.desk !== undefined) startReceipt();
await Promise.all([showJournal(), settings && startReport(settings)]);

async function startReport(settings: SettingsReply): Promise<void> {
  if (!mayReport) return tellNone(text("report.off"));
  const id = new URLSearchParams(location.search).get("draft");
  const { draft, reported: answer, picture: taken } = id === null ? {} : await ask({ type: "draft", id });
  if (draft === undefined) return id === null ? undefined : tellNone(text("report.gone"));
  if (answer === undefined) return tellNone(text("popup.check.none"));
  const status = await ask({ type: "status" });
  const report = begin(answer, draft, status, new Date());
  const complete = () => tidy({ ...report, words: words.value, contact: contact.value });
  const showFields = () => show(byId("fields"), ...fields(complete(), answer, picture));
  const picture = new Picture(() => {
    showFields();
    showWays();
  });
  const showWays = () =>
    show(byId("ways"), ...ways(settings, status, draft, complete, picture).map((way) => line("li", way)));
  for (const field of [words, contact]) field.addEventListener("input", showFields);
  showFields();
  byId("report").hidden = false;
  // What the platform does about impostors is of no use to who says that this is none.
  byId("platform").hidden = draft.objection === true;
  if (draft.objection === true) await startObjection(answer, status, draft);
  await tellDuplicate(report);
  if (taken !== undefined) await picture.show(taken);
  showWays();
  await showPack(report, answer, status);
  words.focus();
}

/** Why there is nothing to report here. */
function tellNone(words: string): void {
  byId("off").textContent = words;
  byId("none").hidden = false;
}

/** The rule by which accounts are warned about, and the switch of the warning for this resident. */
async function startObjection(answer: Answer, { contact: keepers }: Status, draft: Draft): Promise<void> {
  document.querySelector("h1")?.replaceChildren(...worded(text("report.title.objection")));
  byId("objection").hidden = false;
  if (keepers !== "") show(byId("object"), ...worded(text("panel.object", { contact: keepers })));
  const { account, verdict } = answer;
  if (verdict.verdict !== "lookalike" || account === undefined || draft.isPrivate || inPrivateWindow()) return;
  const showTrust = async () => {
    const { settings: now } = await ask({ type: "settings" });
    const trusted = now.trusted.includes(account);
    byId("trusted").textContent = trusted ? text("popup.trusted") : "";
    show(byId("trust"), trustButton(account, trusted, showTrust));
  };
  await showTrust();
}

/** In words, and beside them the very text that goes, where it is another. */
function fields(report: Report, answer: Answer, { sent }: Picture): Node[] {
  const picture = sent === undefined ? [] : [line("dt", text("report.picture")), line("dd", describe(sent))];
  const texts = REPORT_FIELDS.flatMap((field) => {
    const value = report[field];
    if (value === undefined) return [];
    const words = inWords(field, report, answer);
    if (words !== undefined && words !== value) {
      const said = line("dd", words);
      said.append(line("p", text("report.sent.as", { name: value }), "as-sent"));
      return [line("dt", label(field)), said];
    }
    const shown = document.createElement("bdi");
    shown.translate = false;
    shown.textContent = value;
    return [line("dt", label(field)), line("dd", shown)];
  });
  return [...texts, ...picture];
}

/** In one look: none is larger, first in colour, or chosen. */
function ways(settings: SettingsReply, status: Status, draft: Draft, complete: () => Report, picture: Picture): Node[] {
  const { publisher, report_email: email } = status;
  const found: Node[] = [];
  if (settings.desk !== undefined) {
    const send = button(text("report.desk", { publisher }), () => sendNow(send, complete(), picture, draft), "quiet");
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
    if (picture.sent !== undefined) both.append(pictureButton(picture));
    found.push(both);
  }
  if (draft.objection === true) return found;
  const form = button(text("report.form"), () => byId("pack-title").scrollIntoView(), "quiet");
  form.id = "form";
  return [...found, form];
}

/** No address of an e-mail carries a file: it is attached by hand. */
function pictureButton(picture: Picture): HTMLButtonElement {
  const save = () => picture.sent && saveFile("picture.jpg", PICTURE_TYPE, fromBase64(picture.sent.jpeg));
  const element = button(text("report.picture.save"), save, "quiet");
  element.id = "save-picture";
  return element;
}

async function sendNow(send: HTMLButtonElement, report: Report, picture: Picture, draft: Draft): Promise<void> {
  const allowed = maySend();
  send.disabled = true;
  show(byId("outcome"), line("p", text("report.sending")));
  if (!(await allowed)) {
    show(byId("outcome"), line("p", text("report.outcome.declined")));
    send.disabled = false;
    return;
  }
  const isPrivate = draft.isPrivate || inPrivateWindow();
  const content = { report, ...(picture.sent !== undefined && { picture: picture.sent.jpeg }) };
  const { entry } = await ask({ type: "send", ...content, private: isPrivate }).catch(() => ({ entry: undefined }));
  const outcome = entry === undefined ? "failed" : isPrivate && entry.state === "queued" ? "private" : entry.state;
  const said = [line("p", text(`report.outcome.${outcome}`))];
  if (entry?.receipt !== undefined) said.push(line("p", entry.receipt, "receipt"));
  const journal = await showJournal();
  // In a private window, or where nothing can be stored.
  if (entry?.receipt !== undefined && journal.every(({ id }) => id !== entry.id)) {
    said.push(line("p", text("report.outcome.note")));
  }
  show(byId("outcome"), ...said);
  // What went out, or waits, must not go out twice.
  send.disabled = outcome === "sent" || outcome === "queued";
  if (send.disabled) picture.end();
}

function mail(to: string, report: Report): void {
  const around = { to, subject: text("report.email.subject"), rest: text("report.email.rest") };
  const { address, whole } = mailto(report, label, around);
  show(byId("outcome"), ...(whole ? [] : [line("p", text("report.email.long"))]));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.click();
}

function saveReport(report: Report): void {
  saveFile("report.txt", "text/plain", `${asText(report, label)}\n`);
}

/** Of the same kind, and on its way or there: one that was refused or withdrawn is none. */
async function tellDuplicate({ kind, link }: Report): Promise<void> {
  const earlier = (await ask({ type: "journal" })).find(
    ({ report, state }) => report.link === link && report.kind === kind && (state === "queued" || state === "sent"),
  );
  byId("again").hidden = earlier === undefined;
  if (earlier !== undefined) byId("again").textContent = text("report.again", { date: day(earlier.time) });
}
