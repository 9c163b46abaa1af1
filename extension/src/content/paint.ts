// Verdict and element → mark. Knows no platform, and draws nothing that it cannot stand by at the moment of drawing.

import { agencyName, markOf } from "../shared/marks.ts";
import type { ListSummary } from "../shared/messages.ts";
import type { Answer } from "../shared/verdict.ts";
import { dom } from "./dom.ts";
import { lineIn, standsAlone } from "./line.ts";
import { buildMark, HOST } from "./mark.ts";
import { GENERIC, type Sighted } from "./sight.ts";
import { Speakers } from "./speakers.ts";

/** What stands, or is asked, for one surface of one element. */
export interface Claim {
  element: Element;
  surface: string;
  key: string;
  wholePage: boolean;
  round: number;
  /** What the core said whose claim it is, once it answered. */
  account?: string | undefined;
  host?: Element;
  drawn?: string;
  /** How often the page took the mark away. */
  lost: number;
}

/** A page that removes a mark this often does not want it there; drawing on would be a fight in a loop. */
const LOST_MAX = 5;

export class Paint {
  readonly #claims = new WeakMap<Element, Claim[]>();
  readonly #marked = new WeakMap<Node, Element>();
  readonly #standing = new Set<Claim>();
  /** Those of bare links. */
  readonly #standingLinks = new Set<Claim>();
  readonly #speakers: Speakers;
  list: ListSummary = { publisher: "", date: "", contact: "" };
  /** Rises when another list is in use: what was asked before must be asked again. */
  round = 0;

  /** `elements` matches what surfaces name. Takes away what an earlier run of the extension left on this page. */
  constructor(elements: string) {
    this.#speakers = new Speakers(elements, (element) => this.#claims.get(element) ?? [], this.#standingLinks);
    for (const host of Array.from(dom.all(document, HOST))) dom.remove(host);
  }

  /** The element for which this mark of ours stands. */
  marked(node: Node): Element | undefined {
    return this.#marked.get(node);
  }

  /** Whether this element makes, or made, a claim. */
  knows(element: Element): boolean {
    return this.#claims.has(element);
  }

  /** Elements in `inside` that have a mark. */
  standing(inside: Element): Element[] {
    return [...this.#standing].map(({ element }) => element).filter((element) => dom.contains(inside, element));
  }

  /** Notes what an element claims now; true when that must be asked. Takes away a mark that another claim got. */
  note(element: Element, { surface, key, wholePage }: Sighted): boolean {
    const claim = this.#claim(element, surface);
    if (claim?.key === key) {
      const stands = claim.host === undefined || dom.connected(claim.host);
      if (stands && claim.round === this.round) return false;
      if (!stands) claim.lost += 1;
      claim.round = this.round;
      return claim.lost <= LOST_MAX;
    }
    if (claim !== undefined) this.#drop(claim);
    const claims = this.#claims.get(element);
    const made: Claim = { element, surface, key, wholePage, round: this.round, lost: 0 };
    if (claims === undefined) this.#claims.set(element, [made]);
    else claims.push(made);
    return true;
  }

  /** Takes away what stood for claims that the element no longer makes. */
  keepOnly(element: Element, sighted: Sighted[]): void {
    for (const claim of [...(this.#claims.get(element) ?? [])]) {
      if (!sighted.some(({ surface }) => surface === claim.surface)) this.#drop(claim);
    }
  }

  /** Whether the answer to `asked` changes nothing that stands on the page; most do not, and there are thousands. */
  silent(element: Element, asked: Sighted, answer: Answer): boolean {
    const claim = this.#claim(element, asked.surface);
    if (claim === undefined || claim.key !== asked.key) return true;
    claim.account = answer.account;
    if (asked.surface !== GENERIC) {
      for (const repeated of this.#speakers.silencedBy(claim)) this.#drop(repeated);
    }
    return claim.host === undefined && markOf(answer) === undefined;
  }

  /**
   * Draws the answer to `asked`, unless the element claims something else by now: `now` is what it claims at this moment.
   * Returns false when it does, and must be seen again.
   */
  draw(element: Element, asked: Sighted, now: Sighted | undefined, answer: Answer): boolean {
    const claim = this.#claim(element, asked.surface);
    if (claim === undefined || claim.key !== asked.key) return true;
    if (now === undefined || now.key !== asked.key) return false;
    const mark = markOf(answer);
    const drawn = mark && JSON.stringify([mark, answer.account, agencyName(answer), this.list]);
    if (claim.host !== undefined && dom.connected(claim.host) && claim.drawn === drawn) return true;
    this.#undraw(claim);
    if (mark === undefined || drawn === undefined) return true;
    if (asked.surface === GENERIC) {
      if (this.#speakers.repeats(claim)) return true;
      for (const repeated of this.#speakers.silencedBy(claim)) this.#drop(repeated);
    }
    const host = drawMark(now.anchor, () => buildMark(mark, { answer, list: this.list, name: asked.sighting.name }));
    this.#marked.set(host, element);
    this.#standing.add(claim);
    if (asked.surface === GENERIC) this.#standingLinks.add(claim);
    claim.host = host;
    claim.drawn = drawn;
    return true;
  }

  /** Takes away every mark, those in shadow roots as well. */
  clear(): void {
    for (const claim of this.#standing) this.#undraw(claim);
  }

  /** How many marks stand on the page now. */
  marks(): number {
    return [...this.#standing].filter(({ host }) => host !== undefined && dom.connected(host)).length;
  }

  /** Forgets marks that went with what they stood on. */
  tidy(): void {
    for (const claim of this.#standing) if (!dom.connected(claim.element)) this.#undraw(claim);
  }

  #claim(element: Element, surface: string): Claim | undefined {
    return this.#claims.get(element)?.find((claim) => claim.surface === surface);
  }

  #drop(claim: Claim): void {
    this.#undraw(claim);
    const claims = this.#claims.get(claim.element)?.filter((other) => other !== claim) ?? [];
    if (claims.length === 0) this.#claims.delete(claim.element);
    else this.#claims.set(claim.element, claims);
  }

  #undraw(claim: Claim): void {
    if (claim.host !== undefined) dom.remove(claim.host);
    this.#standing.delete(claim);
    this.#standingLinks.delete(claim);
    delete claim.host;
    delete claim.drawn;
  }
}

/** All that drawing one mark takes, by a name that a profile shows. */
function drawMark(anchor: Element, build: () => Element): Element {
  const host = build();
  if (standsAlone(anchor)) dom.append(lineIn(anchor), host);
  else dom.after(anchor, host);
  return host;
}
