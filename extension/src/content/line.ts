// A mark stands in the line of what it marks: a line of its own would push down what a reader is reading. After an element
// that fills its line, the mark goes to the end of the element's own last line.

import { dom } from "./dom.ts";

/** Deeper than sites nest a name. */
const DEPTH_MAX = 8;

/** Whether what comes after this element begins a new line. */
function standsAlone(element: Element): boolean {
  const around = dom.parent(element);
  if (around === null) return false;
  const { display, flexDirection, gridAutoFlow } = getComputedStyle(around);
  if (/flex/.test(display)) return flexDirection.startsWith("column");
  if (/grid/.test(display)) return !gridAutoFlow.startsWith("column");
  return !/^(inline|contents|none)/.test(getComputedStyle(element).display);
}

/** How far in the last line of an element is: so many last children down. Undefined where the mark stands after it anyway. */
export function depthOfLine(element: Element): number | undefined {
  if (!standsAlone(element)) return undefined;
  let line = element;
  for (let depth = 0; depth < DEPTH_MAX; depth += 1) {
    const last = lastWords(line);
    if (last === undefined || !standsAlone(last)) return depth;
    line = last;
  }
  return DEPTH_MAX;
}

export function putInLine(element: Element, mark: Element, depth: number | undefined): void {
  if (depth === undefined) {
    dom.after(element, mark);
    return;
  }
  let line = element;
  for (let down = 0; down < depth; down += 1) line = lastWords(line) ?? line;
  dom.append(line, mark);
}

function lastWords(element: Element): Element | undefined {
  return dom.children(element).findLast((child) => dom.text(child).trim() !== "");
}
