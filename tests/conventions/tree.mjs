// The files of the repository, as the conventions look at them.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const PROJECT = path.resolve(import.meta.dirname, "../..");

/** Every file that is, or is about to be, committed; with `pattern`, those whose path matches. */
export function files(pattern = /./) {
  const options = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z"];
  const deleted = new Set(git("ls-files", "--deleted", "-z"));
  return git(...options).filter((name) => pattern.test(name) && !deleted.has(name));
}

export function read(name) {
  return readFileSync(path.join(PROJECT, name), "utf8");
}

/** `file:line: text` for every line of these files in which `pattern` is found. */
export function linesWith(names, pattern) {
  return names.flatMap((name) =>
    read(name)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
  );
}

function git(...options) {
  return execFileSync("git", options, { cwd: PROJECT, encoding: "utf8" }).split("\0").filter(Boolean);
}
