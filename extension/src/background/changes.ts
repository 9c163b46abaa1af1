// What a new list changed, for the popup: kept until the next one comes.

import { warn } from "../shared/log.ts";
import type { Change, Changes } from "../shared/messages.ts";
import type { Answer } from "../shared/verdict.ts";
import { asked, type Core } from "./core.ts";
import { readFrom, write } from "./resident.ts";

const KEY = "changes";
/** Of a first list, or a whole new one, nobody reads every line. */
const ROWS_MAX = 100;

export interface Edition {
  version: number;
  rows: Map<string, Change>;
}

export async function edition(core: Core): Promise<Edition> {
  const rows = new Map<string, Change>();
  for (const answer of await asked(() => core.find(""))) {
    const row = describe(answer);
    if (answer.account !== undefined && row !== undefined) rows.set(answer.account, row);
  }
  return { version: core.status().version, rows };
}

/** Never fails: an update counts, whether or not somebody can be told what it changed. */
export async function noteChanges(before: Edition, core: Core): Promise<void> {
  try {
    await write("settings", KEY, await compare(before, core));
  } catch (cause) {
    warn("what changed could not be kept", cause);
  }
}

async function compare(before: Edition, core: Core): Promise<Changes> {
  const now = await edition(core);
  return {
    since: before.version,
    added: rowsOf(now, (account) => !before.rows.has(account)),
    removed: rowsOf(before, (account) => !now.rows.has(account)),
    changed: rowsOf(now, (account, { status }) => {
      const old = before.rows.get(account);
      return old !== undefined && old.status !== status;
    }),
  };
}

export async function changes(): Promise<Changes | undefined> {
  return (await readFrom("settings", KEY).catch(() => undefined)) as Changes | undefined;
}

function rowsOf({ rows }: Edition, wanted: (account: string, row: Change) => boolean): Change[] {
  return [...rows]
    .filter(([account, row]) => wanted(account, row))
    .slice(0, ROWS_MAX)
    .map(([, row]) => row);
}

/** Whatever the age of the list makes of a row now, its status is the publisher's own word. */
function describe({ verdict, agency }: Answer): Change | undefined {
  if (!("account" in verdict)) return undefined;
  const { platform, handle, status } = verdict.account;
  return { platform, handle, status, agency: agency?.name ?? verdict.account.agency };
}
