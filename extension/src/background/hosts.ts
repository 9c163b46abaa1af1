// Servers that no manifest can name, Mastodon's above all: read where the resident let the extension in, and nowhere else.
// The browser keeps what it permitted, and its word counts; kept here is only for what the resident asked it.

import {
  allTabs,
  drop,
  isUnread,
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
import { warn } from "../shared/log.ts";
import { type GrantOutcome, type Offer, TEXT_MAX } from "../shared/messages.ts";
import type { Policy } from "../shared/settings.ts";
import type { Core } from "./core.ts";
import { readFrom, write } from "./resident.ts";

/** A host that is read by permission. */
export interface Granted {
  host: string;
  /** Whether its own pages showed what it is; of any other the list must say it. */
  instance: boolean;
}

const KEY = "hosts";
const HOSTS_MAX = 1000;

/** Of the running background: hosts whose pages showed no sign of an instance, and origins that were just taken away. */
const unlike = new Set<string>();
const gone = new Set<string>();

let core: () => Promise<Core> = () => Promise.reject(new Error("no core"));
let changed: (tabs: Tab[]) => void = () => undefined;
let inUse: Promise<Granted[]> | undefined;

/** Must be called in the first turn of the background. `listener` is called with all tabs after every change. */
export function listenToHosts(judging: () => Promise<Core>, listener: (tabs: Tab[]) => void): void {
  core = judging;
  changed = listener;
  onOriginsAdded((origins) => handled(added(origins)));
  onOriginsRemoved((origins) => handled(removed(origins)));
}

/** Those that may be read now. What was kept and is permitted no longer is forgotten. */
export function granted(): Promise<Granted[]> {
  inUse ??= permitted();
  return inUse;
}

export async function grantedHosts(): Promise<string[]> {
  return (await granted()).map(({ host }) => host);
}

/** What the core is told of them. */
export async function grantedInstances(): Promise<string[]> {
  return (await granted()).filter(({ instance }) => instance).map(({ host }) => host);
}

/** What the popup may offer for an address: nothing where the extension is let in already. */
export async function offerFor(judging: Core, address: string, policy: Policy): Promise<Offer | undefined> {
  const readable = judging.readable(address);
  // Where an administrator allows no marks there is nothing to ask for.
  if (readable === undefined || policy.sites?.includes(readable.platform) === false) return undefined;
  const { host, platform, known } = readable;
  if (isUnread(patternOf(host))) return undefined;
  const isIn = known && (await mayRead(patternOf(host))) && (await isRun(readable));
  return isIn ? undefined : { host, platform, known, unlike: unlike.has(host) };
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
  await keep((await granted()).filter((other) => other.host !== host));
  await drop(patternOf(host));
  await left([patternOf(host)]);
  return grantedHosts();
}

/** Everything that is kept of the resident is being erased: the browser gets back what it permitted. */
export async function takeBackAll(): Promise<void> {
  const patterns = (await grantedHosts()).map(patternOf);
  await keep([]);
  await Promise.allSettled(patterns.map(drop));
  await left(patterns);
}

/** Whether pages of this origin lost their permission while they were open. */
export function hasLeft(origin: string | undefined): boolean {
  return origin !== undefined && gone.has(`${origin}/*`);
}

/** An update of the extension clears what was registered. */
export async function registerAgain(): Promise<void> {
  await setGrantedScript((await grantedHosts()).map(patternOf));
}

async function permitted(): Promise<Granted[]> {
  const stored = await readFrom("settings", KEY).catch(() => undefined);
  const valid = Array.isArray(stored) ? stored.filter(isGranted).slice(0, HOSTS_MAX) : [];
  const hosts = valid.filter(({ host }) => !isUnread(patternOf(host)));
  if (hosts.length === 0) return [];
  const may = await Promise.all(hosts.map(({ host }) => mayRead(patternOf(host))));
  const still = hosts.filter((_, index) => may[index]);
  if (still.length < hosts.length) await write("settings", KEY, still).catch(() => undefined);
  return still;
}

/** In the popup, which some browsers close as soon as they ask, or in the browser's own settings. */
async function added(origins: Origin[]): Promise<void> {
  const judging = await core();
  for (const { host, pattern } of origins) {
    // More than one host is no answer to anything that was asked here.
    if (host !== undefined && (await mayRead(pattern))) await accept(judging, host);
  }
}

async function removed(origins: Origin[]): Promise<void> {
  const before = await grantedHosts();
  inUse = undefined;
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

/** What nobody knows must show on an open page what it is; otherwise the permission goes back, and nothing there is read again. */
async function look(judging: Core, host: string): Promise<GrantOutcome> {
  const pattern = patternOf(host);
  // The package's own, which the resident switched in the browser: no instance, and never given back.
  if (isUnread(pattern)) return "declined";
  const readable = judging.readable(`https://${host}/`);
  gone.delete(pattern);
  // The manifest names it: the browser's own switch was set back, and the browser does the rest.
  if (readable?.packaged) return "granted";
  const tabs = await openTabsOn(pattern);
  const instance = readable?.known !== true;
  if (instance && !(await showsInstance(judging, tabs))) {
    unlike.add(host);
    await drop(pattern);
    return "unlike";
  }
  unlike.delete(host);
  const before = await granted();
  if (!before.some((other) => other.host === host)) await keep([...before, { host, instance }].slice(-HOSTS_MAX));
  await Promise.allSettled(tabs.map(({ id }) => runIn(id)));
  await tellAll();
  return "granted";
}

/** Where no page of it is open the resident went to the browser's settings for it: then there is nothing to ask. */
async function showsInstance(judging: Core, tabs: Tab[]): Promise<boolean> {
  const signs = await Promise.all(tabs.map(({ id }) => readSigns(id).catch(() => undefined)));
  const shows = ({ address = "" }: Tab, index: number) => {
    const { application = false, username } = signs[index] ?? {};
    return judging.shows_instance(address, application, username);
  };
  return tabs.length === 0 || tabs.some(shows);
}

/** Whether the browser runs the content script there: by the manifest, or because the resident let it in. */
async function isRun({ host, packaged }: { host: string; packaged: boolean }): Promise<boolean> {
  return packaged || (await grantedHosts()).includes(host);
}

async function keep(hosts: Granted[]): Promise<void> {
  inUse = Promise.resolve(hosts);
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
  (await core()).grant(await grantedInstances());
  await registerAgain();
}

async function tellAll(): Promise<void> {
  const tabs = await allTabs();
  await Promise.allSettled(tabs.map(({ id }) => tellTab(id, { type: "settings-changed" })));
  changed(tabs);
}

function isGranted(value: unknown): value is Granted {
  const { host: name, instance } = Object(value) as Record<string, unknown>;
  return typeof name === "string" && name.length <= TEXT_MAX && typeof instance === "boolean";
}

function handled(work: Promise<void>): void {
  work.catch((cause: unknown) => warn("a change of permissions could not be followed", cause));
}
