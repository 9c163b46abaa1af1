// What a resident chose and did, apart from the list: a damaged or newer list database never costs it, nor the other way.

import { warn } from "../shared/log.ts";
import { completed, done, using } from "./database.ts";

const DATABASE = "resident";

/**
 * The steps from one version of the database to the next, oldest first: added to, never changed. The browser does all that
 * are missing in one transaction, so one that was interrupted has changed nothing and is done at the next start. A step that
 * moves what is stored does so in `transaction`; what it throws undoes them all.
 */
const STEPS: ((database: IDBDatabase, transaction: IDBTransaction) => void)[] = [
  (database) => void database.createObjectStore("settings"),
  (database) => void database.createObjectStore("reports"),
];

export type Table = "settings" | "reports";

/** One value, or `undefined`. Rejects where the browser does not let us. */
export function readFrom(table: Table, key: string): Promise<unknown> {
  return inTable(table, "readonly", (store) => done(store.get(key)));
}

export function readAll(table: Table): Promise<unknown[]> {
  return inTable(table, "readonly", (store) => done(store.getAll()));
}

/** Under way: who erases all waits for them, or one would come after that. */
const writing = new Set<Promise<void>>();

export async function write(table: Table, key: string, value: unknown): Promise<void> {
  const written = inTable(table, "readwrite", (store) => {
    store.put(value, key);
    return completed(store.transaction);
  });
  writing.add(written);
  await written.finally(() => writing.delete(written));
}

export function remove(table: Table, key: string): Promise<void> {
  return inTable(table, "readwrite", (store) => {
    store.delete(key);
    return completed(store.transaction);
  });
}

/** All of it, in one step. */
export async function eraseAll(): Promise<void> {
  await Promise.allSettled(writing);
  await using(await open(), (database) => {
    const tables = [...database.objectStoreNames];
    const transaction = database.transaction(tables, "readwrite", { durability: "strict" });
    for (const table of tables) transaction.objectStore(table).clear();
    return completed(transaction);
  });
}

async function inTable<T>(
  table: Table,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  return using(await open(), (database) =>
    work(database.transaction(table, mode, { durability: "strict" }).objectStore(table)),
  );
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, STEPS.length);
  request.onupgradeneeded = ({ oldVersion }) => {
    const { result: database, transaction } = request;
    if (transaction === null) return;
    try {
      for (const step of STEPS.slice(oldVersion)) step(database, transaction);
    } catch (cause) {
      warn("what is kept could not be brought into its new form, and stays as it was", cause);
      transaction.abort();
    }
  };
  return done(request);
}
