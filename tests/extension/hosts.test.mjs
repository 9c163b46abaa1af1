// Hosts that are read by permission: what the browser permits for another reason is never taken for one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const DESK = "desk.example";
const NEW = "social.example";
const patternOf = (host) => `https://${host}/*`;

/** The background's hosts in a browser that permits all, with what was kept. */
async function hostsWith(kept) {
  const browser = { permitted: [], dropped: [], scripts: [] };
  const listeners = {};
  const listenable = (name) => ({
    addListener: (listener) => {
      listeners[name] = listener;
    },
  });
  globalThis.chrome = {
    runtime: {
      getManifest: () => ({
        host_permissions: ["https://x.com/*", patternOf(DESK)],
        content_scripts: [{ matches: ["https://x.com/*"] }],
      }),
    },
    permissions: {
      contains: async () => true,
      remove: async ({ origins }) => browser.dropped.push(...origins),
      onAdded: listenable("added"),
      onRemoved: listenable("removed"),
    },
    scripting: {
      getRegisteredContentScripts: async () => [],
      registerContentScripts: async ([{ matches }]) => browser.scripts.push(...matches),
    },
    tabs: { query: async () => [] },
  };
  const judging = {
    readable: (address) => ({ host: new URL(address).host, platform: "mastodon", known: false, packaged: false }),
    grant: () => undefined,
  };
  const hosts = await load("background/hosts.ts", {
    "./resident.ts": { readFrom: async () => kept, write: async () => undefined },
  });
  let told;
  hosts.listenToHosts(
    async () => judging,
    () => told?.(),
  );
  /** Resolves when every tab was told. */
  const permit = (...names) => {
    const done = new Promise((resolve) => {
      told = resolve;
    });
    listeners.added({ origins: names.map(patternOf) });
    return done;
  };
  return { hosts, browser, judging, permit };
}

test("the desk's host, switched off and on in the browser, is no instance; another that is permitted is one", async () => {
  const { hosts, browser, permit } = await hostsWith(undefined);
  await permit(DESK, NEW);
  await hosts.grantHere(`https://${DESK}/`, false);
  assert.deepEqual(await hosts.grantedHosts(), [NEW]);
  assert.deepEqual([...new Set(browser.scripts)], [patternOf(NEW)]);
});

test("nothing is offered for the package's own hosts", async () => {
  const { hosts, judging } = await hostsWith(undefined);
  assert.equal(await hosts.offerFor(judging, `https://${DESK}/`, {}), undefined);
  assert.equal((await hosts.offerFor(judging, `https://${NEW}/`, {})).host, NEW);
});

test("where one was taken for an instance before, it is none any more, and its permission is not given back", async () => {
  const { hosts, browser } = await hostsWith([DESK, NEW].map((host) => ({ host, instance: true })));
  assert.deepEqual(await hosts.grantedHosts(), [NEW]);
  await hosts.takeBackAll();
  assert.deepEqual(browser.dropped, [patternOf(NEW)]);
});
