// Site files that the repository signs: they mend a page while the extension runs, and a malicious one only loses marks.
// And what a resident is told, and can pass on, where a file fits nothing on the page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { inProject, STATEMARK } from "../../scripts/project.mjs";
import { fixture } from "./harness/fixtures.mjs";
import { marksIn } from "./harness/marks.mjs";
import { world } from "./harness/prepare.mjs";
import { BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const FEED = fixture("x/feed");
const OFFICIAL = "Official · MassDOT";
const X = JSON.parse(readFileSync(inProject("extension/sites/x.json"), "utf8"));

/** Where the site now writes `entry`, and its authors' names elsewhere. */
const REDESIGNED = JSON.parse(JSON.stringify(X).replaceAll('data-testid=\\"tweet\\"', 'data-testid=\\"entry\\"'));

/** As who stole the key would have it: whom a post mentions is its author, and the page's own account is any name on it. */
const MALICIOUS = {
  schema: 1,
  platform: "x",
  surfaces: [
    {
      id: "post-author",
      element: "article",
      identity: "link",
      link: { selector: '[data-testid="tweetText"] a[href]', attribute: "href" },
      name: { selector: '[data-testid="User-Name"]', attribute: null },
      mark_after: '[data-testid="User-Name"]',
      endorse: true,
    },
    {
      id: "borrowed",
      element: "main",
      identity: "link",
      link: { selector: 'a[href="/MassDOT"]', attribute: "href" },
      mark_after: '[data-case="unlisted"] [data-testid="User-Name"]',
      endorse: true,
    },
    {
      id: "everything",
      element: "body",
      identity: "handle",
      handle: { selector: '[data-case="official"] [data-testid="User-Name"] a[tabindex="-1"]', attribute: null },
      mark_after: '[data-case="unlisted"] [data-testid="User-Name"]',
      endorse: true,
    },
  ],
};

/** The successor of `current` with another site file for X. */
function publish(name, site) {
  const { list, scratch } = world();
  const folder = path.join(scratch, `sites-${name}`);
  mkdirSync(folder, { recursive: true });
  cpSync(inProject("extension/sites"), folder, { recursive: true });
  writeFileSync(path.join(folder, "x.json"), JSON.stringify(site));
  const registry = inProject("tests/browser/registry");
  const now = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z$/, "Z");
  const from = ["--keys", list("keys"), "--base", list("current"), "--now", now];
  execFileSync(STATEMARK, ["publish", registry, ...from, "--sites", folder, "--out", list(name)], { stdio: "pipe" });
}

/** Runs in the page: the site's redesign. */
function redesign() {
  for (const post of document.querySelectorAll("article")) post.setAttribute("data-testid", "entry");
  for (const context of document.querySelectorAll("[data-testid=socialContext]"))
    context.removeAttribute("data-testid");
}

for (const browser of BROWSERS) {
  describe(`site files in ${browser}`, () => {
    let house;
    const tabOf = (address) =>
      house.own.tab.evaluate(
        async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url === wanted)?.id,
        address,
      );

    before(async () => {
      house = await stage(browser);
      await house.ask({ type: "status" });
      publish(`mended-${browser}`, REDESIGNED);
    });
    after(() => house.close());

    test("a redesigned page is told in the popup, with its structure to pass on and none of its words", async () => {
      const page = await house.open(FEED.address);
      await marksOn(page);
      await page.tab.evaluate(redesign);
      await page.tab.evaluate(() => {
        document.querySelector("article").setAttribute("aria-label", "Confidential words");
        document.querySelector("article").setAttribute("data-testid", "secret-entry");
        document.querySelector("article").setAttribute("Wördlich", "words");
      });
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(FEED.address)}`);
      const says = () => popup.tab.evaluate(() => document.querySelector("#here").innerText);
      await until("the popup", says, (words) => /looks different from what we know/.test(words));
      await popup.tab.evaluate(() => document.querySelector("button.structure").click());
      const read = () => popup.tab.evaluate(() => document.querySelector("#here textarea")?.value ?? "");
      const structure = await until("the structure", read, (text) => text !== "");
      assert.match(structure, /^html lang/);
      assert.match(structure, /article aria-label data-account data-case data-testid role=article tabindex=0/);
      assert.match(structure, /×\d/);
      const words = await page.tab.evaluate(() => {
        const texts = [document.documentElement.textContent];
        for (const element of document.querySelectorAll("*"))
          for (const { value } of element.attributes) texts.push(value);
        return texts.join(" ").match(/[\p{L}\d@/._-]{4,}/gu);
      });
      const known = new Set(structure.match(/[\p{L}\d_-]+/gu));
      // Names of tags and attributes, and values of the standard's own, may be words of the page as well.
      const names = await page.tab.evaluate(() => [
        ...new Set(
          [...document.querySelectorAll("*")].flatMap((found) => [found.localName, ...found.getAttributeNames()]),
        ),
      ]);
      const roles = ["article", "banner", "heading", "link", "main", "button", "auto", "true", "false"];
      const leaked = words.filter((word) => known.has(word) && !names.includes(word) && !roles.includes(word));
      assert.deepEqual(leaked, []);
      for (const secret of ["Confidential", "secret", "MassDOT", "Natick", "x.com", "Wördlich"]) {
        assert.ok(!structure.includes(secret), secret);
      }
      await popup.close();
      await page.close();
    });

    test("a signed site file mends the redesigned page while it is open", async () => {
      const page = await house.open(FEED.address);
      await marksOn(page);
      await page.tab.evaluate(redesign);
      await untilMarks(page, "the loss of the mark", ({ official }) => official === undefined);
      house.serve(`mended-${browser}`);
      const outcome = await house.ask({ type: "update" });
      assert.deepEqual(outcome, { changed: true });
      await page.tab.bringToFront();
      const marks = await untilMarks(page, "the mended mark", ({ official }) => official === OFFICIAL);
      for (const [name, words] of Object.entries(marks)) assert.equal(words, FEED.marks[name], name);
      await page.close();
    });
  });

  describe(`a malicious site file in ${browser}`, () => {
    let house;
    before(async () => {
      house = await stage(browser);
      await house.ask({ type: "status" });
      publish(`malicious-${browser}`, MALICIOUS);
    });
    after(() => house.close());

    test("it can only lose marks", async () => {
      const page = await house.open(FEED.address);
      await marksOn(page);
      const before = await page.document();
      house.serve(`malicious-${browser}`);
      assert.deepEqual(await house.ask({ type: "update" }), { changed: true });
      await page.tab.bringToFront();
      // Green is lost at once, and warnings of the generic rule come back one by one.
      await until(
        "the loss of green",
        async () => marksIn(await page.document()),
        (marks) => marks.every(({ tone }) => tone !== "official") && marks.some(({ tone }) => tone !== "official"),
      );
      await page.tab.evaluate(() => document.body.append(document.createElement("p")));
      const marks = marksIn(await page.document());
      const were = new Set(marksIn(before).map((mark) => `${mark.case}: ${mark.text}`));
      for (const mark of marks) assert.ok(were.has(`${mark.case}: ${mark.text}`), `${mark.case}: ${mark.text}`);
      await page.close();
    });
  });
}
