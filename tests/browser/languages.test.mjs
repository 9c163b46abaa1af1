// Another language than the browser's: on every page and in marks on open pages, at once; where no speaker has read the
// translation that is said, in both languages, and warnings keep their English words beside it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inProject } from "../../scripts/project.mjs";
import { load } from "../extension/load.mjs";
import { fixture } from "./harness/fixtures.mjs";
import { assertAccessible, textOf, untilText } from "./harness/own.mjs";
import { BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const { WARNINGS } = await load("shared/warnings.ts");
const PAGES = ["popup", "options", "report", "welcome"];
const RIGHT_TO_LEFT = ["ar"];
const read = (tag) => JSON.parse(readFileSync(inProject(`extension/messages/${tag}.json`), "utf8"));
const TAGS = readdirSync(inProject("extension/messages"))
  .map((file) => file.replace(".json", ""))
  .filter((tag) => tag !== "en");
const ENGLISH = read("en");
const IMPOSTOR = fixture("x/profile-impostor");
/** The forms of 0, 1, 2, 5, 11 and 21 where they are not all `other`; what Node says is held in `texts.test.mjs`. */
const FORMS = {
  es: "other one other other other other",
  "pt-BR": "one one other other other other",
  ht: "one one other other other other",
  ar: "zero one two few many many",
  ru: "many one few many many one",
  fr: "one one other other other other",
};
/** What browsers lack, as `languages.ts` has it. */
const FORMATS = { ht: "fr", km: "en", kea: "pt-BR" };

for (const browser of BROWSERS) {
  describe(`languages in ${browser}`, () => {
    let house;
    const choose = (language) => house.ask({ type: "set", change: { language }, private: false });

    before(async () => {
      house = await stage(browser);
      await house.ask({ type: "status" });
    });
    after(() => house.close());

    test("a mark on an open page speaks the chosen language at once; a warning keeps its English words", async () => {
      const page = await house.open(IMPOSTOR.address);
      await marksOn(page);
      for (const tag of TAGS) {
        await choose(tag);
        const texts = read(tag);
        const official = texts["mark.official"].replace("{agency}", "OSA");
        const warning = texts["mark.impostor"].split("{")[0];
        // Two languages may say "official" alike.
        const speaks = ({ sign, header }) => sign === official && header?.startsWith(warning);
        const { header } = await untilMarks(page, `${official} and ${warning} in ${tag}`, speaks);
        assert.match(header, / \/ Reported as an impostor of MassRMV, confirmed Oct 1, 2026$/, tag);
      }
      await choose(null);
      await untilMarks(page, "English again", ({ header }) => header === IMPOSTOR.marks.header);
      await page.close();
    });

    test("long words widen no page, and their panel stays inside the window", async () => {
      const page = await house.open(IMPOSTOR.address);
      await marksOn(page);
      await page.tab.setViewport({ width: 320, height: 480 });
      for (const tag of ["ru", "ar", "vi"]) {
        await choose(tag);
        const start = read(tag)["mark.impostor"].split("{")[0];
        await untilMarks(page, `a warning in ${tag}`, ({ header }) => header?.startsWith(start));
        const { beyond, at } = await page.tab.evaluate(() => {
          const marks = [...document.querySelectorAll("statemark-mark")].map((mark) => mark.getBoundingClientRect());
          const [{ x, y, width, height }] = marks;
          const beyond = marks.filter(({ left, right }) => left < 0 || right > document.documentElement.clientWidth);
          return { beyond: beyond.length, at: [x + width / 2, y + height / 2] };
        });
        assert.equal(beyond, 0, `${tag}: marks wider than the window`);
        await page.tab.bringToFront();
        await page.tab.mouse.click(...at);
        // The panel is in a closed root: where it stands, a press would reach the mark's own element. Other marks stand further right.
        const stands = () =>
          page.tab.evaluate(() =>
            [innerHeight - 16, innerHeight - 2].map(
              (y) => document.elementFromPoint(20, y)?.localName === "statemark-mark",
            ),
          );
        assert.deepEqual(await until(`the panel in ${tag}`, stands, ([inside]) => inside), [true, false], tag);
        await page.tab.keyboard.press("Escape");
      }
      await choose(null);
      await page.close();
    });

    test("every page speaks it, in its direction, and says that no speaker has read it", async () => {
      for (const tag of TAGS) {
        await choose(tag);
        const texts = read(tag);
        for (const name of PAGES) {
          const page = await house.openOwn(`${name}.html`);
          await untilText(page, ".unreviewed", /./);
          const said = await textOf(page, ".unreviewed");
          assert.ok(said.includes(texts["language.unreviewed"]) && said.includes(ENGLISH["language.unreviewed"]), tag);
          const { lang, dir } = await page.tab.evaluate(() => {
            const { lang, dir } = document.documentElement;
            return { lang, dir };
          });
          assert.deepEqual([lang, dir], [tag, RIGHT_TO_LEFT.includes(tag) ? "rtl" : "ltr"]);
          const keys = await page.tab.evaluate(() =>
            [...document.querySelectorAll("[data-text]")].map(({ dataset, textContent }) => [
              dataset.text,
              textContent,
            ]),
          );
          for (const [key, words] of keys) {
            const beside = WARNINGS.has(key) ? ` / ${ENGLISH[key]}` : "";
            assert.equal(words, `${texts[key]}${beside}`, `${tag}: ${key}`);
          }
          assert.deepEqual(await englishOn(page, texts), [], `${tag}: English in ${name}`);
          assert.equal(await beyondNarrow(page), 0, `${tag}: ${name} is wider than a window of 320 pixels`);
          if (RIGHT_TO_LEFT.includes(tag)) await assertAccessible(house, page, `${name}-${tag}-${browser}`);
          await page.close();
        }
      }
      await choose(null);
    });

    test("the browser takes for each number the form that the texts have", async () => {
      for (const tag of TAGS) {
        const forms = await house.own.tab.evaluate(
          (locales) => {
            const rules = new Intl.PluralRules(locales);
            return [0, 1, 2, 5, 11, 21].map((count) => rules.select(count)).join(" ");
          },
          [tag, FORMATS[tag] ?? tag],
        );
        assert.equal(forms, FORMS[tag] ?? "other other other other other other", tag);
      }
    });

    test("what is chosen in the options holds after the browser's background ended", async () => {
      const [tag] = TAGS;
      const options = await house.openOwn("options.html");
      await untilText(options, "#chain", /In use/);
      await options.tab.evaluate((wanted) => {
        const select = document.querySelector("#language");
        select.value = wanted;
        select.dispatchEvent(new Event("change"));
      }, tag);
      await until(
        "the chosen language",
        () => options.tab.evaluate(() => document.documentElement.lang).catch(() => ""),
        (lang) => lang === tag,
      );
      // The page has asked all that it asks: an answer that is cut off would be an error in its console.
      await untilText(options, "#chain", /./);
      await house.killBackground();
      assert.equal((await house.ask({ type: "settings" })).words.language, tag);
      await choose(null);
      await options.close();
    });
  });
}

/** How many pixels of the page a window of 320, which is also 400 % of 1280, does not show. */
async function beyondNarrow(page) {
  await page.tab.setViewport({ width: 320, height: 640 });
  const beyond = await page.tab.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  await page.tab.setViewport({ width: 1100, height: 900 });
  return beyond;
}

/** The texts of a page that are those of English, though the language has its own; what is marked as English may be. */
async function englishOn(page, texts) {
  const words = await page.tab.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement.closest("[lang=en], script, style") === null) found.push(node.data.trim());
    }
    return found;
  });
  const own = new Set(Object.values(texts));
  const english = new Set(Object.values(ENGLISH).filter((text) => !own.has(text)));
  return words.filter((text) => english.has(text));
}
