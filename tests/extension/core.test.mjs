// The start of the core: one that breaks off without a word is told of, and the next question tries again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const made = { status: () => ({ refused: [] }) };
const opening = [];
const { core } = await load("background/core.ts", {
  "../../../target/wasm/core.js": { default: async () => undefined, Core: { open: () => opening.shift() } },
  "../shared/browser.ts": { packagedAddress: () => "data:," },
  "./hosts.ts": { grantedInstances: async () => [] },
  "./store.ts": { read: async () => undefined, noteDamage: () => undefined, storageState: () => "ok" },
});

/** Until the core is waited for: no timer is due before. */
const asked = async (count) => {
  while (opening.length > count) await new Promise((resolve) => setImmediate(resolve));
};

test("a core that never opens is given up, and the next question opens it anew", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  opening.push(new Promise(() => undefined), Promise.resolve(made));
  const first = core();
  await asked(1);
  assert.equal(core(), first);
  const failed = assert.rejects(first, /too long/);
  context.mock.timers.tick(30_000);
  await failed;
  assert.equal(await core(), made);
  const opened = core();
  context.mock.timers.tick(60_000);
  assert.equal(await opened, made);
});
