// The lists that the browser tests need, made by the real command line with keys of their own.

import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { STATEMARK } from "../../../scripts/project.mjs";
import { Forge } from "./forge.mjs";

const REGISTRY = path.resolve(import.meta.dirname, "../registry");
const SITE_FILES = path.resolve(import.meta.dirname, "../../../extension/sites");
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Publishes into `folder`, one folder for each name:
 *
 * | name | what |
 * |---|---|
 * | `current` | made an hour ago: what most tests package and serve |
 * | `next` | its successor: MassRMV is paused, MassD0T a confirmed impostor |
 * | `aging`, `unconfirmed` | as `current`, but confirmed 10 and 20 days ago for the last time; a confirmation counts for 7 |
 * | `expired` | higher versions than `current`, confirmed 19 days ago |
 * | `rotated` | `next` under a new root that took the timestamp's key away |
 * | `other` | what `next` might have been, under the same versions: MBTA is paused |
 * | `recovered` | the successor of `next` and of whatever was wrong with it: newer versions and two more roots |
 * | `stranger` | the list of somebody else, with other keys |
 * | `hosts` | the successor of `current`: names an account on a Mastodon server of its own, another server, and where a platform moved to |
 * | `members` | the successor of `next`: SampleArrivalMA joined, and SampleHarborMA left |
 * | `short` | the successor of `next`, whose snapshot expires in two days, before its timestamp |
 * | `tampered-file` | `next` with one letter of a section changed |
 * | `tampered-metadata` | `next` with one digit of the timestamp changed |
 *
 * A rollback is `current` served to who has `next`.
 */
export function makeLists(folder) {
  mkdirSync(folder, { recursive: true });
  const at = (name) => path.join(folder, name);
  const times = timesBefore(Date.now());
  const publish = (registry, name, now, base) => {
    const options = ["--keys", at("keys"), "--out", at(name), "--sites", SITE_FILES, "--now", now];
    statemark("publish", registry, ...options, ...(base === undefined ? [] : ["--base", at(base)]));
  };
  statemark("keys", "make", at("keys"), "--unencrypted", "--role", "root=1/1");
  const later = laterRegistry(at("registry-later"));
  publish(REGISTRY, "first", times.first);
  publish(REGISTRY, "aging", times.aging, "first");
  publish(REGISTRY, "unconfirmed", times.unconfirmed, "first");
  publish(later, "expired", times.unconfirmed, "first");
  publish(REGISTRY, "expired", times.expired);
  publish(REGISTRY, "current", times.current, "first");
  publish(later, "next", times.next, "current");
  publish(hostsRegistry(at("registry-hosts")), "hosts", times.next, "current");
  publish(laterRegistry(at("registry-other"), "MBTA"), "other", times.next, "current");
  publish(at("registry-other"), "after", times.after, "next");
  publish(membersRegistry(at("registry-members")), "members", times.after, "next");
  new Forge(at("after"), at("recovered"), at("keys")).addRoot(() => undefined).addRoot(() => undefined);
  rotate(at("next"), at("rotated"), at("keys"), times.next);
  statemark("keys", "make", at("keys-stranger"), "--unencrypted", "--role", "root=1/1");
  statemark("publish", REGISTRY, "--keys", at("keys-stranger"), "--out", at("stranger"), "--now", times.next);
  new Forge(at("after"), at("short"), at("keys")).edit("snapshot", (snapshot) => {
    snapshot.expires = utc(Date.now() + 2 * DAY_MS);
  });
  tamper(at("next"), at("tampered-file"), "targets/sections", /transportation\.json$/, "MassDOT", "MassDOG");
  tamper(at("next"), at("tampered-metadata"), "metadata", /^timestamp\.json$/, /"version": ?(\d+)/, '"version":9$1');
  return { root: at("first/metadata/1.root.json"), at, times };
}

/** The list as an extension that was built at `now` carries it. */
export function packageList(root, site, now, file) {
  statemark("verify", "--root", root, site, "--export", file, "--now", now);
}

function statemark(...options) {
  execFileSync(STATEMARK, options, { stdio: ["ignore", "ignore", "inherit"] });
}

function timesBefore(now) {
  const before = (milliseconds) => utc(now - milliseconds);
  return {
    first: before(40 * DAY_MS),
    unconfirmed: before(20 * DAY_MS),
    expired: before(19 * DAY_MS),
    aging: before(10 * DAY_MS),
    current: before(60 * MINUTE_MS),
    next: before(30 * MINUTE_MS),
    after: before(20 * MINUTE_MS),
  };
}

/** A time as metadata writes it. */
export function utc(milliseconds) {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

function rotate(from, to, keys, now) {
  const newKeys = `${to}-keys`;
  cpSync(from, to, { recursive: true });
  cpSync(keys, newKeys, { recursive: true });
  statemark("rotate", "timestamp", "--site", to, "--keys", newKeys, "--unencrypted", "--now", now);
}

function laterRegistry(folder, handle = "MassRMV") {
  cpSync(REGISTRY, folder, { recursive: true });
  const accounts = path.join(folder, "accounts.csv");
  const paused = (row) => (row.includes(`,x,${handle},`) ? row.replace(",active,", ",paused,") : row);
  writeFileSync(accounts, readFileSync(accounts, "utf8").split("\n").map(paused).join("\n"));
  appendFileSync(path.join(folder, "impostors.csv"), "x,MassD0T,,x:massdot,2026-11-01,2031-11-01,confirmed later\n");
  return folder;
}

function membersRegistry(folder) {
  laterRegistry(folder);
  const accounts = path.join(folder, "accounts.csv");
  const rows = readFileSync(accounts, "utf8").trimEnd().split("\n");
  rows.push("sample,agency,x,SampleArrivalMA,,,,Sample Arrival,active,,,,en,,joined later");
  const stay = rows.filter((row) => !row.includes(",SampleHarborMA,"));
  writeFileSync(accounts, `${stay.join("\n")}\n`);
  return folder;
}

/** What `hosts.test.mjs` visits. */
export const HOSTS = { own: "social.dcr.example", named: "social.town.example", moved: "moved-x.example" };

function hostsRegistry(folder) {
  cpSync(REGISTRY, folder, { recursive: true });
  const row = `dcr,agency,mastodon,massdcr@${HOSTS.own},,,,Mass DCR,active,,,,en,,on a server of its own\n`;
  appendFileSync(path.join(folder, "accounts.csv"), row);
  const header = path.join(folder, "publisher.toml");
  const settings = readFileSync(header, "utf8");
  const moved = `[[moved_hosts]]\nplatform = "x"\nhost = "${HOSTS.moved}"\n`;
  writeFileSync(header, `mastodon_hosts = ["${HOSTS.named}"]\n${settings}${moved}`);
  return folder;
}

function tamper(from, to, inside, name, was, is) {
  cpSync(from, to, { recursive: true });
  const folder = path.join(to, inside);
  for (const file of readdirSync(folder).filter((file) => name.test(file))) {
    const text = readFileSync(path.join(folder, file), "utf8");
    const tampered = text.replace(was, is);
    if (tampered === text) throw new Error(`${file} holds nothing like ${was}`);
    writeFileSync(path.join(folder, file), tampered);
  }
}
