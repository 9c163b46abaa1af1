// docs/surfaces.md says of every surface whether it has a hook, a page of ours and a real page: it must say so of all, and of nothing else.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { files, read } from "./tree.mjs";

const DOCUMENT = "docs/surfaces.md";
const WITHOUT = ["none", "not there"];
/** What must be said of every site that residents use most. */
const SURFACES = [
  "profile header",
  "post author",
  "reposter",
  "quoted author",
  "comment",
  "hover card",
  "search result",
  "suggestion",
  "notification",
  "message list",
];
const WHOLE = ["x", "facebook", "instagram", "threads", "youtube", "linkedin", "tiktok", "bluesky", "mastodon"];

const rows = rowsOf(read(DOCUMENT));
const sites = files(/^extension\/sites\/[^/]+\.json$/);

function rowsOf(text) {
  let platform = "";
  return text.split("\n").flatMap((line) => {
    const heading = /^## (.+)$/.exec(line);
    if (heading) platform = heading[1];
    const cells = line.split("|").map((cell) => cell.trim());
    if (cells.length !== 6 || cells[1] === "surface" || cells[1].startsWith("---")) return [];
    const [, surface, hook, pages, real] = cells;
    const quoted = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    return [
      {
        title: platform,
        platform: platform.toLowerCase(),
        surface,
        hook,
        hooks: quoted(hook),
        pages: quoted(pages),
        real,
      },
    ];
  });
}

const of = (platform) => rows.filter((row) => row.platform === platform);

test("every hook of a site file stands in the table, and no other", () => {
  for (const name of sites) {
    const platform = path.basename(name, ".json");
    const ids = JSON.parse(read(name)).surfaces.map(({ id }) => id);
    const told = new Set(of(platform).flatMap(({ hooks }) => hooks));
    assert.deepEqual([...told].sort(), [...ids].sort(), `${DOCUMENT}, ${platform}`);
  }
  const known = sites.map((name) => path.basename(name, ".json"));
  assert.deepEqual([...new Set(rows.map(({ platform }) => platform))].sort(), known.sort());
});

test("every page of ours stands in the table, and no other", () => {
  const told = [...new Set(rows.flatMap(({ pages }) => pages))].sort();
  const there = files(/^tests\/pages\/.+\.expected\.json$/).map((name) => /pages\/(.+)\.expected/.exec(name)[1]);
  assert.deepEqual(told, there.sort());
});

test("a row has a hook and a page of its site, or says why it has none", () => {
  for (const { platform, surface, hook, hooks, pages, real } of rows) {
    const row = `${platform}, ${surface}`;
    assert.match(real, /^(yes|no)$/, row);
    if (hooks.length === 0) assert.ok(WITHOUT.includes(hook), row);
    else assert.ok(pages.length > 0 && pages.every((page) => page.startsWith(`${platform}/`)), row);
  }
});

test("the sites that residents use most have a row for every surface", () => {
  for (const platform of WHOLE) {
    const surfaces = of(platform).map(({ surface }) => surface.split(/[,(]/)[0].trim());
    for (const surface of SURFACES) assert.ok(surfaces.includes(surface), `${platform}: ${surface}`);
  }
});

test("what has no real page is listed", () => {
  const missing = grouped(rows);
  const lines = [...missing].flatMap(([title, all]) => {
    const without = all.filter(({ real, hook }) => real === "no" && hook !== "not there").map(({ surface }) => surface);
    return without.length > 0 ? [`- ${title}: ${without.join("; ")}`] : [];
  });
  const [, list] = read(DOCUMENT).split("## No real page was found for\n\n");
  assert.deepEqual(list.trim().split("\n"), lines);
});

function grouped(all) {
  const groups = new Map();
  for (const row of all) groups.set(row.title, [...(groups.get(row.title) ?? []), row]);
  return groups;
}
