// The extension's own pages, as a resident uses and reads them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inProject } from "../../../scripts/project.mjs";
import { until } from "./wait.mjs";

const AXE = readFileSync(inProject("node_modules/axe-core/axe.min.js"), "utf8");
const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1100, height: 900 };

export function textOf(page, selector = "body") {
  return page.tab.evaluate((at) => document.querySelector(at)?.innerText ?? "", selector);
}

export function untilText(page, selector, wanted) {
  return until(
    `${wanted} in ${selector}`,
    // A page may be on its way to another address.
    () => textOf(page, selector).catch(() => ""),
    (found) => wanted.test(found),
  );
}

export function press(page, selector) {
  return page.tab.evaluate((at) => document.querySelector(at).click(), selector);
}

/** axe finds nothing, in both themes; nothing stands outside a window of 320 pixels. */
export async function assertAccessible(house, page, what) {
  for (const theme of ["light", "dark"]) {
    await house.look(page, { theme });
    assert.deepEqual(await faultsOf(page), [], `${what}, ${theme}`);
    await picture(page, `${what}-${theme}`);
  }
  await house.look(page, {});
  await assertFits(page, what);
}

/** What axe finds fault with, in the whole page or in what `within` selects. */
export async function faultsOf(page, within) {
  await page.tab.evaluate(AXE);
  return page.tab.evaluate(async (selector) => {
    const { violations } = await axe.run(selector ?? document, { preload: false });
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  }, within);
}

/** Nothing stands beside a window of 320 pixels, which is 1280 at 400 %. */
export async function assertFits(page, what) {
  await page.tab.setViewport(NARROW);
  const { beyond, widest } = await page.tab.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const out = (element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > clientWidth + 1 || left < -1;
    };
    const first = [...document.body.querySelectorAll("*")].find(
      (element) => element.checkVisibility() && !element.closest(".hidden") && out(element),
    );
    return { beyond: scrollWidth - clientWidth, widest: first?.outerHTML.slice(0, 200) };
  });
  await picture(page, `${what}-narrow`);
  await page.tab.setViewport(WIDE);
  assert.ok(beyond <= 0 && widest === undefined, `${what}: ${beyond} pixels beside a window of 320; ${widest}`);
}

/** Into the folder that STATEMARK_PICTURES names, for looking at; none otherwise. */
export async function picture(page, name) {
  const folder = process.env["STATEMARK_PICTURES"];
  if (folder === undefined) return;
  // A page behind another is not drawn, and its picture never comes.
  await page.tab.bringToFront();
  await page.tab.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
