// `build` and `package` as they are called: in a project of their own, where nothing is compiled and a bundle is two files.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import JSZip from "jszip";

const PROJECT = path.resolve(import.meta.dirname, "../..");
/** What is tried here; the other scripts of a build are stood in for. */
const TRIED = ["scripts/build.mjs", "scripts/package.mjs", "scripts/project.mjs", "extension/manifest.mjs"];
const STANDING_IN = {
  "compile.mjs": `export const compile = () => console.log("compiling");`,
  "development-list.mjs": `export const developmentList = () => ({ root: "root", snapshot: "site" });`,
  "sizes.mjs": `export const checkSizes = () => {};`,
  "assemble.mjs": `
    import { mkdirSync, writeFileSync } from "node:fs";
    import { replaceFolder } from "./project.mjs";
    export function assemble({ out, ...given }) {
      replaceFolder(out, (folder) => {
        for (const browser of ["chrome", "firefox"]) {
          mkdirSync(folder + "/" + browser);
          const manifest = { version: "1.2.3", browser, out, ...given };
          writeFileSync(folder + "/" + browser + "/manifest.json", JSON.stringify(manifest));
        }
      });
    }`,
};

/** A folder that holds the project's, and nothing that a wrong deletion would cost. */
function place(t, name = "project") {
  const above = mkdtempSync(path.join(os.tmpdir(), "statemark-build-"));
  t.after(() => rmSync(above, { recursive: true, force: true }));
  const project = path.join(above, name);
  for (const file of TRIED) cpSync(path.join(PROJECT, file), path.join(project, file));
  for (const [file, code] of Object.entries(STANDING_IN)) writeFileSync(path.join(project, "scripts", file), code);
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(project, "node_modules"));
  mkdirSync(path.join(project, "target/release"), { recursive: true });
  for (const file of ["root", "site"]) writeFileSync(path.join(project, file), "");
  writeFileSync(path.join(project, "target/release/statemark"), "#!/bin/sh\n", { mode: 0o755 });
  const run = (script, ...options) =>
    spawnSync("node", [`scripts/${script}.mjs`, ...options], { cwd: project, encoding: "utf8", timeout: 60_000 });
  return { project, run };
}

const PUBLISHER = ["--root", "root", "--snapshot", "site", "--repository", "https://list.agency.example/"];

/** One line, before anything is compiled. */
function assertRefused({ status, stdout, stderr }, expected) {
  assert.equal(stdout, "");
  assert.match(stderr, /^build\.sh: [^\n]+\n$/);
  assert.match(stderr, expected);
  assert.equal(status, 2);
}

function everything(folder) {
  return readdirSync(folder, { recursive: true }).sort();
}

test("a build replaces nothing but an earlier build", (t) => {
  const { project, run } = place(t);
  const at = (name) => path.join(project, name);
  for (const name of ["empty", "mine", "half/chrome", "half/more", "odd"]) mkdirSync(at(name), { recursive: true });
  for (const name of ["file", "mine/letter", "odd/chrome"]) writeFileSync(at(name), "mine");
  symlinkSync("empty", at("link"));
  symlinkSync("nowhere", at("dangling"));
  const before = everything(path.dirname(project));
  for (const [out, expected] of [
    [".", /is the project's folder, or above it/],
    ["..", /is the project's folder, or above it/],
    ["", /is the project's folder, or above it/],
    ["scripts", /scripts holds [a-z-]+\.mjs, which is of no build/],
    ["mine", /mine holds letter, which is of no build; .*--out/],
    ["half", /half holds more/],
    ["odd", /odd holds chrome/],
    ["file", /file is no folder/],
    ["file/below", /file/],
    ["link", /link is no folder/],
    ["dangling", /dangling is no folder/],
  ]) {
    for (const word of ["build", "package"]) assertRefused(run(word, "--out", out), expected);
    assert.deepEqual(everything(path.dirname(project)), before, out);
  }
  for (const out of ["empty", "new/folder"]) {
    for (const time of ["first", "again"]) {
      const { status, stderr } = run("build", "--out", out);
      assert.deepEqual([status, stderr], [0, ""], `${out}, ${time}`);
      assert.ok(existsSync(at(`${out}/chrome/manifest.json`)));
    }
  }
});

test("a folder above the project is no earlier build, whatever the project is called", (t) => {
  const { project, run } = place(t, "chrome");
  assertRefused(run("build", "--out", ".."), /is the project's folder, or above it/);
  assert.ok(existsSync(path.join(project, "scripts/build.mjs")));
});

test("a package holds what was built for it, wherever that is, and a development build is named so", async (t) => {
  const { project, run } = place(t);
  for (const [options, name, out] of [
    [[], "development", "dist"],
    [["--out", "elsewhere"], "development", "elsewhere"],
    [PUBLISHER, "1.2.3", "dist"],
    [[...PUBLISHER, "--out", "elsewhere"], "1.2.3", "elsewhere"],
  ]) {
    const zips = path.join(project, "target/package");
    rmSync(zips, { recursive: true, force: true });
    rmSync(path.join(project, "dist"), { recursive: true, force: true });
    const { status, stdout, stderr } = run("package", ...options);
    assert.deepEqual([status, stderr], [0, ""]);
    const [chrome, firefox] = ["chrome", "firefox"].map((browser) => `statemark-${name}-${browser}.zip`);
    assert.deepEqual(readdirSync(zips).sort(), [chrome, firefox]);
    assert.equal(/a development build, .*no store's/.test(stdout), name === "development");
    for (const [file, browser] of [
      [chrome, "chrome"],
      [firefox, "firefox"],
    ]) {
      const zip = await JSZip.loadAsync(readFileSync(path.join(zips, file)));
      assert.deepEqual(Object.keys(zip.files), ["manifest.json"]);
      const manifest = JSON.parse(await zip.file("manifest.json").async("text"));
      assert.deepEqual([manifest.browser, manifest.out], [browser, path.join(project, out)]);
    }
  }
});

test("an address that no package can hold is refused before anything is compiled", (t) => {
  const { run } = place(t);
  const of = Object.fromEntries([0, 2, 4].map((at) => [PUBLISHER[at].slice(2), PUBLISHER[at + 1]]));
  const build = (more) =>
    run("build", ...Object.entries({ ...of, ...more }).flatMap(([name, at]) => [`--${name}`, at]));
  for (const [address, expected] of [
    ["", /is no address/],
    ["list.agency.example", /is no address/],
    ["http://list.agency.example/", /must be https/],
    ["ftp://127.0.0.1/", /must be https/],
    ["https://list.agency.example/?a=b", /without user, query/],
    ["https://list.agency.example/?a=/", /without user, query/],
    ["https://list.agency.example/?", /without user, query/],
    ["https://list.agency.example/#here", /without user, query/],
    ["https://user@list.agency.example/", /without user, query/],
    ["https://:secret@list.agency.example/", /without user, query/],
    ["https://list.agency.example/;script-src", /without user, query/],
    ["https://list.agency.example/it's", /without user, query/],
    ["https://*/", /without user, query/],
    ["https://*.agency.example/", /without user, query/],
  ]) {
    for (const name of ["repository", "desk"]) {
      const said = build({ [name]: address });
      assertRefused(said, expected);
      assert.ok(said.stderr.startsWith(`build.sh: --${name} ${address}: `), said.stderr);
    }
  }
});

test("an address is taken with and without its last slash", (t) => {
  const { project, run } = place(t);
  for (const [given, taken] of [
    ["https://list.agency.example", "https://list.agency.example/"],
    ["https://list.agency.example/statemark", "https://list.agency.example/statemark/"],
    ["https://list.agency.example/statemark/", "https://list.agency.example/statemark/"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080/"],
  ]) {
    const { status, stderr } = run("build", ...PUBLISHER.slice(0, 4), "--repository", given, "--desk", given);
    assert.deepEqual([status, stderr], [0, ""]);
    const { repository, desk } = JSON.parse(readFileSync(path.join(project, "dist/chrome/manifest.json"), "utf8"));
    assert.deepEqual([repository, desk], [taken, taken]);
  }
});
