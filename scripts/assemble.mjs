// The built core, a list and the extension's sources → a folder with `chrome` and `firefox` in it.

import { replaceFolder, run, say } from "./project.mjs";

/** `root` and `packaged`: files; `repository` and `desk`: addresses, the second optional. */
export function assemble({ out, root, packaged, repository, desk }) {
  say("bundling the extension");
  replaceFolder(out, (folder) => {
    const list = ["--root", root, "--packaged", packaged, "--repository", repository];
    const reports = desk === undefined ? [] : ["--desk", desk];
    run("node", ["extension/build.mjs", ...list, ...reports, "--out", folder], { quiet: true });
  });
}
