// When the list is asked for, and who is told of a new one. How it is verified, the core knows.

import { allTabs, hasAlarm, setAlarm, tellTab } from "../shared/browser.ts";
import { warn } from "../shared/log.ts";
import type { UpdateOutcome } from "../shared/verdict.ts";
import { noteChanges } from "./changes.ts";
import { config, core } from "./core.ts";
import { put } from "./store.ts";
import { refreshToolbars } from "./toolbar.ts";

const PERIODIC = "update";
const SOON = "update-soon";

/** Every installed extension asks at its own times, so that the repository is not asked by all at once. */
const PERIOD_MINUTES = { least: 300, most: 420 };
/** After a start: soon, but not while the browser restores its tabs. */
const SOON_MINUTES = { least: 0.5, most: 3 };

/** At every start of the background: an alarm may be lost when the extension or the browser is updated. */
export async function ensureAlarm(): Promise<void> {
  if (await hasAlarm(PERIODIC)) return;
  const period = between(PERIOD_MINUTES);
  await setAlarm(PERIODIC, period, period);
}

export async function updateSoon(): Promise<void> {
  await setAlarm(SOON, between(SOON_MINUTES));
}

export function isUpdateAlarm(name: string): boolean {
  return name === PERIODIC || name === SOON;
}

let running: Promise<UpdateOutcome> | undefined;

/** Never two at once: whoever asks while one runs gets its outcome. */
export function update(): Promise<UpdateOutcome> {
  running ??= run().finally(() => {
    running = undefined;
  });
  return running;
}

async function run(): Promise<UpdateOutcome> {
  const { repository } = await config();
  const judging = await core();
  const { version: since } = judging.status();
  const { changes, ...outcome } = await judging.update(repository, put);
  if (changes !== undefined) await noteChanges({ since, ...changes });
  if (outcome.error !== undefined) warn("the list could not be renewed, the one in use stays", outcome.error);
  // A list that cannot be renewed grows old: what it no longer may claim must not stay on open pages.
  if (outcome.changed || outcome.error !== undefined) await tellTabs();
  return outcome;
}

async function tellTabs(): Promise<void> {
  const tabs = await allTabs();
  // A tab without a content script has nothing to look at again.
  await Promise.allSettled(tabs.map(({ id }) => tellTab(id, { type: "list-changed" })));
  await refreshToolbars(tabs);
}

function between({ least, most }: { least: number; most: number }): number {
  return least + Math.random() * (most - least);
}
