// Whole repositories that are wrong, each a folder named for what is wrong with it. Made from the publisher's real output,
// with its keys where the fault must be signed; read natively and by both browsers.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { Forge } from "./forge.mjs";
import { utc } from "./lists.mjs";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const fromNow = (milliseconds) => utc(Date.now() + milliseconds);
const keyOf = (root, role) => root.roles[role].keyids[0];
const into = (members) => (text) => text.replace('"signed":{', `"signed":{${members},`);

/** By name: how it is made of `next`, and the variant with which a client of `current` refuses it. */
export const BROKEN = {
  "threshold-zero": {
    variant: "ImpossibleThreshold",
    make: (forge) =>
      forge.addRoot(({ roles }) => {
        roles.timestamp.threshold = 0;
      }),
  },
  "threshold-negative": {
    variant: "Malformed",
    make: (forge) =>
      forge.addRoot(({ roles }) => {
        roles.timestamp.threshold = -1;
      }),
  },
  "threshold-above-the-keys": {
    variant: "ImpossibleThreshold",
    make: (forge) =>
      forge.addRoot(({ roles }) => {
        roles.timestamp.threshold = 2;
      }),
  },
  "root-of-a-thief": {
    variant: "ThresholdNotMet",
    make: (forge) =>
      forge.addRoot(
        (root) => {
          root.roles.root.keyids = [keyOf(root, "timestamp")];
        },
        [{ key: "timestamp" }],
      ),
  },
  "root-of-another-version": {
    variant: "WrongVersion",
    make: (forge) =>
      forge.addRoot((root) => {
        root.version += 1;
      }),
  },
  "two-ids-for-one-key": {
    variant: "ImpossibleThreshold",
    make: (forge) => {
      let first;
      forge.addRoot((root) => {
        first = keyOf(root, "timestamp");
        root.keys.second = root.keys[first];
        root.roles.timestamp = { keyids: [first, "second"], threshold: 2 };
      });
      forge.edit("timestamp", () => undefined, [
        { key: "timestamp", id: first },
        { key: "timestamp", id: "second" },
      ]);
    },
  },
  "one-key-signs-twice": {
    variant: "DuplicateSignature",
    make: (forge) => forge.edit("timestamp", () => undefined, [{ key: "timestamp" }, { key: "timestamp" }]),
  },
  "no-signature": { variant: "ThresholdNotMet", make: (forge) => forge.edit("timestamp", () => undefined, []) },
  "duplicate-members": { variant: "NotJson", make: (forge) => forge.damage("timestamp", into('"version":3')) },
  "integer-beyond-numbers": {
    variant: "NotJson",
    make: (forge) => forge.damage("timestamp", into('"x":9007199254740993')),
  },
  "version-two-to-the-63": {
    variant: "NotJson",
    make: (forge) =>
      forge.edit("timestamp", (timestamp) => {
        timestamp.version = 2 ** 63;
      }),
  },
  "signed-in-another-form": {
    variant: "ThresholdNotMet",
    make: (forge) =>
      forge.edit("timestamp", () => undefined, [
        { key: "timestamp", form: (signed) => JSON.stringify(signed, null, 1) },
      ]),
  },
  "nesting-bomb": {
    variant: "NotJson",
    make: (forge) => forge.damage("timestamp", into(`"x":${"[".repeat(6_000)}${"]".repeat(6_000)}`)),
  },
  "invalid-utf-8": { variant: "NotJson", make: (forge) => forge.damage("timestamp", into('"x":"\u00ff"')) },
  "unknown-specification": {
    variant: "UnknownSpecification",
    make: (forge) =>
      forge.edit("timestamp", (timestamp) => {
        timestamp.spec_version = "2.0.0";
      }),
  },
  "clock-of-the-publisher-far-forward": {
    variant: "IssuedInFuture",
    words: "popup.update.clock",
    make: (forge) =>
      forge.edit("timestamp", (timestamp) => {
        timestamp.issued = fromNow(400 * DAY_MS);
        timestamp.expires = fromNow(407 * DAY_MS);
      }),
  },
  "issued-after-its-expiry": {
    variant: "IssuedAfterExpiry",
    make: (forge) =>
      forge.edit("timestamp", (timestamp) => {
        timestamp.issued = fromNow(2 * HOUR_MS);
        timestamp.expires = fromNow(HOUR_MS);
      }),
  },
  "expired-timestamp": {
    variant: "Expired",
    make: (forge) =>
      forge.edit("timestamp", (timestamp) => {
        timestamp.issued = fromNow(-2 * DAY_MS);
        timestamp.expires = fromNow(-DAY_MS);
      }),
  },
  "expired-snapshot": {
    variant: "Expired",
    make: (forge) =>
      forge.edit("snapshot", (snapshot) => {
        snapshot.expires = fromNow(-DAY_MS);
      }),
  },
  "snapshot-withheld": { variant: "Missing", make: (forge) => forge.remove(forge.newest("snapshot")) },
  "targets-withheld": { variant: "Missing", make: (forge) => forge.remove(forge.newest("targets")) },
  "snapshot-of-another-publication": {
    variant: "WrongHash",
    make: (forge, at) => forge.take(at("other"), forge.newest("snapshot")),
  },
  "targets-of-another-publication": {
    variant: "WrongHash",
    make: (forge, at) => forge.take(at("other"), forge.newest("targets")),
  },
  "timestamp-of-another-publisher": {
    variant: "ThresholdNotMet",
    make: (forge, at) => forge.take(at("stranger"), "metadata/timestamp.json"),
  },
  "accounts-signed-by-the-key-of-sites": {
    variant: "ThresholdNotMet",
    make: (forge) => forge.edit("targets", () => undefined, [{ key: "sites" }]),
  },
  "agency-of-another-section": {
    variant: "BadRow",
    make: (forge) =>
      forge.editFile("sections/environment.json", ({ agencies }) => {
        agencies[0].section = "transportation";
      }),
  },
  "newer-schema": {
    variant: "NewerSchema",
    words: "popup.update.newer",
    make: (forge) =>
      forge.editFile("index.json", (index) => {
        index.schema = 2;
      }),
  },
};

/** How many new roots `many-roots` has: two more than one update follows. */
export const MANY_ROOTS = 258;

/**
 * Every one of them below `folder`/broken, and two with nothing wrong: `well`, signed anew as it is, and `many-roots`.
 */
export function makeBroken(folder) {
  const at = (name) => path.join(folder, name);
  mkdirSync(at("broken"));
  const forge = (name) => new Forge(at("next"), at(`broken/${name}`), at("keys"));
  for (const [name, { make }] of Object.entries(BROKEN)) make(forge(name), at);
  forge("well")
    .addRoot(() => undefined)
    .editFile("index.json", (index) => {
      index.unknown = true;
    });
  const many = forge("many-roots");
  for (let added = 0; added < MANY_ROOTS; added += 1) many.addRoot(() => undefined);
}
