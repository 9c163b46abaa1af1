// What no page can draw: the toolbar's title and the popup. And the alarm that renews the list without being asked.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { assertAccessible, press, textOf, untilText } from "./harness/own.mjs";
import { BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

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
        await check(popup, "https://x.com/sample_bakery");
        await untilText(popup, "#checked", /Not on the list/);
      }
      await popup.close();
    });

    test("while typing, the agency's accounts on every platform are offered", async () => {
      const popup = await house.openOwn("popup.html");
      await untilText(popup, "#here", /does not look at this page/);
      await popup.tab.bringToFront();
      await popup.tab.focus("#account");
      await popup.tab.keyboard.type("registry of");
      await untilText(popup, "#listed", /Registry of Motor Vehicles[\s\S]*@MassRMV on X\s+Official · MassRMV/);
      await popup.tab.keyboard.press("Enter");
      await untilText(popup, "#listed", /@MassRMV on X/);
      await popup.tab.evaluate(() => {
        document.querySelector("#account").value = "";
      });
      await popup.tab.keyboard.type("@massdo");
      await untilText(popup, "#listed", /on X[\s\S]*on Instagram[\s\S]*on GitHub/);
      await popup.close();
    });

    test("what differs stands out, and one press leads to the real account", async () => {
      const popup = await house.openOwn("popup.html?check=%40MassD0T");
      await untilText(popup, "#checked", /Resembles @MassDOT/);
      const card = await popup.tab.evaluate(() => ({
        differing: document.querySelector("#checked .differing mark")?.textContent,
        way: document.querySelector("#checked .way a")?.href,
        says: document.querySelector("#checked .way a")?.innerText,
        isolated: document.querySelector("#checked .title bdi")?.textContent,
      }));
      assert.deepEqual(card, {
        differing: "0",
        way: "https://x.com/MassDOT",
        says: "Go to @MassDOT",
        isolated: "@MassDOT",
      });
      await popup.close();
    });

    test("the other marked accounts of the page are listed; marks are switched off and on for the site", async () => {
      const page = await house.open(OFFICIAL.address);
      await marksOn(page);
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(OFFICIAL.address)}`);
      assert.match(await untilText(popup, "#here", /Also marked/), /@SampleSignMA on X\s+Official · OSA/);
      await untilText(popup, "#site", /Show marks on X/);
      await press(popup, "#site input");
      await untilText(popup, "#site", /Marks are switched off here/);
      await page.tab.bringToFront();
      await untilMarks(page, "no marks", (marks) => Object.keys(marks).length === 0);
      await untilTitle(await tabOf(OFFICIAL.address), "Statemark: Official · MassDOT");
      await press(popup, "#site input");
      await marksOn(page);
      await popup.close();
      await page.close();
    });

    test("a page on which Statemark does not run is never called a page with nothing to mark", async () => {
      const page = await house.open("https://x.com/home");
      await marksOn(page);
      const tab = await tabOf("https://x.com/home");
      await house.inBackground((scope) => {
        scope.heard = scope.chrome.tabs.sendMessage;
        scope.chrome.tabs.sendMessage = () => scope.Promise.reject(new scope.Error("no receiver"));
      });
      const popup = await house.openOwn(`popup.html?tab=${tab}`);
      assert.doesNotMatch(await untilText(popup, "#here", /not working on this page/), /Nothing to mark/);
      await house.inBackground((scope) => {
        scope.chrome.tabs.sendMessage = scope.heard;
      });
      await popup.close();
      await page.close();
    });

    test("a resident who knows better is not warned again, and can undo it; what was confirmed stays", async () => {
      const page = await house.open("https://x.com/home");
      const before = await marksOn(page);
      const warned = Object.keys(before).filter((name) => String(before[name]).includes("Resembles @MassDOT"));
      assert.ok(warned.length > 0);
      const popup = await house.openOwn("popup.html?check=https%3A%2F%2Fx.com%2FMassD0T");
      await untilText(popup, "#checked", /This is not an impostor/);
      await press(popup, "#checked .trust");
      await untilText(popup, "#checked", /You said that this is not an impostor/);
      await page.tab.bringToFront();
      await untilMarks(page, "one warning less", (marks) => Object.keys(marks).length < Object.keys(before).length);
      await press(popup, "#checked .trust");
      await untilText(popup, "#checked", /This is not an impostor/);
      await page.tab.bringToFront();
      await untilMarks(page, "the warning again", (marks) => Object.keys(marks).length === Object.keys(before).length);
      await popup.close();
      await page.close();
    });

    const menu = { skip: browser === "firefox" && "its driver cannot press a menu, and its events cannot be played" };
    test("the menu of links and selected words opens the check", menu, async () => {
      const before = await own(async () => (await chrome.tabs.query({})).length);
      await house.inBackground((scope) =>
        scope.chrome.contextMenus.onClicked.dispatch({ menuItemId: "check", linkUrl: "https://x.com/MassDOT" }),
      );
      await until(
        "the check",
        () => own(async () => (await chrome.tabs.query({})).map(({ url, pendingUrl }) => url || pendingUrl || "")),
        (urls) => urls.length === before + 1 && urls.some((url) => url.endsWith("check=https%3A%2F%2Fx.com%2FMassDOT")),
      );
    });

    test("why the popup has nothing to say is told apart: a tab that is closed, no answer, a list that cannot be verified", async () => {
      const page = await house.open(OFFICIAL.address);
      const tab = await tabOf(OFFICIAL.address);
      const popup = await house.openOwn(`popup.html?tab=${tab}`);
      await untilText(popup, "#site", /Show marks on X/);
      for (const [answer, words] of [
        [null, /It gave no answer\. Close this window/],
        [
          { failure: { name: "Error", variant: "Unknown", message: "out of memory" } },
          /It gave no answer\. Close this window/,
        ],
        [
          { failure: { name: "Trust", variant: "Threshold", message: "1 of 2" } },
          /could not be verified[\s\S]*Install/,
        ],
      ]) {
        await popup.tab.evaluate((given) => {
          const { runtime } = chrome;
          globalThis.ask ??= runtime.sendMessage.bind(runtime);
          runtime.sendMessage = (sent) =>
            sent.type === "tab" ? Promise.resolve(given ?? undefined) : globalThis.ask(sent);
        }, answer);
        await press(popup, "#site input");
        await untilText(popup, "#here", words);
      }
      await press(popup, "#site input");
      await popup.close();
      await page.close();
      const late = await house.openOwn(`popup.html?tab=${tab}`);
      await untilText(late, "#here", /This tab is no longer open/);
      assert.equal(await late.tab.evaluate(() => document.querySelector("#site").hidden), true);
      await late.close();
    });

    test("the keyboard opens the popup", async () => {
      const commands = await own(() => chrome.commands.getAll());
      assert.deepEqual(
        commands.map(({ name, shortcut }) => [name, shortcut !== ""]),
        [["_execute_action", true]],
      );
    });

    test("the popup has nothing that axe finds fault with, in both themes", async () => {
      const page = await house.open(IMPOSTOR.address);
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(IMPOSTOR.address)}`);
      await untilText(popup, "#here", /Reported as an impostor/);
      await assertAccessible(house, popup, `popup-${browser}`);
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
      const popup = await house.openOwn("popup.html");
      await untilText(popup, "#changes", /What changed since version 1/);
      await press(popup, "#changes summary");
      await untilText(popup, "#changes", /Changed\s+@MassRMV on X, Registry of Motor Vehicles: paused/);
      assert.doesNotMatch(await textOf(popup, "#changes"), /on the list|not shown/);
      await popup.close();
    });

    test("what joined the list and what left it is told, of the last new list alone", async () => {
      house.serve("members");
      assert.deepEqual(await house.ask({ type: "update" }), { changed: true });
      // Nothing is new at the next look: what was told stays.
      assert.deepEqual(await house.ask({ type: "update" }), { changed: false });
      const popup = await house.openOwn("popup.html");
      await untilText(popup, "#changes", /What changed since version 2/);
      await press(popup, "#changes summary");
      const said = await untilText(popup, "#changes", /New on the list/);
      assert.match(said, /New on the list\s+@SampleArrivalMA on X, Office of Sample Affairs: active/);
      assert.match(said, /No longer on the list\s+@SampleHarborMA on X, Office of Sample Affairs: active/);
      assert.doesNotMatch(said, /MassRMV|Changed/);
      await popup.close();
    });

    test("of changes that nobody reads through, the rest is counted; of an older version's there is no rest", async () => {
      const row = (handle) => ({ platform: "x", handle, status: "active", agency: "Office of Sample Affairs" });
      const keep = (changes) =>
        own(
          (value) =>
            new Promise((resolve, reject) => {
              const opening = indexedDB.open("resident");
              opening.onerror = () => reject(opening.error);
              opening.onsuccess = () => {
                const work = opening.result.transaction("settings", "readwrite");
                work.objectStore("settings").put(value, "changes");
                work.oncomplete = () => resolve(opening.result.close());
              };
            }),
          changes,
        );
      const changes = { since: 7, added: [row("one")], removed: [], changed: [] };
      await keep({ ...changes, more: 1234 });
      const popup = await house.openOwn("popup.html");
      await untilText(popup, "#changes", /since version 7/);
      await press(popup, "#changes summary");
      await untilText(popup, "#changes", /@one on X[\s\S]*More that are not shown: 1,234/);
      await popup.close();
      await keep(changes);
      const older = await house.openOwn("popup.html");
      await untilText(older, "#changes", /since version 7/);
      await press(older, "#changes summary");
      assert.doesNotMatch(await untilText(older, "#changes", /@one on X/), /not shown/);
      await older.close();
    });

    test("a weak lookalike is no warning on the page, and a line in the popup, in English too where no speaker read the rest", async () => {
      const speak = (language) => house.ask({ type: "set", change: { language }, private: false });
      const weak = "https://x.com/MassDOTFans";
      const page = await house.open(weak);
      const english = /Not on the list\. Resembles @MassDOT a little/;
      for (const [language, own] of [
        [null, english],
        ["es", /No está en la lista\. Se parece un poco a @MassDOT/],
        ["ar", /ليس في القائمة/],
      ]) {
        await speak(language);
        const popup = await house.openOwn(`popup.html?tab=${await tabOf(weak)}&check=${encodeURIComponent(weak)}`);
        for (const place of ["#here", "#checked"]) {
          const said = await untilText(popup, place, own);
          assert.match(said, english);
          assert.match(said, /some resemblance to a listed account, too little for a warning on the page/);
          const tagged = await popup.tab.evaluate(
            (at) => [...document.querySelectorAll(`${at} bdi[lang=en]`)].map(({ textContent }) => textContent),
            place,
          );
          assert.equal(tagged.length > 0, language !== null);
          if (language !== null) assert.match(tagged.join("\n"), english);
        }
        assert.deepEqual(
          await popup.tab.evaluate(() => document.querySelector("#here .card").className),
          "card neutral",
        );
        await popup.close();
      }
      await speak(null);
      await page.close();
    });
  });
}
