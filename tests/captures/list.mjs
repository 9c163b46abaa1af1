// A throw-away list in which every account of the captures is official, and the extension that carries it.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inProject, run, STATEMARK } from "../../scripts/project.mjs";

const FOLDER = inProject("target/captures");
/** Nobody listens there: the extension has its list with it. */
const REPOSITORY = "http://127.0.0.1:9/";
const SETTINGS = `name = "Captures"
homepage = "https://captures.example/"
domains = ["captures.example"]
contact = "captures@agency.example"
jurisdiction = "US-MA"
demonstration = false
[report]
email = "captures@agency.example"
`;

/** The account that each address names, as its text, or `none`. */
export function resolved(addresses) {
  const input = addresses.map((address) => address.replaceAll(/[\r\n]/g, "")).join("\n");
  const output = execFileSync(STATEMARK, ["resolve"], { encoding: "utf8", input: `${input}\n`, maxBuffer: 2 ** 28 });
  return output.trimEnd().split("\n");
}

/**
 * The folder of the extension for Chromium. `accounts` are texts; `written`, of lower-case handles, how a page writes them: where it is
 * not known whether a platform overlooks case, only that is surely the account.
 */
export function extensionWith(accounts, written = new Map()) {
  rmSync(FOLDER, { recursive: true, force: true });
  const registry = path.join(FOLDER, "registry");
  mkdirSync(registry, { recursive: true });
  const rows = accounts.map((text, index) => row(text, `agency-${index}`, written));
  const agencies = ["id,name,short_names,section,homepage", ...rows.map(({ agency }) => agency)];
  const listed = ["agency,class,platform,handle,status,account_ids", ...rows.map(({ account }) => account)];
  writeFileSync(path.join(registry, "agencies.csv"), `${agencies.join("\n")}\n`);
  writeFileSync(path.join(registry, "accounts.csv"), `${listed.join("\n")}\n`);
  writeFileSync(path.join(registry, "publisher.toml"), SETTINGS);
  const [keys, site] = ["keys", "site"].map((name) => path.join(FOLDER, name));
  run(STATEMARK, ["keys", "make", keys, "--unencrypted", "--role", "root=1/1"], { quiet: true });
  run(STATEMARK, ["publish", registry, "--keys", keys, "--out", site], { quiet: true });
  const publisher = ["--root", path.join(site, "metadata/1.root.json"), "--snapshot", site, "--repository", REPOSITORY];
  run("node", ["scripts/build.mjs", ...publisher, "--out", path.join(FOLDER, "extension")]);
  return path.join(FOLDER, "extension/chrome");
}

/**
 * Whether a list can name this account: one by handle, or by an id that stands in a handle's place. YouTube's and X's ids need a
 * handle beside them, and nobody knows it here: a made-up one.
 */
export function listable(text) {
  return /^(?!x#|instagram#|threads#|tiktok#|pinterest#|truthsocial#|github#|reddit#)[a-z]+[:#]/.test(text);
}

/** An agency called like the account, so that a mark says which account it is for. */
function row(text, id, written) {
  const [, platform, kind, name] = /^([a-z]+)([:#])(.*)$/su.exec(text);
  const made = kind === "#" && platform === "youtube";
  const handle = made ? `@capture-${id}` : (written.get(text) ?? name);
  return {
    agency: `${id},${quoted(text)},${quoted(text)},Captures,https://captures.example/${id}`,
    account: `${id},agency,${platform},${quoted(handle)},active,${made ? quoted(name) : ""}`,
  };
}

function quoted(text) {
  return `"${text.replaceAll('"', '""')}"`;
}
