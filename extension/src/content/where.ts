// Where the account that a resident reports stands in the window: to this a picture is cut. Nothing is asked or kept here.

import type { Part } from "../shared/picture.ts";
import { dom } from "./dom.ts";
import { speakerOf } from "./wanted.ts";

const { getBoundingClientRect } = Element.prototype;

/** Around the account, so that its picture and what it says of itself are seen as well. */
const MARGIN_PX = 24;
const LEAST_PX = { width: 600, height: 320 };

/** `undefined` where no mark of the account is in view, or the page is zoomed by pinching: then all that is in view is meant. */
export function whereIs(address: string): Part | undefined {
  const element = speakerOf(address);
  if (element === undefined || !dom.connected(element) || window.visualViewport?.scale !== 1) return undefined;
  const { left, top, right, bottom } = getBoundingClientRect.call(element);
  const { innerWidth, innerHeight } = window;
  if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return undefined;
  const [from, width] = widened(left, right, LEAST_PX.width, innerWidth);
  const [above, height] = widened(top, bottom, LEAST_PX.height, innerHeight);
  return { left: from / innerWidth, top: above / innerHeight, width: width / innerWidth, height: height / innerHeight };
}

/** Start and length, within the window. */
function widened(from: number, to: number, least: number, most: number): [from: number, length: number] {
  const more = Math.max(MARGIN_PX, (least - (to - from)) / 2);
  const start = Math.max(0, Math.min(from - more, most - least));
  return [start, Math.min(most, Math.max(to + more, start + least)) - start];
}
