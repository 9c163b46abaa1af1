// The manifest and the core must agree on what is a social site: a host added later switches an installed extension off.

import assert from "node:assert/strict";
import { test } from "node:test";
import { manifestFor, parseHosts } from "../../extension/manifest.mjs";
import { files, read } from "./tree.mjs";

const MASTODON = parseHosts(read("core/src/platform/mastodon_hosts.txt"));
const MANIFEST = manifestFor("chrome", {
  repository: "https://list.example/",
  version: "1.0.0",
  mastodonHosts: MASTODON,
});
const covers = (host) => MANIFEST.host_permissions.some((pattern) => matches(pattern, host));

test("every host that the core knows is in the manifest", () => {
  const hosts = files(/^core\/src\/platform\/[a-z]+\.rs$/).flatMap((name) =>
    [...read(name).matchAll(/HostPattern::(Exact|Family)\((?:[^"()]*,\s*)?"([a-z0-9.-]+)"/g)].map(([, kind, host]) =>
      kind === "Exact" ? host : `any.${host}`,
    ),
  );
  assert.ok(hosts.length > 30, `only ${hosts.length} hosts were found`);
  assert.deepEqual(
    hosts.filter((host) => !covers(host)),
    [],
  );
  assert.deepEqual(
    MASTODON.filter((host) => !covers(host)),
    [],
  );
});

/** They show no page: they are read where they stand as links. */
const REDIRECTORS = ["l.facebook.com", "lm.facebook.com", "l.instagram.com", "l.threads.com"];

test("every address of the vectors that names an account is on a host of the manifest", () => {
  const rows = read("tests/vectors/platform.tsv")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const named = rows.map((line) => line.split("\t")).filter(([, account, granted]) => account !== "none" && !granted);
  const hosts = named.map(([address]) => new URL(address).hostname);
  assert.ok(hosts.length > 30);
  assert.deepEqual(
    [...new Set(hosts)].filter((host) => !covers(host) && !REDIRECTORS.includes(host)),
    [],
  );
});

test("the extension asks for no more than it needs", () => {
  // None of these asks the resident for anything, at installation or at an update.
  assert.deepEqual(MANIFEST.permissions, ["activeTab", "alarms", "contextMenus", "scripting", "storage"]);
  assert.deepEqual(MANIFEST.optional_host_permissions, ["https://*/*"]);
  // In frames too, for chats of the same site; the script leaves those in pages of others alone.
  assert.deepEqual(
    MANIFEST.content_scripts.map(({ matches, all_frames }) => [matches, all_frames ?? false]),
    [[MANIFEST.host_permissions, true]],
  );
  assert.equal(MANIFEST.web_accessible_resources, undefined);
  assert.equal(MANIFEST.externally_connectable, undefined);
});

test("the oldest browsers that the manifests take are those that the code is bundled for", () => {
  const [, chrome, firefox] = read("extension/build.mjs").match(/target: \["chrome(\d+)", "firefox(\d+)"\]/);
  assert.equal(MANIFEST.minimum_chrome_version, chrome);
  const { gecko, gecko_android: android } = JSON.parse(read("manifest/firefox.json")).browser_specific_settings;
  assert.deepEqual([gecko.strict_min_version, android.strict_min_version], [`${firefox}.0`, `${firefox}.0`]);
});

test("before anything is sent to the desk, the browser is asked whether it may be", () => {
  const { optional } = JSON.parse(read("manifest/firefox.json")).browser_specific_settings.gecko
    .data_collection_permissions;
  assert.ok(optional.length > 0);
  const asking = files(/^extension\/src\/pages\/.*\.ts$/).filter((name) => read(name).includes('type: "send"'));
  assert.ok(asking.length > 0);
  for (const name of asking) {
    const text = read(name);
    const asked = text.indexOf("maySend()");
    assert.ok(asked >= 0 && asked < text.indexOf('type: "send"'), name);
  }
});

function matches(pattern, host) {
  const name = pattern.match(/^https:\/\/(.+)\/\*$/)[1];
  return name.startsWith("*.") ? host === name.slice(2) || host.endsWith(name.slice(1)) : host === name;
}
