// The parts of the DOM that looking and drawing need, taken from the prototypes before the page runs. A form whose field is
// named `parentElement`, or an image named `hidden`, hides the element's or the document's own; these cannot be hidden.

import { shadowRootOf } from "../shared/browser.ts";

/** What selectors are looked up in. */
export type Tree = Document | DocumentFragment | Element;

const prototype = Element.prototype;
const { after, append, attachShadow, closest, matches, querySelector, querySelectorAll, remove } = prototype;
const { getAttribute, getAttributeNames } = prototype;
const { contains, getRootNode } = Node.prototype;
const readText = getterOf(Node.prototype, "textContent");
const readParent = getterOf(Node.prototype, "parentElement");
const readConnected = getterOf(Node.prototype, "isConnected");
const readHidden = getterOf(Document.prototype, "hidden");
const readChildren = getterOf(DocumentFragment.prototype, "children");
const readElements = getterOf(prototype, "children");
const readName = getterOf(prototype, "localName");
const readTop = getterOf(Document.prototype, "documentElement");
const queryDocument = Document.prototype.querySelectorAll;
const queryFragment = DocumentFragment.prototype.querySelectorAll;
const { item } = NodeList.prototype;
const { evaluate } = XPathExpression.prototype;
const UNORDERED = XPathResult.UNORDERED_NODE_SNAPSHOT_TYPE;

/** The element of a mark, under a name that nothing registers. */
export const HOST = "statemark-mark";
/** Custom elements, without our own: what can only be found by its name, which no selector tells from others. */
const IS_CUSTOM = `[contains(local-name(), '-') and local-name() != '${HOST}']`;
const CUSTOM = new XPathEvaluator().createExpression(`descendant-or-self::*${IS_CUSTOM}`);
const NEAR_TOP = new XPathEvaluator().createExpression(
  ["*", "*/*", "*/*/*", "*/*/*/*"].map((path) => `/html/body/${path}${IS_CUSTOM}`).join("|"),
);

export const dom = {
  matches: (element: Element, selector: string): boolean => matches.call(element, selector),
  /** The nearest ancestor or the element itself that matches, also beyond the shadow root that it stands in. */
  closest: (element: Element, selector: string): Element | null => {
    for (let at: Element | undefined = element; at !== undefined; at = hostOf(at)) {
      const found: Element | null = closest.call(at, selector);
      if (found !== null || !shadows) return found;
    }
    return null;
  },
  first: (root: Element, selector: string): Element | null => querySelector.call(root, selector),
  all: (root: Tree, selector: string): NodeListOf<Element> => {
    if (root instanceof Element) return querySelectorAll.call(root, selector);
    return root instanceof Document ? queryDocument.call(root, selector) : queryFragment.call(root, selector);
  },
  /** Of a list by a query. Asking by index, as of an array, takes several times as long. */
  item: (list: NodeListOf<Element>, index: number): Element | null => item.call(list, index) as Element | null,
  /** Also in the shadow roots inside. */
  deep: (root: Tree, selector: string): Element[] => {
    const found = Array.from(dom.all(root, selector));
    if (!shadows) return found;
    const inside = dom.custom(root).flatMap((host) => dom.shadow(host) ?? []);
    return [...found, ...inside.flatMap((shadow) => dom.deep(shadow, selector))];
  },
  hasShadows: (): boolean => shadows,
  name: (element: Element): string => readName.call(element) as string,
  children: (parent: Element | DocumentFragment): Element[] =>
    Array.from((parent instanceof Element ? readElements : readChildren).call(parent) as HTMLCollection),
  attributeNames: (element: Element): string[] => getAttributeNames.call(element),
  attribute: (element: Element, name: string): string | null => getAttribute.call(element, name),
  text: (element: Element): string => (readText.call(element) as string | null) ?? "",
  parent: (node: Node): Element | null => readParent.call(node) as Element | null,
  contains: (outer: Node, inner: Node): boolean => contains.call(outer, inner),
  connected: (node: Node): boolean => readConnected.call(node) as boolean,
  after: (element: Element, node: Node): void => after.call(element, node),
  append: (element: Element, node: Node): void => append.call(element, node),
  remove: (element: Element): void => remove.call(element),
  attachShadow: (element: Element, mode: ShadowRootMode): ShadowRoot => attachShadow.call(element, { mode }),
  /** The document's own element. */
  top: (): HTMLElement => readTop.call(document) as HTMLElement,
  hidden: (): boolean => readHidden.call(document) as boolean,
  /** `window.location` cannot be hidden; `document.URL` can. */
  address: (): string => window.location.href,
  /** The custom elements of a tree. A shadow root's own children are asked one by one: XPath knows no fragments. */
  custom: (root: Tree): Element[] => {
    const roots = root instanceof DocumentFragment ? dom.children(root) : [root];
    return roots.flatMap((from) => snapshot(evaluate.call(CUSTOM, from, UNORDERED, null)));
  },
  isCustom: (element: Element): boolean => dom.name(element).includes("-"),
  customNearTop: (): boolean => snapshot(evaluate.call(NEAR_TOP, document, UNORDERED, null)).length > 0,
  /** The shadow root of an element, open or closed. */
  shadow: (element: Element): ShadowRoot | undefined => {
    const root = element instanceof HTMLElement ? shadowRootOf(element) : undefined;
    if (root !== undefined) shadows = true;
    return root;
  },
};

/** Whether any shadow root was met: without one there is nothing to climb out of. */
let shadows = false;

function hostOf(element: Element): Element | undefined {
  const root = getRootNode.call(element);
  return root instanceof ShadowRoot ? root.host : undefined;
}

function snapshot(result: XPathResult): Element[] {
  return Array.from({ length: result.snapshotLength }, (_, index) => result.snapshotItem(index) as Element);
}

function getterOf(owner: object, name: string): () => unknown {
  const getter = Object.getOwnPropertyDescriptor(owner, name)?.get;
  if (getter === undefined) throw new TypeError(`No getter ${name}`);
  return getter;
}
