// A published list changed as only someone with its keys could: every file that names the changed one is signed anew.

import { createHash, createPrivateKey, sign } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

export class Forge {
  #folder;
  #keys;

  /** Works on a copy of the list `from`, in `to`; `keys`: the publisher's folder of keys. */
  constructor(from, to, keys) {
    cpSync(from, to, { recursive: true });
    this.#folder = to;
    this.#keys = keys;
  }

  /**
   * Changes the newest `signed` of a role in place. `signers`: who signs it, each as a role's key, the id it goes under, and the form
   * that is signed.
   */
  edit(role, change, signers = [{ key: role }]) {
    const name = this.newest(role);
    const file = this.#read(name);
    change(file.signed);
    this.#write(name, this.#signed(file, signers));
    this.#named(role, name);
    return this;
  }

  /** The next root, as `change` makes it of the last. */
  addRoot(change, signers = [{ key: "root" }]) {
    const file = this.#read(this.newest("root"));
    const number = file.signed.version + 1;
    file.signed.version = number;
    change(file.signed);
    this.#write(`metadata/${number}.root.json`, this.#signed(file, signers));
    return this;
  }

  /** Changes a file of the list, as JSON; it is found by the end of its path: `sections/transportation.json`. */
  editFile(target, change) {
    return this.edit("targets", ({ targets }) => {
      const [folder, name] = [path.dirname(target), path.basename(target)];
      const inFolder = path.join(this.#folder, "targets", folder);
      const found = readdirSync(inFolder).find((file) => file === `${targets[target].hashes.sha256}.${name}`);
      const content = JSON.parse(readFileSync(path.join(inFolder, found), "utf8"));
      change(content);
      const bytes = JSON.stringify(content);
      targets[target] = { hashes: { sha256: sha256(bytes) }, length: Buffer.byteLength(bytes) };
      writeFileSync(path.join(inFolder, `${sha256(bytes)}.${name}`), bytes);
    });
  }

  /** Changes the text of a role's newest file and signs nothing. `change` must find what it looks for. */
  damage(role, change) {
    const at = path.join(this.#folder, this.newest(role));
    const text = readFileSync(at, "latin1");
    const changed = change(text);
    if (changed === text) throw new Error(`${at} holds nothing to damage`);
    writeFileSync(at, changed, "latin1");
    return this;
  }

  /** Puts another list's file in the place of this one's. */
  take(from, name) {
    cpSync(path.join(from, name), path.join(this.#folder, name));
    return this;
  }

  remove(name) {
    rmSync(path.join(this.#folder, name));
    return this;
  }

  /** The path of a role's newest metadata. */
  newest(role) {
    if (role === "timestamp") return "metadata/timestamp.json";
    const versions = readdirSync(path.join(this.#folder, "metadata"))
      .filter((name) => name.endsWith(`.${role}.json`))
      .map((name) => Number.parseInt(name, 10));
    return `metadata/${Math.max(...versions)}.${role}.json`;
  }

  #named(role, name) {
    const [by, entry] = { snapshot: ["timestamp", "snapshot.json"], targets: ["snapshot", "targets.json"] }[role] ?? [];
    if (by === undefined) return;
    const bytes = readFileSync(path.join(this.#folder, name));
    this.edit(by, ({ meta }) => {
      meta[entry] = { ...meta[entry], hashes: { sha256: sha256(bytes) }, length: bytes.length };
    });
  }

  #signed(file, signers) {
    const signatures = signers.map(({ key, id = file.signatures[0].keyid, form = canonical }) => {
      const message = Buffer.from(form(file.signed));
      const secret = createPrivateKey(readFileSync(path.join(this.#keys, `${key}-1.pem`)));
      return { keyid: id, sig: sign(null, message, secret).toString("hex") };
    });
    return { ...file, signatures };
  }

  #read(name) {
    return JSON.parse(readFileSync(path.join(this.#folder, name), "utf8"));
  }

  #write(name, file) {
    writeFileSync(path.join(this.#folder, name), JSON.stringify(file));
  }
}

/** The canonical form that is signed. Enough for our own lists: ASCII, whole numbers, no control characters. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
