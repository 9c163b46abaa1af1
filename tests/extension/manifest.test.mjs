import assert from "node:assert/strict";
import { test } from "node:test";
import { manifestFor, parseHosts } from "../../extension/manifest.mjs";

const build = { repository: "https://list.example/statemark/", version: "1.2.3", mastodonHosts: ["mastodon.social"] };

test("the two browsers differ in their overlays only", () => {
  const { background, browser_specific_settings, ...firefox } = manifestFor("firefox", build);
  // So that it need not name the installation there.
  const nameless = firefox.host_permissions.splice(-1);
  assert.deepEqual(nameless, ["https://list.example/*"]);
  // Firefox takes the schema of its policies from elsewhere.
  const { background: worker, minimum_chrome_version, storage, ...chrome } = manifestFor("chrome", build);
  assert.deepEqual(storage, { managed_schema: "managed-schema.json" });
  assert.deepEqual(firefox, chrome);
  assert.deepEqual(worker, { service_worker: "background.js", type: "module" });
  assert.deepEqual(background, { scripts: ["background.js"], type: "module" });
  assert.equal(browser_specific_settings.gecko.strict_min_version, "142.0");
  assert.ok(Number(minimum_chrome_version) >= 121);
});

test("Firefox for Android is named, and what may be sent is declared: nothing without being asked, no more than a report holds", () => {
  const { gecko, gecko_android: android } = manifestFor("firefox", build).browser_specific_settings;
  // Firefox asks for the consent on Android from 142 on, on a computer from 140 on.
  assert.deepEqual(android, { strict_min_version: "142.0" });
  assert.equal(gecko.strict_min_version, android.strict_min_version);
  assert.deepEqual(gecko.data_collection_permissions, {
    required: ["none"],
    // The reported account's address and when it was seen; how the resident can be reached; names and pictures of the page.
    optional: ["browsingActivity", "personallyIdentifyingInfo", "websiteContent"],
  });
});

test("the content script runs where there is a permission, packaged instances included, and nowhere else", () => {
  const {
    content_scripts: [script],
    host_permissions: hosts,
    optional_host_permissions: optional,
    permissions,
  } = manifestFor("chrome", build);
  assert.deepEqual(script.matches, hosts);
  assert.ok(hosts.includes("https://mastodon.social/*"));
  assert.ok(
    hosts.every((pattern) => /^https:\/\/(\*\.)?[a-z0-9.-]+\.[a-z]+\/\*$/.test(pattern)),
    hosts.join(" "),
  );
  assert.equal(new Set(hosts).size, hosts.length);
  assert.deepEqual(optional, ["https://*/*"]);
  assert.deepEqual(permissions, ["activeTab", "alarms", "contextMenus", "scripting", "storage"]);
});

test("only the repository, and the desk where there is one, can be asked", () => {
  const policy = (more) => manifestFor("chrome", { ...build, ...more }).content_security_policy.extension_pages;
  assert.match(policy({}), /connect-src 'self' https:\/\/list\.example\/statemark\/;/);
  assert.match(
    policy({ desk: "https://desk.example/" }),
    /connect-src 'self' https:\/\/list\.example\/statemark\/ https:\/\/desk\.example\/;/,
  );
  assert.match(policy({ repository: "http://127.0.0.1:8080/" }), / http:\/\/127\.0\.0\.1:8080\/;/);
});

test("in Firefox the hosts of the repository and the desk are permitted, and no content script runs there", () => {
  const desk = "https://desk.example/reports/";
  const {
    content_scripts: [script],
    host_permissions: hosts,
  } = manifestFor("firefox", { ...build, desk });
  assert.deepEqual(hosts.slice(-2), ["https://list.example/*", "https://desk.example/*"]);
  assert.deepEqual(script.matches, hosts.slice(0, -2));
  const { host_permissions: once } = manifestFor("firefox", { ...build, desk: "https://list.example/desk/" });
  assert.deepEqual(once.slice(-1), ["https://list.example/*"]);
  assert.deepEqual(manifestFor("chrome", { ...build, desk }).host_permissions, script.matches);
});

test("an address that is unsafe, or would widen the policy, is refused", () => {
  for (const repository of [
    "http://list.example/",
    "https://list.example/folder",
    "https://user@list.example/",
    "https://list.example/?a=/",
    "https://list.example/;script-src */",
    "https://list.example/,/",
    "https://list.example/?/",
    "https://list.example/#/",
    "https://*/",
    "https://*.example/",
    "list.example",
    "ftp://127.0.0.1/",
  ]) {
    assert.throws(() => manifestFor("chrome", { ...build, repository }), undefined, repository);
  }
});

test("host lists may hold comments", () => {
  assert.deepEqual(parseHosts("# instances\n\nmastodon.social\n c.im # small\n"), ["mastodon.social", "c.im"]);
});
