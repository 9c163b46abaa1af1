// Servers that no manifest can name: offered where one seems to be, read only where the resident let the extension in, green
// only for whom the server itself may speak, and gone without a trace when it is taken back.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { HOSTS } from "./harness/lists.mjs";
import { picture, textOf, untilText } from "./harness/own.mjs";
import { BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

/** Another server, of which no list says anything. */
const STRANGER = "social.stranger.example";
const APPLICATION = '<div id="mastodon" data-props="{}"></div>';

const page = (address, body, sign = APPLICATION) => ({
  address,
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="stylesheet" href="/page.css">${sign}<main>${body}</main>`,
});
const header = (acct) =>
  `<div class="account__header__tabs__name" data-case="header"><h1><span>A name</span> <small>@${acct}</small></h1></div>`;
const post = (name, acct, local) =>
  `<article><div class="status" data-case="${name}"><div class="status__info"><a href="/@${local ?? acct}" class="status__display-name"><span class="display-name"><bdi><strong class="display-name__html">A name</strong></bdi> <span class="display-name__account">@${acct}</span></span></a></div></div></article>`;

const OWN = page(
  `https://${HOSTS.own}/@massdcr`,
  header(`massdcr@${HOSTS.own}`) +
    post("foreign", "massdot@mastodon.social") +
    post("lookalike", "massd0t") +
    post("sign", "massdcr"),
);
const FOREIGN = page(
  `https://${STRANGER}/@massdot@mastodon.social`,
  header("massdot@mastodon.social") + post("foreign", "massdcr@social.dcr.example") + post("sign", "massd0t"),
);
const NAMED = page(`https://${HOSTS.named}/explore`, post("sign", "massdot@mastodon.social"));
const MOVED = { address: `https://${HOSTS.moved}/MassDOT`, html: fixture("x/profile").html };
/** The form of an address of Mastodon, and nothing of it on the page. */
const STORIES = page("https://stories.example/@writer", "<p>A story.</p>", "");
const ORDINARY = page("https://news.example/2026/a-story", "<p>News.</p>", "");

for (const browser of BROWSERS) {
  describe(`hosts that are let in one by one, in ${browser}`, () => {
    let house;
    /** Runs in a page of the extension. */
    const own = (work, ...values) => house.own.tab.evaluate(work, ...values);
    const permitted = (host) =>
      own((pattern) => chrome.permissions.contains({ origins: [pattern] }), `https://${host}/*`);
    const registered = () =>
      own(async () => (await chrome.scripting.getRegisteredContentScripts()).flatMap(({ matches }) => matches));
    const hosts = () => house.ask({ type: "hosts" });
    const tabOf = (address) =>
      own(async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url === wanted)?.id, address);
    const untilTitle = (tabId, title) =>
      until(
        `the title ${title}`,
        () => own((id) => chrome.action.getTitle({ tabId: id }), tabId),
        (found) => found === title,
      );
    const none = (marks) => Object.keys(marks).length === 0;
    /** Opens the popup over a page, and presses what it offers. */
    const allow = async (visited, host) => {
      await house.permitBeforehand(host);
      const popup = await house.openPopup(visited);
      await untilText(popup, "#here", new RegExp(`Show marks on ${host}`));
      await popup.tab.click(".allow");
      return popup;
    };

    before(async () => {
      house = await stage(browser, { served: "hosts", more: [OWN, FOREIGN, NAMED, MOVED, STORIES, ORDINARY] });
      // A new installation has asked already, or is asking.
      await house.ask({ type: "update" });
      assert.equal((await house.ask({ type: "status" })).version, 2);
    });
    after(() => house.close());

    test("what this needs of the browser has no warning: an update that adds it switches nobody's extension off", async () => {
      assert.deepEqual(await house.warningsOf(["activeTab", "scripting"]), []);
      assert.notDeepEqual(await house.warningsOf(["tabs"]), []);
    });

    test("an ordinary site is none of ours, and nothing is offered there", async () => {
      const visited = await house.open(ORDINARY.address);
      const popup = await house.openPopup(visited);
      assert.doesNotMatch(
        await untilText(popup, "#here", /does not look at this page/),
        /Mastodon|Show marks|not working/,
      );
      await popup.close();
      await visited.close();
    });

    test("on an account's page of a server it is offered, in words, and nothing was read or drawn before", async () => {
      const visited = await house.open(FOREIGN.address);
      const popup = await house.openPopup(visited);
      const said = await untilText(popup, "#here", /Show marks on/);
      assert.match(said, /social\.stranger\.example is not among the sites that Statemark reads/);
      assert.match(said, /looks like that of a Mastodon server.*read nothing of this page/);
      assert.match(said, /sends nothing of that anywhere/);
      assert.doesNotMatch(said, /Nothing to mark|not working/);
      await picture(popup, `${browser}-offered`);
      assert.equal(await permitted(STRANGER), false);
      await popup.close();
      await visited.close();
    });

    test("a no is taken calmly, and nothing is lost by it", async () => {
      const visited = await house.open(FOREIGN.address);
      const popup = await house.openPopup(visited);
      await untilText(popup, "#here", /Show marks on/);
      await popup.tab.evaluate(() => {
        chrome.permissions.request = () => Promise.resolve(false);
      });
      await popup.tab.click(".allow");
      assert.match(await untilText(popup, "#here", /It stays as it was/), /Show marks on/);
      await picture(popup, `${browser}-declined`);
      assert.deepEqual([await hosts(), await registered(), await permitted(STRANGER)], [[], [], false]);
      await popup.close();
      await visited.close();
    });

    test("let in, the page is marked at once: imitations are warned about, and no listed account of another server is green", async () => {
      const visited = await house.open(FOREIGN.address);
      const popup = await allow(visited, STRANGER);
      await untilText(popup, "#here", /On the list|Nothing|Not on|account|Show marks on Mastodon/);
      await visited.tab.bringToFront();
      const marks = await marksOn(visited);
      assert.deepEqual(Object.keys(marks), ["sign"], "only the imitation is marked");
      assert.match(marks.sign, /^Resembles/);
      await untilTitle(await tabOf(FOREIGN.address), "Statemark");
      await popup.close();
      await visited.close();
    });

    test("the popup of such a server never calls it official either", async () => {
      const visited = await house.open(FOREIGN.address);
      await marksOn(visited);
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(FOREIGN.address)}`);
      const said = await untilText(
        popup,
        "#here",
        /Shown by another server[\s\S]*shown here by another server than its own/,
      );
      await untilText(popup, "#site", /Show marks on Mastodon/);
      assert.doesNotMatch(await textOf(popup, "#here"), /Official|Listed/, said);
      await picture(popup, `${browser}-foreign`);
      await popup.close();
      await visited.close();
    });

    test("what was let in is read again after the background ended, and on pages that are opened later", async () => {
      await house.killBackground();
      const visited = await house.open(FOREIGN.address);
      assert.deepEqual(Object.keys(await marksOn(visited)), ["sign"]);
      assert.deepEqual([await hosts(), await registered()], [[STRANGER], [`https://${STRANGER}/*`]]);
      await visited.close();
    });

    test("a listed account on a server of its own is green there once it is let in, another server's is not", async () => {
      const visited = await house.open(OWN.address);
      const popup = await house.openPopup(visited);
      assert.doesNotMatch(await untilText(popup, "#here", /looks like that of a Mastodon server/), /Official/);
      await popup.close();
      const pressed = await allow(visited, HOSTS.own);
      await visited.tab.bringToFront();
      const marks = await marksOn(visited);
      assert.deepEqual(Object.keys(marks).sort(), ["header", "lookalike", "sign"]);
      assert.equal(marks.header, "Official · DCR");
      assert.match(marks.lookalike, /Resembles/);
      await untilTitle(await tabOf(OWN.address), "Statemark: Official · DCR");
      await pressed.close();
      await visited.close();
    });

    test("a server that the list names may show listed accounts of others", async () => {
      const visited = await house.open(NAMED.address);
      const popup = await house.openPopup(visited);
      assert.match(await untilText(popup, "#here", /Show marks on/), /list names it as a place of Mastodon/);
      await popup.close();
      const pressed = await allow(visited, HOSTS.named);
      await visited.tab.bringToFront();
      assert.equal((await marksOn(visited)).sign, "Official · MassDOT");
      await pressed.close();
      await visited.close();
    });

    test("a domain that a platform moved to, by the word of the signed list, is read as the platform's own", async () => {
      const visited = await house.open(MOVED.address);
      const pressed = await allow(visited, HOSTS.moved);
      await visited.tab.bringToFront();
      assert.equal((await marksOn(visited)).header, "Official · MassDOT");
      await untilTitle(await tabOf(MOVED.address), "Statemark: Official · MassDOT");
      await pressed.close();
      await visited.close();
    });

    test("a page that shows no sign of such a server gets no script, and the permission goes back", async () => {
      const visited = await house.open(STORIES.address);
      const popup = await allow(visited, "stories.example");
      await untilText(popup, "#here", /does not show that it is a Mastodon server/);
      await picture(popup, `${browser}-unlike`);
      await until(
        "the permission to go back",
        () => permitted("stories.example"),
        (is) => !is,
      );
      assert.equal((await hosts()).includes("stories.example"), false);
      await popup.close();
      await visited.close();
    });

    test("a page that was let in and does not answer is told from one with nothing to mark", async () => {
      const visited = await house.open(NAMED.address);
      await marksOn(visited);
      await house.inBackground((scope) => {
        scope.heard = scope.chrome.tabs.sendMessage;
        scope.chrome.tabs.sendMessage = () => scope.Promise.reject(new scope.Error("no receiver"));
      });
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(NAMED.address)}`);
      assert.doesNotMatch(await untilText(popup, "#here", /not working on this page/), /Nothing to mark|Show marks on/);
      await house.inBackground((scope) => {
        scope.chrome.tabs.sendMessage = scope.heard;
      });
      await popup.close();
      await visited.close();
    });

    test("taken back in the options, by the keyboard: the marks go, the script and the permission with them", async () => {
      const visited = await house.open(OWN.address);
      await marksOn(visited);
      const options = await house.openOwn("options.html");
      await untilText(options, "#hosts", new RegExp(HOSTS.own));
      await picture(options, `${browser}-options`);
      await options.tab.bringToFront();
      await options.tab.focus(`#hosts button[aria-label*="${HOSTS.own}"]`);
      await options.tab.keyboard.press("Enter");
      await untilText(options, "#hosts-said", /no longer reads/);
      await visited.tab.bringToFront();
      await untilMarks(visited, "no mark", none);
      await until("the script to go", registered, (matches) => !matches.includes(`https://${HOSTS.own}/*`));
      assert.deepEqual([await permitted(HOSTS.own), (await hosts()).includes(HOSTS.own)], [false, false]);
      await options.close();
      // Let in again, the page that is still open is marked again, once.
      const again = await allow(visited, HOSTS.own);
      await visited.tab.bringToFront();
      assert.equal((await marksOn(visited)).header, "Official · DCR");
      await again.close();
      await visited.close();
    });

    test("taken away in the browser's own settings: the same", async () => {
      const visited = await house.open(OWN.address);
      await marksOn(visited);
      await house.forbid(HOSTS.own);
      await untilMarks(visited, "no mark", none);
      await until("the script to go", registered, (matches) => !matches.includes(`https://${HOSTS.own}/*`));
      await until("the host to go", hosts, (left) => !left.includes(HOSTS.own));
      await visited.close();
    });

    test("where the popup is gone before the browser has its answer, the background follows the browser", async () => {
      const visited = await house.open(OWN.address);
      await house.permitBeforehand(HOSTS.own);
      await own((origin) => {
        const button = document.body.appendChild(document.createElement("button"));
        button.id = "alone";
        button.addEventListener("click", () => chrome.permissions.request({ origins: [origin] }));
      }, `https://${HOSTS.own}/*`);
      await house.own.tab.bringToFront();
      await house.own.tab.click("#alone");
      await until("the host", hosts, (now) => now.includes(HOSTS.own));
      await visited.tab.bringToFront();
      assert.equal((await marksOn(visited)).header, "Official · DCR");
      await visited.close();
    });

    test("a kept host without the browser's permission is forgotten at the next start", async () => {
      const kept = (change) =>
        own(async (added) => {
          const done = (request) =>
            new Promise((resolve, reject) => {
              request.onsuccess = () => resolve(request.result);
              request.onerror = () => reject(request.error);
            });
          const database = await done(indexedDB.open("resident"));
          const store = database.transaction("settings", "readwrite").objectStore("settings");
          const now = (await done(store.get("hosts"))) ?? [];
          if (added !== undefined) await done(store.put([...now, added], "hosts"));
          database.close();
          return now.map(({ host }) => host);
        }, change);
      await house.killBackground();
      await kept({ host: "social.evil.example", instance: true });
      assert.ok((await kept()).includes("social.evil.example"));
      await house.killBackground();
      assert.equal((await hosts()).includes("social.evil.example"), false);
      assert.equal((await kept()).includes("social.evil.example"), false);
    });

    test("a hostile page cannot make the extension ask, nor draw where it was not let in", async () => {
      const before = await own(() => chrome.permissions.getAll());
      const visited = await house.open(STORIES.address);
      await visited.tab.evaluate(() => {
        const messages = [
          { type: "granted", tabId: 1 },
          { type: "takeBack", host: "x.com" },
        ];
        for (const message of messages) {
          window.postMessage(message, "*");
          globalThis.chrome?.runtime?.sendMessage?.(message);
        }
        // As the page of a server, with a button as the popup has one.
        const button = document.body.appendChild(document.createElement("button"));
        button.id = "mastodon";
        button.className = "allow";
        button.dataset.props = "{}";
        button.click();
      });
      assert.deepEqual(await own(() => chrome.permissions.getAll()), before);
      await visited.close();
    });

    test("from a private window nothing is offered to press, and nothing is kept", async () => {
      const visited = await house.open(STORIES.address);
      const pretend = (isPrivate) =>
        house.inBackground((scope, wanted) => {
          scope.given ??= scope.chrome.tabs.get;
          const get = scope.given.bind(scope.chrome.tabs);
          scope.chrome.tabs.get = async (id) => ({ ...(await get(id)), incognito: wanted });
        }, isPrivate);
      await pretend(true);
      const popup = await house.openPopup(visited);
      await untilText(popup, "#here", /This is a private window/);
      assert.equal(await popup.tab.evaluate(() => document.querySelector(".allow")), null);
      await picture(popup, `${browser}-private`);
      await pretend(false);
      await popup.close();
      await visited.close();
    });

    test("erasing everything gives every permission back", async () => {
      assert.notDeepEqual(await hosts(), []);
      await house.ask({ type: "erase" });
      await until("no host", hosts, (left) => left.length === 0);
      assert.deepEqual(await registered(), []);
      assert.equal(await permitted(STRANGER), false);
    });
  });
}
