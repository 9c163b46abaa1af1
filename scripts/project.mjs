// Where the project stands, and how its scripts run other programs and speak.

import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import path from "node:path";

const PROJECT = path.resolve(import.meta.dirname, "..");

export const inProject = (...parts) => path.join(PROJECT, ...parts);
export const STATEMARK = inProject("target/release/statemark");
const WORD = process.env["STATEMARK_WORD"] ?? "build";

export function say(text) {
  console.log(`${WORD}: ${text}`);
}

/** Ends the script with one clear line: 1 when something failed, 2 when it was called wrongly. */
export function stop(text, code = 1) {
  console.error(`build.sh: ${text}`);
  process.exit(code);
}

/** Runs a program in the project's folder; when it fails, its own words stand above ours. */
export function run(program, options, { quiet = false, environment = {} } = {}) {
  const stdio = ["inherit", quiet ? "ignore" : "inherit", "inherit"];
  const { status, error } = spawnSync(program, options, {
    cwd: PROJECT,
    stdio,
    env: { ...process.env, ...environment },
  });
  const name = path.basename(program);
  if (error !== undefined) stop(`${name} could not be started: ${error.message}`);
  if (status !== 0) stop(`${name} ${options[0]} failed; what it said stands above`);
}

/** Why `folder` must not be replaced: undefined when it is missing, or holds folders of these names and nothing else. */
export function keepsFromReplacing(folder, names) {
  try {
    const found = lstatSync(folder, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (!found.isDirectory()) return "is no folder";
    if (path.relative(realpathSync(folder), realpathSync(PROJECT)).split(path.sep)[0] !== "..")
      return "is the project's folder, or above it";
    const others = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => !names.includes(entry.name) || !entry.isDirectory(),
    );
    return others.length === 0 ? undefined : `holds ${others[0].name}, which is of no build`;
  } catch (error) {
    return `cannot be looked into (${error.code})`;
  }
}

/** Makes a folder anew in one step: whoever looks sees the whole old one or the whole new one. */
export function replaceFolder(folder, make) {
  const staging = `${folder}.new-${randomUUID()}`;
  const old = `${folder}.old-${randomUUID()}`;
  mkdirSync(staging, { recursive: true });
  process.on("exit", () => rmSync(staging, { recursive: true, force: true }));
  make(staging);
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(staging, folder);
  rmSync(old, { recursive: true, force: true });
}
