// Made once for a run of the browser tests: lists, a certificate, and the extension built for this run's repository.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { assemble } from "../../../scripts/assemble.mjs";
import { inProject } from "../../../scripts/project.mjs";
import { makeBroken } from "./broken.mjs";
import { makeLists, packageList } from "./lists.mjs";
import { serveRepository } from "./repository.mjs";

const FOLDER = inProject("target/test/browser");
const WORLD = path.join(FOLDER, "world.json");

export async function prepare() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const at = (name) => path.join(FOLDER, name);
  const [repository, desk] = await freeAddresses();
  const lists = makeLists(at("lists"));
  makeBroken(at("lists"));
  // As a publisher builds.
  const publisher = ["--root", lists.root, "--repository", repository, "--snapshot", lists.at("current")];
  publisher.push("--desk", desk);
  execFileSync("node", [inProject("scripts/build.mjs"), ...publisher, "--out", at("current")], { stdio: "inherit" });
  // The same extension as it was packaged in the past: no build of today would take such a list.
  for (const name of ["aging", "unconfirmed"]) {
    packageList(lists.root, lists.at(name), lists.times[name], at(`${name}.bin`));
    assemble({ out: at(name), root: lists.root, packaged: at(`${name}.bin`), repository, desk });
  }
  writeFileSync(WORLD, JSON.stringify({ repository, desk, times: lists.times }));
}

export function world() {
  const { repository, desk, times } = JSON.parse(readFileSync(WORLD, "utf8"));
  return {
    port: Number(new URL(repository).port),
    deskPort: Number(new URL(desk).port),
    times,
    extension: (name, browser) => path.join(FOLDER, name, browser),
    list: (name) => path.join(FOLDER, "lists", name),
    scratch: path.join(FOLDER, "scratch"),
  };
}

/** Two, held together so that they are not the same. */
async function freeAddresses() {
  const servers = await Promise.all([serveRepository(), serveRepository()]);
  await Promise.all(servers.map(({ close }) => close()));
  return servers.map(({ address }) => address);
}
