// Every fixture page, in both browsers: which accounts are marked, what the marks say, and that nothing else is marked.
// Between them the pages show every verdict that a fresh list can give.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixture, fixtures } from "./harness/fixtures.mjs";
import { marksIn } from "./harness/marks.mjs";
import { untilText } from "./harness/own.mjs";
import { pictureOf } from "./harness/pictures.mjs";
import { allMarksOn, BROWSERS, marksOn, stage } from "./harness/stage.mjs";

/** MassRMV is listed on X alone, and the list claims nowhere to be complete. */
const WEAK = {
  address: "https://www.instagram.com/massrmv/",
  html: fixture("instagram/profile")
    .html.replace(/\bmassdot\b/g, "massrmv")
    .replace(/\bMassDOT\b/g, "RMV News"),
};
const HEIGHT = 20;
/** Shares of a mark's box: around its words and shape there is more paper than that, and in them more ink. */
const PAPER_MIN = 0.4;
const INK_MIN = 0.04;

for (const browser of BROWSERS) {
  describe(`pages in ${browser}`, () => {
    let house;
    before(async () => {
      house = await stage(browser, { more: [WEAK] });
    });
    after(() => house.close());

    for (const { name, address, marks } of fixtures()) {
      test(name, async () => {
        const page = await house.open(address);
        assert.deepEqual(await allMarksOn(page), marks);
        await page.close();
      });
    }

    // What the document says of a mark, a page may cover or cut: so the pages of the demonstration are looked at as pictures.
    for (const { name, address, marks } of fixtures().filter(({ demonstration }) => demonstration !== undefined)) {
      test(`a picture of ${name} shows each mark, of one height, with its paper and its ink`, async () => {
        const page = await house.open(address);
        await allMarksOn(page);
        const drawn = (await pictureOf(house, page, name)).filter(({ case: place }) => place !== "added");
        assert.deepEqual([...new Set(drawn.map(({ case: place }) => place))].sort(), Object.keys(marks).sort());
        for (const { case: place, box, paper, ink } of drawn) {
          const [, , width, height] = box;
          const seen = `${place}: ${width} x ${height}, paper ${paper.toFixed(2)}, ink ${ink.toFixed(2)}`;
          assert.ok(height === HEIGHT && width > HEIGHT && paper > PAPER_MIN && ink > INK_MIN, seen);
        }
        await page.close();
      });
    }

    test("a weak resemblance says nothing on the page, and a line in the popup", async () => {
      const page = await house.open(WEAK.address);
      assert.deepEqual(await marksOn(page), { sign: "Official · OSA" });
      const popup = await house.openPopup(page);
      await untilText(popup, "#here", /Not on the list\. Resembles @MassRMV a little/);
      await popup.close();
      await page.close();
    });

    test("a mark stands in a closed shadow root, where the page cannot read it", async () => {
      const page = await house.open("https://x.com/MassDOT");
      await marksOn(page);
      assert.ok(marksIn(await page.document()).every(({ closed }) => closed));
      assert.equal(await page.tab.evaluate(() => document.querySelector("statemark-mark").shadowRoot), null);
      await page.close();
    });
  });
}
