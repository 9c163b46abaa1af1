// What the module weighs, and what of it tells lookalikes apart: the same module is built once more without that.

import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { compileModule } from "../../scripts/compile.mjs";
import { inProject } from "../../scripts/project.mjs";

/** In bytes: what the project set itself for all of it, for all but telling lookalikes apart, and for that engine with its tables. */
const WHOLE_MAX = { plain: 330_000, gzip: 150_000 };
const EXACT_MAX = { plain: 240_000, gzip: 110_000 };
const ENGINE_MAX = 60_000;
const EXACT_OUT = inProject("target/bench/exact");

export function size() {
  compileModule(EXACT_OUT, ["exact"]);
  const [whole, exact] = [inProject("target/wasm"), EXACT_OUT].map(sizesOf);
  const engine = { plain: whole.plain - exact.plain, gzip: whole.gzip - exact.gzip };
  return {
    title: "the module's size",
    method: "built twice, once with the feature `exact`, where nothing resembles anything and the engine is dropped",
    lines: [
      ["the module", inKilobytes(whole)],
      ["without telling lookalikes", inKilobytes(exact)],
      ["the lookalike engine with its tables", inKilobytes(engine)],
    ],
    bounds: [
      ["the module, kB", whole.plain / 1000, WHOLE_MAX.plain / 1000],
      ["the module in gzip, kB", whole.gzip / 1000, WHOLE_MAX.gzip / 1000],
      ["without telling lookalikes, kB", exact.plain / 1000, EXACT_MAX.plain / 1000],
      ["without telling lookalikes in gzip, kB", exact.gzip / 1000, EXACT_MAX.gzip / 1000],
      ["the engine, kB", engine.plain / 1000, ENGINE_MAX / 1000],
    ],
  };
}

function sizesOf(folder) {
  const bytes = readFileSync(path.join(folder, "core_bg.wasm"));
  return { plain: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
}

function inKilobytes({ plain, gzip }) {
  return `${(plain / 1000).toFixed(1)} kB (${(gzip / 1000).toFixed(1)} kB in gzip)`;
}
