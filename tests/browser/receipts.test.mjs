// A receipt is a promise: whoever holds one may ask and withdraw, on any device, and learns it when there is nothing behind it.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { assertAccessible, press, textOf, untilText } from "./harness/own.mjs";
import { BROWSERS, stage } from "./harness/stage.mjs";

const LOOKALIKE = "https://x.com/MassD0T";

for (const browser of BROWSERS) {
  describe(`receipts in ${browser}`, () => {
    let house;
    const sendFrom = async (isPrivate) => {
      await house.ask({ type: "report", draft: { address: LOOKALIKE, isPrivate } });
      const report = await house.opened("report.html?draft");
      await untilText(report, "#ways", /Send to/);
      await press(report, "#send");
      const told = await untilText(report, "#outcome", /It was sent/);
      await report.close();
      return { told, receipt: /[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/.exec(told)[0] };
    };
    const ask = async (page, words, button, wanted) => {
      await page.tab.evaluate((typed) => {
        document.querySelector("#code").value = typed;
      }, words);
      await press(page, button);
      return untilText(page, "#receipt-told", wanted);
    };
    const paths = () => house.desk.requests.map(({ path }) => path);

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
    });
    beforeEach(async () => {
      house.desk.be("well");
      house.desk.became("received");
      house.desk.reports.clear();
      await house.ask({ type: "erase" });
      house.desk.requests.length = 0;
    });
    after(() => house.close());

    test("one of a private window: it is said to be kept nowhere, and is asked about and withdrawn by its code alone", async () => {
      const { told, receipt } = await sendFrom(true);
      assert.match(told, /Note it down/);
      const journal = await house.openOwn("report.html");
      await untilText(journal, "#journal", /None is kept/);
      assert.deepEqual(paths(), ["/v1/reports"]);
      await ask(journal, ` ${receipt.toLowerCase().replaceAll("-", " ")} `, "#receipt-status", /Received/);
      house.desk.became("examining");
      await ask(journal, receipt, "#receipt-status", /Being examined/);
      await ask(journal, receipt, "#receipt-withdraw", /Withdrawn/);
      assert.deepEqual(paths(), ["/v1/reports", "/v1/status", "/v1/status", "/v1/withdraw"]);
      assert.deepEqual(
        new Set(house.desk.requests.slice(1).map(({ body }) => JSON.stringify(body))),
        new Set([JSON.stringify({ receipt })]),
      );
      assert.equal(house.desk.reports.size, 0);
      assert.deepEqual(await house.ask({ type: "journal" }), []);
      await journal.close();
    });

    test("one that is kept needs no note; withdrawn by its code, the journal says so", async () => {
      const { told, receipt } = await sendFrom(false);
      assert.doesNotMatch(told, /Note it down/);
      const journal = await house.openOwn("report.html");
      await untilText(journal, "#journal", /Sent/);
      await ask(journal, receipt, "#receipt-withdraw", /Withdrawn/);
      await untilText(journal, "#journal", /Withdrawn/);
      await journal.close();
    });

    test("what is no receipt is told at once, and asked of nobody", async () => {
      const journal = await house.openOwn("report.html");
      await untilText(journal, "#receipt", /Ask for the status/);
      for (const words of [
        "",
        "hello",
        "ABCD-2345-EFGH",
        "ABCD-2345-EFGH-67I1",
        "ABCD-2345-EFGH-67IJ-ABCD",
        "🙂".repeat(16),
        "Մ".repeat(16),
      ]) {
        await ask(journal, words, "#receipt-status", /This is no receipt[\s\S]*ABCD-2345-EFGH-67IJ/);
        assert.equal(await journal.tab.evaluate(() => document.querySelector("#code").ariaInvalid), "true");
      }
      assert.deepEqual(paths(), []);
      await journal.close();
    });

    test("one that the desk does not know is told as such, and a desk that is away as such, also of the journal's own", async () => {
      const journal = await house.openOwn("report.html");
      await untilText(journal, "#receipt", /Ask for the status/);
      await ask(journal, "ABCD-2345-EFGH-67IJ", "#receipt-status", /knows no report with this receipt/);
      await ask(journal, "ABCD-2345-EFGH-67IJ", "#receipt-withdraw", /knows no report with this receipt/);
      house.desk.be("away");
      await ask(journal, "ABCD-2345-EFGH-67IJ", "#receipt-status", /gave no answer\. Try again later/);
      house.desk.be("well");
      await journal.close();
      await sendFrom(false);
      const again = await house.openOwn("report.html");
      await untilText(again, "#journal", /Sent/);
      house.desk.reports.clear();
      for (const button of [".status", ".withdraw"]) {
        await press(again, `#journal ${button}`);
        await untilText(again, "#told", /knows no report with this receipt/);
        assert.match(await textOf(again, "#journal"), /Sent/);
      }
      await again.close();
    });

    test("nothing that axe finds fault with, and nothing too wide", async () => {
      const journal = await house.openOwn("report.html");
      await untilText(journal, "#receipt", /Ask for the status/);
      await ask(journal, "hello", "#receipt-status", /This is no receipt/);
      await assertAccessible(house, journal, `receipt-${browser}`);
      await journal.close();
    });
  });
}
