// What the last new list changed of the accounts, for the popup: kept until the next one comes.

import { warn } from "../shared/log.ts";
import type { Changes } from "../shared/verdict.ts";
import { readFrom, write } from "./resident.ts";

const KEY = "changes";

/** Never fails: an update counts, whether or not somebody can be told what it changed. */
export async function noteChanges(changes: Changes): Promise<void> {
  try {
    await write("settings", KEY, changes);
  } catch (cause) {
    warn("what changed could not be kept", cause);
  }
}

export async function changes(): Promise<Changes | undefined> {
  return (await readFrom("settings", KEY).catch(() => undefined)) as Changes | undefined;
}
