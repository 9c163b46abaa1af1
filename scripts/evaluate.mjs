// Scores the lookalike engine: ./build.sh evaluate [--data DIR] [--words FILE]…
//
// Python makes the attacks, with two published generators pinned in tests/evaluation/requirements.txt and our own; Rust scores
// them. Without --data (or STATEMARK_LOOKALIKE_DATA) the small lists in tests/evaluation/data serve.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { inProject, run, say, stop } from "./project.mjs";

const HERE = inProject("tests/evaluation");
const OUT = inProject("target/evaluation");
const PYTHON = path.join(OUT, "venv/bin/python");
const REQUIREMENTS = path.join(HERE, "requirements.txt");
const INSTALLED = path.join(OUT, "venv/installed.txt");

const ours = (name) => path.join(HERE, "data", name);
const { data, words } = options();
const folder = data ?? path.join(HERE, "data");
const file = (name) => path.join(folder, name);
const innocent = [
  ["benign", file("benign_handles_dev.txt")],
  ["names", file("display_names_dev.txt")],
  ["hard", file("hard_negatives_dev.txt")],
  ["local", file("local_negatives_dev.txt")],
  ["ours", ours("innocent.txt")],
].filter(([, list]) => existsSync(list));
const impostors = [ours("impostors.tsv"), file("impostors_dev.txt")].filter((list) => existsSync(list));
const targets = existsSync(file("targets_ma.txt")) ? file("targets_ma.txt") : ours("targets.txt");

install();
say("making attacks");
const attacks = path.join(OUT, "attacks.tsv");
generate(["tests/evaluation/attacks", targets, ours("names.txt"), ours("words_first.txt")], attacks);
run("cargo", ["build", "--quiet", "--locked", "--release", "-p", "statemark-evaluation"]);
const scored = spawnSync(
  inProject("target/release/statemark-evaluation"),
  [
    targets,
    ours("names.txt"),
    attacks,
    ...impostors.map((list) => `impostors=${list}`),
    ...innocent.map(([kind, list]) => `${kind}=${list}`),
  ],
  { stdio: "inherit" },
);
process.exit(scored.status ?? 1);

function options() {
  try {
    const { values } = parseArgs({ options: { data: { type: "string" }, words: { type: "string", multiple: true } } });
    const named = values.data ?? process.env["STATEMARK_LOOKALIKE_DATA"];
    const data = named === undefined ? undefined : path.resolve(named);
    if (data !== undefined && !existsSync(data)) stop(`--data: there is no folder ${data}`, 2);
    const words = [ours("words_held.txt"), ...(values.words ?? []).map((list) => path.resolve(list))];
    return { data, words };
  } catch (error) {
    return stop(`${error.message}; usage: ./build.sh evaluate [--data DIR] [--words FILE]…`, 2);
  }
}

/** The generators, once for each version of their list. */
function install() {
  const wanted = readFileSync(REQUIREMENTS, "utf8");
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, "utf8") === wanted) return;
  say("installing the generators of attacks into target/evaluation/venv");
  mkdirSync(OUT, { recursive: true });
  run("python3", ["-m", "venv", path.join(OUT, "venv")]);
  run(PYTHON, ["-m", "pip", "install", "--quiet", "--no-deps", "--requirement", REQUIREMENTS]);
  writeFileSync(INSTALLED, wanted);
}

function generate(script, out) {
  const taken = innocent.map(([, list]) => list);
  const { status } = spawnSync(PYTHON, [...script, ...taken, "--", ...words], {
    cwd: inProject("."),
    stdio: ["ignore", openSync(out, "w"), "inherit"],
  });
  if (status !== 0) stop("the attacks could not be made; what Python said stands above");
}
