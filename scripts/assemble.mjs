// The built core, a list and the extension's sources → a folder with `chrome` and `firefox` in it.

import { inProject, replaceFolder, run, STATEMARK, say } from "./project.mjs";

/** `root` and `packaged`: files; `repository` and `desk`: addresses, the second optional; `sites`: a folder of site files. */
export function assemble({ out, root, packaged, repository, desk, sites = inProject("extension/sites") }) {
  // The extension would leave out a file that the core refuses, and mark nobody on that site.
  say("checking the site files");
  run(STATEMARK, ["check", "--sites", sites], { quiet: true });
  say("bundling the extension");
  replaceFolder(out, (folder) => {
    const list = ["--root", root, "--packaged", packaged, "--repository", repository];
    const reports = desk === undefined ? [] : ["--desk", desk];
    run("node", ["extension/build.mjs", ...list, ...reports, "--sites", sites, "--out", folder], { quiet: true });
  });
}
