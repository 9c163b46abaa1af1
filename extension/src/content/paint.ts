// Verdict and element → mark. Knows no platform, and draws nothing that it cannot stand by at the moment of drawing.

import { agencyName, type Mark } from "../shared/marks.ts";
import type { ListSummary } from "../shared/messages.ts";
import type { Answer } from "../shared/verdict.ts";
import { GENERIC, LINK, type Sighted } from "./claim.ts";
import { dom, HOST } from "./dom.ts";
import { depthOfLine, putInLine } from "./line.ts";
import { buildMark } from "./mark.ts";
import type { Sight } from "./sight.ts";
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
  drawnAt?: number;
  /** How often the page took the mark away soon after it was drawn. */
  lost: number;
}

/** `misplaced`: the mark would stand beside somebody else's name, so it is no claim at all. */
export type Outcome = "done" | "changed" | "misplaced";

/** A page that removes a mark this often does not want it there; drawing on would be a fight in a loop. */
const LOST_MAX = 5;
/** A mark that stood this long fell to a page that drew itself anew. */
const STOOD_MS = 5_000;
/** A page cannot fill the memory: links beyond these stay silent. */
const SILENCED_MAX = 500;

export class Paint {
  readonly #claims = new WeakMap<Element, Claim[]>();
  readonly #marked = new WeakMap<Node, Element>();
  readonly #standing = new Set<Claim>();
  /** Those of bare links. */
  readonly #standingLinks = new Set<Claim>();
  readonly #speakers: Speakers;
  /** Bare links that would only repeat a claim, with that claim. */
  readonly #silenced = new Map<Element, Claim>();
  /** How far in the last line of a surface's place is. */
  readonly #lines = new Map<string, number | undefined>();
  list: ListSummary = { publisher: "", date: "", contact: "" };
  /** Rises when another list is in use: what was asked before must be asked again. */
  round = 0;

  /** Whether any link ever made a claim. */
  knowsLinks = false;

  /** Takes away what an earlier run of the extension left on this page. */
  constructor(sight: Sight) {
    this.#speakers = new Speakers(
      sight,
      (element) => this.#claims.get(element) ?? [],
      this.#standingLinks,
      this.#standing,
    );
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
      if (!stands) claim.lost = stoodLong(claim) ? 0 : claim.lost + 1;
      claim.round = this.round;
      return claim.lost <= LOST_MAX;
    }
    if (claim !== undefined) this.#drop(claim);
    this.knowsLinks ||= dom.matches(element, LINK);
    const claims = this.#claims.get(element);
    const made: Claim = { element, surface, key, wholePage, round: this.round, lost: 0 };
    if (claims === undefined) this.#claims.set(element, [made]);
    else claims.push(made);
    return true;
  }

  /** Takes away what stood for claims that the element no longer makes, or in a place that is no longer its own. */
  keepOnly(element: Element, sighted: Sighted[]): void {
    for (const claim of [...(this.#claims.get(element) ?? [])]) {
      const now = sighted.find(({ surface }) => surface === claim.surface);
      if (now === undefined || (claim.host !== undefined && now.place() === undefined)) this.#drop(claim);
    }
  }

  /** Whether the answer to `asked` changes what stands on the page; most do not, and there are thousands. */
  changes(element: Element, asked: Sighted, account: string | undefined, mark: Mark | undefined): boolean {
    const claim = this.#claim(element, asked.surface);
    if (claim === undefined || claim.key !== asked.key) return false;
    claim.account = account;
    if (asked.surface !== GENERIC) {
      for (const repeated of this.#speakers.silencedBy(claim)) this.#silence(repeated, claim);
    }
    return claim.host !== undefined || mark !== undefined;
  }

  /** Draws the answer to `asked`, unless the element claims something else by now: `now` is what it claims at this moment. */
  draw(element: Element, asked: Sighted, now: Sighted | undefined, answer: Answer, mark: Mark | undefined): Outcome {
    const claim = this.#claim(element, asked.surface);
    if (claim === undefined || claim.key !== asked.key) return "done";
    if (now === undefined || now.key !== asked.key) return "changed";
    const drawn = mark && JSON.stringify([mark, answer.account, agencyName(answer), this.list]);
    if (claim.host !== undefined && dom.connected(claim.host) && claim.drawn === drawn) return "done";
    this.#undraw(claim);
    if (mark === undefined || drawn === undefined) return "done";
    const place = now.place();
    if (place === undefined) {
      this.#drop(claim);
      return "misplaced";
    }
    if (asked.surface === GENERIC) {
      const said = this.#speakers.repeats(claim);
      if (said !== undefined) {
        this.#silence(claim, said);
        return "done";
      }
      for (const repeated of this.#speakers.silencedBy(claim)) this.#silence(repeated, claim);
    }
    const build = () => buildMark(mark, { answer, list: this.list, sighting: asked.sighting });
    const host = this.drawMark(place, asked.surface, build);
    this.#marked.set(host, element);
    this.#standing.add(claim);
    if (asked.surface === GENERIC) this.#standingLinks.add(claim);
    claim.host = host;
    claim.drawn = drawn;
    claim.drawnAt = performance.now();
    return "done";
  }

  /** Takes away every mark, those in shadow roots as well. */
  clear(): void {
    for (const claim of this.#standing) this.#undraw(claim);
  }

  /** How many marks stand on the page now. */
  marks(): number {
    return [...this.#standing].filter(({ host }) => host !== undefined && dom.connected(host)).length;
  }

  /** Forgets what went with its element: should it come back, it is seen as new. */
  tidy(): void {
    for (const claim of this.#standing) if (!dom.connected(claim.element)) this.#drop(claim);
  }

  /** Links whose claim nobody makes for them any more: they speak for themselves again. */
  freed(): Element[] {
    const gone = [...this.#silenced].filter(([link, by]) => !dom.connected(link) || !this.#speakers.stands(by));
    for (const [link] of gone) this.#silenced.delete(link);
    return gone.map(([link]) => link);
  }

  /** All that drawing one mark takes, by a name that a profile shows. */
  drawMark(place: Element, surface: string, build: () => Element): Element {
    const host = build();
    // One surface is laid out alike all over a page, and asking the browser how makes it style the whole page first.
    if (surface === GENERIC || !this.#lines.has(surface)) this.#lines.set(surface, depthOfLine(place));
    putInLine(place, host, this.#lines.get(surface));
    return host;
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

  #silence(link: Claim, by: Claim): void {
    this.#drop(link);
    if (this.#silenced.size < SILENCED_MAX) this.#silenced.set(link.element, by);
  }

  #undraw(claim: Claim): void {
    if (claim.host !== undefined) dom.remove(claim.host);
    this.#standing.delete(claim);
    this.#standingLinks.delete(claim);
    delete claim.host;
    delete claim.drawn;
  }
}

function stoodLong({ drawnAt = Number.POSITIVE_INFINITY }: Claim): boolean {
  return performance.now() - drawnAt > STOOD_MS;
}
