// What stands behind a mark, in words: shown in the panel on a page and in the popup.

import { agencyName, displayHandle, imitatedName } from "./marks.ts";
import { isTextKey, text } from "./texts.ts";
import type { Answer, Imitated, Range } from "./verdict.ts";

export interface Details {
  why: string[];
  /** The account's name as judged, cut where it differs from the one it resembles. */
  differing?: { text: string; differs: boolean }[];
  real?: { label: string; text: string; address: string };
}

/** `name` is the display name that was judged, where one was. */
export function detailsOf(answer: Answer, name?: string): Details {
  const details: Details = { why: why(answer) };
  const { verdict, real } = answer;
  if (verdict.verdict === "lookalike" && verdict.differs?.length) {
    const whole = verdict.differs_in === "name" ? name : (answer.handle ?? nameIn(answer.account));
    if (whole !== undefined) details.differing = cut(whole, verdict.differs);
  }
  if (real !== undefined && isWeb(real.address)) {
    const label = verdict.verdict === "retired" ? text("panel.successor") : text("panel.real");
    details.real = { label, text: accountText(real), address: real.address };
  }
  return details;
}

/** The part of an account text that names: `massdot` in `x:massdot`. */
function nameIn(account: string | undefined): string | undefined {
  return account?.slice(account.search(/[:#]/) + 1);
}

export function accountText({ handle, platform }: { handle: string; platform: string }): string {
  return text("account.on", { handle: displayHandle(handle), platform: platformName(platform) });
}

export function platformName(platform: string): string {
  const key = `platform.${platform}`;
  // A platform's name takes no placeholder; the guard cannot know that.
  return isTextKey(key) ? text(key as "platform.x") : platform;
}

function why(answer: Answer): string[] {
  const { verdict } = answer;
  const agency = answer.agency?.name ?? agencyName(answer);
  switch (verdict.verdict) {
    case "official":
      return [text("why.official", { agency })];
    case "impostor":
      return [text("why.impostor", { agency })];
    case "renamed":
      return [text("why.renamed", { handle: displayHandle(verdict.account.handle) })];
    case "unconfirmed":
      return verdict.reasons.map((id) =>
        id === "other-host" ? text("why.unconfirmed.elsewhere") : text("why.unconfirmed"),
      );
    case "lookalike": {
      const label = verdict.label === undefined ? [] : [text("why.labelled", { label: verdict.label })];
      const first = verdict.strength === "strong" ? text("why.lookalike") : text("why.weak");
      return [first, ...reasons(answer, verdict.imitates, verdict.reasons), ...label];
    }
    case "compromised":
    case "paused":
    case "mismatch":
    case "retired":
    case "neighbour":
    case "unlisted":
      return [text(`why.${verdict.verdict}`)];
  }
}

/** A reason that this version has no words for is not shown: the first sentence stands without it. */
function reasons(answer: Answer, imitates: Imitated, ids: string[]): string[] {
  const values = { handle: imitatedName(answer, imitates), agency: agencyName(answer) };
  const known = ids.map((id) => `reason.${id}`).filter(isTextKey);
  const keys = known.length === 0 && ids.length > 0 ? (["reason.other"] as const) : known;
  return [...new Set(keys.map((key) => text(key as "reason.other", values)))];
}

/** `text` in pieces, alternately alike and differing. Ranges that do not fit are left out. */
export function cut(whole: string, ranges: Range[]): { text: string; differs: boolean }[] {
  const pieces: { text: string; differs: boolean }[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from < at || to <= from || to > whole.length) continue;
    if (from > at) pieces.push({ text: whole.slice(at, from), differs: false });
    pieces.push({ text: whole.slice(from, to), differs: true });
    at = to;
  }
  if (at < whole.length) pieces.push({ text: whole.slice(at), differs: false });
  return pieces;
}

/** A link that the extension draws leads to https only, whatever the list says. */
export function isWeb(address: string): boolean {
  return address.startsWith("https://");
}
