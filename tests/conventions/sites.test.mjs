// Every site file fits the published schema, is named after its platform, and has a page that shows each of its surfaces' files at work.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { files, read } from "./tree.mjs";

const SITES = files(/^extension\/sites\/[^/]+\.json$/);
const ajv = new Ajv2020({ allErrors: true, formats: { uint64: true } });
const fits = ajv.compile(JSON.parse(read("extension/sites.schema.json")));

test("every site file fits the schema and is named after its platform", () => {
  assert.ok(SITES.length >= 12);
  for (const name of SITES) {
    const site = JSON.parse(read(name));
    assert.ok(fits(site), `${name}: ${ajv.errorsText(fits.errors)}`);
    assert.equal(site.platform, path.basename(name, ".json"), name);
  }
});

test("the schema refuses what the core refuses of a file's form", () => {
  const site = () => JSON.parse(read("extension/sites/x.json"));
  const change = (edit) => {
    const changed = site();
    edit(changed, changed.surfaces[0]);
    return fits(changed);
  };
  assert.ok(change(() => undefined));
  for (const edit of [
    (file) => delete file.platform,
    (file) => Object.assign(file, { schema: 2 }),
    (file) => Object.assign(file, { platform: "myspace" }),
    (file) => Object.assign(file, { surfaces: [] }),
    (file) => Object.assign(file, { surfaces: Array(33).fill(file.surfaces[0]) }),
    (_, surface) => Object.assign(surface, { script: "alert(1)" }),
    (_, surface) => Object.assign(surface, { id: "Post Author" }),
    (_, surface) => Object.assign(surface, { identity: "guess" }),
    (_, surface) => Object.assign(surface, { element: "" }),
    (_, surface) => Object.assign(surface, { element: "a".repeat(401) }),
    (_, surface) => Object.assign(surface, { endorse: "yes" }),
    (_, surface) => Object.assign(surface.name, { attribute: "on click" }),
    (_, surface) => Object.assign(surface.id_claim, { scope: "world" }),
    (_, surface) => delete surface.id_claim.names,
  ]) {
    assert.ok(!change(edit), edit.toString());
  }
});

test("every site file has pages, and each says when its shape was last checked and against what", () => {
  for (const name of SITES) {
    const platform = path.basename(name, ".json");
    const pages = files(new RegExp(`^tests/pages/${platform}/[^/]+\\.expected\\.json$`));
    assert.ok(pages.length > 0, `${platform} has no page in tests/pages`);
    for (const page of pages) {
      const { checked, address } = JSON.parse(read(page));
      assert.match(checked ?? "", /\b20\d\d\b|^unconfirmed/, `${page} does not say when it was checked`);
      assert.ok(URL.canParse(address), page);
    }
  }
});
