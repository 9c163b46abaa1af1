// Notices what is new or changed on the page and hands it on in slices. Does nothing at all while nothing changes, and nothing
// in a tab that nobody sees; what no change ever tells, such as a shadow root that comes late, a slow look around finds.

import { Breaker } from "./breaker.ts";
import { dom, type Tree } from "./dom.ts";
import { QUERY_STEPS, type Queue } from "./queue.ts";
import { Waiting } from "./waiting.ts";

/** At most this long at a time, then the page gets its turn. */
export const SLICE_MS = 4;
/** A surface is made of no more shadow roots within each other. */
const INSIDE_LEVELS = 4;
/** After a page came to rest everything is looked at again, each time after twice as long. */
const AROUND_MS = { first: 900_000, last: 3_600_000 };

export interface Watched {
  attributes: string[];
  /** Attributes whose change may make claims, or unmake them, anywhere below. */
  context: Set<string>;
  /** Puts what may make a claim in this tree into the queue. */
  scan(root: Tree, queue: Queue): void;
  /** Whether there may be shadow roots in a tree at all. */
  mayHost(root: Tree): boolean;
  /** The shadow roots in a tree; those in them come when they are asked for in turn. */
  shadows(root: Tree): ShadowRoot[];
  /** Elements whose claim may have changed because this node did. */
  touched(node: Element): Iterable<Element>;
  /** Elements inside whose claim may have gone because what is around them changed. */
  standing(inside: Element): Element[];
  /** Whose mark this is, if the extension put it in. */
  marked(node: Node): Element | undefined;
  see(element: Element): void;
  /** A slice begins: what was read of the document's address counts no more. Returns whether it is another one. */
  begin(): boolean;
  /** So much was asked that what else there is to see must wait. */
  readonly full: boolean;
  /** All that was seen in this frame was seen, or more `waits` to be; false when something of it waits for the next one. */
  frameEnds(waits: boolean): boolean;
  /** Nothing waits any more; `lost`: something may be gone since the last time. */
  rested(lost: boolean): void;
  /** The document shows another address than before. */
  moved(): Iterable<Element>;
  /** The page was too busy to be watched, or is watched again. */
  tell(paused: boolean): void;
}

export class Watch {
  readonly #page: Watched;
  readonly #waiting: Waiting;
  readonly #breaker: Breaker;
  readonly #observer = new MutationObserver((records) => {
    const from = performance.now();
    this.#waiting.note(records);
    this.#aroundMs = AROUND_MS.first;
    const waits = this.#waiting.size > 0;
    if (waits) this.#schedule();
    const now = performance.now();
    this.#breaker.worked(now - from, now, waits);
  });
  readonly #ended = new AbortController();
  /** Shadow roots that are observed since the watch was last set up. */
  #observed = new WeakSet<Node>();
  #watching = false;
  #scheduled = false;
  #around: number | undefined;
  #aroundMs = AROUND_MS.first;

  constructor(page: Watched) {
    this.#page = page;
    this.#waiting = new Waiting(page, (shadow) => this.#observe(shadow));
    this.#breaker = new Breaker({
      pause: () => this.#stop(),
      resume: () => this.#setUp(),
      tell: (paused) => page.tell(paused),
    });
    const { signal } = this.#ended;
    listen(document, "visibilitychange", () => this.#setUp(), signal);
    // Soft navigation that changes nothing else yet. Where the browser lacks `navigation`, mutations show it a moment later.
    const navigation = "navigation" in window ? (window.navigation as EventTarget) : undefined;
    if (navigation !== undefined) listen(navigation, "currententrychange", () => this.#schedule(), signal);
    listen(window, "popstate", () => this.#schedule(), signal);
    this.#setUp();
  }

  /** Whether the page is too busy to be watched. */
  get paused(): boolean {
    return this.#breaker.told;
  }

  /** Looks at everything once more. */
  lookAgain(): void {
    // All shadow roots are met anew, which is how they are looked at again.
    this.#observed = new WeakSet([document]);
    this.#waiting.roots.add(document);
    this.#schedule();
  }

  /** Looks for shadow roots in it that came without a word. */
  lookInside(root: Tree, levels = INSIDE_LEVELS): void {
    this.#waiting.hosting.add(root);
    if (levels === 0) return;
    for (const shadow of this.#page.shadows(root)) this.lookInside(shadow, levels - 1);
  }

  look(element: Element): void {
    this.#waiting.elements.add(element);
    this.#schedule();
  }

  /** Does this in its turn, in a slice. */
  inTurn(element: Element, work: () => void): void {
    this.#waiting.queue.add(element, work);
    this.#schedule();
  }

  end(): void {
    this.#stop();
    this.#ended.abort();
  }

  /** Watches from now on, if anybody sees the page. */
  #setUp(): void {
    this.#stop();
    if (dom.hidden()) return;
    this.#watching = true;
    this.#observed = new WeakSet();
    this.#observe(document);
    this.lookAgain();
  }

  #stop(): void {
    this.#watching = false;
    this.#observer.disconnect();
    this.#waiting.clear();
    clearTimeout(this.#around);
  }

  /** Returns false for what is observed already. */
  #observe(root: Node): boolean {
    if (this.#observed.has(root)) return false;
    this.#observed.add(root);
    this.#observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: this.#page.attributes,
    });
    return true;
  }

  #schedule(): void {
    if (this.#scheduled || !this.#watching) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.#frame());
  }

  #frame(): void {
    this.#scheduled = false;
    if (!this.#watching) return;
    const from = performance.now();
    if (this.#page.begin()) for (const element of this.#page.moved()) this.#waiting.elements.add(element);
    this.#slice(from);
    const more = this.#waiting.size > 0;
    const waits = !this.#page.frameEnds(more) || more;
    const now = performance.now();
    this.#breaker.worked(now - from, now, waits);
    if (waits) this.#schedule();
    else this.#rest();
  }

  #slice(from: number): void {
    for (let steps = 0; !this.#page.full; ) {
      const done = this.#waiting.step();
      if (done === 0) return;
      steps += done;
      if (steps < QUERY_STEPS) continue;
      if (performance.now() - from > SLICE_MS) return;
      steps = 0;
    }
  }

  #rest(): void {
    this.#page.rested(this.#waiting.takeLost());
    clearTimeout(this.#around);
    this.#around = setTimeout(() => {
      this.#aroundMs = Math.min(this.#aroundMs * 2, AROUND_MS.last);
      requestIdleCallback(() => this.#watching && this.lookAgain());
    }, this.#aroundMs);
  }
}

/** `addEventListener` of the document itself may be hidden by an element of that name. */
function listen(target: EventTarget, type: string, listener: () => void, signal: AbortSignal): void {
  EventTarget.prototype.addEventListener.call(target, type, listener, { signal });
}
