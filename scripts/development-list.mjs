// The list of a development build: `registry/`, signed with throw-away keys that never leave this machine.

import { existsSync, readdirSync, rmSync } from "node:fs";
import { inProject, run, STATEMARK, say } from "./project.mjs";

const KEYS = inProject(".keys");
const SITE = inProject("target/site");

export function developmentList() {
  if (!existsSync(KEYS)) {
    say("making throw-away keys in .keys");
    run(STATEMARK, ["keys", "make", KEYS, "--unencrypted", "--role", "root=1/1"], { quiet: true });
    // What other keys signed cannot be continued with these.
    rmSync(SITE, { recursive: true, force: true });
  }
  say("publishing registry/ to target/site");
  const sites = ["--sites", inProject("extension/sites")];
  run(STATEMARK, ["publish", inProject("registry"), "--keys", KEYS, "--out", SITE, ...sites], { quiet: true });
  return { root: newestRoot(SITE), snapshot: SITE };
}

/** A package pins the newest root at its release. */
export function newestRoot(site) {
  const versions = readdirSync(`${site}/metadata`).flatMap((name) => name.match(/^(\d+)\.root\.json$/)?.[1] ?? []);
  return `${site}/metadata/${Math.max(...versions.map(Number))}.root.json`;
}
