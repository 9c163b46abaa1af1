// The structure of a page, for those who mend site files: tags, names of attributes, and the values of a few attributes that
// have only values of the standard's own. No text of the page, no address, no name.

import { dom } from "./dom.ts";

/** A value is kept only where it is one of these. */
const SAFE_VALUES: Record<string, ReadonlySet<string>> = {
  role: new Set(
    (
      "alert article banner button cell checkbox columnheader complementary contentinfo dialog feed figure form grid gridcell " +
      "group heading img link list listbox listitem log main menu menubar menuitem navigation none note option presentation " +
      "progressbar radio region row rowgroup search separator status switch tab table tablist tabpanel textbox toolbar tooltip tree"
    ).split(" "),
  ),
  dir: new Set(["ltr", "rtl", "auto"]),
  tabindex: new Set(["-1", "0"]),
  "aria-level": new Set(["1", "2", "3", "4", "5", "6"]),
  "aria-hidden": new Set(["true", "false"]),
};
/** Longer names, or with other characters, may be somebody's words. */
const NAME = /^[a-z][a-z0-9_:-]{0,39}$/;
const LEFT_OUT = new Set(["script", "style", "link", "meta", "noscript", "svg", "template"]);

const ELEMENTS_MAX = 20_000;
const DEPTH_MAX = 80;
const LENGTH_MAX = 200_000;

/** One line for each element, indented; what repeats itself among neighbours stands once, with how often. */
export function structureOf(root: Element): string {
  let left = ELEMENTS_MAX;
  const describe = (element: Element, depth: number): string => {
    left -= 1;
    const line = "  ".repeat(depth) + signature(element);
    if (depth >= DEPTH_MAX || left <= 0) return `${line} …`;
    const shadow = dom.shadow(element);
    const inside = shadow === undefined ? [] : [`${"  ".repeat(depth + 1)}#shadow-root`, ...blocks(shadow, depth + 2)];
    return [line, ...inside, ...blocks(element, depth + 1)].join("\n");
  };
  const blocks = (parent: Element | ShadowRoot, depth: number): string[] => {
    const found: { block: string; times: number }[] = [];
    for (const child of dom.children(parent)) {
      if (left <= 0) break;
      if (LEFT_OUT.has(dom.name(child))) continue;
      const block = describe(child, depth);
      const last = found.at(-1);
      if (last?.block === block) last.times += 1;
      else found.push({ block, times: 1 });
    }
    return found.map(({ block, times }) => (times === 1 ? block : block.replace(/$|(?=\n)/, ` ×${times}`)));
  };
  return describe(root, 0).slice(0, LENGTH_MAX);
}

function signature(element: Element): string {
  const name = dom.name(element);
  const attributes = dom.attributeNames(element).filter((attribute) => NAME.test(attribute));
  return [NAME.test(name) ? name : "?", ...attributes.sort().map((attribute) => described(element, attribute))].join(
    " ",
  );
}

function described(element: Element, attribute: string): string {
  const value = dom.attribute(element, attribute) ?? "";
  return SAFE_VALUES[attribute]?.has(value) ? `${attribute}=${value}` : attribute;
}
