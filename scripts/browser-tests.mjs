// The browser tests: prepares what they share, then runs both browsers side by side, in each one file after the other, for each
// file holds the repository's port. What Firefox's say is printed once Chromium's are through.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { text } from "node:stream/consumers";
import { BROWSER, prepare } from "../tests/browser/harness/prepare.mjs";
import { inProject } from "./project.mjs";

const BROWSERS = ["chromium", "firefox"];
const FOLDER = "tests/browser";
const given = process.argv.slice(2);
const all = readdirSync(inProject(FOLDER))
  .filter((name) => name.endsWith(".test.mjs"))
  .map((name) => `${FOLDER}/${name}`);
const files = given.length > 0 ? given : all;

await prepare(BROWSERS);
const [chromium, firefox] = BROWSERS.map((browser, index) =>
  spawn("node", ["--test", "--test-concurrency=1", ...files], {
    cwd: inProject(),
    env: { ...process.env, [BROWSER]: browser },
    stdio: ["ignore", index === 0 ? "inherit" : "pipe", "inherit"],
  }),
);
const ended = [chromium, firefox].map((run) => new Promise((end) => run.once("close", end)));
const said = text(firefox.stdout);
const first = await ended[0];
process.stdout.write(await said);
process.exit(first === 0 && (await ended[1]) === 0 ? 0 : 1);
