// A mark's panel, opened as a resident opens it: with the mouse, for a press that a script makes up opens nothing.

import { until } from "./wait.mjs";

/** The panel of the first mark of the page, or of the first in `within`. */
export async function openPanel(page, within = "body") {
  await page.tab.bringToFront();
  // A mark may just be drawn anew.
  const at = await until("the mark", () => page.tab.evaluate(placeOfMark, within), Boolean);
  const press = () => page.tab.mouse.click(at.x, at.y);
  // A press that comes at once after the one that closed it is taken for the same one: no hand is as fast as a driver.
  const opened = async () => (await isOpen(page)) || press().then(() => isOpen(page));
  await until("the panel", opened, Boolean);
}

export function isOpen(page) {
  return page.inMarks((roots) => roots.some((root) => root.querySelector(".panel:popover-open") !== null));
}

/** Presses a button of the open panel with the mouse, where the panel shows it. */
export async function pressInPanel(page, selector) {
  const at = await until("the button of the panel", () => page.inMarks(placeInPanel, selector), Boolean);
  await page.tab.mouse.click(at.x, at.y);
}

/** Runs in the page. */
function placeInPanel(roots, selector) {
  const button = roots.map((root) => root.querySelector(`.panel:popover-open ${selector}`)).find(Boolean);
  button?.scrollIntoView();
  const { x, y, width, height } = button?.getBoundingClientRect() ?? {};
  return button && { x: x + width / 2, y: y + height / 2 };
}

/** Runs in the page. */
function placeOfMark(within) {
  const mark = document.querySelector(within)?.querySelector("statemark-mark");
  if (!mark) return undefined;
  mark.scrollIntoView({ block: "center" });
  const { x, y, width, height } = mark.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}
