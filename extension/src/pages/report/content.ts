// What a report says, built from the core's answer to what the page claimed: what is shown is what is sent.

import { accountText, detailsOf, platformName } from "../../shared/details.ts";
import { imitatedName } from "../../shared/marks.ts";
import {
  type Draft,
  OTHER_FIELD_MAX,
  REPORT_FIELDS,
  type Report,
  type Reported,
  type ReportField,
} from "../../shared/report.ts";
import { isTextKey, plain, text } from "../../shared/texts.ts";
import type { Answer, Status } from "../../shared/verdict.ts";

/** All but the resident's own words. */
export function begin(answer: Reported, { address, objection }: Draft, { version }: Status, now: Date): Report {
  const { account = "", handle, verdict, account_id: id, display_name: name = "" } = answer;
  const at = account.search(/[:#]/);
  return tidy({
    kind: objection === true ? "not-impostor" : "impostor",
    platform: account.slice(0, at),
    handle,
    account_id: account[at] === "#" ? account.slice(at + 1) : id,
    // Never cut: a cut name is another name.
    display_name: name.length <= OTHER_FIELD_MAX ? name : undefined,
    link: answer.address ?? address,
    resembles: resembled(answer),
    reasons: "reasons" in verdict ? verdict.reasons.join(" ") : verdict.verdict,
    seen: `${now.toISOString().slice(0, "2026-11-22T18:30".length)}Z`,
    list_version: String(version),
  });
}

/** The listed account whose name it bears, or resembles; its agency where that has none. */
function resembled(answer: Answer): string | undefined {
  const { verdict } = answer;
  const listed = listedOf(answer);
  if (listed !== undefined) return `${listed.platform}:${listed.handle}`;
  return "imitates" in verdict ? plain(imitatedName(answer, verdict.imitates)) : undefined;
}

function listedOf({ real, verdict }: Answer): { platform: string; handle: string } | undefined {
  return verdict.verdict === "mismatch" ? verdict.account : real;
}

/** What a field says to people, where that is another text than the one that is sent. */
export function inWords(field: ReportField, report: Report, answer: Answer): string | undefined {
  const listed = listedOf(answer);
  const kind = `report.kind.${report.kind}`;
  switch (field) {
    case "kind":
      return isTextKey(kind) ? text(kind as "report.kind.impostor") : undefined;
    case "platform":
      return platformName(report.platform ?? "");
    case "resembles":
      return listed && accountText(listed);
    case "reasons":
      return detailsOf(answer, report.display_name).why.join(" ");
    default:
      return undefined;
  }
}

/**
 * In the contract's order, without what is empty. Only the resident's own words have lines: a name with breaks in it would look like
 * other fields to whoever reads the report.
 */
export function tidy(fields: Partial<Record<ReportField, string | undefined>>): Report {
  const inLines = (field: ReportField, text: string) => (field === "words" ? text : text.replace(/\s+/g, " "));
  const entries = REPORT_FIELDS.map(
    (field) =>
      [
        field,
        inLines(field, fields[field] ?? "")
          .trim()
          .toWellFormed(),
      ] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== "")) as Report;
}

/** The same as text, for an e-mail or a file. */
export function asText(report: Report, label: (field: ReportField) => string): string {
  return REPORT_FIELDS.flatMap((field) => {
    const value = report[field];
    return value === undefined ? [] : [`${label(field)}: ${value}`];
  }).join("\n");
}

/** Longer addresses fail in mail programs, or on the way to them, without a word (Windows hands over 2,083 characters). */
const MAILTO_MAX = 2000;

/** An e-mail's address with the report in it; `whole`: whether all of it is. `rest` says in it where the rest is. */
export function mailto(
  report: Report,
  label: (field: ReportField) => string,
  { to, subject, rest }: Record<"to" | "subject" | "rest", string>,
): { address: string; whole: boolean } {
  const start = `mailto:${to}?subject=${encodeURIComponent(subject)}&body=`;
  const all = start + encodeURIComponent(asText(report, label).toWellFormed());
  if (all.length <= MAILTO_MAX) return { address: all, whole: true };
  const end = encodeURIComponent(`\n\n${rest}`);
  let room = MAILTO_MAX - start.length - end.length;
  const kept: Report = { ...report };
  // The resident's own words are what is long, and what may be cut: a cut link is another link.
  for (const field of [...REPORT_FIELDS.filter((name) => name !== "words"), "words" as const]) {
    const value = report[field];
    if (value === undefined) continue;
    room -= encodeURIComponent(`${label(field)}: \n`).length;
    const fitting = fittingStart(value, room);
    if (fitting === value || (field === "words" && fitting !== "")) {
      kept[field] = fitting === value ? value : `${fitting}${CUT}`;
      room -= encodeURIComponent(fitting).length;
    } else delete kept[field];
  }
  return { address: start + encodeURIComponent(asText(kept, label).toWellFormed()) + end, whole: false };
}

const CUT = "…";

/** As much of its beginning as there is room for, in whole characters. */
function fittingStart(words: string, room: number): string {
  let left = room - encodeURIComponent(CUT).length;
  let end = 0;
  for (const character of words.toWellFormed()) {
    left -= encodeURIComponent(character).length;
    if (left < 0) return words.slice(0, end);
    end += character.length;
  }
  return words;
}
