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

/** axe finds nothing, in both themes; nothing stands outside a window of 320 pixels, which is also 400 % of 1280. */
export async function assertAccessible(house, page, what) {
  const chromium = house.name === "chromium";
  await page.tab.evaluate(AXE);
  // Firefox's driver cannot change the theme.
  for (const value of chromium ? ["light", "dark"] : ["light"]) {
    if (chromium) await page.tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
    const faults = await page.tab.evaluate(async () =>
      (await axe.run()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    );
    assert.deepEqual(faults, [], `${what}, ${value}`);
    await picture(page, `${what}-${value}`);
  }
  if (chromium) await page.tab.emulateMediaFeatures([]);
  await page.tab.setViewport(NARROW);
  const beyond = await page.tab.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  await picture(page, `${what}-narrow`);
  await page.tab.setViewport(WIDE);
  assert.ok(beyond <= 0, `${what}: ${beyond} pixels wider than a window of 320`);
}

/** Into the folder that STATEMARK_PICTURES names, for looking at; none otherwise. */
export async function picture(page, name) {
  const folder = process.env["STATEMARK_PICTURES"];
  if (folder !== undefined) await page.tab.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
