// The toolbar of a tab: a browser that cannot do one part of it still does the others.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { setToolbar } = await load("shared/browser.ts");
const wanted = { icons: { 16: "/icons/neutral-16.png" }, title: "Statemark", badge: "–" };

/** What was set, in a browser whose toolbar is this one. */
async function setIn(action) {
  const set = {};
  const chrome = {
    runtime: {},
    action: {
      setIcon: ({ path }, done) => {
        set.icons = path;
        done();
      },
      setTitle: async ({ title }) => {
        set.title = title;
      },
      setBadgeText: async ({ text }) => {
        set.badge = text;
      },
      ...action(set),
    },
  };
  globalThis.chrome = chrome;
  return { whole: await setToolbar(7, wanted), set };
}

test("icon, title and badge are set", async () => {
  assert.deepEqual(await setIn(() => ({})), { whole: true, set: wanted });
});

test("a phone's browser, which has no icon of its own for a tab, still has title and badge", async () => {
  const { icons: _, ...others } = wanted;
  assert.deepEqual(await setIn(() => ({ setIcon: undefined })), { whole: false, set: others });
  const refuses = () => ({
    setIcon: () => {
      throw new TypeError("not supported on Android");
    },
  });
  assert.deepEqual(await setIn(refuses), { whole: false, set: others });
  const fails = () => ({
    setIcon: (_, done) => {
      globalThis.chrome.runtime.lastError = { message: "not supported on Android" };
      done();
    },
  });
  assert.deepEqual(await setIn(fails), { whole: false, set: others });
});

test("a title that cannot be set keeps no icon and no badge back", async () => {
  const { title: _, ...others } = wanted;
  const rejects = () => ({ setTitle: () => Promise.reject(new Error("no tab with id 7")) });
  assert.deepEqual(await setIn(rejects), { whole: false, set: others });
  const throws = () => ({
    setTitle: () => {
      throw new TypeError("not supported");
    },
  });
  assert.deepEqual(await setIn(throws), { whole: false, set: others });
});
