// What no page can draw: the toolbar's title and the popup. And the alarm that renews the list without being asked.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inProject } from "../../scripts/project.mjs";
import { fixture } from "./harness/fixtures.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const AXE = readFileSync(inProject("node_modules/axe-core/axe.min.js"), "utf8");
const OFFICIAL = fixture("x/profile");
const IMPOSTOR = fixture("x/profile-impostor");

for (const browser of BROWSERS) {
  describe(`the popup in ${browser}`, () => {
    let house;
    /** Runs in a page of the extension. */
    const own = (work, ...values) => house.own.tab.evaluate(work, ...values);
    const tabOf = (address) =>
      own(async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url === wanted)?.id, address);
    const titleOf = (tabId) => own((id) => chrome.action.getTitle({ tabId: id }), tabId);
    const untilTitle = (tabId, title) =>
      until(
        `the title ${title}`,
        () => titleOf(tabId),
        (found) => found === title,
      );
    const textOf = (page, selector) => page.tab.evaluate((at) => document.querySelector(at)?.innerText ?? "", selector);
    const untilText = (page, selector, wanted) =>
      until(
        `${wanted} in ${selector}`,
        () => textOf(page, selector),
        (found) => wanted.test(found),
      );
    const check = async (page, words) => {
      await page.tab.evaluate((typed) => {
        document.querySelector("#account").value = typed;
        document.querySelector("#check button").click();
      }, words);
    };

    before(async () => {
      house = await stage(browser);
      await house.ask({ type: "status" });
    });
    after(() => house.close());

    test("the toolbar says of a profile what the list says, and follows soft navigation", async () => {
      const page = await house.open(OFFICIAL.address);
      const tab = await tabOf(OFFICIAL.address);
      await untilTitle(tab, "Statemark: Official · MassDOT");
      await page.tab.evaluate(() => history.pushState({}, "", "/home"));
      await untilTitle(tab, "Statemark");
      await page.tab.evaluate(() => history.pushState({}, "", "/MassRMVHelp"));
      await until(
        "a warning",
        () => titleOf(tab),
        (title) => title.startsWith("Statemark: Reported as an impostor of"),
      );
      await page.close();
    });

    test("the toolbar takes no word of a page: not its title, not its marks", async () => {
      const page = await house.open(IMPOSTOR.address);
      const tab = await tabOf(IMPOSTOR.address);
      await page.tab.evaluate(() => {
        document.title = "Statemark: Official · MassDOT";
        document.body.append(document.createElement("statemark-mark"));
      });
      await until(
        "a warning",
        () => titleOf(tab),
        (title) => title.startsWith("Statemark: Reported as an impostor of"),
      );
      await page.close();
    });

    test("the popup shows the account on screen, and why", async () => {
      const page = await house.open(OFFICIAL.address);
      await marksOn(page);
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(OFFICIAL.address)}`);
      const card = await untilText(popup, "#here", /Official/);
      assert.match(card, /Official · MassDOT/);
      assert.match(card, /The publisher lists this account for/);
      assert.match(await untilText(popup, "#list", /\d/), /Version\s+1/);
      assert.match(await textOf(popup, "#freshness"), /Up to date/);
      assert.match(await textOf(popup, "#object"), /Is this your account.* lists@agency\.example/);
      await popup.close();
      await page.close();
    });

    test("the popup tells a page without an account from one that it cannot read", async () => {
      const feed = await house.open("https://x.com/home");
      await marksOn(feed);
      const popup = await house.openOwn(`popup.html?tab=${await tabOf("https://x.com/home")}`);
      await untilText(popup, "#here", /Nothing to mark here[\s\S]*\d+ marks stand/);
      await popup.close();
      await feed.tab.evaluate(() => document.body.replaceChildren());
      await feed.close();
      const empty = await house.open("https://x.com/nothing/here");
      const other = await house.openOwn(`popup.html?tab=${await tabOf("https://x.com/nothing/here")}`);
      await untilText(other, "#here", /looks different from what we know/);
      await other.close();
      await empty.close();
    });

    test("an account is checked by hand: link, handle, nonsense", async () => {
      const popup = await house.openOwn("popup.html");
      await check(popup, "https://twitter.com/MassDOT?lang=en");
      await untilText(popup, "#checked", /Official · MassDOT[\s\S]*x\.com\/MassDOT/);
      await check(popup, "@MassD0T");
      await untilText(popup, "#checked", /Resembles @MassDOT/);
      await check(popup, "@SampleLibraryMA");
      assert.match(await untilText(popup, "#checked", /Paused by the agency/), /there are \d+ more that may have it/);
      assert.equal(await popup.tab.evaluate(() => document.querySelectorAll("#checked .card").length), 1);
      await check(popup, "https://x.com/sample_bakery");
      await untilText(popup, "#checked", /Not on the list/);
      for (const nonsense of [
        "🙂".repeat(500),
        "a paragraph of words, and another one. ".repeat(40),
        "https://news.example/a",
      ]) {
        await check(popup, nonsense);
        await untilText(popup, "#checked", /names no account that Statemark knows how to read/);
      }
      await popup.close();
    });

    test("the popup has nothing that axe finds fault with, in both themes", async () => {
      const page = await house.open(IMPOSTOR.address);
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(IMPOSTOR.address)}`);
      await untilText(popup, "#here", /Reported as an impostor/);
      await popup.tab.evaluate(AXE);
      for (const value of browser === "chromium" ? ["light", "dark"] : ["light"]) {
        // Firefox's driver cannot change the theme.
        if (browser === "chromium") await popup.tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
        const faults = await popup.tab.evaluate(async () =>
          (await axe.run()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
        );
        assert.deepEqual(faults, [], value);
      }
      await popup.close();
      await page.close();
    });

    test("an alarm renews the list, at each installation's own times", async () => {
      const alarms = await own(async () => (await chrome.alarms.getAll()).filter(({ name }) => name === "update"));
      assert.equal(alarms.length, 1);
      assert.ok(alarms[0].periodInMinutes >= 300 && alarms[0].periodInMinutes <= 420, `${alarms[0].periodInMinutes}`);
      house.serve("next");
      await own(() => chrome.alarms.create("update-soon", { when: Date.now() }));
      await until(
        "the next list",
        () => house.ask({ type: "status" }),
        ({ version }) => version === 2,
      );
    });
  });
}
