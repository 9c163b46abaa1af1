// Nothing is sent anywhere before Send. Every name and every port of both browsers leads to the servers of the tests, which note
// all that arrives, and `stage` fails at the end of every scenario on any request but for pages that were visited and the list.
// Here: that using each page asks for nothing, that a page cannot ask if it wanted to, and that a request would be noticed.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { press, untilText } from "./harness/own.mjs";
import { openPanel } from "./harness/panel.mjs";
import { BROWSERS, marksOn, stage, VENDORS } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const IMPOSTOR = fixture("x/profile-impostor");
const LOOKALIKE = "https://x.com/MassD0T";
const ELSEWHERE = "elsewhere.example";

for (const browser of BROWSERS) {
  describe(`nothing is sent before Send in ${browser}`, () => {
    let house;
    const counted = () => ({
      pages: ofPages().length,
      repository: house.requests.repository.length,
      desk: house.desk.requests.length,
    });
    /** What pages and the extension ask for; a browser's own vendors are asked by the browser. */
    const ofPages = () => house.requests.pages.filter(({ address }) => !VENDORS.includes(new URL(address).host));

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "update" });
    });
    beforeEach(() => {
      house.desk.requests.length = 0;
    });
    after(() => house.close());

    test("popup, options and welcome, opened and used: no request at all", async () => {
      const before = counted();
      const popup = await house.openOwn("popup.html");
      await untilText(popup, "#list", /\d/);
      await popup.tab.focus("#account");
      await popup.tab.keyboard.type("registry");
      await untilText(popup, "#listed", /Registry of Motor Vehicles/);
      await popup.tab.evaluate((words) => {
        document.querySelector("#account").value = words;
        document.querySelector("#check button").click();
      }, LOOKALIKE);
      await untilText(popup, "#checked", /Resembles @MassDOT/);
      await press(popup, "#checked .trust");
      await untilText(popup, "#checked", /Warn about it again/);
      await press(popup, "#checked .trust");
      const options = await house.openOwn("options.html");
      await untilText(options, "#chain", /In use/);
      await press(options, '#sites input[value="youtube"]');
      await press(options, "#erase");
      await press(options, "#erase-now");
      await untilText(options, "#erased", /Everything was erased/);
      const welcome = await house.openOwn("welcome.html");
      await untilText(welcome, "#examples", /./);
      for (const page of [popup, options, welcome]) await page.close();
      assert.deepEqual(counted(), before);
    });

    test("a mark, its panel and the report page, filled in: no request until Send, and then one", async () => {
      const page = await house.open(IMPOSTOR.address);
      await marksOn(page);
      await openPanel(page, '[data-case="header"]');
      await page.tab.keyboard.press("Escape");
      await house.ask({ type: "report", draft: { address: IMPOSTOR.address, isPrivate: false } });
      const before = counted();
      const report = await house.opened("report.html?draft");
      await untilText(report, "#pack", /A text to copy/);
      await report.tab.focus("#words");
      await report.tab.keyboard.type("It asks for card numbers.");
      await untilText(report, "#fields", /card numbers/);
      await press(report, "#form");
      const journal = await house.openOwn("report.html");
      await untilText(journal, "#journal", /./);
      assert.deepEqual(counted(), before);
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      assert.deepEqual(counted(), { ...before, desk: 1 });
      for (const opened of [journal, report, page]) await opened.close();
    });

    for (const name of ["popup", "options", "report", "welcome"]) {
      test(`${name} cannot ask anybody else, by any means that a page has`, async () => {
        const before = counted();
        const page = await house.openOwn(`${name}.html`);
        await page.tab.evaluate(askElsewhere, ELSEWHERE);
        assert.deepEqual(counted(), before);
        assert.deepEqual(
          house.requests.pages.filter(({ address }) => address.includes(ELSEWHERE)),
          [],
        );
        await page.close();
        // The browser said that it refused.
        house.errors.length = 0;
      });
    }

    test("a request that got out would be noticed", async () => {
      const page = await house.openOwn("popup.html");
      await page.tab.evaluate((host) => void chrome.tabs.create({ url: `https://${host}/?what=was-read` }), ELSEWHERE);
      const seen = () => house.requests.pages.filter(({ address }) => address.includes(ELSEWHERE));
      assert.match(
        (
          await until(
            "the request",
            async () => seen(),
            (found) => found.length > 0,
          )
        )[0].address,
        /was-read/,
      );
      await page.close();
      await house.own.tab.evaluate(async (host) => {
        for (const { id, url } of await chrome.tabs.query({}))
          if ((url ?? "").includes(host) || url === undefined) await chrome.tabs.remove(id).catch(() => undefined);
      }, ELSEWHERE);
      const kept = house.requests.pages.filter(({ address }) => !address.includes(ELSEWHERE));
      house.requests.pages.splice(0, Number.POSITIVE_INFINITY, ...kept);
      house.errors.length = 0;
    });
  });
}

/** Runs in a page of the extension; ends when every try has. */
async function askElsewhere(host) {
  const address = (how) => `https://${host}/${how}`;
  const ended = (element, how) =>
    new Promise((done) => {
      element.onload = done;
      element.onerror = done;
      element.src = address(how);
      document.body.append(element);
      // A frame that is refused may say nothing; two drawn frames later it would have begun.
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)));
    });
  const tries = [
    () => fetch(address("fetch"), { mode: "no-cors" }),
    () =>
      new Promise((done) => {
        const request = new XMLHttpRequest();
        request.onloadend = done;
        request.open("GET", address("xhr"));
        request.send();
      }),
    () => navigator.sendBeacon(address("beacon"), "was read"),
    () => ended(new Image(), "image"),
    () => ended(document.createElement("iframe"), "frame"),
    () => ended(document.createElement("script"), "script"),
    () => ended(document.createElement("video"), "video"),
    () =>
      new Promise((done) => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = address("style");
        link.onload = done;
        link.onerror = done;
        document.head.append(link);
      }),
    () =>
      new Promise((done) => {
        const socket = new WebSocket(`wss://${host}/socket`);
        socket.onerror = done;
        socket.onopen = done;
      }),
    () => new Worker(address("worker")),
  ];
  for (const attempt of tries)
    await Promise.resolve()
      .then(attempt)
      .catch(() => undefined);
}
