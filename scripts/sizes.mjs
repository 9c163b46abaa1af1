// What the extension weighs, held against its budget: WebAssembly is loaded at every wake, the content script on every page.

import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { say, stop } from "./project.mjs";

/**
 * In bytes. Of the module: with trust, lookalikes, all platforms, reports and their proof of work. What it weighs without lookalikes is held
 * to a budget of its own by `./build.sh bench`, which compiles it a second time.
 */
const BUDGETS = {
  "core_bg.wasm": { plain: 330_000, gzip: 150_000 },
  "content.js": { gzip: 20_000 },
};

export function checkSizes(dist) {
  const over = Object.entries(BUDGETS).flatMap(([name, budget]) => {
    const bytes = readFileSync(path.join(dist, "chrome", name));
    const sizes = { plain: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
    say(
      `${name.padEnd(12)} ${Object.entries(sizes)
        .map(([how, size]) => describe(how, size, budget[how]))
        .join(", ")}`,
    );
    return Object.keys(budget)
      .filter((how) => sizes[how] > budget[how])
      .map((how) => `${name} (${how}), at most ${budget[how] / 1000} kB`);
  });
  if (over.length > 0) stop(`too large: ${over.join("; ")}`);
}

function describe(how, size, budget) {
  const most = budget === undefined ? "" : ` of ${budget / 1000}`;
  const over = size > budget ? " (over budget)" : "";
  return `${(size / 1000).toFixed(1)}${most} kB ${how}${over}`;
}
