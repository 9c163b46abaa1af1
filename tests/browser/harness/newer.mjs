// The package of a version to come: the built one, whose background has more steps in its database of the resident. The steps
// are bundled by the same bundler in the same place, at the end of the real ones; all else is the very code that ships.

import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { inProject } from "../../../scripts/project.mjs";

const SOURCE = "extension/src/background/resident.ts";
const LAST = "\n];\n";

/** Puts the package `from` into `to`, in place of what is there; `steps`: the source of each further step. */
export async function packageInto(to, from, steps = []) {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  if (steps.length === 0) return;
  await build({
    entryPoints: [inProject("extension/src/background/main.ts")],
    outfile: path.join(to, "background.js"),
    bundle: true,
    format: "esm",
    logLevel: "warning",
    plugins: [{ name: "steps", setup: (made) => made.onLoad({ filter: /resident\.ts$/ }, () => more(steps)) }],
  });
  const manifest = path.join(to, "manifest.json");
  const { version, ...others } = JSON.parse(readFileSync(manifest, "utf8"));
  writeFileSync(manifest, JSON.stringify({ ...others, version: `${version}.${steps.length}` }));
}

function more(steps) {
  const source = readFileSync(inProject(SOURCE), "utf8");
  const end = source.indexOf(LAST, source.indexOf("const STEPS"));
  if (end < 0) throw new Error(`${SOURCE} has no steps to add to`);
  const longer = source.slice(0, end) + steps.map((step) => `\n  ${step},`).join("") + source.slice(end);
  return { contents: longer, loader: "ts", resolveDir: inProject(path.dirname(SOURCE)) };
}
