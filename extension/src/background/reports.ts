// The journal of reports, and the queue of those that could not be sent: tried again until they are, or are withdrawn.

import { keepForSession, setAlarm, takeFromSession } from "../shared/browser.ts";
import { warn } from "../shared/log.ts";
import type { Draft, Entry, Report } from "../shared/report.ts";
import { ask, submit } from "./desk.ts";
import { readAll, readFrom, write } from "./resident.ts";
import { settings } from "./settings.ts";

const ALARM = "reports";
const FIRST_RETRY_MINUTES = 1;
const LAST_RETRY_MINUTES = 360;

export function isReportAlarm(name: string): boolean {
  return name === ALARM;
}

export async function keepDraft(draft: Draft): Promise<string> {
  const id = crypto.randomUUID();
  await keepForSession(`draft-${id}`, draft);
  return id;
}

export async function draft(id: string): Promise<Draft | undefined> {
  return (await takeFromSession(`draft-${id}`)) as Draft | undefined;
}

/** Newest first. */
export async function journal(): Promise<Entry[]> {
  const entries = ((await readAll("reports").catch(() => [])) as Entry[]).filter(({ id }) => typeof id === "string");
  return entries.sort((one, other) => (one.time < other.time ? 1 : -1));
}

/** Send was pressed. From a private window nothing is kept: then it is sent at once or not at all. */
export async function send(
  report: Report,
  picture: string | undefined,
  isPrivate: boolean,
): Promise<Entry | undefined> {
  if ((await settings()).policy.reporting === false) return undefined;
  const entry: Entry = {
    id: crypto.randomUUID(),
    report,
    ...(picture !== undefined && { picture }),
    state: "queued",
    time: new Date().toISOString(),
    tries: 0,
  };
  if (isPrivate) return withoutPicture(await afterTrying(entry));
  // First kept, then sent: what the resident pressed Send for is not lost with the background.
  if (!(await keep(entry))) {
    const tried = await afterTrying(entry);
    // Nobody would ever try it again: it must not be called waiting.
    return tried.state === "queued" ? undefined : withoutPicture(tried);
  }
  await flush();
  const after = (await readFrom("reports", entry.id)) as Entry | undefined;
  return after && withoutPicture(after);
}

let running: Promise<void> | undefined;

/** Sends what waits. Never twice at once: a report would go out twice. */
export function flush(): Promise<void> {
  running ??= sendWaiting().finally(() => {
    running = undefined;
  });
  return running;
}

export async function status(id: string): Promise<Entry | undefined> {
  const entry = (await readFrom("reports", id)) as Entry | undefined;
  if (entry?.receipt === undefined) return entry;
  const outcome = await ask("status", entry.receipt);
  if (typeof outcome === "string") return { ...entry, answer: outcome };
  const answered: Entry = { ...entry, answer: outcome.answer };
  await keep(answered);
  return answered;
}

/** What never left is forgotten without asking anybody; what was sent is taken back at the desk. */
export async function withdraw(id: string): Promise<Entry | undefined> {
  await running;
  const entry = (await readFrom("reports", id)) as Entry | undefined;
  if (entry === undefined || entry.state === "withdrawn") return entry;
  if (entry.receipt !== undefined && typeof (await ask("withdraw", entry.receipt)) === "string") {
    return { ...entry, answer: "later" };
  }
  const { answer: _, ...rest } = withoutPicture(entry);
  const withdrawn: Entry = { ...rest, state: "withdrawn" };
  await keep(withdrawn);
  return withdrawn;
}

async function sendWaiting(): Promise<void> {
  // What waits from before an administrator switched reports off stays, and stays here.
  if ((await settings()).policy.reporting === false) return;
  let tries = 0;
  const waiting = (await journal()).filter(({ state }) => state === "queued");
  for (const entry of waiting) {
    const after = await afterTrying(entry);
    await keep(after);
    if (after.state === "queued") tries = Math.max(tries, after.tries);
  }
  if (tries > 0) await setAlarm(ALARM, Math.min(FIRST_RETRY_MINUTES * 2 ** (tries - 1), LAST_RETRY_MINUTES));
}

async function afterTrying(entry: Entry): Promise<Entry> {
  const outcome = await submit(entry);
  const tries = entry.tries + 1;
  if (outcome === "later") return { ...entry, tries };
  const rest = withoutPicture(entry);
  if (outcome === "refused") return { ...rest, tries, state: "refused" };
  return { ...rest, tries, state: "sent", receipt: outcome.answer };
}

/** A picture is kept for as long as it waits to be sent. */
function withoutPicture({ picture: _, ...entry }: Entry): Entry {
  return entry;
}

function keep(entry: Entry): Promise<boolean> {
  return write("reports", entry.id, entry).then(
    () => true,
    (cause) => {
      warn("a report could not be kept", cause);
      return false;
    },
  );
}
