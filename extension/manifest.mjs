// The manifest of one browser: base.json, the browser's overlay, and what is fixed when a package is built.
// Three words in base.json are filled in here: `@mastodon` (a match pattern for each packaged instance),
// `@hosts` (all host permissions) and `@connect` (the only addresses the extension may ask).

import { readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.resolve(import.meta.dirname, "../manifest");

/**
 * @param {"chrome" | "firefox"} browser
 * @param {{ repository: string, desk?: string, version: string, mastodonHosts: string[] }} build
 *   `repository` ends in `/`; `mastodonHosts` are host names.
 */
export function manifestFor(browser, { repository, desk, version, mastodonHosts }) {
  const base = read("base");
  const hosts = base.host_permissions.flatMap((pattern) =>
    pattern === "@mastodon" ? mastodonHosts.map((host) => `https://${host}/*`) : [pattern],
  );
  const connect = [repository, desk].filter((address) => address !== undefined).map(connectSource);
  return {
    ...base,
    version,
    host_permissions: browser === "firefox" ? [...hosts, ...namelessHosts(repository, desk)] : hosts,
    content_scripts: base.content_scripts.map((script) => ({
      ...script,
      matches: script.matches.flatMap((pattern) => (pattern === "@hosts" ? hosts : [pattern])),
    })),
    content_security_policy: {
      extension_pages: base.content_security_policy.extension_pages.replace("@connect", connect.join(" ")),
    },
    ...read(browser),
  };
}

/**
 * Firefox names the installation (`moz-extension://…`, another one for each) in the header `Origin` of what it asks other hosts. With
 * the permission for a host it need not. In Chromium that header says the same of every installation of the store's package.
 */
function namelessHosts(...addresses) {
  return [...new Set(addresses.filter((address) => address !== undefined).map(patternOf))];
}

/** The match pattern of an address's host; Firefox knows none with a port. */
export function patternOf(address) {
  const { protocol, hostname } = new URL(address);
  return `${protocol}//${hostname}/*`;
}

/** The host names of a list with one a line; `#` starts a comment. */
export function parseHosts(text) {
  return text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
}

/**
 * Why an address cannot be the repository's or the desk's: undefined when it can. https only, but for trying things out on
 * this machine; a policy cannot hold quotes, spaces or semicolons, and reads a star as any host.
 */
export function keepsFromAsking(address) {
  if (!URL.canParse(address)) return "this is no address; write it as https://list.example.gov/";
  const { protocol, hostname, username, password, href } = new URL(address);
  const loopback = protocol === "http:" && (hostname === "127.0.0.1" || hostname === "localhost");
  if (protocol !== "https:" && !loopback) return "must be https, except on 127.0.0.1";
  if (username || password || /[\s;,'"?#*]/.test(href)) {
    return "give an address without user, query, fragment, or any of space ; , ' \" *";
  }
  return href.endsWith("/") ? undefined : "the address must end in /";
}

function connectSource(address) {
  const reason = keepsFromAsking(address);
  if (reason !== undefined) throw new Error(`${address}: ${reason}`);
  return new URL(address).href;
}

function read(name) {
  return JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), "utf8"));
}
