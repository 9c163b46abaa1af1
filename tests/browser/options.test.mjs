// The options: what a resident chooses holds at once on open pages, is kept, can be taken away and erased.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { assertAccessible, press, textOf, untilText } from "./harness/own.mjs";
import { BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const PROFILE = fixture("x/profile");

for (const browser of BROWSERS) {
  describe(`the options in ${browser}`, () => {
    let house;
    let options;
    let page;
    const cases = (wanted) => (marks) => JSON.stringify(Object.keys(marks).sort()) === JSON.stringify(wanted.sort());
    const all = Object.keys(PROFILE.marks);
    const choose = (value) =>
      options.tab.evaluate((index) => document.querySelectorAll("#marks input")[index].click(), value);
    // A page that nobody sees draws nothing.
    const seen = async (what, holds) => {
      await page.tab.bringToFront();
      await untilMarks(page, what, holds);
    };
    const settings = async () => (await house.ask({ type: "settings" })).settings;

    before(async () => {
      house = await stage(browser);
      await house.ask({ type: "status" });
      options = await house.openOwn("options.html");
      await untilText(options, "#chain", /In use is version/);
      page = await house.open(PROFILE.address);
      await marksOn(page);
    });
    after(() => house.close());

    test("marks on profiles only, nowhere and everywhere: at once, on a page that is open", async () => {
      await choose(1);
      await seen("the header's mark alone", cases(["header"]));
      await choose(2);
      await seen("no mark", cases([]));
      await choose(0);
      await seen("every mark", cases(all));
    });

    test("a site is switched off and on", async () => {
      await press(options, '#sites input[value="x"]');
      await seen("no mark", cases([]));
      const other = await house.open("https://bsky.app/");
      await marksOn(other);
      await other.close();
      await press(options, '#sites input[value="x"]');
      await seen("every mark", cases(all));
    });

    test("what was chosen is there after the background ended", async () => {
      await choose(1);
      await until("the choice", settings, ({ marks }) => marks === "profiles");
      await house.killBackground();
      assert.equal((await settings()).marks, "profiles");
      const again = await house.openOwn("options.html");
      await until(
        "the choice on the page",
        () => again.tab.evaluate(() => document.querySelectorAll("#marks input")[1]?.checked),
        (checked) => checked === true,
      );
      await again.close();
    });

    test("the list's source and its chain are told", async () => {
      const chain = await textOf(options, "#chain");
      assert.match(chain, /Commonwealth of Massachusetts publishes the list at http:\/\/127\.0\.0\.1:\d+\//);
      assert.match(chain, /came with version 1 of the publisher’s root document/);
      assert.match(chain, /In use is version 1 of the root document, valid until \w+ \d+, \d{4}/);
      assert.match(chain, /the signatures of 1 of 1 keys/);
      assert.match(chain, /last confirmed it on \w+ \d+, \d{4}\. The confirmation counts until \w+ \d+, \d{4}/);
    });

    test("after a rotation the chain is that of the root in use, not of the one in the package", async () => {
      house.serve("rotated");
      assert.deepEqual(await house.ask({ type: "update" }), { changed: true });
      const again = await house.openOwn("options.html");
      const chain = await untilText(again, "#chain", /In use is version 2 of the list/);
      assert.match(chain, /came with version 1 of the publisher’s root document/);
      assert.match(chain, /In use is version 2 of the root document, valid until/);
      await again.close();
    });

    test("everything is saved as a file, and erased by the keyboard alone", async () => {
      await options.tab.evaluate(() => {
        URL.createObjectURL = (blob) => {
          window.saved = blob.text();
          return "blob:nothing";
        };
        HTMLAnchorElement.prototype.click = function () {
          window.savedAs = this.download;
        };
      });
      await press(options, "#export");
      const saved = await until("the file", () => options.tab.evaluate(() => window.savedAs && window.saved), Boolean);
      assert.equal(JSON.parse(saved).settings.marks, "profiles");
      await options.tab.bringToFront();
      await options.tab.focus("#erase");
      await options.tab.keyboard.press("Enter");
      await until(
        "the question",
        () => options.tab.evaluate(() => document.activeElement?.id),
        (id) => id === "erase-now",
      );
      await options.tab.keyboard.press("Enter");
      await untilText(options, "#erased", /Everything was erased/);
      assert.deepEqual(await settings(), { marks: "all", sitesOff: [], trusted: [] });
      await seen("every mark", cases(all));
    });

    test("storage that is denied is said, and the choice holds until the browser closes", async () => {
      await house.inBackground((scope) => {
        scope.keptOpen = scope.indexedDB.open;
        scope.IDBFactory.prototype.open = () => {
          throw new scope.DOMException("denied", "SecurityError");
        };
      });
      await choose(1);
      await untilText(options, "#kept", /does not let Statemark keep/);
      await seen("the header's mark alone", cases(["header"]));
      await house.killBackground();
      await until("the defaults", settings, ({ marks }) => marks === "all");
    });

    test("nothing is kept from a private window", async () => {
      assert.deepEqual(await house.ask({ type: "set", change: { marks: "toolbar" }, private: true }), { kept: false });
      assert.equal((await settings()).marks, "all");
    });

    test("nothing that axe finds fault with, and nothing too wide", async () => {
      await assertAccessible(house, options, "options");
    });
  });
}
