// The verified bytes between two runs. IndexedDB of the extension's own origin: no page and no content script can open it.
// Nothing here is trusted: the core verifies what it is given again. A failure here never stops judging.

import { warn } from "../shared/log.ts";

export type Key = "floor" | "set";

const DATABASE = "statemark";
const STORE = "trust";
const VERSION = 1;

export async function read(key: Key): Promise<Uint8Array | undefined> {
  try {
    const database = await open();
    const value: unknown = await done(database.transaction(STORE).objectStore(STORE).get(key));
    database.close();
    return value instanceof Uint8Array ? value : undefined;
  } catch (cause) {
    warn(`the stored ${key} could not be read, the packaged list is used`, cause);
    return undefined;
  }
}

/** Replaces one value in one transaction: after a crash it is the old one or the new one. */
export async function put(key: Key, bytes: Uint8Array): Promise<void> {
  try {
    const database = await open();
    const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
    transaction.objectStore(STORE).put(bytes, key);
    await completed(transaction);
    database.close();
  } catch (cause) {
    warn(`the ${key} could not be stored, it is used until the browser stops`, cause);
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
