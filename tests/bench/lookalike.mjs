// What a sighting costs in the lookalike engine: natively beside other methods (core/benches/lookalike.rs, which prints its
// own table), then as WebAssembly over the same lists and sightings.

import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { compileModule } from "../../scripts/compile.mjs";
import { inProject, run, say } from "../../scripts/project.mjs";

const SIZES = [100, 1_000, 10_000, 100_000];
const ROUNDS = 20;
/** Of so many builds the quickest counts, as natively: another process may take the processor amid a slice. */
const BUILDS = 3;
/** Targets that are added between two looks at the clock, and how long a slice lasts at least. */
const SLICE_TARGETS = 64;
const SLICE_MS = 4;
/** The bounds that the project set itself. */
const RATIO_MAX = 4;

const FOLDER = inProject("target/bench/lookalike");
const MODULE = inProject("target/bench/lookalike/module");

export async function lookalike() {
  const native = ["bench", "--locked", "-p", "statemark-core", "--bench", "lookalike", "--", "--out", FOLDER];
  run("cargo", native);
  compileModule(MODULE, ["vectors"]);
  const { initSync, Lookalikes } = await import(pathToFileURL(path.join(MODULE, "core.js")));
  initSync({ module: readFileSync(path.join(MODULE, "core_bg.wasm")) });
  const results = SIZES.map((size) => measure(size, Lookalikes));
  for (const { size, resembling, expected } of results) {
    if (resembling !== expected)
      say(`at ${size} accounts ${resembling} handles resemble something, natively ${expected}`);
  }
  return report(results);
}

function measure(size, Lookalikes) {
  const read = (kind) => readFileSync(path.join(FOLDER, `${size}.${kind}`), "utf8");
  const [targets, sightings] = [read("targets"), read("sightings")];
  const [native, nativeBuild, expected] = read("figures").split("\t").map(Number);
  const engines = Array.from({ length: BUILDS }, () => build(new Lookalikes(targets)));
  const [{ engine, built, longest }, ...slower] = engines.sort((one, other) => one.built - other.built);
  for (const other of slower) other.engine.free();
  const handles = sightings.split("\n").length;
  let [best, resembling] = [Number.POSITIVE_INFINITY, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = performance.now();
    resembling = engine.ask(sightings);
    best = Math.min(best, ((performance.now() - from) * 1e6) / handles);
  }
  const megabytes = engine.size() / 1e6;
  engine.free();
  const names = targets.trimEnd().split("\n").length;
  return { size, names, native, nativeBuild, expected, resembling, cost: best, built, longest, megabytes };
}

/** As the background does it: slices, with others' turns between them. */
function build(engine) {
  const start = performance.now();
  let [slice, longest, whole] = [start, 0, false];
  while (!whole) {
    whole = engine.take(SLICE_TARGETS);
    const now = performance.now();
    if (now - slice >= SLICE_MS || whole) {
      longest = Math.max(longest, now - slice);
      slice = now;
    }
  }
  return { engine, built: performance.now() - start, longest };
}

function report(results) {
  const atThousand = results.find(({ size }) => size === 1_000);
  return {
    title: "a sighting in the lookalike engine, as WebAssembly",
    method: `nanoseconds a handle, the quickest of ${ROUNDS} rounds over the native benchmark's own lists and sightings, under Node`,
    lines: results.map(({ size, names, native, cost, built, longest, nativeBuild, megabytes }) => [
      `${size} accounts, ${names} names`,
      `${cost.toFixed(0)} ns, native ${native.toFixed(0)}, ratio ${(cost / native).toFixed(2)}; ` +
        `${(cost / atThousand.cost).toFixed(2)} times 1,000 accounts; ` +
        `built in ${built.toFixed(0)} ms, native ${nativeBuild.toFixed(0)}, longest slice ${longest.toFixed(1)} ms; ${megabytes.toFixed(1)} MB`,
    ]),
    bounds: [["WebAssembly to native", Math.max(...results.map(({ cost, native }) => cost / native)), RATIO_MAX]],
  };
}
