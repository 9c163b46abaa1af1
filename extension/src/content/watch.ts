// Notices what is new or changed on the page and hands it on in slices. Does nothing at all while nothing changes.

import { dom } from "./dom.ts";

/** At most this long at a time, then the page gets its turn. */
export const SLICE_MS = 4;

export interface Watched {
  /** Matches every element that may make a claim. */
  selector: string;
  attributes: string[];
  /** Elements whose claim may have changed because this node did. */
  touched(node: Element): Iterable<Element>;
  /** The page put this in, or the extension did. */
  ours(node: Node): boolean;
  see(element: Element): void;
  /** All that was seen in this frame was seen. */
  frameEnds(): void;
  /** The document shows another address than before. */
  moved(): void;
}

export interface Watch {
  /** Looks at everything once more. */
  lookAgain(): void;
  look(element: Element): void;
  stop(): void;
}

export function watch(page: Watched): Watch {
  // Roots are searched, touched nodes are traced to their claims, elements are seen: each in the order it came.
  const roots = new Set<Element>();
  const touched = new Set<Element>();
  const elements = new Set<Element>();
  let scheduled = false;
  let address = dom.address();

  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(frame);
  };
  const frame = () => {
    scheduled = false;
    followAddress();
    const until = performance.now() + SLICE_MS;
    while (step() && performance.now() < until);
    page.frameEnds();
    if (roots.size + touched.size + elements.size > 0) schedule();
  };
  const step = (): boolean => {
    const element = take(elements);
    if (element !== undefined) {
      if (dom.connected(element)) page.see(element);
      return true;
    }
    const node = take(touched);
    if (node !== undefined) {
      for (const affected of page.touched(node)) elements.add(affected);
      return true;
    }
    const root = take(roots);
    if (root === undefined) return false;
    if (dom.matches(root, page.selector)) elements.add(root);
    for (const found of dom.all(root, page.selector)) elements.add(found);
    return true;
  };
  const followAddress = () => {
    if (dom.address() === address) return;
    address = dom.address();
    page.moved();
  };

  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes, removedNodes } of records) {
      const element = target instanceof Element ? target : dom.parent(target);
      const fresh = [...addedNodes].filter((node) => node instanceof Element && !page.ours(node)) as Element[];
      for (const node of fresh) roots.add(node);
      const changed =
        type !== "childList" || removedNodes.length > 0 || [...addedNodes].some((node) => !page.ours(node));
      if (element !== null && changed) touched.add(element);
    }
    if (roots.size + touched.size > 0) schedule();
  });
  observer.observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: page.attributes,
  });
  const stopNavigation = onNavigation(schedule);
  const lookAgain = () => {
    roots.add(document.documentElement);
    schedule();
  };
  lookAgain();
  return {
    lookAgain,
    look: (element) => {
      elements.add(element);
      schedule();
    },
    stop: () => {
      observer.disconnect();
      stopNavigation();
    },
  };
}

/** Soft navigation that changes nothing else yet. Where the browser lacks `navigation`, mutations show it a moment later. */
function onNavigation(listener: () => void): () => void {
  const navigation = "navigation" in window ? (window.navigation as EventTarget) : undefined;
  const controller = new AbortController();
  navigation?.addEventListener("currententrychange", listener, { signal: controller.signal });
  window.addEventListener("popstate", listener, { signal: controller.signal });
  return () => controller.abort();
}

function take<T>(queue: Set<T>): T | undefined {
  for (const first of queue) {
    queue.delete(first);
    return first;
  }
  return undefined;
}
