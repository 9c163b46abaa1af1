// What of a page waits to be looked at, and in which order: what is known first, so that no mark stands where it should not;
// then what was found, then where more may be found.

import { dom, type Tree } from "./dom.ts";
import { QUERY_STEPS, Queue } from "./queue.ts";
import type { Watched } from "./watch.ts";

/** More nodes than this that wait are forgotten for one look at everything: a page cannot fill the memory. */
const WAITING_MAX = 5_000;

export class Waiting {
  readonly queue = new Queue();
  readonly roots = new Set<Tree>();
  /** Trees that were scanned, and may hold shadow roots. */
  readonly hosting = new Set<Tree>();
  readonly touched = new Set<Element>();
  readonly elements = new Set<Element>();
  /** Whether anything may have been taken off the page since it last came to rest. */
  #lost = true;
  readonly #page: Watched;
  readonly #meets: (shadow: ShadowRoot) => boolean;

  /** `meets` begins to watch a shadow root; false for one that is watched already. */
  constructor(page: Watched, meets: (shadow: ShadowRoot) => boolean) {
    this.#page = page;
    this.#meets = meets;
  }

  get size(): number {
    return this.roots.size + this.hosting.size + this.touched.size + this.elements.size + this.queue.length;
  }

  clear(): void {
    // What goes while nobody listens is not told.
    this.#lost = true;
    for (const waiting of [this.roots, this.hosting, this.touched, this.elements, this.queue]) waiting.clear();
  }

  /** Whether anything may be gone, asked once the page came to rest. */
  takeLost(): boolean {
    const lost = this.#lost;
    this.#lost = false;
    return lost;
  }

  /** Notes what changed on the page. */
  note(records: MutationRecord[]): void {
    for (const record of records) this.#noteOne(record);
    // The queue goes on: a look at everything that starts again and again would never end.
    if (this.size > WAITING_MAX) {
      for (const waiting of [this.roots, this.hosting, this.touched, this.elements]) waiting.clear();
      this.roots.add(document);
    }
  }

  /** Does a few things, and says how much it was; 0 when there was nothing to do. */
  step(): number {
    const element = take(this.elements);
    if (element !== undefined) {
      if (dom.connected(element)) this.#page.see(element);
      return 1;
    }
    const node = take(this.touched);
    if (node !== undefined) {
      for (const affected of this.#page.touched(node)) this.elements.add(affected);
      return 1;
    }
    const done = this.queue.step();
    if (done > 0) return done;
    const root = take(this.roots);
    if (root !== undefined) {
      this.#page.scan(root, this.queue);
      if (this.#page.mayHost(root)) this.hosting.add(root);
      return 1;
    }
    return this.#meetShadows();
  }

  #meetShadows(): number {
    const hosting = take(this.hosting);
    if (hosting === undefined) return 0;
    for (const shadow of this.#page.shadows(hosting)) {
      if (!this.#meets(shadow)) continue;
      this.roots.add(shadow);
      // What stands around it may claim what is in it.
      for (const element of this.#page.touched(shadow.host)) this.elements.add(element);
    }
    return QUERY_STEPS;
  }

  #noteOne({ type, target, addedNodes, removedNodes, attributeName }: MutationRecord): void {
    const element = elementOf(target);
    let changed = type !== "childList";
    if (attributeName !== null && element !== null && this.#page.context.has(attributeName)) {
      this.roots.add(element);
      for (const marked of this.#page.standing(element)) this.elements.add(marked);
    }
    for (const node of addedNodes) {
      if (this.#page.marked(node) !== undefined) continue;
      changed = true;
      if (node instanceof Element) this.roots.add(node);
    }
    for (const node of removedNodes) {
      changed = true;
      this.#lost = true;
      const marked = this.#page.marked(node);
      if (marked !== undefined) this.elements.add(marked);
    }
    if (changed && element !== null) this.touched.add(element);
  }
}

/** The element that changed, or whose text or shadow root did. */
function elementOf(target: Node): Element | null {
  if (target instanceof Element) return target;
  return target instanceof ShadowRoot ? target.host : dom.parent(target);
}

function take<T>(queue: Set<T>): T | undefined {
  if (queue.size === 0) return undefined;
  for (const first of queue) {
    queue.delete(first);
    return first;
  }
  return undefined;
}
