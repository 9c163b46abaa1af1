// Who speaks for an account in one group of words, so that two links to one account carry one mark. What was said of an
// account in a group holds for bare links to it, silence too: a surface may know an id, they do not.

import { GENERIC, LINK } from "./claim.ts";
import { dom } from "./dom.ts";
import type { Claim } from "./paint.ts";
import { WORDS } from "./place.ts";
import type { Sight } from "./sight.ts";

export class Speakers {
  readonly #sight: Sight;
  readonly #claimsOf: (element: Element) => Claim[];
  readonly #links: Set<Claim>;
  readonly #standing: Set<Claim>;
  /** Claims for the whole page, answered. A document has a header or two. */
  readonly #wholePage = new Set<Claim>();

  /** `standing` are the claims that have marks, `links` those of them that are of bare links. */
  constructor(sight: Sight, claimsOf: (element: Element) => Claim[], links: Set<Claim>, standing: Set<Claim>) {
    this.#sight = sight;
    this.#claimsOf = claimsOf;
    this.#links = links;
    this.#standing = standing;
  }

  /** Who says already what a bare link would say. */
  repeats(link: Claim): Claim | undefined {
    const group = this.#groupOf(link);
    const says = (claim: Claim) => claim.account === link.account && claim.element !== link.element;
    const others = [...this.#surfacesIn(group), ...this.#surfacesIn(link.element), ...this.#standing];
    const speaks = (claim: Claim) => this.#speaksFor(claim, link) || this.#standsFor(claim, group);
    return others.find((claim) => says(claim) && this.stands(claim) && speaks(claim) && this.#isPlaced(claim));
  }

  /** The marks of bare links that this claim, now answered, speaks for. */
  silencedBy(claim: Claim): Claim[] {
    if (claim.wholePage) this.#wholePage.add(claim);
    if (claim.account === undefined || this.#links.size === 0) return [];
    const links = [...this.#links].filter(
      ({ account, element }) => account === claim.account && element !== claim.element,
    );
    if (links.length === 0 || !this.#isPlaced(claim)) return [];
    return links.filter((link) => this.#speaksFor(claim, link));
  }

  /** Whether a claim says what a bare link of the same account would: in a group of its own, or within that very link. */
  #speaksFor(claim: Claim, link: Claim): boolean {
    return dom.contains(link.element, claim.element) || this.#groupsOf(claim).includes(this.#groupOf(link));
  }

  /** Whether a mark stands for the bare link around it, which would have spoken for this group. */
  #standsFor(claim: Claim, group: Element): boolean {
    const parent = claim.host && dom.parent(claim.element);
    const around = parent && dom.closest(parent, LINK);
    return around ? this.#groupOf({ ...claim, element: around, wholePage: false }) === group : false;
  }

  /** Whether its mark would stand where its own account is named: only then does it say anything. */
  #isPlaced({ element, surface }: Claim): boolean {
    const claims = this.#sight.at(element);
    return claims.some((claim) => claim.surface === surface && claim.place() !== undefined);
  }

  #surfacesIn(group: Element): Claim[] {
    if (group === dom.top()) return [...this.#wholePage];
    const elements = [group, ...dom.deep(group, this.#sight.elements)];
    return elements.flatMap((element) => this.#claimsOf(element).filter(({ surface }) => surface !== GENERIC));
  }

  /** Whether its element is on the page and still makes it. */
  stands(claim: Claim): boolean {
    const stands = dom.connected(claim.element) && this.#claimsOf(claim.element).includes(claim);
    if (!stands) this.#wholePage.delete(claim);
    return stands;
  }

  /** What a bare link speaks for. */
  #groupOf(link: Claim): Element {
    return this.#groupsOf(link)[0] ?? dom.top();
  }

  /** What a claim speaks for, innermost first: the surface's element around it, and what holds one author's words. */
  #groupsOf({ element, wholePage }: Claim): Element[] {
    const owner = dom.closest(element, this.#sight.elements);
    if (wholePage) return [owner ?? element, dom.top()];
    const words = dom.closest(element, WORDS);
    if (owner === null) return [words ?? dom.top()];
    if (words === null) return [owner];
    return dom.contains(owner, words) ? [words, owner] : [owner, words];
  }
}
