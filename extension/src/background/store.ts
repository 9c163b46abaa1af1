// The verified bytes between two runs. IndexedDB of the extension's own origin: no page and no content script can open it.
// Nothing here is trusted: the core verifies what it is given again. A failure here never stops judging; the popup says it.

import { warn } from "../shared/log.ts";
import type { StorageState } from "../shared/messages.ts";
import { completed, done, using } from "./database.ts";

export type Key = "floor" | "set";

const DATABASE = "statemark";
const STORE = "trust";
const VERSION = 1;

/** What a failure says of the storage, by the name of its exception; any other: the browser does not let us. */
const STATES: Record<string, StorageState> = {
  QuotaExceededError: "full",
  NotFoundError: "damaged",
  VersionError: "damaged",
  DataError: "damaged",
  NotReadableError: "damaged",
};
const WORST_FIRST: StorageState[] = ["denied", "full", "damaged"];

const states = new Map<Key, StorageState>();

/** Of what was last read or stored of each value, the worst. */
export function storageState(): StorageState {
  return WORST_FIRST.find((state) => [...states.values()].includes(state)) ?? "ok";
}

/** The bytes were there, and the core could not use them. */
export function noteDamage(key: Key): void {
  states.set(key, "damaged");
}

export async function read(key: Key): Promise<Uint8Array | undefined> {
  try {
    const value: unknown = await using(await open(), (database) => done(inStore(database, "readonly").get(key)));
    states.set(key, value === undefined || value instanceof Uint8Array ? "ok" : "damaged");
    return value instanceof Uint8Array ? value : undefined;
  } catch (cause) {
    states.set(key, stateOf(cause));
    warn(`the stored ${key} could not be read, the packaged list is used`, cause);
    return undefined;
  }
}

/** Replaces one value in one transaction: after a crash it is the old one or the new one. */
export async function put(key: Key, bytes: Uint8Array): Promise<void> {
  try {
    await using(await openAnew(), (database) => {
      const store = inStore(database, "readwrite");
      store.put(bytes, key);
      return completed(store.transaction);
    });
    states.set(key, "ok");
  } catch (cause) {
    states.set(key, stateOf(cause));
    warn(`the ${key} could not be stored, it is used until the browser stops`, cause);
  }
}

/** A database that holds no store of ours, or one of a version to come, holds nothing that could be read: made anew. */
async function openAnew(): Promise<IDBDatabase> {
  try {
    const database = await open();
    if (database.objectStoreNames.contains(STORE)) return database;
    database.close();
  } catch (cause) {
    if (nameOf(cause) !== "VersionError") throw cause;
  }
  await done(indexedDB.deleteDatabase(DATABASE));
  return open();
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

function inStore(database: IDBDatabase, mode: IDBTransactionMode): IDBObjectStore {
  return database.transaction(STORE, mode, { durability: "strict" }).objectStore(STORE);
}

function stateOf(cause: unknown): StorageState {
  return STATES[nameOf(cause)] ?? "denied";
}

function nameOf(cause: unknown): string {
  return cause instanceof DOMException ? cause.name : "";
}
