// The one instance of the Rust core, made on the first question after a start and then kept.

import init, { Core as Glue } from "../../../target/wasm/core.js";
import { packagedAddress } from "../shared/browser.ts";
import { warn } from "../shared/log.ts";
import type { Reported } from "../shared/report.ts";
import type { PageSighting, SiteFile } from "../shared/sites.ts";
import type { Answer, Chain, Changes, Status, UpdateOutcome } from "../shared/verdict.ts";
import { grantedInstances } from "./hosts.ts";
import * as store from "./store.ts";

/** The core's surface, as `core/src/browser` exports it. */
export interface Core {
  /** Same length and order as the sightings. As the next two: `undefined` while its index is being built; see `asked`. */
  judge(sightings: (PageSighting | null)[], forReport?: boolean): Reported[] | undefined;
  /** The account that a tab shows, by the address that the browser gives. */
  judge_address(address: string): Answer | undefined;
  /** A link or a handle that a person typed; a handle may name accounts on several platforms. Empty: it names none. */
  check(text: string): Answer[] | undefined;
  /** The listed accounts of the agencies that a typed name may mean; of all, for an empty text. */
  find(text: string): Answer[] | undefined;
  status(): Status;
  chain(): Chain | undefined;
  /** The site file for a document's address. */
  site(page: string): SiteFile | undefined;
  /** The Mastodon instances that the resident let the extension in on, in place of those before. */
  grant(hosts: string[]): void;
  /** Where a document at this address could be read, were the extension let in. */
  readable(address: string): Readable | undefined;
  /** Whether a page shows that an instance which nobody knows stands there. */
  shows_instance(address: string, application: boolean, username: string | undefined): boolean;
  /** Fails with an outcome, never by throwing, for network and trust. `changes`: of the accounts, where another list is in use now. */
  update(repository: string, save: Save): Promise<UpdateOutcome & { changes?: Omit<Changes, "since"> }>;
}

export interface Readable {
  host: string;
  platform: string;
  /** Whether that is known, and not only what the address looks like. */
  known: boolean;
  /** Whether the manifest names the host. */
  packaged: boolean;
}

export type Save = typeof store.put;

export interface Config {
  /** Ends in `/`. */
  repository: string;
  desk?: string;
  /** All of the desk's host. */
  deskPattern?: string;
}

/** Far more than the slowest device needs. */
const DEADLINE_MS = 30_000;

let opened: Promise<Core> | undefined;
let mend: () => void = () => undefined;

/** Called when the core started without what should have been stored. */
export function onDamage(listener: () => void): void {
  mend = listener;
}

export function core(): Promise<Core> {
  opened ??= inTime(open()).catch((cause: unknown) => {
    // The package itself is broken, or the browser was short of memory: the next question tries again. Where the module itself
    // broke only the background's next start helps, and until then every question is told so.
    opened = undefined;
    warn("the core did not start", cause);
    throw cause;
  });
  return opened;
}

/** A module that ran out of memory breaks off, and its promises are never settled. */
function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it took too long")), DEADLINE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The answer to a question. Each time that the core has none yet, it has built a little more, and others have a turn. */
export async function asked<T>(question: () => T | undefined): Promise<T> {
  for (;;) {
    const answer = question();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

export async function config(): Promise<Config> {
  const response = await fetch(packagedAddress("config.json"));
  return (await response.json()) as Config;
}

async function open(): Promise<Core> {
  const [root, packaged, sites, floor, set, hosts] = await Promise.all([
    packagedBytes("list/root.json"),
    packagedBytes("list/packaged.bin"),
    packagedBytes("list/sites.json"),
    store.read("floor"),
    store.read("set"),
    grantedInstances(),
    init({ module_or_path: packagedAddress("core_bg.wasm") }),
  ]);
  const made: unknown = await Glue.open(root, packaged, sites, floor, set);
  const core = made as Core;
  if (hosts.length > 0) core.grant(hosts);
  for (const what of core.status().refused) if (what !== "sites") store.noteDamage(what);
  if (store.storageState() !== "ok") mend();
  return core;
}

async function packagedBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(packagedAddress(path));
  return new Uint8Array(await response.arrayBuffer());
}
