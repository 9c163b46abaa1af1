// Site file → element → PageSighting. Reads what the page wrote, as raw as it is; the core judges what it means.

import { IDS_MAX, TEXT_MAX } from "../shared/messages.ts";
import type { IdClaimPart, PageSighting, Part, SiteFile, Surface } from "../shared/sites.ts";
import {
  assign,
  attributesOf,
  contextOf,
  GENERIC,
  hasText,
  keyOf,
  keyOfLink,
  LINK,
  NAME_MAX,
  read,
  type Sighted,
} from "./claim.ts";
import { dom, type Tree } from "./dom.ts";
import { belongs } from "./place.ts";
import { walksOf } from "./walks.ts";

/** Of elements that stand for the page's own account, those of earlier pages among them: a page may make up any number. */
const BOUND_MAX = 100;

interface Found {
  element: Element;
  value: string;
}

export class Sight {
  /** Attributes whose change may change a claim. */
  readonly attributes: string[];
  /** Those whose change may change what elements are, far inside. */
  readonly context: Set<string>;
  /** All elements that a surface names; nothing matches the empty `:not(*)`. */
  readonly elements: string;
  readonly elementsAndLinks: string;
  /** The document's address: read once for all that is read in one turn. */
  page = dom.address();
  readonly #surfaces: Surface[];
  readonly #site: string;
  /** For a document, where each walk over it is what costs; over anything smaller it is each query. */
  readonly #walks: string[];
  /** Surfaces that read an id from elsewhere in the document. */
  readonly #distant: { claim: string; element: string }[];
  /** Whether such a surface was ever read on this page. */
  #readDistant = false;

  constructor(site: SiteFile | undefined) {
    this.#surfaces = site?.surfaces ?? [];
    this.#site = site?.platform ?? "";
    this.#walks = walksOf(this.#surfaces.map(({ element }) => element));
    this.elements = this.#walks.join(",") || ":not(*)";
    this.elementsAndLinks = `${this.elements},${LINK}`;
    this.#distant = this.#surfaces.flatMap(({ element, id_claim: claim }) =>
      claim?.scope === "document" ? [{ claim: claim.selector, element }] : [],
    );
    this.attributes = attributesOf(this.#surfaces);
    this.context = contextOf(this.#surfaces);
  }

  /** Selectors which together match all elements in a tree that a surface names. */
  selectorsIn(root: Tree): string[] {
    return root instanceof Document ? this.#walks : [this.elements];
  }

  /** Elements that were added outside of surfaces' own, and change what those claim. */
  distantIn(root: Tree): string[] {
    if (root instanceof Document || !this.#readDistant) return [];
    return this.#distant.map(({ claim }) => claim);
  }

  /** Whether a surface names this element. */
  isSurface(element: Element): boolean {
    return dom.matches(element, this.elements);
  }

  /** The nearest element around, or this one, that a surface names. */
  owner(element: Element): Element | null {
    return dom.closest(element, this.elements);
  }

  /** Elements whose claim is the document's address: another one after a soft navigation. */
  addressBound(): Element[] {
    return this.#surfaces
      .filter(({ identity }) => identity === "address")
      .flatMap(({ element }) => Array.from(dom.all(document, element)));
  }

  /** What the page claims of the account whose page it is. */
  header(): PageSighting[] {
    const sighted = this.addressBound()
      .slice(0, BOUND_MAX)
      .flatMap((element) => this.at(element));
    return sighted.filter(({ wholePage }) => wholePage).map(({ sighting }) => sighting);
  }

  /** Elements whose claims take an id from this one. */
  dependents(element: Element): Element[] {
    if (!this.#readDistant) return [];
    return this.#distant
      .filter(({ claim }) => dom.matches(element, claim))
      .flatMap((distant) => Array.from(dom.all(document, distant.element)));
  }

  /** What this element claims now. */
  at(element: Element): Sighted[] {
    const sighted: Sighted[] = [];
    for (const surface of this.#surfaces) {
      const claim = dom.matches(element, surface.element) ? this.#surfaceAt(surface, element) : undefined;
      if (claim !== undefined) sighted.push(claim);
    }
    if (!dom.matches(element, LINK)) return sighted;
    // Where it speaks for nobody it is as bare as other links.
    const placed = sighted.filter((claim) => claim.place() !== undefined);
    const link = placed.length === 0 ? this.linkAt(element) : undefined;
    return link === undefined ? placed : [link];
  }

  /** A link that no surface names: it may warn. Pictures and times carry no name, so nothing would stand beside one. */
  linkAt(element: Element, link = dom.attribute(element, "href")): Sighted | undefined {
    if (link === null || link === "" || link.startsWith("#") || link.length > TEXT_MAX) return undefined;
    if (dom.first(element, "time") !== null || !hasText(element)) return undefined;
    const sighting = { page: this.page, link };
    const key = keyOfLink(this.page, link);
    return { surface: GENERIC, sighting, key, wholePage: false, place: () => element };
  }

  /** What an element claims for one of the surfaces that name it. */
  #surfaceAt(surface: Surface, element: Element): Sighted | undefined {
    const inside = this.#find(surface.link, element);
    const link = inside ?? this.#around(surface.link, element);
    const handle = this.#find(surface.handle, element, inside);
    const wholePage = surface.identity === "address";
    if ((link ?? handle) === undefined && !wholePage) return undefined;
    const name = this.#find(surface.name, element, inside, surface.link);
    const sighting: PageSighting = { page: this.page, surface: { site: this.#site, id: surface.id } };
    assign(sighting, "link", link?.value, TEXT_MAX);
    assign(sighting, "handle", handle?.value, NAME_MAX);
    assign(sighting, "name", name?.value, NAME_MAX);
    if (surface.id_claim !== undefined) this.#addIds(sighting, surface.id_claim, element);
    const place = () => {
      const anchor = this.#place(surface.mark_after, element, name ?? handle);
      const evidence = { element, link: link?.element, handle: handle?.element, wholePage };
      return anchor !== undefined && belongs(anchor, evidence) ? anchor : undefined;
    };
    if (wholePage && place() === undefined) return undefined;
    return { surface: surface.id, sighting, key: keyOf(sighting, wholePage), wholePage, place };
  }

  /** Every id there is: which of them is this account's, the core decides by the names beside them. */
  #addIds(sighting: PageSighting, claim: IdClaimPart, element: Element): void {
    const everywhere = claim.scope === "document";
    if (everywhere) this.#readDistant = true;
    const matches = everywhere ? Array.from(dom.all(document, claim.selector)) : this.#own(claim.selector, element);
    const ids = matches.flatMap((match) => {
      const value = dom.attribute(match, claim.value);
      const names = dom.attribute(match, claim.names);
      const fits = value && names && value.length <= NAME_MAX && names.length <= NAME_MAX;
      return fits ? [{ value, names }] : [];
    });
    if (ids.length > 0) sighting.ids = ids.slice(0, IDS_MAX);
  }

  /** An element without the attribute, or without text, says nothing; the next match may. `other` was read as `otherPart`. */
  #find(part: Part | undefined, element: Element, other?: Found, otherPart?: Part): Found | undefined {
    if (part === undefined) return undefined;
    const says = (match: Element) => read(match, part);
    if (other !== undefined && otherPart?.selector === part.selector) {
      const value = says(other.element);
      if (value !== "") return { element: other.element, value };
    }
    return this.#first(part.selector, element, says, other?.element);
  }

  /** The link that the whole element stands in, as the name of who reposted may. */
  #around(part: Part | undefined, element: Element): Found | undefined {
    const parent = dom.parent(element);
    if (part === undefined || parent === null) return undefined;
    const around = dom.closest(parent, part.selector);
    const value = around !== null && this.owner(around) === this.owner(parent) ? read(around, part) : "";
    return around !== null && value !== "" ? { element: around, value } : undefined;
  }

  /** A match with text, such as a name, rather than a picture in front of it. `named` is known to have text. */
  #place(selector: string, element: Element, named: Found | undefined): Element | undefined {
    const says = (match: Element) =>
      named !== undefined && dom.contains(match, named.element) ? named.value : dom.text(match).trim();
    const found = this.#first(selector, element, says, named?.element);
    return (found ?? this.#first(selector, element, () => "any"))?.element;
  }

  /** The first match that says something; `own` is known to belong to the element and to nobody inside it. */
  #first(selector: string, element: Element, says: (match: Element) => string, own?: Element): Found | undefined {
    if (dom.matches(element, selector)) {
      const value = says(element);
      if (value !== "") return { element, value };
    }
    // Most often the very first match will do, and the others need not be looked for.
    const match = dom.first(element, selector);
    if (match !== null) {
      const isOwn = (own !== undefined && dom.contains(match, own)) || this.owner(match) === element;
      const value = isOwn ? says(match) : "";
      if (value !== "") return { element: match, value };
    } else if (!dom.hasShadows()) return undefined;
    for (const other of this.#own(selector, element)) {
      const value = says(other);
      if (value !== "") return { element: other, value };
    }
    return undefined;
  }

  /** The element itself or what is in it, but not what belongs to another author's inside it, such as a quoted post. */
  #own(selector: string, element: Element): Element[] {
    const itself = dom.matches(element, selector) ? [element] : [];
    return [...itself, ...dom.deep(element, selector)].filter((match) => this.owner(match) === element);
  }
}
