// The parts of the DOM that looking needs, taken from the prototypes before the page runs. A form whose field is named
// `parentElement` or `matches` hides the element's own; these cannot be hidden.

const prototype = Element.prototype;
const { closest, getAttribute, matches, querySelector, querySelectorAll } = prototype;
const { contains } = Node.prototype;
const readText = getterOf(Node.prototype, "textContent");
const readParent = getterOf(Node.prototype, "parentElement");
const readConnected = getterOf(Node.prototype, "isConnected");
const queryDocument = Document.prototype.querySelectorAll;

export const dom = {
  matches: (element: Element, selector: string): boolean => matches.call(element, selector),
  closest: (element: Element, selector: string): Element | null => closest.call(element, selector),
  has: (element: Element, selector: string): boolean => querySelector.call(element, selector) !== null,
  all: (root: Element, selector: string): NodeListOf<Element> => querySelectorAll.call(root, selector),
  allInDocument: (selector: string): NodeListOf<Element> => queryDocument.call(document, selector),
  attribute: (element: Element, name: string): string | null => getAttribute.call(element, name),
  text: (element: Element): string => (readText.call(element) as string | null) ?? "",
  parent: (node: Node): Element | null => readParent.call(node) as Element | null,
  contains: (outer: Element, inner: Element): boolean => contains.call(outer, inner),
  connected: (node: Node): boolean => readConnected.call(node) as boolean,
  /** `window.location` cannot be hidden; `document.URL` can. */
  address: (): string => window.location.href,
};

function getterOf(owner: object, name: string): () => unknown {
  const getter = Object.getOwnPropertyDescriptor(owner, name)?.get;
  if (getter === undefined) throw new TypeError(`No getter ${name}`);
  return getter;
}
