// What a report says, built from the core's answer to what the page claimed: what is shown is what is sent.

import { imitatedName } from "../../shared/marks.ts";
import {
  type Draft,
  OTHER_FIELD_MAX,
  REPORT_FIELDS,
  type Report,
  type Reported,
  type ReportField,
} from "../../shared/report.ts";
import { plain } from "../../shared/texts.ts";
import type { Answer, Status } from "../../shared/verdict.ts";

/** All but the resident's own words. */
export function begin(
  { answer, account_id, display_name: name = "" }: Reported,
  { address, objection }: Draft,
  { version }: Status,
  now: Date,
): Report {
  const { account = "", handle, verdict } = answer;
  return tidy({
    kind: objection === true ? "not-impostor" : "impostor",
    platform: account.slice(0, account.search(/[:#]/)),
    handle,
    account_id,
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
  const { real, verdict } = answer;
  const listed = verdict.verdict === "mismatch" ? verdict.account : real;
  if (listed !== undefined) return `${listed.platform}:${listed.handle}`;
  return "imitates" in verdict ? plain(imitatedName(answer, verdict.imitates)) : undefined;
}

/** In the contract's order, without what is empty. */
export function tidy(fields: Partial<Record<ReportField, string | undefined>>): Report {
  const entries = REPORT_FIELDS.map((field) => [field, fields[field]?.trim().toWellFormed()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== "")) as Report;
}

/** The same as text, for an e-mail or a file. */
export function asText(report: Report, label: (field: ReportField) => string): string {
  return REPORT_FIELDS.flatMap((field) => {
    const value = report[field];
    return value === undefined ? [] : [`${label(field)}: ${value}`];
  }).join("\n");
}
