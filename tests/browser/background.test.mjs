// The background comes and goes; the answers stay the same.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";

const PROFILE = fixture("x/profile");
const PEOPLE = fixture("x/people");

for (const browser of BROWSERS) {
  describe(`the background in ${browser}`, () => {
    let house;
    before(async () => {
      house = await stage(browser);
    });
    after(() => house.close());

    test("is killed between two questions, and answers the second", async () => {
      const page = await house.open(PROFILE.address);
      assert.deepEqual(await marksOn(page), PROFILE.marks);
      await house.killBackground();
      assert.equal(await house.backgroundRuns(), false);
      const other = await house.open(PEOPLE.address);
      assert.deepEqual(await marksOn(other), PEOPLE.marks);
    });

    test("is killed under an open page, and marks what the page adds", async () => {
      const page = await house.open(PROFILE.address);
      await marksOn(page);
      await house.killBackground();
      await page.tab.evaluate(() => {
        const post = document.querySelector("[data-case=post]").cloneNode(true);
        post.dataset.case = "added";
        for (const mark of post.querySelectorAll("statemark-mark")) mark.remove();
        for (const link of post.querySelectorAll("[data-testid=User-Name] a")) link.setAttribute("href", "/MassD0T");
        document.querySelector("[data-testid=primaryColumn]").append(post);
      });
      assert.equal((await marksOn(page, "added")).added, "Resembles @MassDOT. Not on the state’s list");
    });

    test("asks for no list but its own, and says where", async () => {
      assert.deepEqual(await house.ask({ type: "update" }), { changed: false });
      assert.ok(house.requests.repository.some((path) => path.endsWith("/timestamp.json")));
    });
  });
}
