// Links that need not be asked about, while everything is looked at: a surface around them asks about the very same address.

import { dom } from "./dom.ts";

/** An author of many posts on one page is asked about once; more than this need not be looked through. */
const NEAREST = 8;

export class Cover {
  readonly #surfaces = new Map<string, Element[]>();

  add(link: string, surface: Element): void {
    const surfaces = this.#surfaces.get(link);
    if (surfaces === undefined) this.#surfaces.set(link, [surface]);
    else if (surfaces.push(surface) > NEAREST) surfaces.shift();
  }

  holds(link: string, element: Element): boolean {
    const surfaces = this.#surfaces.get(link);
    if (surfaces === undefined) return false;
    for (const surface of surfaces) if (dom.contains(surface, element)) return true;
    return false;
  }

  drop(link: string, surface: Element): void {
    const kept = this.#surfaces.get(link)?.filter((other) => other !== surface);
    if (kept !== undefined) this.#surfaces.set(link, kept);
  }

  clear(): void {
    this.#surfaces.clear();
  }
}
