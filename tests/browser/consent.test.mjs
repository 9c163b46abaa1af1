// Firefox asks before an extension sends what its manifest says it may send. Before the first Send, and never at the installation.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { press, untilText } from "./harness/own.mjs";
import { BROWSERS, stage } from "./harness/stage.mjs";

const IMPOSTOR = "https://x.com/MassRMVHelp";

for (const browser of BROWSERS) {
  describe(`the browser's own question before a report in ${browser}`, () => {
    let house;
    const granted = () => house.own.tab.evaluate(async () => (await chrome.permissions.getAll()).data_collection);
    const begin = async () => {
      await house.ask({ type: "report", draft: { address: IMPOSTOR, isPrivate: false } });
      const report = await house.opened("report.html?draft");
      await untilText(report, "#ways", /Send to/);
      return report;
    };
    /** A press that the browser believes. */
    const send = async (report) => {
      await report.tab.bringToFront();
      await report.tab.focus("#send");
      await report.tab.keyboard.press("Enter");
    };

    before(async () => {
      house = await stage(browser, { reports: true, consents: false });
      await house.ask({ type: "status" });
    });
    after(() => house.close());

    const asks = { skip: browser === "chromium" && "it asks nothing: an extension says what it sends in the store" };

    test("nothing is allowed at the installation, and a no sends nothing and can be taken back", asks, async () => {
      assert.deepEqual(await granted(), []);
      const report = await begin();
      await report.tab.evaluate(() => {
        window.asked = [];
        chrome.permissions.request = async (what) => window.asked.push(what) === 0;
      });
      await send(report);
      await untilText(report, "#outcome", /Nothing was sent: the browser asked/);
      assert.deepEqual(await report.tab.evaluate(() => window.asked), [
        { data_collection: ["browsingActivity", "personallyIdentifyingInfo", "websiteContent"] },
      ]);
      assert.equal(await report.tab.evaluate(() => document.querySelector("#send").disabled), false);
      assert.deepEqual(house.desk.requests, []);
      await report.close();
    });

    test("after a yes it is sent, and the next time nothing is asked", asks, async () => {
      const report = await begin();
      await send(report);
      await untilText(report, "#outcome", /This is your receipt/);
      assert.deepEqual((await granted()).toSorted(), [
        "browsingActivity",
        "personallyIdentifyingInfo",
        "websiteContent",
      ]);
      await report.close();
    });

    test("a yes that was taken back in the browser's settings is no yes", asks, async () => {
      await house.takeConsentBack();
      const report = await begin();
      const before = house.desk.requests.length;
      // What no resident pressed the browser asks nobody about.
      await press(report, "#send");
      await untilText(report, "#outcome", /Nothing was sent/);
      assert.equal(house.desk.requests.length, before);
      await report.close();
    });

    test("a browser that asks nothing is not waited for", { skip: browser === "firefox" && "it asks" }, async () => {
      const report = await begin();
      await send(report);
      await untilText(report, "#outcome", /This is your receipt/);
      await report.close();
    });
  });
}
