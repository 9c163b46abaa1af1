// A mark stands in the line of what it marks: a line of its own would push down what a reader is reading. After an element
// that fills its line, the mark goes to the end of the element's own last line.

import { dom } from "./dom.ts";

/** Deeper than sites nest a name. */
const DEPTH_MAX = 8;

/** Whether what comes after this element begins a new line. */
export function standsAlone(element: Element): boolean {
  const around = dom.parent(element);
  if (around === null) return false;
  const { display, flexDirection, gridAutoFlow } = getComputedStyle(around);
  if (/flex/.test(display)) return flexDirection.startsWith("column");
  if (/grid/.test(display)) return !gridAutoFlow.startsWith("column");
  return !/^(inline|contents|none)/.test(getComputedStyle(element).display);
}

/** The element in it whose children stand in its last line. */
export function lineIn(element: Element): Element {
  let line = element;
  for (let depth = 0; depth < DEPTH_MAX; depth += 1) {
    const last = dom.children(line).findLast((child) => dom.text(child).trim() !== "");
    if (last === undefined || !standsAlone(last)) break;
    line = last;
  }
  return line;
}
