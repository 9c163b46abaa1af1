// The welcome: once after the installation, and what it says of marks, of the list and of itself.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, press, untilText } from "./harness/own.mjs";
import { BROWSERS, stage } from "./harness/stage.mjs";

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
      const said = await untilText(page, "main", /Official · OSA/);
      for (const words of [
        /Resembles @SampleForestMA\. Not on the state’s list\s+Be careful/,
        /Reported as an impostor of OSA, confirmed .*\s+Do not trust/,
        /Commonwealth of Massachusetts publishes it/,
        /Apps show no marks/,
        /It sends nothing of that anywhere/,
        /Why is my account marked\?[\s\S]*Write to lists@agency\.example/,
      ]) {
        assert.match(said, words);
      }
      await assertAccessible(house, page, `welcome-${browser}`);
      await page.close();
    });

    test("the toolbar's icons stand there as the toolbar has them, with what each means, and how to keep ours in sight", async () => {
      const page = await house.openOwn("welcome.html");
      await untilText(page, "#pin", browser === "firefox" ? /in Firefox.*Pin to Toolbar/ : /in Chrome.*the pin beside/);
      const icons = await page.tab.evaluate(() =>
        [...document.querySelectorAll(".icons li")].map((line) => {
          const { src, complete, naturalWidth } = line.querySelector("img");
          return [src.split("/").at(-1), complete && naturalWidth > 0, line.innerText.trim().slice(0, 14)];
        }),
      );
      assert.deepEqual(icons, [
        ["neutral.svg", true, "Nothing to say"],
        ["official.svg", true, "The page in fr"],
        ["warning.svg", true, "Be careful: th"],
      ]);
      await page.close();
    });

    test("each example is what it says, in a check on our own page", async () => {
      const page = await house.openOwn("welcome.html");
      await untilText(page, "#examples", /On the list[\s\S]*Resembles it[\s\S]*Not on the list/);
      for (const [kind, name, says] of [
        ["listed", "SampleForestMA", /Official · OSA/],
        ["lookalike", "SampleForestMA_example", /Resembles @SampleForestMA\. Not on the state’s list/],
        ["unlisted", "example_bakery", /Not on the list[\s\S]*Statemark says nothing about it/],
      ]) {
        await press(page, `#examples .${kind}`);
        const check = await house.opened(`popup.html?check=${name}`);
        await untilText(check, "#checked", says);
        await check.close();
      }
      assert.deepEqual(await tabsOf("https:"), []);
      await page.close();
    });
  });
}
