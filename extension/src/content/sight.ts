// Site file → element → PageSighting. Reads what the page wrote, as raw as it is; the core judges what it means.

import { IDS_MAX, TEXT_MAX } from "../shared/messages.ts";
import type { PageSighting, Part, SiteFile, Surface } from "../shared/sites.ts";
import { assign, attributesOf, hasText, keyOf, NAME_MAX, read } from "./claim.ts";
import { dom } from "./dom.ts";
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

export const GENERIC = "link";
const LINK = "a[href]";

export class Sight {
  /** Everything that may make a claim, or be needed for one. */
  readonly selector: string;
  /** Attributes whose change may change a claim. */
  readonly attributes: string[];
  readonly #surfaces: Surface[];
  readonly #site: string;
  readonly #elements: string | undefined;
  /** Surfaces that read an id from elsewhere in the document. */
  readonly #distant: { claim: string; element: string }[];

  constructor(site: SiteFile | undefined) {
    this.#surfaces = site?.surfaces ?? [];
    this.#site = site?.platform ?? "";
    this.#elements = this.#surfaces.map(({ element }) => element).join(",") || undefined;
    this.#distant = this.#surfaces.flatMap(({ element, id_claim: claim }) =>
      claim?.scope === "document" ? [{ claim: claim.selector, element }] : [],
    );
    this.selector = [LINK, this.#elements, ...this.#distant.map(({ claim }) => claim)].filter(Boolean).join(",");
    this.attributes = attributesOf(this.#surfaces);
  }

  /** Whether a surface names this element. */
  isSurface(element: Element): boolean {
    return this.#elements !== undefined && dom.matches(element, this.#elements);
  }

  /** The nearest element around, or this one, that a surface names. */
  owner(element: Element): Element | null {
    return this.#elements === undefined ? null : dom.closest(element, this.#elements);
  }

  /** Elements whose claim is the document's address: another one after a soft navigation. */
  addressBound(): Element[] {
    return this.#surfaces
      .filter(({ identity }) => identity === "address")
      .flatMap(({ element }) => [...dom.allInDocument(element)]);
  }

  /** Elements whose claims take an id from this one. */
  dependents(element: Element): Element[] {
    return this.#distant
      .filter(({ claim }) => dom.matches(element, claim))
      .flatMap((distant) => [...dom.allInDocument(distant.element)]);
  }

  /** What this element claims now. */
  at(element: Element): Sighted[] {
    const sighted = (this.isSurface(element) ? this.#surfaces : [])
      .filter((surface) => dom.matches(element, surface.element))
      .map((surface) => this.#surfaceAt(surface, element));
    if (sighted.length === 0 && dom.matches(element, LINK)) sighted.push(this.#linkAt(element));
    return sighted.filter((found) => found !== undefined);
  }

  #surfaceAt(surface: Surface, element: Element): Sighted | undefined {
    const link = this.#find(surface.link, element) ?? this.#around(surface.link, element);
    const handle = this.#find(surface.handle, element);
    const sighting: PageSighting = { page: dom.address(), surface: { site: this.#site, id: surface.id } };
    assign(sighting, "link", link && read(link, surface.link), TEXT_MAX);
    assign(sighting, "handle", handle && read(handle, surface.handle), NAME_MAX);
    const name = this.#find(surface.name, element);
    assign(sighting, "name", name && read(name, surface.name), NAME_MAX);
    this.#addIds(sighting, surface, element);
    const wholePage = surface.identity === "address";
    const anchor = this.#place(surface.mark_after, element);
    if (anchor === undefined || !belongs(anchor, { element, link, handle, wholePage })) return undefined;
    return { surface: surface.id, sighting, key: keyOf(sighting, wholePage), anchor, wholePage };
  }

  /** A link that no surface names: it may warn. Pictures and times carry no name, so nothing would stand beside one. */
  #linkAt(element: Element): Sighted | undefined {
    const link = dom.attribute(element, "href");
    if (link === null || link === "" || link.startsWith("#") || link.length > TEXT_MAX) return undefined;
    if (!hasText(element) || dom.has(element, "time")) return undefined;
    const sighting: PageSighting = { page: dom.address(), link };
    return { surface: GENERIC, sighting, key: keyOf(sighting, false), anchor: element, wholePage: false };
  }

  /** Every id there is: which of them is this account's, the core decides by the names beside them. */
  #addIds(sighting: PageSighting, { id_claim: claim }: Surface, element: Element): void {
    if (claim === undefined) return;
    const matches =
      claim.scope === "document" ? [...dom.allInDocument(claim.selector)] : this.#own(claim.selector, element);
    const ids = matches.flatMap((match) => {
      const value = dom.attribute(match, claim.value);
      const names = dom.attribute(match, claim.names);
      const fits = value && names && value.length <= NAME_MAX && names.length <= NAME_MAX;
      return fits ? [{ value, names }] : [];
    });
    if (ids.length > 0) sighting.ids = ids.slice(0, IDS_MAX);
  }

  #find(part: Part | undefined, element: Element): Element | undefined {
    if (part === undefined) return undefined;
    // An element without the attribute, or without text, says nothing; the next match may.
    return this.#first(part.selector, element, (match) => read(match, part) !== "");
  }

  /** The link that the whole element stands in, as the name of who reposted may. */
  #around(part: Part | undefined, element: Element): Element | undefined {
    const parent = dom.parent(element);
    const around = part === undefined || parent === null ? null : dom.closest(parent, part.selector);
    return around !== null && this.owner(around) === this.owner(parent as Element) ? around : undefined;
  }

  /** A match with text, such as a name, rather than a picture in front of it. */
  #place(selector: string, element: Element): Element | undefined {
    return this.#first(selector, element, hasText) ?? this.#first(selector, element);
  }

  #first(selector: string, element: Element, suits = (_match: Element): boolean => true): Element | undefined {
    return this.#own(selector, element).find(suits);
  }

  /** The element itself or what is in it, but not what belongs to another author's inside it, such as a quoted post. */
  #own(selector: string, element: Element): Element[] {
    const itself = dom.matches(element, selector) ? [element] : [];
    return [...itself, ...dom.all(element, selector)].filter((match) => this.owner(match) === element);
  }
}
