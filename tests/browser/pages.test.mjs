// Every fixture page, in both browsers: which accounts are marked, what the marks say, and that nothing else is marked.
// Between them the pages show every verdict that a fresh list can give.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixtures } from "./harness/fixtures.mjs";
import { marksIn } from "./harness/marks.mjs";
import { allMarksOn, BROWSERS, marksOn, stage } from "./harness/stage.mjs";

for (const browser of BROWSERS) {
  describe(`pages in ${browser}`, () => {
    let house;
    before(async () => {
      house = await stage(browser);
    });
    after(() => house.close());

    for (const { name, address, marks } of fixtures()) {
      test(name, async () => {
        const page = await house.open(address);
        assert.deepEqual(await allMarksOn(page), marks);
        await page.close();
      });
    }

    test("a mark stands in a closed shadow root, where the page cannot read it", async () => {
      const page = await house.open("https://x.com/MassDOT");
      await marksOn(page);
      assert.ok(marksIn(await page.document()).every(({ closed }) => closed));
      assert.equal(await page.tab.evaluate(() => document.querySelector("statemark-mark").shadowRoot), null);
      await page.close();
    });
  });
}
