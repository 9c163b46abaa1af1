// How one claim is read from elements, and what makes two claims the same.

import type { PageSighting, Part, Surface } from "../shared/sites.ts";
import { dom } from "./dom.ts";

/** Names longer than this are no name: dropped, never cut, since a cut name is another name. */
export const NAME_MAX = 300;

/**
 * Two sightings of the same text get the same answer, wherever the resident has gone meanwhile: unless the claim is the
 * page's own address, or its link is relative to it.
 */
export function keyOf(sighting: PageSighting, addressBound: boolean): string {
  const { page, ...claim } = sighting;
  const bound = addressBound || (claim.link !== undefined && !/^(\/|https?:)/.test(claim.link));
  return JSON.stringify(bound ? [page, claim] : claim);
}

export function read(element: Element, part: Part | undefined): string {
  const attribute = part?.attribute;
  return attribute ? (dom.attribute(element, attribute) ?? "") : dom.text(element).trim();
}

export function assign(
  sighting: PageSighting,
  field: "link" | "handle" | "name",
  value: string | undefined,
  max: number,
): void {
  if (value !== undefined && value !== "" && value.length <= max) sighting[field] = value;
}

export function hasText(element: Element): boolean {
  return dom.text(element).trim() !== "";
}

export function attributesOf(surfaces: Surface[]): string[] {
  const named = surfaces.flatMap((surface) => [
    ...[surface.link, surface.handle, surface.name].map((part) => part?.attribute),
    surface.id_claim?.value,
    surface.id_claim?.names,
    ...[...JSON.stringify(surface).matchAll(/\[([a-z][a-z-]*)/g)].map(([, name]) => name),
  ]);
  return [...new Set(["href", ...named.filter((name) => typeof name === "string")])];
}
