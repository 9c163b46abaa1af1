// Verdict and element → mark. Knows no platform, and draws nothing that it cannot stand by at the moment of drawing.

import { agencyName, markOf } from "../shared/marks.ts";
import type { ListSummary } from "../shared/messages.ts";
import type { Answer } from "../shared/verdict.ts";
import { dom } from "./dom.ts";
import { buildMark, HOST } from "./mark.ts";
import { WORDS } from "./place.ts";
import { GENERIC, type Sighted } from "./sight.ts";

/** What stands, or is asked, for one surface of one element. */
interface Claim {
  key: string;
  round: number;
  host?: Element;
  drawn?: string;
  /** How often the page took the mark away. */
  lost: number;
}

interface Speaker {
  element: Element;
  claim: Claim;
}

/** A page that removes a mark this often does not want it there; drawing on would be a fight in a loop. */
const LOST_MAX = 5;

export class Paint {
  readonly #claims = new WeakMap<Element, Map<string, Claim>>();
  readonly #ours = new WeakSet<Node>();
  /** Who speaks for an account in one group, so that two links to one account carry one mark. */
  readonly #groups = new WeakMap<Element, Map<string, Speaker>>();
  list: ListSummary = { publisher: "", date: "", contact: "" };
  /** Rises when another list is in use: what was asked before must be asked again. */
  round = 0;

  /** Takes away what an earlier run of the extension left on this page. */
  clear(): void {
    for (const host of dom.allInDocument(HOST)) Element.prototype.remove.call(host);
  }

  ours(node: Node): boolean {
    return this.#ours.has(node);
  }

  /** Whether this element makes, or made, a claim. */
  knows(element: Element): boolean {
    return this.#claims.has(element);
  }

  /** Notes what an element claims now; true when that must be asked. Takes away a mark that another claim got. */
  note(element: Element, { surface, key }: Sighted): boolean {
    const claims = this.#claims.get(element) ?? new Map<string, Claim>();
    this.#claims.set(element, claims);
    const claim = claims.get(surface);
    if (claim?.key === key) {
      const stands = claim.host === undefined || dom.connected(claim.host);
      if (stands && claim.round === this.round) return false;
      if (!stands) claim.lost += 1;
      claim.round = this.round;
      return claim.lost <= LOST_MAX;
    }
    if (claim !== undefined) this.#remove(claim);
    claims.set(surface, { key, round: this.round, lost: 0 });
    return true;
  }

  /** Takes away what stood for claims that the element no longer makes. */
  keepOnly(element: Element, sighted: Sighted[]): void {
    const claims = this.#claims.get(element);
    for (const [surface, claim] of claims ?? []) {
      if (sighted.some((now) => now.surface === surface)) continue;
      this.#remove(claim);
      claims?.delete(surface);
    }
  }

  /**
   * Draws the answer to `asked`, unless the element claims something else by now: `now` is what it claims at this moment,
   * `owner` the surface's element around it. Returns false when it does, and must be seen again.
   */
  draw(element: Element, asked: Sighted, now: Sighted | undefined, owner: Element | null, answer: Answer): boolean {
    const claim = this.#claims.get(element)?.get(asked.surface);
    if (claim === undefined || claim.key !== asked.key) return true;
    if (now === undefined || now.key !== asked.key) return false;
    const mark = markOf(answer);
    const drawn = mark && JSON.stringify([mark, answer.account, agencyName(answer), this.list]);
    if (claim.host !== undefined && dom.connected(claim.host) && claim.drawn === drawn) return true;
    this.#remove(claim);
    const groups = groupsOf(element, owner, asked.wholePage);
    if (asked.surface === GENERIC && this.#repeats(groups, answer.account, element)) return true;
    if (asked.surface !== GENERIC || mark !== undefined) this.#speak(groups, answer.account, { element, claim });
    if (mark === undefined || drawn === undefined) return true;
    const host = buildMark(mark, { answer, list: this.list, name: asked.sighting.name });
    this.#ours.add(host);
    Element.prototype.after.call(now.anchor, host);
    claim.host = host;
    claim.drawn = drawn;
    return true;
  }

  marks(): number {
    return [...dom.allInDocument(HOST)].filter((host) => this.ours(host)).length;
  }

  /** What was said of an account in a group holds for bare links to it, silence too: a surface may know an id, they do not. */
  #repeats([innermost]: Element[], account: string | undefined, element: Element): boolean {
    if (account === undefined || innermost === undefined) return false;
    const speaker = this.#speakersIn(innermost).get(account);
    return speaker !== undefined && speaker.element !== element && this.#stillSays(speaker);
  }

  #speak(groups: Element[], account: string | undefined, speaker: Speaker): void {
    if (account === undefined) return;
    for (const group of groups) {
      const speakers = this.#speakersIn(group);
      const earlier = speakers.get(account);
      if (earlier !== undefined && this.#claims.get(earlier.element)?.get(GENERIC) === earlier.claim) {
        if (earlier.element !== speaker.element) this.#remove(earlier.claim);
      }
      speakers.set(account, speaker);
    }
  }

  #stillSays({ element, claim }: Speaker): boolean {
    return dom.connected(element) && [...(this.#claims.get(element)?.values() ?? [])].includes(claim);
  }

  #speakersIn(group: Element): Map<string, Speaker> {
    const speakers = this.#groups.get(group) ?? new Map<string, Speaker>();
    this.#groups.set(group, speakers);
    return speakers;
  }

  #remove(claim: Claim): void {
    if (claim.host !== undefined) Element.prototype.remove.call(claim.host);
    delete claim.host;
    delete claim.drawn;
  }
}

/** What an element's mark speaks for, innermost first: the surface's element around it, and what holds one author's words. */
function groupsOf(element: Element, owner: Element | null, wholePage: boolean): Element[] {
  const words = dom.closest(element, WORDS);
  if (wholePage) return [owner ?? element, document.documentElement];
  if (owner === null) return [words ?? document.documentElement];
  if (words === null) return [owner];
  return dom.contains(owner, words) ? [words, owner] : [owner, words];
}
