// What the extension stored, seen and changed from its own popup, which shares the background's origin.

/** Notes what is stored now; `restore` brings it back, whatever became of it since. */
export function keep(house) {
  return house.own.tab.evaluate(inDatabase, "kept");
}

/** The background ends, and the next one finds what was kept. */
export function restore(house) {
  return whileDead(house, () => house.own.tab.evaluate(inDatabase, "restored"));
}

/** Changes what is stored where no background knows it yet: one that a tab woke meanwhile is ended too. */
export async function whileDead(house, change) {
  await house.killBackground();
  await change();
  await house.killBackground();
}

/** `{floor, set}`: the files of each archive, by name, as text; absent where nothing is stored. */
export async function stored(house) {
  const { floor, set } = await house.own.tab.evaluate(inDatabase, "read");
  return { floor: floor && filesOf(floor), set: set && filesOf(set) };
}

/** The versions in an archive: of the newest root, and of each other role that is there. */
export function versionsOf(files) {
  const versions = { root: 1 };
  for (const [name, text] of Object.entries(files ?? {})) {
    const [, role] = name.match(/^(?:\d+\.)?(root|timestamp|snapshot|targets)\.json$/) ?? [];
    if (role !== undefined) versions[role] = Math.max(versions[role] ?? 0, JSON.parse(text).signed.version);
  }
  return versions;
}

/** Flips bits of a stored value. `flips`: `{at, bits}`, where `at` is a share of the length. */
export function flip(house, key, flips) {
  return house.own.tab.evaluate(inDatabase, "flipped", key, flips);
}

/** Puts any value in a stored one's place; none removes it. */
export function replace(house, key, value) {
  return house.own.tab.evaluate(inDatabase, "replaced", key, value);
}

/** Removes the database; `version`: and leaves an empty one of that version in its place. */
export function dropDatabase(house, version) {
  return house.own.tab.evaluate(async (left) => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    await done(indexedDB.deleteDatabase("statemark"));
    if (left !== undefined) (await done(indexedDB.open("statemark", left))).close();
  }, version);
}

/** Runs in the popup. */
async function inDatabase(what, key, change) {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const open = () => {
    const request = indexedDB.open("statemark", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("trust");
    return done(request);
  };
  let database = await open().catch(() => undefined);
  if (database?.objectStoreNames.contains("trust") !== true) {
    database?.close();
    await done(indexedDB.deleteDatabase("statemark"));
    database = await open();
  }
  const transaction = database.transaction("trust", what === "read" || what === "kept" ? "readonly" : "readwrite");
  const store = transaction.objectStore("trust");
  const ended = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const keys = ["floor", "set"];
  const values = Object.fromEntries(await Promise.all(keys.map(async (name) => [name, await done(store.get(name))])));
  if (what === "kept") globalThis.kept = values;
  if (what === "restored") for (const name of keys) store.put(globalThis.kept[name], name);
  if (what === "replaced" && change === undefined) store.delete(key);
  if (what === "replaced" && change !== undefined) store.put(change, key);
  if (what === "flipped") {
    const bytes = values[key];
    for (const { at, bits } of change) bytes[Math.floor(at * bytes.length)] ^= bits;
    store.put(bytes, key);
  }
  await ended;
  database.close();
  if (what !== "read") return undefined;
  const text = (bytes) => bytes && Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return { floor: text(values.floor), set: text(values.set) };
}

/** The archive's form: a line, then for each file the lengths of name and content, the name, the content. */
function filesOf(text) {
  const files = {};
  const bytes = Buffer.from(text, "latin1");
  let at = bytes.indexOf("\n") + 1;
  while (at < bytes.length) {
    const [name, content] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    at += 8;
    files[bytes.toString("utf8", at, at + name)] = bytes.toString("utf8", at + name, at + name + content);
    at += name + content;
  }
  return files;
}
