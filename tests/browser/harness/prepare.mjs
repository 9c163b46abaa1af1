// Made once for a run of the browser tests: lists, and the extension built for this run's repository. Each browser has its own
// of them, so that both can be tried at the same time.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { assemble } from "../../../scripts/assemble.mjs";
import { inProject } from "../../../scripts/project.mjs";
import { makeBroken } from "./broken.mjs";
import { makeLists, packageList } from "./lists.mjs";
import { serveRepository } from "./repository.mjs";

/** Names the browser whose turn a process is. */
export const BROWSER = "STATEMARK_BROWSER";

const WORLD = "world.json";
const folderOf = (browser) => inProject(`target/test/${browser}`);

export async function prepare(browsers) {
  const addresses = await freeAddresses(2 * browsers.length);
  for (const [index, browser] of browsers.entries()) make(browser, addresses.slice(2 * index));
}

function make(browser, [repository, desk]) {
  const folder = folderOf(browser);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const at = (name) => path.join(folder, name);
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
  writeFileSync(at(WORLD), JSON.stringify({ repository, desk, times: lists.times }));
}

export function world() {
  const folder = folderOf(process.env[BROWSER]);
  const { repository, desk, times } = JSON.parse(readFileSync(path.join(folder, WORLD), "utf8"));
  return {
    port: Number(new URL(repository).port),
    deskPort: Number(new URL(desk).port),
    times,
    extension: (name, browser) => path.join(folder, name, browser),
    list: (name) => path.join(folder, "lists", name),
    scratch: path.join(folder, "scratch"),
  };
}

/** Held together so that no two are the same. */
async function freeAddresses(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => serveRepository()));
  await Promise.all(servers.map(({ close }) => close()));
  return servers.map(({ address }) => address);
}
