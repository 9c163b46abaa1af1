// An administrator's policy for one browser of the tests. Browsers read it below /etc or beside their program, where a test has
// no business: the browser is started in a mount namespace of its own, in which a folder of the test lies over that place.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";

/** By browser: the program, the folder that is covered, the policy's file in it, and what it holds. */
const PLACES = {
  chromium: {
    program: "/usr/bin/chromium",
    covered: "/etc/chromium",
    file: "policies/managed/statemark.json",
    content: (id, policy) => ({ "3rdparty": { extensions: { [id]: policy } } }),
  },
  firefox: {
    program: "/usr/bin/firefox-esr",
    covered: "/usr/lib/firefox-esr/distribution",
    file: "policies.json",
    content: (id, policy) => ({ policies: { "3rdparty": { Extensions: { [id]: policy } } } }),
  },
};

/** As root no other rights are needed; who is not root becomes it in a namespace of users, where the system allows that. */
const UNSHARE = process.getuid() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
const COVER = 'mount --bind "$1" "$2" && shift 2 && exec "$@"';

/** Why there can be no policy on this machine; nothing where there can be. */
export function whyNoPolicy(browser) {
  const { covered } = PLACES[browser];
  if (!existsSync(covered)) return `${covered} is missing: there is nothing to lay a policy over`;
  try {
    execFileSync("unshare", [...UNSHARE, "sh", "-c", COVER, "cover", covered, covered, "true"], { stdio: "pipe" });
    return undefined;
  } catch {
    return "this system lets nobody but root lay a folder over another (unshare --mount)";
  }
}

/** A program that starts the browser under the policy, and `change(policy)`, which writes another one. */
export function underPolicy(browser, { folder, id, policy }) {
  const { program, covered, file, content } = PLACES[browser];
  const cover = path.join(folder, "cover");
  const at = path.join(cover, file);
  const change = (next) => writeFileSync(at, JSON.stringify(content(id, next)));
  mkdirSync(path.dirname(at), { recursive: true });
  change(policy);
  const start = path.join(folder, "start");
  const quoted = [...UNSHARE, "sh", "-c", COVER, "cover", cover, covered, program].map(quote).join(" ");
  writeFileSync(start, `#!/bin/sh\nexec unshare ${quoted} "$@"\n`);
  chmodSync(start, 0o755);
  return { program: start, change };
}

/** The id that Chromium gives to an extension without a key: of the folder that it was loaded from. */
export function idOfFolder(folder) {
  const digits = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 32);
  return [...digits].map((digit) => String.fromCharCode("a".charCodeAt(0) + Number.parseInt(digit, 16))).join("");
}

function quote(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
