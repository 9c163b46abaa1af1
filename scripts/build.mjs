// `./build.sh build`: the native tools, the core as WebAssembly, the list, and the extension of both browsers.

import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { keepsFromAsking } from "../extension/manifest.mjs";
import { assemble } from "./assemble.mjs";
import { compile } from "./compile.mjs";
import { developmentList } from "./development-list.mjs";
import { inProject, keepsFromReplacing, run, STATEMARK, say, stop } from "./project.mjs";
import { checkSizes } from "./sizes.mjs";

const DEVELOPMENT_REPOSITORY = "http://127.0.0.1:8080/";
const PUBLISHER = ["root", "repository", "snapshot"];

export const options = readOptions();
compile();
const list = options.root === undefined ? developmentList() : options;
const packaged = exportList(list);
assemble({ out: options.out, root: list.root, packaged, repository: options.repository, desk: options.desk });
checkSizes(options.out);
say(`the extension is in ${path.relative(inProject(), options.out)}/chrome and /firefox, for ${options.repository}`);

/** The list as the package carries it: verified as an extension would, or nothing is built. */
function exportList({ root, snapshot }) {
  const packaged = inProject("target/packaged", `${process.pid}.bin`);
  mkdirSync(path.dirname(packaged), { recursive: true });
  say(`verifying the list in ${snapshot}`);
  run(STATEMARK, ["verify", "--root", root, snapshot, "--export", packaged]);
  return packaged;
}

function readOptions() {
  const given = parse();
  const missing = PUBLISHER.filter((name) => given[name] === undefined);
  const ofDevelopment = missing.length === PUBLISHER.length && given.desk === undefined;
  if (missing.length > 0 && !ofDevelopment) {
    stop(`a build for a publisher also needs --${missing.join(" and --")}; './build.sh --help' explains them`, 2);
  }
  for (const name of ["root", "snapshot"]) {
    if (given[name] !== undefined && !existsSync(given[name]))
      stop(`--${name} ${given[name]}: there is no such file or folder`);
  }
  return {
    root: given.root && path.resolve(given.root),
    snapshot: given.snapshot && path.resolve(given.snapshot),
    repository: address("repository", given.repository ?? DEVELOPMENT_REPOSITORY),
    desk: given.desk === undefined ? undefined : address("desk", given.desk),
    out: folder(given.out ?? inProject("dist")),
  };
}

/** What is in it will be gone: only what an earlier build left may be. */
function folder(text) {
  const out = path.resolve(text);
  const reason = keepsFromReplacing(out, ["chrome", "firefox"]);
  if (reason !== undefined) {
    stop(`${out} ${reason}; the build replaces the whole folder: name a new or empty one with --out`, 2);
  }
  return out;
}

function parse() {
  try {
    const names = [...PUBLISHER, "desk", "out"];
    return parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) }).values;
  } catch (error) {
    return stop(`${error.message}; './build.sh --help' lists the options`, 2);
  }
}

/** What is fixed in a package cannot be mended later. */
function address(name, text) {
  const whole = URL.canParse(text) ? new URL(text).href.replace(/\/?$/, "/") : text;
  const reason = keepsFromAsking(whole);
  if (reason !== undefined) stop(`--${name} ${text}: ${reason}`, 2);
  return whole;
}
