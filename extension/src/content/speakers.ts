// Who speaks for an account in one group of words, so that two links to one account carry one mark. What was said of an
// account in a group holds for bare links to it, silence too: a surface may know an id, they do not.

import { GENERIC } from "./claim.ts";
import { dom } from "./dom.ts";
import type { Claim } from "./paint.ts";
import { WORDS } from "./place.ts";
import type { Sight } from "./sight.ts";

export class Speakers {
  readonly #sight: Sight;
  readonly #claimsOf: (element: Element) => Claim[];
  readonly #links: Set<Claim>;
  /** Claims for the whole page, answered. A document has a header or two. */
  readonly #wholePage = new Set<Claim>();

  /** `links` are the claims of bare links that have marks. */
  constructor(sight: Sight, claimsOf: (element: Element) => Claim[], links: Set<Claim>) {
    this.#sight = sight;
    this.#claimsOf = claimsOf;
    this.#links = links;
  }

  /** Whether another says already what a bare link would say. */
  repeats(link: Claim): boolean {
    const group = this.#groupsOf(link)[0] ?? dom.top();
    const says = (claim: Claim) => claim.account === link.account && claim.element !== link.element;
    const others = [...this.#surfacesIn(group), ...this.#links];
    return others.some(
      (claim) => says(claim) && this.#stands(claim) && this.#groupsOf(claim).includes(group) && this.#isPlaced(claim),
    );
  }

  /** The marks of bare links that this claim, now answered, speaks for. */
  silencedBy(claim: Claim): Claim[] {
    if (claim.wholePage) this.#wholePage.add(claim);
    if (claim.account === undefined || this.#links.size === 0) return [];
    const links = [...this.#links].filter(
      ({ account, element }) => account === claim.account && element !== claim.element,
    );
    if (links.length === 0 || !this.#isPlaced(claim)) return [];
    const groups = this.#groupsOf(claim);
    return links.filter((link) => groups.includes(this.#groupsOf(link)[0] ?? dom.top()));
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

  #stands(claim: Claim): boolean {
    const stands = dom.connected(claim.element) && this.#claimsOf(claim.element).includes(claim);
    if (!stands) this.#wholePage.delete(claim);
    return stands;
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
