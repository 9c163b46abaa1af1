// Servers that cannot be listed beforehand, Mastodon's above all: read where the resident let the extension in, and nowhere else.
// The browser keeps what was granted, and its word counts; kept here is only which of it the resident meant.

import {
  allTabs,
  drop,
  mayRead,
  type Origin,
  onOriginsAdded,
  onOriginsRemoved,
  openTabsOn,
  patternOf,
  readSigns,
  runIn,
  setGrantedScript,
  type Tab,
  tellTab,
} from "../shared/browser.ts";
import { count, warn } from "../shared/log.ts";
import { type GrantOutcome, type Offer, TEXT_MAX } from "../shared/messages.ts";
import type { Core } from "./core.ts";
import { readFrom, write } from "./resident.ts";

const KEY = "hosts";
const HOSTS_MAX = 1000;

/** Of the running background: servers whose pages showed no sign of one, and origins that were just taken away. */
const unlike = new Set<string>();
const gone = new Set<string>();

let known: Promise<string[]> | undefined;
let core: () => Promise<Core> = () => Promise.reject(new Error("no core"));
let changed: (tabs: Tab[]) => void = () => undefined;

/** Must be called in the first turn of the background. `listener` is called with all tabs after every change. */
export function listenToHosts(judging: () => Promise<Core>, listener: (tabs: Tab[]) => void): void {
  core = judging;
  changed = listener;
  onOriginsAdded((origins) => handled(added(origins)));
  onOriginsRemoved((origins) => handled(removed(origins)));
}

/** Those that may be read now. What was kept and is no longer permitted is forgotten. */
export function grantedHosts(): Promise<string[]> {
  known ??= permitted();
  return known;
}

/** What the popup may offer for an address: nothing where the extension is let in already. */
export async function offerFor(judging: Core, address: string): Promise<Offer | undefined> {
  const readable = judging.readable(address);
  if (readable === undefined) return undefined;
  if (readable.known && (await mayRead(patternOf(readable.host)))) return undefined;
  return { ...readable, unlike: unlike.has(readable.host) };
}

/** The resident pressed, and the browser let the extension in. */
export async function grantHere(address: string, isPrivate: boolean): Promise<GrantOutcome> {
  const judging = await core();
  const host = judging.readable(address)?.host;
  if (host === undefined || isPrivate || !(await mayRead(patternOf(host)))) return "declined";
  return accept(judging, host);
}

/** The resident takes one back. */
export async function takeBack(host: string): Promise<string[]> {
  await keep((await grantedHosts()).filter((other) => other !== host));
  await drop(patternOf(host));
  await left([patternOf(host)]);
  return grantedHosts();
}

/** Everything that was kept is being erased: what was granted goes back to the browser. */
export async function takeBackAll(): Promise<void> {
  const hosts = await grantedHosts();
  known = Promise.resolve([]);
  await Promise.allSettled(hosts.map((host) => drop(patternOf(host))));
  await left(hosts.map(patternOf));
}

/** Whether the page of this origin lost its permission while it was open. */
export function hasLeft(origin: string | undefined): boolean {
  return origin !== undefined && gone.has(`${origin}/*`);
}

/** After an update of the extension or of the browser none may be registered. */
export async function registerAgain(): Promise<void> {
  await setGrantedScript((await grantedHosts()).map(patternOf));
}

async function permitted(): Promise<string[]> {
  const stored = await readFrom("settings", KEY).catch(() => undefined);
  const hosts = Array.isArray(stored) ? stored.filter(isName).slice(0, HOSTS_MAX) : [];
  if (hosts.length === 0) return [];
  const may = await Promise.all(hosts.map((host) => mayRead(patternOf(host))));
  const still = hosts.filter((_, index) => may[index]);
  if (still.length < hosts.length) await write("settings", KEY, still).catch(() => undefined);
  return still;
}

/** In the browser's own settings, or in the popup, which the browser closes as soon as it asks. */
async function added(origins: Origin[]): Promise<void> {
  const judging = await core();
  for (const { host, pattern } of origins) {
    // Another than one host is no answer to anything that was asked here.
    if (host !== undefined && (await mayRead(pattern))) await accept(judging, host);
  }
}

async function removed(origins: Origin[]): Promise<void> {
  const before = await grantedHosts();
  known = undefined;
  const now = await grantedHosts();
  const lost = before.filter((host) => !now.includes(host)).map(patternOf);
  await left([...lost, ...origins.map(({ pattern }) => pattern)]);
}

const accepting = new Map<string, Promise<GrantOutcome>>();

/** Never twice at once for one host: the popup and the browser both tell of it. */
function accept(judging: Core, host: string): Promise<GrantOutcome> {
  const running = accepting.get(host) ?? look(judging, host).finally(() => accepting.delete(host));
  accepting.set(host, running);
  return running;
}

/** An open page must show that it is of such a server; otherwise the permission goes back, and nothing there is read again. */
async function look(judging: Core, host: string): Promise<GrantOutcome> {
  const pattern = patternOf(host);
  gone.delete(pattern);
  const tabs = await openTabsOn(pattern);
  const readable = judging.readable(`https://${host}/`);
  // The manifest names it already: the browser's own switch was set back.
  if (readable?.packaged) return "granted";
  if (readable?.known !== true && !(await showsInstance(judging, tabs))) {
    unlike.add(host);
    await drop(pattern);
    return "unlike";
  }
  unlike.delete(host);
  const others = (await grantedHosts()).filter((other) => other !== host);
  await keep([...others, host].slice(-HOSTS_MAX));
  await Promise.allSettled(tabs.map(({ id }) => runIn(id)));
  await tellAll();
  return "granted";
}

/** Where no page of it is open the resident went to the browser's settings for it: then there is nothing to ask. */
async function showsInstance(judging: Core, tabs: Tab[]): Promise<boolean> {
  const signs = await Promise.all(tabs.map(({ id }) => readSigns(id).catch(() => undefined)));
  return (
    tabs.length === 0 ||
    tabs.some(({ address = "" }, index) => {
      const { application = false, username } = signs[index] ?? {};
      return judging.shows_instance(address, application, username);
    })
  );
}

async function keep(hosts: string[]): Promise<void> {
  known = Promise.resolve(hosts);
  await write("settings", KEY, hosts).catch((cause: unknown) =>
    warn("the granted servers could not be kept, they are read until the browser stops", cause),
  );
  await adopt();
}

async function left(patterns: string[]): Promise<void> {
  for (const pattern of patterns) gone.add(pattern);
  await adopt();
  await tellAll();
}

async function adopt(): Promise<void> {
  const hosts = await grantedHosts();
  (await core()).grant(hosts);
  await setGrantedScript(hosts.map(patternOf));
}

async function tellAll(): Promise<void> {
  const tabs = await allTabs();
  await Promise.allSettled(tabs.map(({ id }) => tellTab(id, { type: "settings-changed" })));
  changed(tabs);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= TEXT_MAX;
}

function handled(work: Promise<void>): void {
  work.catch((cause: unknown) => {
    count("failed change of permissions");
    warn("a change of permissions could not be followed", cause);
  });
}
