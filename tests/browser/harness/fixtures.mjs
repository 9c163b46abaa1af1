// The fixture pages: each an HTML file beside a same-named `.expected.json`, which says where it stands and what must be marked.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const PAGES = path.resolve(import.meta.dirname, "../../pages");

/**
 * A fixture: `address`, further addresses of the same document (`also`), and by case the text of the mark that must stand
 * there: `marks` under the list of the tests, `demonstration` under the list in `registry/`, where the page is shown in the
 * demonstration. `checked`: when the page's shape was last held against a real one, and against what. A case is an element
 * with `data-case`; one that is not named must carry no mark.
 */
export function fixtures() {
  return folders().flatMap((site) =>
    readdirSync(path.join(PAGES, site))
      .filter((name) => name.endsWith(".expected.json"))
      .map((name) => read(site, name.replace(".expected.json", ""))),
  );
}

export function fixture(name) {
  return read(...name.split("/"));
}

/** The looks that the fixtures share. */
export const STYLE = readFileSync(path.join(PAGES, "page.css"), "utf8");

function folders() {
  return readdirSync(PAGES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function read(site, name) {
  const file = path.join(PAGES, site, name);
  return {
    name: `${site}/${name}`,
    site,
    html: readFileSync(`${file}.html`, "utf8"),
    ...JSON.parse(readFileSync(`${file}.expected.json`, "utf8")),
  };
}
