// Whether the place of a mark belongs to the account that was judged. Site files can be mended from afar, and a wrong one
// must only lose marks: a mark never stands beside a name that the judged link or handle is not part of.

import { dom } from "./dom.ts";

const LINK = "a[href]";
/** What commonly holds one author's words. */
export const WORDS = "article, li, tr, [role=article], [role=listitem], [role=row], [aria-posinset]";

/** What was judged: the elements that were read, and the surface's element around them. */
export interface Evidence {
  element: Element;
  link: Element | undefined;
  handle: Element | undefined;
  /** The account is that of the document's address, which link or handle only confirm. */
  wholePage: boolean;
}

/** Whether `anchor` holds the judged link or handle, stands in it, or is the name of a page that has neither. */
export function belongs(anchor: Element, evidence: Evidence): boolean {
  const { link, handle } = evidence;
  if ([link, handle].some((read) => read !== undefined && together(anchor, read))) return true;
  const links = linksAt(anchor);
  // A header names the account of the page without a link. Authors on the page do so with one, or among their own words.
  if (links.length === 0) return evidence.wholePage && sameWords(anchor, evidence.element);
  const judged = link && dom.attribute(link, "href");
  return typeof judged === "string" && links.some((found) => dom.attribute(found, "href") === judged);
}

function together(one: Element, other: Element): boolean {
  return dom.contains(one, other) || dom.contains(other, one);
}

function linksAt(anchor: Element): Element[] {
  const around = dom.closest(anchor, LINK);
  return around === null ? Array.from(dom.all(anchor, LINK)) : [around];
}

function sameWords(anchor: Element, element: Element): boolean {
  const words = dom.closest(anchor, WORDS);
  return words === null || dom.contains(words, element);
}
