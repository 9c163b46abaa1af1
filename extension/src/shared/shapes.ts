// The shapes, drawn through DOM calls: no markup is ever parsed.

import { createIn } from "./elements.ts";
import type { Shape } from "./marks.ts";

const SVG = "http://www.w3.org/2000/svg";
const SHIELD = "M8 .9 2.2 3v4.4c0 3.5 2.3 6.3 5.8 7.7 3.5-1.4 5.8-4.2 5.8-7.7V3z";

/** One filled outline and one line on it, in a box of 16. */
const PATHS: Record<Shape, { outline: string; sign: string }> = {
  "shield-check": { outline: SHIELD, sign: "m5 8 2.1 2.2L11 5.9" },
  shield: { outline: SHIELD, sign: "M5.3 8h5.4" },
  triangle: {
    outline: "M8 1.2a1 1 0 0 1 .9.5l6.2 11.2a1 1 0 0 1-.9 1.5H1.8a1 1 0 0 1-.9-1.5L7.1 1.7a1 1 0 0 1 .9-.5z",
    sign: "M8 5.6v4M8 11.9v.2",
  },
  octagon: { outline: "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z", sign: "M8 4.3v4.5M8 11.4v.2" },
};

export function drawShape(shape: Shape): SVGSVGElement {
  const svg = createIn<SVGSVGElement>(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const { outline, sign } = PATHS[shape];
  svg.append(path(outline, "outline"), path(sign, "sign"));
  return svg;
}

function path(shape: string, part: string): SVGPathElement {
  const drawn = createIn<SVGPathElement>(SVG, "path");
  drawn.setAttribute("d", shape);
  drawn.setAttribute("class", part);
  return drawn;
}
