// How one claim is read from elements, and what makes two claims the same.

import type { PageSighting, Part, Surface } from "../shared/sites.ts";
import { dom } from "./dom.ts";

/** Names longer than this are no name: dropped, never cut, since a cut name is another name. */
export const NAME_MAX = 300;

export const GENERIC = "link";
export const LINK = "a[href]";

/** One claim that an element makes. */
export interface Sighted {
  /** The surface's id, or `link` for the generic link rule. */
  surface: string;
  sighting: PageSighting;
  /** Equal for sightings that must get the same answer. */
  key: string;
  /** Whose page this is: what is said here of the account holds wherever the page names it outside of posts. */
  wholePage: boolean;
  /**
   * The mark stands after this element; `undefined` where that place may belong to somebody else, and none may stand. Looked
   * for when it is asked for: few claims are ever marked.
   */
  place(): Element | undefined;
}

/** A link that names the same account wherever it stands. */
const ABSOLUTE = /^(\/|https?:\/\/)/;

/**
 * Two sightings of the same text get the same answer, wherever the resident has gone meanwhile: unless the claim is the
 * page's own address, or its link is relative to it.
 */
export function keyOf({ page, surface, link, handle, name, ids }: PageSighting, addressBound: boolean): string {
  const bound = addressBound || (link !== undefined && !ABSOLUTE.test(link));
  if (bound || (handle ?? ids) !== undefined) {
    return JSON.stringify([surface?.id, link, handle, name, ids, bound ? page : 0]);
  }
  // What most posts claim, for which that would take long. How long the link is says where the name begins.
  return `${surface?.id} ${link?.length}${name === undefined ? "" : "+"} ${link}${name}`;
}

/** The same for a bare link. A link's own text is its key, for there are thousands; no other key begins as one does. */
export function keyOfLink(page: string, link: string): string {
  return ABSOLUTE.test(link) ? link : JSON.stringify([page, link]);
}

/** `text` is what the element says as a part of a claim. */
export function read(element: Element, part: Part): string {
  return part.attribute ? (dom.attribute(element, part.attribute) ?? "") : dom.text(element).trim();
}

export function assign(
  sighting: PageSighting,
  field: "link" | "handle" | "name",
  value: string | undefined,
  max: number,
): void {
  if (value !== undefined && value.length <= max) sighting[field] = value;
}

export function hasText(element: Element): boolean {
  return dom.text(element).trim() !== "";
}

/** Attributes whose change may change a claim. */
export function attributesOf(surfaces: Surface[]): string[] {
  const named = surfaces.flatMap((surface) => [
    ...[surface.link, surface.handle, surface.name].map((part) => part?.attribute),
    surface.id_claim?.value,
    surface.id_claim?.names,
    ...attributesIn(JSON.stringify(surface)),
  ]);
  return [...new Set(["href", ...named.filter((name) => typeof name === "string")])];
}

/** Attributes of what stands around a surface's element: their change may make one of an element far inside, or unmake it. */
export function contextOf(surfaces: Surface[]): Set<string> {
  const around = surfaces.flatMap(({ element }) =>
    element.split(",").map((selector) => selector.replace(/[^\s>]*$/, "")),
  );
  return new Set(around.flatMap(attributesIn));
}

function attributesIn(selectors: string): string[] {
  return [...selectors.matchAll(/\[([a-z][a-z-]*)/g)].flatMap(([, name]) => name ?? []);
}
