// Site file → element → PageSighting. Reads what the page wrote, as raw as it is; the core judges what it means.

import { IDS_MAX, TEXT_MAX } from "../shared/messages.ts";
import type { IdClaimPart, PageSighting, Part, SiteFile, Surface } from "../shared/sites.ts";
import { assign, attributesOf, contextOf, hasText, keyOf, keyOfLink, NAME_MAX, read } from "./claim.ts";
import { dom, type Tree } from "./dom.ts";
import { belongs } from "./place.ts";

/** One claim that an element makes. */
export interface Sighted {
  /** The surface's id, or `link` for the generic link rule. */
  surface: string;
  sighting: PageSighting;
  /** Equal for sightings that must get the same answer. */
  key: string;
  /** The mark stands after this element. */
  anchor: Element;
  /** Whose page this is: what is said here of the account holds wherever the page names it outside of posts. */
  wholePage: boolean;
}

interface Found {
  element: Element;
  value: string;
}

export const GENERIC = "link";
export const LINK = "a[href]";

/** A selector that begins with another tag in each of its last compounds never names a link. */
const NEVER_A_LINK = /^(?!a\b)[a-z][a-z0-9-]*/;

export class Sight {
  /** Attributes whose change may change a claim. */
  readonly attributes: string[];
  /** Those whose change may change what elements are, far inside. */
  readonly context: Set<string>;
  /** All elements that a surface names; nothing matches the empty `:not(*)`. */
  readonly elements: string;
  /** The document's address: read once for all that is read in one turn. */
  page = dom.address();
  readonly #surfaces: Surface[];
  readonly #site: string;
  /** Surfaces that may name a link. */
  readonly #linkSurfaces: string | undefined;
  /** Surfaces that read an id from elsewhere in the document. */
  readonly #distant: { claim: string; element: string }[];

  constructor(site: SiteFile | undefined) {
    this.#surfaces = site?.surfaces ?? [];
    this.#site = site?.platform ?? "";
    this.elements = this.#surfaces.map(({ element }) => element).join(",") || ":not(*)";
    const last = (selector: string) =>
      selector
        .trim()
        .split(/[\s>]+/)
        .at(-1) ?? "";
    const maybeLinks = this.#surfaces
      .flatMap(({ element }) => element.split(","))
      .some((selector) => !NEVER_A_LINK.test(last(selector)));
    this.#linkSurfaces = maybeLinks ? this.elements : undefined;
    this.#distant = this.#surfaces.flatMap(({ element, id_claim: claim }) =>
      claim?.scope === "document" ? [{ claim: claim.selector, element }] : [],
    );
    this.attributes = attributesOf(this.#surfaces);
    this.context = contextOf(this.#surfaces);
  }

  /** The elements in a tree that a surface names. One query each over a document: a list of selectors is slower there. */
  surfacesIn(root: Tree): ArrayLike<Element>[] {
    if (root instanceof Document) return this.#surfaces.map(({ element }) => dom.all(root, element));
    return [dom.all(root, this.elements)];
  }

  /** Elements outside of surfaces' own whose appearance changes what those claim. */
  distantIn(root: Tree): ArrayLike<Element>[] {
    return this.#distant.map(({ claim }) => dom.all(root, claim));
  }

  /** Whether a surface names this element. */
  isSurface(element: Element): boolean {
    return dom.matches(element, this.elements);
  }

  /** The same for a link, at no cost where no surface can name one. */
  isSurfaceLink(link: Element): boolean {
    return this.#linkSurfaces !== undefined && dom.matches(link, this.#linkSurfaces);
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

  /** Elements whose claims take an id from this one. */
  dependents(element: Element): Element[] {
    return this.#distant
      .filter(({ claim }) => dom.matches(element, claim))
      .flatMap((distant) => Array.from(dom.all(document, distant.element)));
  }

  /** What this element claims now. */
  at(element: Element): Sighted[] {
    const sighted: Sighted[] = [];
    for (const surface of this.#surfaces) {
      const found = dom.matches(element, surface.element) && this.#surfaceAt(surface, element);
      if (found) sighted.push(found);
    }
    const link = sighted.length === 0 && dom.matches(element, LINK) ? this.linkAt(element) : undefined;
    return link === undefined ? sighted : [link];
  }

  /** A link that no surface names: it may warn. Pictures and times carry no name, so nothing would stand beside one. */
  linkAt(element: Element, link = dom.attribute(element, "href")): Sighted | undefined {
    if (link === null || link === "" || link.startsWith("#") || link.length > TEXT_MAX) return undefined;
    if (!hasText(element) || dom.first(element, "time") !== null) return undefined;
    const sighting = { page: this.page, link };
    return { surface: GENERIC, sighting, key: keyOfLink(this.page, link), anchor: element, wholePage: false };
  }

  #surfaceAt(surface: Surface, element: Element): Sighted | undefined {
    const link = this.#find(surface.link, element);
    const handle = this.#find(surface.handle, element);
    const sighting: PageSighting = { page: this.page, surface: { site: this.#site, id: surface.id } };
    assign(sighting, "link", link?.value, TEXT_MAX);
    assign(sighting, "handle", handle?.value, NAME_MAX);
    assign(sighting, "name", this.#find(surface.name, element)?.value, NAME_MAX);
    if (surface.id_claim !== undefined) this.#addIds(sighting, surface.id_claim, element);
    const wholePage = surface.identity === "address";
    const anchor = this.#place(surface.mark_after, element);
    const evidence = { element, link: link?.element, handle: handle?.element, wholePage };
    if (anchor === undefined || !belongs(anchor, evidence)) return undefined;
    return { surface: surface.id, sighting, key: keyOf(sighting, wholePage), anchor, wholePage };
  }

  /** Every id there is: which of them is this account's, the core decides by the names beside them. */
  #addIds(sighting: PageSighting, claim: IdClaimPart, element: Element): void {
    const matches =
      claim.scope === "document" ? Array.from(dom.all(document, claim.selector)) : this.#own(claim.selector, element);
    const ids = matches.flatMap((match) => {
      const value = dom.attribute(match, claim.value);
      const names = dom.attribute(match, claim.names);
      const fits = value && names && value.length <= NAME_MAX && names.length <= NAME_MAX;
      return fits ? [{ value, names }] : [];
    });
    if (ids.length > 0) sighting.ids = ids.slice(0, IDS_MAX);
  }

  /** An element without the attribute, or without text, says nothing; the next match may. */
  #find(part: Part | undefined, element: Element): Found | undefined {
    return part && this.#first(part.selector, element, (match) => read(match, part));
  }

  /** A match with text, such as a name, rather than a picture in front of it. */
  #place(selector: string, element: Element): Element | undefined {
    const found = this.#first(selector, element, dom.text) ?? this.#first(selector, element, () => "any");
    return found?.element;
  }

  #first(selector: string, element: Element, says: (match: Element) => string): Found | undefined {
    const suits = (match: Element): Found | undefined => {
      const value = says(match);
      return value.trim() === "" ? undefined : { element: match, value };
    };
    if (dom.matches(element, selector)) {
      const found = suits(element);
      if (found !== undefined) return found;
    }
    // Most often the very first match will do, and the others need not be looked for.
    const first = dom.first(element, selector);
    if (first === null && !dom.hasShadows()) return undefined;
    const found = first !== null && this.owner(first) === element && suits(first);
    if (found) return found;
    for (const match of this.#own(selector, element)) {
      const other = suits(match);
      if (other !== undefined) return other;
    }
    return undefined;
  }

  /** The element itself or what is in it, but not what belongs to another author's inside it, such as a quoted post. */
  #own(selector: string, element: Element): Element[] {
    const itself = dom.matches(element, selector) ? [element] : [];
    return [...itself, ...dom.deep(element, selector)].filter((match) => this.owner(match) === element);
  }
}
