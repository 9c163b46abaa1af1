// What the browsers run here is what stands in `dist/`: the same files, but for the publisher that each build is made for.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { inProject } from "../../scripts/project.mjs";
import { world } from "./harness/prepare.mjs";

/** The pinned root, the packaged list, and where the next one is asked for. */
const PUBLISHERS = ["list/root.json", "list/packaged.bin", "config.json"];
const MANIFEST = "manifest.json";

for (const browser of ["chrome", "firefox"]) {
  test(`dist/${browser} holds what was tested`, () => {
    const built = inProject(`dist/${browser}`);
    const tested = world().extension("current", browser);
    assert.deepEqual(filesIn(built), filesIn(tested));
    const differing = filesIn(built).filter(
      (name) => !readFileSync(path.join(built, name)).equals(readFileSync(path.join(tested, name))),
    );
    const others = differing.filter((name) => name !== MANIFEST && !PUBLISHERS.includes(name));
    assert.deepEqual(others, [], "differ; is dist/ older than the sources? `./build.sh build` renews it");
    assert.deepEqual(manifestOf(built), manifestOf(tested));
  });
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Without the addresses of repository and desk. */
function manifestOf(folder) {
  const { repository, desk } = JSON.parse(readFileSync(path.join(folder, "config.json"), "utf8"));
  const text = readFileSync(path.join(folder, MANIFEST), "utf8").replaceAll(new URL(repository).origin, "(it)");
  return JSON.parse(desk === undefined ? text : text.replaceAll(` ${desk}`, ""));
}
