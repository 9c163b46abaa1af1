// `./build.sh package [OPTIONS of build]`: builds, and makes one zip for each browser's store of what was built. The same
// files give the same bytes.

import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import JSZip from "jszip";
import { options } from "./build.mjs";
import { inProject, say } from "./project.mjs";

/** The oldest day that a zip can name: files carry no other. */
const DATE = new Date("1980-01-01T00:00:00Z");
const OUT = inProject("target/package");
/** Its list is signed with throw-away keys: the name keeps it from being taken for a release. */
const DEVELOPMENT = options.root === undefined;

mkdirSync(OUT, { recursive: true });
for (const browser of ["chrome", "firefox"]) {
  const folder = path.join(options.out, browser);
  const { version } = JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"));
  const file = path.join(OUT, `statemark-${DEVELOPMENT ? "development" : version}-${browser}.zip`);
  writeFileSync(`${file}.new`, await zip(folder));
  renameSync(`${file}.new`, file);
  say(`${path.relative(inProject(), file)}  ${(statSync(file).size / 1000).toFixed(1)} kB`);
}
if (DEVELOPMENT) {
  say("a development build, for this machine only: no store's; './build.sh --help' lists a publisher's options");
}

function zip(folder) {
  const archive = new JSZip();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name))).sort();
  for (const name of names) {
    const options = { date: DATE, createFolders: false, unixPermissions: 0o644 };
    archive.file(name.split(path.sep).join("/"), readFileSync(path.join(folder, name)), options);
  }
  return archive.generateAsync({ type: "nodebuffer", compression: "DEFLATE", platform: "UNIX" });
}
