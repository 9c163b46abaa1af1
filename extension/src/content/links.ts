// Bare links, which no surface names: thousands come by here, and most of them more than once. Nothing is kept of a link about
// which there is nothing to say.

import { markOf } from "../shared/marks.ts";
import type { Ask } from "./ask.ts";
import { GENERIC, type Sighted } from "./claim.ts";
import type { Cover } from "./cover.ts";
import type { Paint } from "./paint.ts";
import type { Sight } from "./sight.ts";

export class Links {
  readonly #sight: Sight;
  readonly #ask: Ask;
  readonly #cover: Cover;
  readonly #paint: Paint;

  constructor(sight: Sight, ask: Ask, cover: Cover, paint: Paint) {
    this.#sight = sight;
    this.#ask = ask;
    this.#cover = cover;
    this.#paint = paint;
  }

  /** Asks about a link, unless its very text was asked about before: then nothing more of it need be read. */
  see(link: Element): void {
    // Links hide none of their own functions, and this is the one call that every link costs.
    const href = link.getAttribute("href");
    if (href === null || this.#cover.holds(href, link) || this.#ask.joins(link, href)) return;
    const known = this.#ask.known(href);
    if (known !== undefined && markOf(known) === undefined) return;
    const sighted = this.#sight.linkAt(link, href);
    if (sighted !== undefined) this.#ask.about(link, sighted);
  }

  /** The core has something to say of this link: from here on it is a claim like others. */
  warn(link: Element, asked: Sighted): void {
    const now = this.#sight.at(link).find(({ surface }) => surface === GENERIC);
    if (now?.key === asked.key && this.#paint.note(link, now)) this.#ask.about(link, now);
  }
}
