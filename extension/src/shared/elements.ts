// New elements, made by functions taken from the prototypes before a page runs: an image that is named `createElement` hides
// the document's own.

const { createElement, createElementNS, createTextNode } = Document.prototype;

export function create<K extends keyof HTMLElementTagNameMap>(tag: K): HTMLElementTagNameMap[K] {
  return createElement.call(document, tag) as HTMLElementTagNameMap[K];
}

/** An element under a name that nothing registers. */
export function createUnknown(tag: string): HTMLElement {
  return createElement.call(document, tag);
}

export function createIn<T extends Element>(namespace: string, tag: string): T {
  return createElementNS.call(document, namespace, tag) as unknown as T;
}

export function createText(words: string): Text {
  return createTextNode.call(document, words);
}
