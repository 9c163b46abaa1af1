// A resident without a mouse: Tab, Enter, Space, arrows and Escape, and at every stop a focus that can be seen.

import assert from "node:assert/strict";
import { until } from "./wait.mjs";

/** More stops than any of our pages has. */
const STOPS_MAX = 60;

/** Tab until the focus stands on `selector`; at each stop on the way it must be seen. */
export async function tabTo(page, selector, key = "Tab") {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    const at = await page.tab.evaluate(focus, selector);
    if (at.here) {
      assertSeen(at);
      return;
    }
    if (at.what !== undefined && stop > 0) assertSeen(at);
    await page.tab.keyboard.press(key);
  }
  throw new Error(`${selector} cannot be reached by ${key}`);
}

/** Tab to it, and press. */
export async function pressByKeyboard(page, selector, key = "Enter") {
  await tabTo(page, selector);
  await page.tab.keyboard.press(key);
}

/** A mark of the page, in its closed shadow root: `{label, expanded}` of what has the focus there, once it is on `wanted`. */
export async function tabToMark(page, wanted) {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.tab.keyboard.press("Tab");
    const at = await page.inMarks(focusInMarks);
    if (at === null) continue;
    assertSeen(at);
    if (wanted.test(at.what)) return at.what;
  }
  throw new Error(`no mark that says ${wanted} can be reached by Tab`);
}

export async function untilFocus(page, selector) {
  return until(
    `the focus on ${selector}`,
    () => page.tab.evaluate(focus, selector).catch(() => ({})),
    ({ here }) => here === true,
  );
}

function assertSeen({ what, outline, inside }) {
  assert.ok(outline, `the focus on ${what} cannot be seen`);
  assert.ok(inside, `${what} has the focus outside the window`);
}

/** Runs in the page. */
function focus(selector) {
  const element = document.activeElement;
  if (element === null || element === document.body) return { here: false };
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { top, bottom, left, right, height, width } = element.getBoundingClientRect();
  return {
    here: element.matches(selector),
    what: element.id || element.textContent || element.localName,
    outline: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1,
    // What is larger than the window shows at least its beginning or its end.
    inside: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth && height > 0 && width > 0,
  };
}

/** Runs in the page, with the closed shadow roots of its marks. */
function focusInMarks(roots) {
  const element = roots.map((root) => root.activeElement).find((found) => found);
  if (element === undefined) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { top, bottom, height } = element.getBoundingClientRect();
  return {
    what: element.getAttribute("aria-label") ?? element.textContent,
    // The panel itself takes the focus when it opens: it is what just appeared.
    outline: element.classList.contains("panel") || (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1),
    inside: bottom > 0 && top < innerHeight && height > 0,
  };
}
