// A signed list of any size, as a package carries it.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { inProject, STATEMARK } from "../../scripts/project.mjs";
import { writeRegistry } from "../bench/registry.mjs";

/** Makes it in `folder`, anew. */
export function makeList(folder, accounts) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const inFolder = (name) => path.join(folder, name);
  writeRegistry(inFolder("registry"), accounts);
  const statemark = (...options) => execFileSync(STATEMARK, options, { stdio: ["ignore", "ignore", "inherit"] });
  const signed = ["--keys", inFolder("keys"), "--sites", inProject("extension/sites")];
  statemark("keys", "make", inFolder("keys"), "--unencrypted", "--role", "root=1/1");
  statemark("publish", inFolder("registry"), ...signed, "--out", inFolder("site"));
  const root = inFolder("site/metadata/1.root.json");
  statemark("verify", "--root", root, inFolder("site"), "--export", inFolder("packaged.bin"));
  const sites = Buffer.from(JSON.stringify({ schema: 1, sites: [] }));
  return { root: readFileSync(root), packaged: readFileSync(inFolder("packaged.bin")), sites };
}
