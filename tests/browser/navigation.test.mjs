// Pages that change under the extension: soft navigation with leftovers of the page before, and nodes that are used again.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";

const OFFICIAL = "Official · MassDOT";
const IMPOSTOR = "Reported as an impostor of MassRMV, confirmed Oct 1, 2026";
const LOOKALIKE = "Resembles @MassDOT. Not on the state’s list";

/** As a site does it: the address first, then the new content; the last post of the new page is `sign2`. */
function navigate(page, address, view, leftovers) {
  return page.tab.evaluate(
    (next, template, stale) => {
      const copy = (id) => document.querySelector(`template#${id}`).content.cloneNode(true);
      history.pushState({}, "", next);
      const old = [...document.querySelectorAll("#view > *")];
      document.querySelector("#view").append(copy(template));
      if (stale) for (const element of old) element.hidden = true;
      else for (const element of old) element.remove();
      document.querySelector("#posts").replaceChildren(copy("sign"));
    },
    address,
    view,
    leftovers,
  );
}

/** The marks of headers, whatever the posts below them say. */
async function headerMarks(page) {
  const { sign2: _sign, ...marks } = await marksOn(page, "sign2");
  return marks;
}

for (const browser of BROWSERS) {
  describe(`navigation in ${browser}`, () => {
    let house;
    let page;
    before(async () => {
      house = await stage(browser);
    });
    after(() => house.close());

    test("from a listed profile to an impostor's and back, the old page's ids still in the document", async () => {
      page = await house.open(fixture("x/soft-navigation").address);
      assert.equal((await marksOn(page)).header, OFFICIAL);
      await navigate(page, "/MassRMVHelp", "impostor", false);
      assert.deepEqual(await headerMarks(page), { header: IMPOSTOR });
      await navigate(page, "/MassDOT", "listed", false);
      await untilMarks(page, "the listed profile again", ({ header }) => header === OFFICIAL);
      await page.close();
    });

    test("a header left behind by the listed profile lends its mark to nobody", async () => {
      page = await house.open(fixture("x/soft-navigation").address);
      assert.equal((await marksOn(page)).header, OFFICIAL);
      await navigate(page, "/MassRMVHelp", "impostor", true);
      assert.deepEqual(await headerMarks(page), { header: IMPOSTOR });
      await page.close();
    });

    test("a header that is written over in place", async () => {
      page = await house.open(fixture("x/soft-navigation").address);
      assert.equal((await marksOn(page)).header, OFFICIAL);
      await page.tab.evaluate(() => {
        history.pushState({}, "", "/MassRMVHelp");
        const [name, handle] = document.querySelectorAll("[data-testid=UserName] div[dir=ltr] span:not(:has(span))");
        name.textContent = "Mass RMV Help";
        handle.textContent = "@MassRMVHelp";
      });
      await untilMarks(page, "the impostor's mark", ({ header }) => header === IMPOSTOR);
      await page.close();
    });

    test("an address that changes while the listed header stands: no green, in that moment and after", async () => {
      page = await house.open(fixture("x/soft-navigation").address);
      assert.equal((await marksOn(page)).header, OFFICIAL);
      await page.tab.evaluate(() => history.pushState({}, "", "/MassRMVHelp"));
      await untilMarks(page, "no mark on the header", ({ header }) => header === undefined);
      await page.close();
    });

    test("a post that the page uses again for another author", async () => {
      page = await house.open(fixture("x/feed").address);
      assert.equal((await marksOn(page)).official, OFFICIAL);
      const write = (handle, name) =>
        page.tab.evaluate(
          (author, called) => {
            for (const link of document.querySelectorAll("[data-case=official] [data-testid=User-Name] a")) {
              link.setAttribute("href", link.getAttribute("href").replace(/^\/\w+/, `/${author}`));
              const text = link.querySelector("div span:not(:has(span))");
              if (text !== null) text.textContent = text.textContent.startsWith("@") ? `@${author}` : called;
            }
          },
          handle,
          name,
        );
      await write("MassD0T", "Toll Refunds");
      await untilMarks(page, "the lookalike's mark", ({ official }) => official === LOOKALIKE);
      await write("SampleBakery", "Sample Bakery");
      await untilMarks(page, "no mark", ({ official }) => official === undefined);
      await write("MassDOT", "MassDOT");
      await untilMarks(page, "the official mark again", ({ official }) => official === OFFICIAL);
      await page.close();
    });
  });
}
