// What people really paste: an answer in words, and no error in any console (which `stage` holds when it closes).

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { untilText } from "./harness/own.mjs";
import { BROWSERS, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const INPUTS = {
  "an essay":
    "To whom it may concern: I was asked for my licence number by someone who says to be the registry. ".repeat(60),
  "a name of 10,000 letters": "M".repeat(10_000),
  "a handle of 10,000 letters": `@${"massdot".repeat(1_500)}`,
  "a link of 10,000 letters": `https://x.com/${"MassDOT".repeat(1_500)}`,
  emoji: "🙂🏛️👩‍👩‍👧‍👦🇺🇸".repeat(20),
  "half of an emoji": "\ud83d MassDOT \ude42",
  "another language": "登记处 ការិយាល័យ مكتب تسجيل المركبات",
  "an order of letters turned around": "\u202eTODssaM\u202c",
  "a link of an unknown site": "https://news.example/registry/massdot?utm_source=x",
  "a link of no site": "https://",
  "an address of another kind": "javascript:alert(1)",
  "a mail address": "help@massdot.example",
  markup: "<img src=x onerror=alert(1)><script>alert(2)</script>",
  "a number": "0",
  "signs alone": "@@@ /// ??? ###",
  "control characters": "Mass\u0000DOT\u0007\u200b\ufeff",
};
const ANSWERS = /names no account|Not on the list|Listed accounts of agencies|Resembles|Official/;
const LOOKALIKE = "https://x.com/MassD0T";

for (const browser of BROWSERS) {
  describe(`bad input in ${browser}`, () => {
    let house;

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
    });
    after(() => house.close());

    for (const [what, words] of Object.entries(INPUTS)) {
      test(`${what}, typed or pasted into the check, and from the menu of the browser`, async () => {
        const popup = await house.openOwn("popup.html");
        await untilText(popup, "#list", /\d/);
        await popup.tab.bringToFront();
        for (const inputType of ["insertText", "insertFromPaste"]) {
          await popup.tab.evaluate(insert, words, inputType);
          await popup.tab.evaluate(() => document.querySelector("#check button").click());
          assert.doesNotMatch(await answered(popup), /not working/);
        }
        await popup.close();
        const check = await fromMenu(words);
        assert.doesNotMatch(await answered(check), /not working/);
        await check.close();
      });

      test(`${what}, in one's own words of a report, and as the name of the account`, async () => {
        const sighting = { page: LOOKALIKE, link: LOOKALIKE, name: words };
        await house.ask({ type: "report", draft: { address: LOOKALIKE, sighting, isPrivate: false } });
        const report = await house.opened("report.html?draft");
        await untilText(report, "#ways", /Send to/);
        await report.tab.bringToFront();
        for (const field of ["#words", "#contact"]) {
          await report.tab.evaluate(
            (selector, typed) => {
              document.querySelector(selector).focus();
              document.execCommand("insertText", false, typed);
            },
            field,
            words,
          );
        }
        const shown = () =>
          report.tab.evaluate(() => [...document.querySelectorAll("#fields dd")].map(({ textContent }) => textContent));
        assert.ok((await shown()).length >= 5);
        assert.equal(await report.tab.evaluate(() => document.images.length), 1);
        await report.tab.evaluate(() => {
          HTMLAnchorElement.prototype.click = () => undefined;
          for (const way of ["write", "save", "send"]) document.querySelector(`#${way}`).click();
        });
        await untilText(report, "#outcome", /It was sent/);
        await report.close();
      });
    }

    test("a report of a link that names no account, and one that is gone, say so", async () => {
      await house.ask({ type: "report", draft: { address: "https://news.example/a", isPrivate: false } });
      const report = await house.opened("report.html?draft");
      await untilText(report, "#off", /names no account/);
      await report.close();
      const gone = await house.openOwn("report.html?draft=none");
      await untilText(gone, "#off", /no longer kept/);
      await untilText(gone, "#journal", /./);
      await gone.close();
    });

    /** Of the check: the popup says something, whether of an account or of none. */
    function answered(popup) {
      return until(
        "an answer in words",
        // A page that was just opened may be on its way to its address.
        () => popup.tab.evaluate(said).catch(() => ""),
        (words) => ANSWERS.test(words) || /not working/.test(words),
      );
    }

    /** Firefox's driver can play no event of the menu: there the page is opened that the menu would open. */
    async function fromMenu(words) {
      if (browser === "firefox")
        return house.openOwn(`popup.html?check=${encodeURIComponent(words.toWellFormed().trim().slice(0, 2_000))}`);
      await house.inBackground(
        (scope, selectionText) => scope.chrome.contextMenus.onClicked.dispatch({ menuItemId: "check", selectionText }),
        words,
      );
      return house.opened("popup.html?check");
    }
  });
}

/** Both run in the popup. */
function said() {
  return ["#checked", "#listed"].map((place) => document.querySelector(place)?.innerText ?? "").join("\n");
}

/** As typed: the field's own limit holds. */
function insert(words, inputType) {
  const field = document.querySelector("#account");
  field.value = "";
  field.focus();
  document.execCommand("insertText", false, words);
  if (inputType === "insertFromPaste") field.dispatchEvent(new InputEvent("input", { inputType, bubbles: true }));
}
