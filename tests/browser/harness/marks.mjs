// What the marks on a page say, read out of a whole document with its closed shadow roots.

export const HOST = "statemark-mark";

/**
 * `document`: nodes `{tag, attributes: Map, children, shadow, text}`, as each browser's driver makes them of its own protocol.
 * A mark: the case of the fixture it stands in, what it says, and its tone.
 */
export function marksIn(document) {
  const found = [];
  walk(document, [], (node, around) => {
    if (node.tag !== HOST || node.shadow === undefined) return;
    const place = around.findLast(({ attributes }) => attributes?.has("data-case"));
    const button = find(node.shadow, ({ tag }) => tag === "button");
    found.push({
      case: place?.attributes.get("data-case") ?? "(no case)",
      text: button === undefined ? "(no text)" : textOf(button).trim(),
      tone: button?.attributes.get("class")?.replace("mark ", "") ?? "(no tone)",
      closed: node.shadow.closed,
    });
  });
  return found;
}

/** The marks by case; several in one case as an array. */
export function byCase(marks) {
  const cases = {};
  for (const { case: name, text } of marks) cases[name] = name in cases ? [cases[name], text].flat() : text;
  return cases;
}

export function textOf(node) {
  if (node.tag === "style") return "";
  return node.text ?? (node.children ?? []).map(textOf).join("");
}

export function find(node, wanted) {
  if (wanted(node)) return node;
  for (const child of node.children ?? []) {
    const found = find(child, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

function walk(node, around, visit) {
  visit(node, around);
  for (const child of node.children ?? []) walk(child, [...around, node], visit);
  // A page's own shadow root may hold marks; ours holds none.
  if (node.shadow !== undefined && node.tag !== HOST) walk(node.shadow, [...around, node], visit);
}
