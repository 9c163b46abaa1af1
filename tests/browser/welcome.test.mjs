// The welcome: once after the installation, and what it says of marks, of the list and of itself.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, press, untilText } from "./harness/own.mjs";
import { BROWSERS, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

for (const browser of BROWSERS) {
  describe(`the welcome in ${browser}`, () => {
    let house;
    const tabsOf = (wanted) =>
      house.own.tab.evaluate(
        async (part) => (await chrome.tabs.query({})).map(({ url }) => url ?? "").filter((url) => url.includes(part)),
        wanted,
      );

    before(async () => {
      // The drivers wait for its tab, and close it: without it they do not start.
      house = await stage(browser);
      await house.ask({ type: "status" });
    });
    after(() => house.close());

    test("it greets once: not again when the background starts anew", async () => {
      await house.killBackground();
      await house.ask({ type: "status" });
      assert.deepEqual(await tabsOf("welcome.html"), []);
    });

    test("the marks stand there as pages show them, with what each means", async () => {
      const page = await house.openOwn("welcome.html");
      const said = await untilText(page, "main", /Official · DCR/);
      for (const words of [
        /Resembles @massdcr\.bsky\.social\. Not on the state’s list\s+Be careful/,
        /Reported as an impostor of DCR, confirmed .*\s+Do not trust/,
        /Commonwealth of Massachusetts publishes it/,
        /Apps show no marks/,
        /It sends nothing of that anywhere/,
        /Why is my account marked\?[\s\S]*Write to lists@agency\.example/,
      ]) {
        assert.match(said, words);
      }
      await press(page, "#examples button");
      await until(
        "the check",
        () => tabsOf("popup.html?check=massdcr.bsky.social"),
        (found) => found.length === 1,
      );
      await assertAccessible(house, page, `welcome-${browser}`);
      await page.close();
    });
  });
}
