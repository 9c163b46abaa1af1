// For people who see, move and hear otherwise: axe in every look and direction, the tree that assistive technology reads, forced
// colours, no motion, and 320 pixels in the longest language. Of our pages and of the marks on others'.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, beforeEach, describe, test } from "node:test";
import { inProject } from "../../scripts/project.mjs";
import { fixture } from "./harness/fixtures.mjs";
import { assertFits, faultsOf, picture, press, untilText } from "./harness/own.mjs";
import { openPanel } from "./harness/panel.mjs";
import { BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const IMPOSTOR = fixture("x/profile-impostor");
const LOOKALIKE = "https://x.com/MassD0T";
const NARROW = { width: 320, height: 640 };
/** 1280 × 1024 at 400 %. */
const ZOOMED = { width: 320, height: 256 };
const WIDE = { width: 1100, height: 900 };
const LOOKS = {
  light: { theme: "light" },
  dark: { theme: "dark" },
  "forced colours": { forced: true },
};

/** By language: how many letters its texts have. Those that need fewer letters than English need more room for each. */
const LONGEST = readdirSync(inProject("extension/messages"))
  .map((file) => [file.replace(".json", ""), readFileSync(inProject("extension/messages", file), "utf8").length])
  .sort(([, one], [, other]) => other - one)[0][0];

/** Every page in the state that has most to say, once it says it. */
const PAGES = {
  popup: async (house) => {
    const page = await house.openOwn(`popup.html?check=${encodeURIComponent(LOOKALIKE)}`);
    await untilText(page, "#checked", /MassD0T|MassDOT/);
    await untilText(page, "#list", /\d/);
    return page;
  },
  options: async (house) => {
    const page = await house.openOwn("options.html");
    await untilText(page, "#chain", /./);
    await untilText(page, "#sites", /YouTube/);
    return page;
  },
  report: async (house) => {
    await house.ask({ type: "report", draft: { address: LOOKALIKE, isPrivate: false } });
    const page = await house.opened("report.html?draft");
    await untilText(page, "#pack", /MassD0T/);
    return page;
  },
  welcome: async (house) => {
    const page = await house.openOwn("welcome.html");
    await untilText(page, "#examples", /./);
    return page;
  },
};

/** What a screen reader says of them: role and name. */
const SAID = {
  popup: [
    ["heading", "Check an account"],
    ["textbox", "Link, handle or name of an account"],
    ["button", "Check"],
    ["link", "Go to @MassDOT (opens in a new tab)"],
    ["button", "Report this account"],
    ["button", "This is not an impostor"],
    ["button", "Check for a new list now"],
  ],
  options: [
    ["radio", "On posts, search results and profiles"],
    ["checkbox", "X"],
    ["combobox", "Language"],
    ["button", "Erase everything"],
  ],
  report: [
    ["textbox", "In your own words (optional)"],
    ["button", "Send to Commonwealth of Massachusetts"],
    ["button", "Use the platform’s own way"],
    ["heading", "This would be sent, and nothing else"],
  ],
  welcome: [
    ["heading", "Welcome to Statemark"],
    ["heading", "Why is my account marked?"],
    ["button", "Options"],
  ],
};
const CONTROLS = ["button", "link", "textbox", "checkbox", "radio", "combobox", "dialog"];

for (const browser of BROWSERS) {
  describe(`accessibility in ${browser}`, () => {
    let house;
    const speak = (language) => house.ask({ type: "set", change: { language }, private: false });

    const assertPanelFits = async (page, viewport, theme) => {
      await house.look(page, { theme });
      await page.tab.setViewport(viewport);
      await openPanel(page, '[data-case="header"]');
      const [beyond] = await page.inMarks((roots) =>
        roots
          .map((root) => root.querySelector(".panel:popover-open"))
          .filter((panel) => panel !== null)
          .map((panel) => {
            const { top, left, right, bottom } = panel.getBoundingClientRect();
            const { clientWidth, clientHeight } = document.documentElement;
            return Math.max(
              -top,
              -left,
              right - clientWidth,
              bottom - clientHeight,
              panel.scrollWidth - panel.clientWidth,
            );
          }),
      );
      assert.ok(beyond <= 0, `${beyond} pixels beyond ${viewport.width} × ${viewport.height}`);
      await page.tab.keyboard.press("Escape");
    };

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
    });
    beforeEach(async () => {
      await speak(null);
      await house.look(house.own, {});
    });
    after(() => house.close());

    for (const language of ["en", "ar"]) {
      for (const [name, open] of Object.entries(PAGES)) {
        test(`${name} in ${language}: axe finds nothing, in light, dark and forced colours, and in each at 400 %`, async () => {
          await speak(language);
          const page = await open(house);
          assert.equal(await page.tab.evaluate(() => document.dir), language === "ar" ? "rtl" : "ltr");
          for (const [look, looks] of Object.entries(LOOKS)) {
            await house.look(page, looks);
            assert.deepEqual(await faultsOf(page), [], look);
            await page.tab.setViewport(ZOOMED);
            assert.deepEqual(await faultsOf(page), [], `${look} at 400 %`);
            await picture(page, `${name}-${language}-${look.replace(" ", "-")}-zoomed-${browser}`);
            await page.tab.setViewport(WIDE);
            await picture(page, `${name}-${language}-${look.replace(" ", "-")}-${browser}`);
          }
          await house.look(page, {});
          await page.close();
        });
      }

      test(`marks and their panel in ${language}: axe finds nothing, in light, dark and forced colours`, async () => {
        await speak(language);
        const page = await house.open(IMPOSTOR.address);
        await untilMarks(page, "the marks", (marks) => "sign" in marks);
        for (const [look, looks] of Object.entries(LOOKS)) {
          await house.look(page, looks);
          await openPanel(page, '[data-case="header"]');
          // axe goes into shadow roots that it can see; these are closed to the page.
          await page.inMarks((roots) => {
            for (const root of roots)
              Object.defineProperty(root.host, "shadowRoot", { get: () => root, configurable: true });
          });
          const found = await page.tab.evaluate(() => document.querySelectorAll("statemark-mark").length);
          assert.ok(found >= Object.keys(IMPOSTOR.marks).length);
          assert.deepEqual(await faultsOf(page, "statemark-mark"), [], look);
          await page.tab.keyboard.press("Escape");
        }
        await page.close();
      });
    }

    for (const language of ["en", "ar"]) {
      test(`a panel in ${language} stands wholly in a window of 320 pixels, and in one of 1280 at 400 %, in both themes`, async () => {
        await speak(language);
        const page = await house.open(IMPOSTOR.address);
        const speaks = ({ header }) => header !== undefined && /[\u0600-\u06ff]/.test(header) === (language === "ar");
        await untilMarks(page, "the marks", (marks) => "sign" in marks && speaks(marks));
        for (const viewport of [NARROW, ZOOMED]) {
          for (const theme of ["light", "dark"]) await assertPanelFits(page, viewport, theme);
        }
        await page.close();
      });
    }

    for (const [name, expected] of Object.entries(SAID)) {
      test(`${name}: what a screen reader finds`, async () => {
        const page = await PAGES[name](house);
        for (const [role, words] of expected) {
          const found = await page.accessible(role, words);
          assert.ok(found.length > 0, `no ${role} "${words}"`);
        }
        for (const role of CONTROLS) assert.deepEqual(await page.accessible(role, ""), [], `a ${role} without a name`);
        await page.close();
      });
    }

    test("a mark and its panel: what a screen reader finds, in both languages where no speaker has read one", async () => {
      const page = await house.open(IMPOSTOR.address);
      await marksOn(page);
      const label = "Reported as an impostor of MassRMV, confirmed Oct 1, 2026. Show details";
      assert.ok((await page.accessible("button", label)).length >= 1, label);
      await openPanel(page, '[data-case="header"]');
      assert.equal((await page.accessible("dialog", "About this mark")).length, 1);
      assert.equal((await page.accessible("button", "Close")).length, 1);
      assert.equal((await page.accessible("button", "Report this account")).length, 1);
      await page.tab.keyboard.press("Escape");
      await speak("ar");
      const { header } = await untilMarks(page, "Arabic", ({ header }) => /[\u0600-\u06ff]/.test(header));
      const { "mark.label": pattern } = JSON.parse(readFileSync(inProject("extension/messages/ar.json"), "utf8"));
      const said = pattern.replace("{text}", header).replace(/[\u2066-\u2069]/g, "");
      assert.ok((await page.accessible("button", said)).length >= 1, said);
      await page.close();
    });

    test("forced colours: a mark's shape and edge take the system's own", async () => {
      const page = await house.open(IMPOSTOR.address);
      await marksOn(page);
      await house.look(page, { forced: true });
      const [drawn] = await page.inMarks((roots) =>
        roots.map((root) => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.style.cssText = "color: CanvasText; background: Canvas; forced-color-adjust: none";
          const { color: ink, backgroundColor: paper } = getComputedStyle(probe);
          const style = (selector) => getComputedStyle(root.querySelector(selector));
          probe.remove();
          return {
            active: matchMedia("(forced-colors: active)").matches,
            edge: style(".mark").borderTopColor === ink && style(".mark").borderTopStyle === "solid",
            shape: style(".outline").fill === ink && style(".sign").stroke === paper && ink !== paper,
          };
        }),
      );
      assert.deepEqual(drawn, { active: true, edge: true, shape: true });
      await page.close();
    });

    test("nothing moves for who asked for no motion: not a page, not a mark, not a panel", async () => {
      const page = await house.open(IMPOSTOR.address);
      await marksOn(page);
      await house.look(page, { still: true });
      assert.equal(await page.tab.evaluate(() => matchMedia("(prefers-reduced-motion: reduce)").matches), true);
      await openPanel(page, '[data-case="header"]');
      assert.deepEqual(
        await page.inMarks((roots) => roots.map((root) => root.getAnimations().length).filter(Boolean)),
        [],
      );
      await page.close();
      for (const [name, open] of Object.entries(PAGES)) {
        const own = await open(house);
        await house.look(own, { still: true });
        const moving = await own.tab.evaluate(() => {
          for (const button of document.querySelectorAll("button")) button.focus();
          const animated = (element) => {
            const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
            return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior === "smooth";
          };
          return [document.getAnimations().length, [...document.querySelectorAll("*")].filter(animated).length];
        });
        assert.deepEqual(moving, [0, 0], name);
        await own.close();
      }
    });

    for (const language of new Set(["en", "ar", LONGEST])) {
      test(`320 pixels in ${language}: no page is wider`, async () => {
        await speak(language);
        for (const [name, open] of Object.entries(PAGES)) {
          const page = await open(house);
          if (name === "report") {
            await press(page, "#send");
            await until(
              "the journal",
              () => page.tab.evaluate(() => document.querySelectorAll("#journal .withdraw").length),
              (rows) => rows > 0,
            );
          }
          await assertFits(page, `${name}-${language}-${browser}`);
          await page.close();
        }
      });
    }
  });
}
