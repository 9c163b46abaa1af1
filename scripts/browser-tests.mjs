// The browser tests: prepares what they share, then runs them one file after the other, for each holds the repository's port.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { prepare } from "../tests/browser/harness/prepare.mjs";
import { inProject } from "./project.mjs";

await prepare();
const FOLDER = "tests/browser";
const given = process.argv.slice(2);
const all = readdirSync(inProject(FOLDER))
  .filter((name) => name.endsWith(".test.mjs"))
  .map((name) => `${FOLDER}/${name}`);
const files = given.length > 0 ? given : all;
const { status } = spawnSync("node", ["--test", "--test-concurrency=1", ...files], {
  cwd: inProject(),
  stdio: "inherit",
});
process.exit(status ?? 1);
