// The journal of reports, and the queue of those that could not be sent: tried again until they are, or are withdrawn.

import { clearAlarm, mayStillSend, setAlarm } from "../shared/browser.ts";
import { warn } from "../shared/log.ts";
import type { ReceiptQuestion } from "../shared/messages.ts";
import type { Entry, Report } from "../shared/report.ts";
import { ask, submit } from "./desk.ts";
import { barePicture } from "./picture.ts";
import { readAll, readFrom, write } from "./resident.ts";
import { settings } from "./settings.ts";

const ALARM = "reports";
const FIRST_RETRY_MINUTES = 1;
const LAST_RETRY_MINUTES = 360;

export function isReportAlarm(name: string): boolean {
  return name === ALARM;
}

/** Ended when all is erased. */
let stop = new AbortController();
const underWay = new Set<Promise<unknown>>();
let erased: Promise<unknown> = Promise.resolve();
let last: Promise<unknown> = Promise.resolve();

/** What runs on reports or waits to is ended, and nothing new begins before `all` is done: so nothing is written after it. */
export async function erase(all: () => Promise<void>): Promise<void> {
  stop.abort();
  stop = new AbortController();
  const done = Promise.allSettled([...underWay, erased]).then(all);
  erased = done.catch(() => undefined);
  await done;
  await clearAlarm(ALARM);
}

function working<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // As it is now: what waits for one erasure is ended by the next.
  const { signal } = stop;
  const running = erased.then(() => work(signal));
  underWay.add(running);
  return running.finally(() => underWay.delete(running));
}

/** One after the other: a report would go out twice, or what became of it be written over. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work);
  last = done.catch(() => undefined);
  return done;
}

function workingInTurn<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return working((signal) => inTurn(() => work(signal)));
}

/** Newest first. */
export async function journal(): Promise<Entry[]> {
  const entries = ((await readAll("reports").catch(() => [])) as Entry[]).filter(({ id }) => typeof id === "string");
  return entries.sort((one, other) => (one.time < other.time ? 1 : -1));
}

/** Send was pressed. From a private window nothing is kept: then it is sent at once or not at all. */
export function send(report: Report, picture: string | undefined, isPrivate: boolean): Promise<Entry | undefined> {
  return working((signal) => sendNew(report, picture, isPrivate, signal));
}

async function sendNew(
  report: Report,
  picture: string | undefined,
  isPrivate: boolean,
  signal: AbortSignal,
): Promise<Entry | undefined> {
  if (!(await mayGoOut())) return undefined;
  // Bare once more: whoever asks, no picture leaves with more than is seen on it.
  if (picture !== undefined && (await barePicture(picture)) !== picture) return undefined;
  const entry: Entry = {
    id: crypto.randomUUID(),
    report,
    ...(picture !== undefined && { picture }),
    state: "queued",
    time: new Date().toISOString(),
    tries: 0,
  };
  if (isPrivate) return withoutPicture(await afterTrying(entry, signal));
  // First kept, then sent: what the resident pressed Send for is not lost with the background.
  if (!(await keep(entry, signal))) {
    const tried = await afterTrying(entry, signal);
    // Nobody would ever try it again: it must not be called waiting.
    return tried.state === "queued" ? undefined : withoutPicture(tried);
  }
  await inTurn(() => sendWaiting(signal));
  const after = (await readFrom("reports", entry.id)) as Entry | undefined;
  // Erased meanwhile: what still stands there goes.
  return signal.aborted ? undefined : after && withoutPicture(after);
}

/** Sends what waits. */
export function flush(): Promise<void> {
  return workingInTurn(sendWaiting);
}

export function status(id: string): Promise<Entry | undefined> {
  return workingInTurn(async (signal) => {
    const entry = (await readFrom("reports", id)) as Entry | undefined;
    if (entry?.receipt === undefined) return entry;
    const outcome = await ask("status", entry.receipt, signal);
    if (typeof outcome === "string") return { ...entry, answer: outcome };
    const answered: Entry = { ...entry, answer: outcome.answer };
    await keep(answered, signal);
    return answered;
  });
}

/** What never left is forgotten without asking anybody; what was sent is taken back at the desk. */
export function withdraw(id: string): Promise<Entry | undefined> {
  return workingInTurn(async (signal) => {
    const entry = (await readFrom("reports", id)) as Entry | undefined;
    if (entry === undefined || entry.state === "withdrawn") return entry;
    if (entry.state === "queued" && entry.tries > 0) return withdrawTried(entry, signal);
    const outcome = entry.receipt === undefined ? undefined : await ask("withdraw", entry.receipt, signal);
    if (typeof outcome === "string") return { ...entry, answer: outcome };
    return keepWithdrawn(entry, signal);
  });
}

/** It may be at the desk, and only the answer was lost: the same key brings the receipt. Where that fails it goes on waiting, for this. */
async function withdrawTried(entry: Entry, signal: AbortSignal): Promise<Entry> {
  const unwanted: Entry = { ...entry, unwanted: true };
  const after = (await mayGoOut()) ? await afterTrying(unwanted, signal) : unwanted;
  await keep(after, signal);
  return after.state === "queued" ? { ...after, answer: "later" } : after;
}

/** By its receipt alone. What the journal has of it is told there as well. */
export function askAbout(what: ReceiptQuestion, receipt: string): Promise<string> {
  return workingInTurn(async (signal) => {
    const outcome = await ask(what, receipt, signal);
    if (typeof outcome === "string") return outcome;
    const entry = (await journal()).find((kept) => kept.receipt === receipt);
    if (entry !== undefined && what === "withdraw") await keepWithdrawn(entry, signal);
    if (entry !== undefined && what === "status") await keep({ ...entry, answer: outcome.answer }, signal);
    return outcome.answer;
  });
}

async function keepWithdrawn(entry: Entry, signal: AbortSignal): Promise<Entry> {
  const { answer: _, ...rest } = withoutPicture(entry);
  const withdrawn: Entry = { ...rest, state: "withdrawn" };
  await keep(withdrawn, signal);
  return withdrawn;
}

/** Not where an administrator switched reports off, nor where the resident told the browser that nothing may be sent. */
async function mayGoOut(): Promise<boolean> {
  return (await settings()).policy.reporting !== false && (await mayStillSend());
}

async function sendWaiting(signal: AbortSignal): Promise<void> {
  // What waits from before stays, and stays here.
  if (!(await mayGoOut())) return;
  let tries = 0;
  const waiting = (await journal()).filter(({ state }) => state === "queued");
  for (const entry of waiting) {
    if (signal.aborted) return;
    // Before it leaves: the background may end while it is on its way.
    const tried = { ...entry, tries: entry.tries + 1 };
    await keep(tried, signal);
    const after = await afterTrying(tried, signal);
    await keep(after, signal);
    if (after.state === "queued") tries = Math.max(tries, after.tries);
  }
  if (tries > 0 && !signal.aborted)
    await setAlarm(ALARM, Math.min(FIRST_RETRY_MINUTES * 2 ** (tries - 1), LAST_RETRY_MINUTES));
}

async function afterTrying(entry: Entry, signal: AbortSignal): Promise<Entry> {
  const outcome = await submit(entry, signal);
  if (outcome === "later") return entry;
  const { unwanted, ...rest } = withoutPicture(entry);
  if (outcome === "refused") return { ...rest, state: "refused" };
  const receipt = outcome.answer;
  if (unwanted !== true) return { ...rest, state: "sent", receipt };
  const withdrawn = await ask("withdraw", receipt, signal);
  return typeof withdrawn === "string" ? entry : { ...rest, state: "withdrawn", receipt };
}

/** A picture is kept for as long as it waits to be sent. */
function withoutPicture({ picture: _, ...entry }: Entry): Entry {
  return entry;
}

async function keep(entry: Entry, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  return write("reports", entry.id, entry).then(
    () => true,
    (cause) => {
      warn("a report could not be kept", cause);
      return false;
    },
  );
}
