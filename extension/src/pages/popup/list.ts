// The list in use: whose it is, how old, and a button that asks for a newer one.

import { accountText } from "../../shared/details.ts";
import type { StorageState } from "../../shared/messages.ts";
import { day, figure, isTextKey, text, warning } from "../../shared/texts.ts";
import type { Change, Changes, CoreError, Status } from "../../shared/verdict.ts";
import { line, link, worded } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { byId } from "../common/document.ts";

export async function showStatus(): Promise<void> {
  const status = await ask({ type: "status" });
  const facts: [string, string | Node][] = [
    [text("popup.list.publisher"), link(status.publisher, status.homepage)],
    [text("popup.list.date"), day(status.list_date)],
    [text("popup.list.version"), figure(status.version)],
    [text("popup.list.accounts"), figure(status.accounts)],
  ];
  if (status.confirmed !== undefined) facts.push([text("popup.list.confirmed"), day(status.confirmed)]);
  byId("list").replaceChildren(...facts.flatMap(([name, value]) => [line("dt", name), line("dd", value)]));
  const freshness = byId("freshness");
  freshness.replaceChildren(...worded(freshnessText(status)));
  freshness.className = { fresh: "official", aging: "caution", unconfirmed: "alarm" }[status.freshness];
  const object = byId("object");
  object.hidden = status.contact === "";
  object.replaceChildren(...worded(text("panel.object", { contact: status.contact })));
  byId("demonstration").hidden = !status.demonstration;
  showStorage(status.storage);
  showChanges(status.changes);
}

function showChanges(changes: Changes | undefined): void {
  const place = byId("changes");
  const groups = (["added", "removed", "changed"] as const).flatMap((kind) => {
    const rows = changes?.[kind] ?? [];
    if (rows.length === 0) return [];
    const list = document.createElement("ul");
    list.append(...rows.map((row) => line("li", rowText(row))));
    return [line("h3", text(`popup.changes.${kind}`)), list];
  });
  place.hidden = changes === undefined || groups.length === 0;
  if (changes === undefined) return;
  const title = document.createElement("summary");
  title.textContent = text("popup.changes", { version: figure(changes.since) });
  const { more = 0 } = changes;
  const rest = more === 0 ? [] : [line("p", text("popup.changes.more", { count: figure(more) }), "notice")];
  place.replaceChildren(title, ...groups, ...rest);
}

function rowText({ agency, status, ...account }: Change): string {
  const key = `status.${status}`;
  const says = isTextKey(key) ? text(key as "status.active") : status;
  return text("popup.changes.row", { account: accountText(account), agency, status: says });
}

function showStorage(state: StorageState): void {
  const place = byId("storage");
  place.hidden = state === "ok";
  place.replaceChildren(...(state === "ok" ? [] : worded(text(`popup.storage.${state}`))));
}

export function startUpdateButton(then: () => Promise<void>): void {
  const button = byId("update") as HTMLButtonElement;
  const outcome = byId("updated");
  button.addEventListener("click", async () => {
    button.disabled = true;
    outcome.textContent = text("popup.update.running");
    try {
      const { changed, error } = await ask({ type: "update" });
      outcome.replaceChildren(...worded(error === undefined ? unchangedText(changed) : errorText(error)));
      await Promise.all([showStatus(), then()]);
    } catch {
      outcome.replaceChildren(...worded(text("popup.failed.title")));
    } finally {
      button.disabled = false;
    }
  });
}

function freshnessText({ freshness, confirmed, list_date }: Status): string {
  switch (freshness) {
    case "fresh":
      return text("popup.fresh");
    case "aging":
      return warning(() => text("popup.aging", { date: day(confirmed ?? list_date) }));
    case "unconfirmed":
      return text("popup.unconfirmed");
  }
}

function unchangedText(changed: boolean): string {
  return changed ? text("popup.update.changed") : text("popup.update.same");
}

/** Trust has many ways to refuse a list; to a resident they are one. */
function errorText({ variant }: CoreError): string {
  switch (variant) {
    case "NewerSchema":
      return text("popup.update.newer");
    case "IssuedInFuture":
      return text("popup.update.clock");
    case "Interrupted":
    case "Refused":
    case "TooLong":
    case "Unreachable":
      return text("popup.update.network");
    case "BadRow":
    case "DuplicateSignature":
    case "Expired":
    case "ImpossibleThreshold":
    case "IssuedAfterExpiry":
    case "Malformed":
    case "Missing":
    case "NoKnownHash":
    case "NoSuchTarget":
    case "NotAnArchive":
    case "NotInSnapshot":
    case "NotIssued":
    case "NotJson":
    case "NotSerialised":
    case "NotStored":
    case "OutOfOrder":
    case "PackagedSitesBroken":
    case "RoleRemoved":
    case "Rollback":
    case "ThresholdNotMet":
    case "TooLarge":
    case "TooMany":
    case "Unknown":
    case "UnknownSpecification":
    case "UnsafePath":
    case "WrongHash":
    case "WrongLength":
    case "WrongVersion":
      return text("popup.update.refused");
  }
}
