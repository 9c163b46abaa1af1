// Every line of docs/flows.md, walked with the mouse and counted: no way may take more clicks than stand there, or fewer.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, describe, test } from "node:test";
import { inProject } from "../../scripts/project.mjs";
import { fixture } from "./harness/fixtures.mjs";
import { untilText } from "./harness/own.mjs";
import { isOpen, openPanel } from "./harness/panel.mjs";
import { BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const IMPOSTOR = fixture("x/profile-impostor");
const LOOKALIKE = "https://x.com/MassD0T";

const LINES = readFileSync(inProject("docs/flows.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| .* \| \d/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, want, from, clicks, , undone]) => ({ want, from, clicks: Number(clicks), undone: Number(undone) }));

for (const browser of BROWSERS) {
  describe(`counted steps in ${browser}`, () => {
    let house;
    let page;
    let clicks;
    const settings = async () => (await house.ask({ type: "settings" })).settings;
    const journal = () => house.ask({ type: "journal" });
    /** The driver cannot press the toolbar: its window is opened as a page that speaks of the same tab. */
    const toolbar = async (wanted) => {
      clicks += 1;
      const popup = await house.openOwn(`popup.html?tab=${await tabOf(IMPOSTOR.address)}`);
      await popup.tab.bringToFront();
      await untilText(popup, "#here", wanted ?? /Report this account/);
      return popup;
    };
    /** Nor the browser's own menu; what it would open is opened. */
    const menu = async () => {
      clicks += 2;
      const check = await house.openOwn(`popup.html?check=${encodeURIComponent(LOOKALIKE)}`);
      await check.tab.bringToFront();
      await untilText(check, "#checked", /Report this account/);
      return check;
    };
    const click = async (own, selector) => {
      clicks += 1;
      await own.tab.bringToFront();
      const at = await until("a place that stays", () => own.tab.evaluate(placeOf, selector), Boolean);
      await own.tab.mouse.click(at.x, at.y);
    };
    const opened = async (part, selector, wanted) => {
      const own = await house.opened(part);
      await own.tab.bringToFront();
      await untilText(own, selector, wanted);
      return own;
    };
    const counted = async (work) => {
      clicks = 0;
      const left = await work();
      return [clicks, left];
    };
    const openReport = async (from, selector) => {
      await click(from, selector);
      return opened("report.html?draft", "#pack", /A text to copy/);
    };
    const sendAndWithdraw = async (report) => {
      await click(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      return async () => {
        await click(report, "#journal .withdraw");
        await untilText(report, "#journal", /Withdrawn/);
        await report.close();
      };
    };
    const close = (own) => async () => {
      clicks += 1;
      await own.tab.keyboard.press("Escape");
      await own.close();
    };
    const nothing = async () => undefined;

    /** Each walks one line and gives what undoes it. */
    const WALKS = {
      "find out whether an account is real: its mark on a page, read": async () => {
        const { header, sign } = await marksOn(page);
        assert.deepEqual([header, sign], [IMPOSTOR.marks.header, IMPOSTOR.marks.sign]);
        return nothing;
      },
      "find out why it is marked: its mark: the mark": async () => {
        clicks += 1;
        await openPanel(page, '[data-case="header"]');
        return async () => {
          clicks += 1;
          await page.tab.keyboard.press("Escape");
          await until(
            "the panel's end",
            () => isOpen(page),
            (open) => !open,
          );
        };
      },
      "find out whether the account on screen is real: the toolbar: its icon": async () =>
        close(await toolbar(/Reported as an impostor of MassRMV/)),
      "find out whether any account is real: the toolbar: its icon, the field, paste": async () => {
        const popup = await toolbar();
        await click(popup, "#account");
        await popup.tab.evaluate((words) => {
          document.activeElement.value = words;
          document.activeElement.dispatchEvent(
            new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }),
          );
        }, LOOKALIKE);
        await untilText(popup, "#checked", /Resembles @MassDOT/);
        return close(popup);
      },
      "find out whether a link leads to a real account: a link: menu, Check this account": async () => {
        const check = await menu();
        await untilText(check, "#checked", /Resembles @MassDOT/);
        return close(check);
      },
      "report an impostor: the toolbar: its icon, Report, Send": async () => {
        const popup = await toolbar();
        const report = await openReport(popup, "#here .report");
        await popup.close();
        return sendAndWithdraw(report);
      },
      "report an impostor: its mark: the mark, Report, Send": async () => {
        clicks += 2;
        await openPanel(page, '[data-case="header"]');
        const at = await page.inMarks((roots) => {
          const button = roots.map((root) => root.querySelector(".panel:popover-open .report")).find(Boolean);
          const { x, y, width, height } = button.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        });
        await page.tab.mouse.click(at.x, at.y);
        const report = await opened("report.html?draft", "#pack", /A text to copy/);
        return sendAndWithdraw(report);
      },
      "report an impostor: a link: menu, Check this account, Report, Send": async () => {
        const check = await menu();
        const report = await openReport(check, "#checked .report");
        await check.close();
        return sendAndWithdraw(report);
      },
      "report an impostor by e-mail: the toolbar: its icon, Report, Write an e-mail": async () => {
        const popup = await toolbar();
        const report = await openReport(popup, "#here .report");
        await report.tab.evaluate(() => {
          HTMLAnchorElement.prototype.click = function () {
            window.mailed = this.href;
          };
        });
        await click(report, "#write");
        assert.match(await report.tab.evaluate(() => window.mailed), /^mailto:reports@agency\.example\?/);
        for (const own of [report, popup]) await own.close();
        return nothing;
      },
      "report an impostor in the platform's own way: the toolbar: its icon, Report, Copy": async () => {
        const popup = await toolbar();
        const report = await openReport(popup, "#here .report");
        await report.tab.evaluate(() => {
          navigator.clipboard.writeText = async (words) => {
            window.copied = words;
          };
        });
        await click(report, "#pack button");
        await until(
          "the copy",
          () => report.tab.evaluate(() => window.copied),
          (words) => /MassRMVHelp/.test(words),
        );
        for (const own of [report, popup]) await own.close();
        return nothing;
      },
      "withdraw a report of another day: the toolbar: its icon, Your reports, withdraw": async () => {
        await sendOne();
        const popup = await toolbar();
        await click(popup, "#journal");
        const own = await opened("report.html", "#journal", /MassRMVHelp[\s\S]*Sent/);
        await click(own, "#journal .withdraw");
        await untilText(own, "#journal", /Withdrawn/);
        for (const each of [own, popup]) await each.close();
        return async () => {
          const again = await toolbar();
          const report = await openReport(again, "#here .report");
          await again.close();
          await sendAndWithdraw(report);
          await report.close();
        };
      },
      "not be warned about an account: the toolbar: its icon, This is not an impostor": async () => {
        const popup = await house.openOwn(`popup.html?check=${encodeURIComponent(LOOKALIKE)}`);
        clicks += 1;
        await untilText(popup, "#checked", /This is not an impostor/);
        await click(popup, "#checked .trust");
        await until("the choice", settings, ({ trusted }) => trusted.length === 1);
        await untilText(popup, "#checked", /Warn about it again/);
        return async () => {
          await click(popup, "#checked .trust");
          await until("the choice", settings, ({ trusted }) => trusted.length === 0);
          await popup.close();
        };
      },
      "no marks on a site: the toolbar: its icon, Show marks on X": async () => {
        const popup = await toolbar();
        await untilText(popup, "#site", /Show marks on X/);
        await click(popup, "#site input");
        await untilText(popup, "#site", /Marks are switched off here/);
        return async () => {
          await click(popup, "#site input");
          await until("the choice", settings, ({ sitesOff }) => sitesOff.length === 0);
          await popup.close();
        };
      },
      "no marks anywhere: the toolbar: its icon, Options, Nowhere": async () => {
        const options = await openOptions();
        await click(options, "#marks label:nth-of-type(3) input");
        await until("the choice", settings, ({ marks }) => marks === "toolbar");
        return async () => {
          await click(options, "#marks label:nth-of-type(1) input");
          await until("the choice", settings, ({ marks }) => marks === "all");
          await options.close();
        };
      },
      "another language: the toolbar: its icon, Options, the list, the language": async () => {
        const options = await openOptions();
        await chooseLanguage(options, "es");
        return async () => {
          await chooseLanguage(options, "");
          await options.close();
        };
      },
      "nothing kept: the toolbar: its icon, Options, Erase, Erase": async () => {
        await sendOne();
        const options = await openOptions();
        await click(options, "#erase");
        await click(options, "#erase-now");
        await untilText(options, "#erased", /Everything was erased/);
        assert.deepEqual(await journal(), []);
        return async () => {
          // Undone is what was not done yet.
          await options.tab.evaluate(() => document.querySelector("#sure").showModal());
          await click(options, "#erase-not");
          assert.equal(await options.tab.evaluate(() => document.querySelector("#sure").open), false);
          await options.close();
        };
      },
    };

    const openOptions = async () => {
      const popup = await toolbar();
      await click(popup, "#options");
      const options = await opened("options.html", "#chain", /In use/);
      await popup.close();
      return options;
    };
    /** The list that drops down is the browser's own, which no driver can press: two clicks, as for everybody. */
    const chooseLanguage = async (options, value) => {
      clicks += 2;
      await options.tab.select("#language", value);
      await until("the language", settings, ({ language }) => (language ?? "") === value);
      await until(
        "the page",
        () => options.tab.evaluate(() => document.documentElement.lang).catch(() => ""),
        (lang) => lang === (value || "en"),
      );
      await untilText(options, "#chain", /./);
    };
    const sendOne = async () => {
      const report = {
        kind: "impostor",
        platform: "x",
        handle: "MassRMVHelp",
        link: IMPOSTOR.address,
        seen: "2026-11-22T18:30Z",
        list_version: "1",
      };
      await house.ask({ type: "send", report, private: false });
    };
    async function tabOf(address) {
      return house.own.tab.evaluate(
        async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url === wanted)?.id,
        address,
      );
    }

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
      page = await house.open(IMPOSTOR.address);
      await marksOn(page);
    });
    beforeEach(async () => {
      await house.ask({ type: "erase" });
      await page.tab.bringToFront();
      await untilMarks(page, "the marks", (marks) => "sign" in marks);
    });
    after(() => house.close());

    test("every line has its walk, and every walk its line", () => {
      assert.deepEqual(LINES.map(({ want, from }) => `${want}: ${from}`).sort(), Object.keys(WALKS).sort());
    });

    for (const { want, from, clicks: most, undone } of LINES) {
      test(`${want}: ${from}: ${most}, and ${undone} to undo it`, async () => {
        const [needed, undo] = await counted(WALKS[`${want}: ${from}`]);
        assert.equal(needed, most);
        const [back] = await counted(undo);
        assert.equal(back, undone);
      });
    }

    test("no more than was asked for", () => {
      for (const { want, clicks: most } of LINES) {
        if (want.startsWith("find out")) assert.ok(most <= 2, want);
        if (want.startsWith("report an impostor")) assert.ok(most <= 4, want);
      }
    });
  });
}

/** Runs in the page: nothing while what is drawn still moves. */
async function placeOf(selector) {
  const place = () => {
    const { x, y, width, height } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
    return { x: x + width / 2, y: y + height / 2 };
  };
  document.querySelector(selector)?.scrollIntoView({ block: "center" });
  const before = place();
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const now = place();
  return now.x === before.x && now.y === before.y ? now : undefined;
}
