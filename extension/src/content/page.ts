// One page under watch: what is seen becomes a question, its answer a mark.

import { markOf } from "../shared/marks.ts";
import type { ListSummary, PageState } from "../shared/messages.ts";
import type { Surface } from "../shared/sites.ts";
import type { Answer } from "../shared/verdict.ts";
import { Ask, type Send } from "./ask.ts";
import { Cover } from "./cover.ts";
import { dom, type Tree } from "./dom.ts";
import { Paint } from "./paint.ts";
import type { Queue } from "./queue.ts";
import { GENERIC, LINK, type Sight, type Sighted } from "./sight.ts";
import { markedAddresses, shown } from "./wanted.ts";
import { Watch, type Watched } from "./watch.ts";

/** Enough to tell whether a site file fits a page. */
const COUNTED_MAX = 100;

export class Page implements Watched {
  readonly attributes: string[];
  readonly context: Set<string>;
  readonly #sight: Sight;
  readonly #paint: Paint;
  readonly #ask: Ask;
  readonly #watch: Watch;
  readonly #tell: (paused: boolean) => void;
  readonly #cover = new Cover();
  /** How often the page came to rest. */
  #rests = 0;
  /** Whether the page uses custom elements at all: most sites do not, and need not be searched for shadow roots. */
  #custom = false;

  constructor(sight: Sight, send: Send, tell: (paused: boolean) => void) {
    this.#sight = sight;
    this.attributes = sight.attributes;
    this.context = sight.context;
    this.#paint = new Paint(sight.elements);
    this.#ask = new Ask(send);
    this.#tell = tell;
    this.#watch = new Watch(this);
  }

  set list(list: ListSummary) {
    this.#paint.list = list;
  }

  state(): PageState {
    return {
      surfaces: this.#surfacesNow(),
      asked: this.#ask.asked,
      marks: this.#paint.marks(),
      paused: this.#watch.paused,
      addresses: markedAddresses(),
    };
  }

  listChanged(): void {
    this.#ask.clear();
    this.#paint.round += 1;
    this.#watch.lookAgain();
  }

  /** Another takes over: what this one drew goes. */
  replaced(): void {
    this.end();
    this.#paint.clear();
  }

  /** Nothing new is looked at; what stands stays. */
  end(): void {
    this.#watch.end();
  }

  scan(root: Tree, queue: Queue): void {
    if (root instanceof Element) this.#scanItself(root, queue);
    for (const { list, surface } of this.#sight.surfacesIn(root)) {
      queue.add(list, (element) => this.#seeSurface(element, surface));
    }
    for (const list of this.#sight.distantIn(root)) queue.add(list, (element) => this.#seeDistant(element));
    queue.add(
      () => dom.all(root, LINK),
      (link) => this.#seeLink(link),
    );
  }

  /** A site that is made of custom elements has them near the top; the slow look around finds the others. */
  mayHost(root: Tree): boolean {
    this.#custom ||= root instanceof Element ? dom.isCustom(root) : this.#usesCustom(root);
    return this.#custom;
  }

  shadows(root: Tree): ShadowRoot[] {
    const custom = dom.custom(root).filter((element) => this.marked(element) === undefined);
    return custom.flatMap((element) => dom.shadow(element) ?? []);
  }

  *touched(node: Element): Generator<Element> {
    if (this.#paint.knows(node)) yield node;
    if (this.#sight.dependents(node).length > 0) yield node;
    const link = dom.closest(node, LINK);
    if (link !== null) yield link;
    for (let at = this.#sight.owner(node); at !== null; ) {
      yield at;
      const around = dom.parent(at);
      at = around && this.#sight.owner(around);
    }
  }

  standing(inside: Element): Element[] {
    return this.#paint.standing(inside);
  }

  marked(node: Node): Element | undefined {
    return this.#paint.marked(node);
  }

  begin(): boolean {
    const address = dom.address();
    const moved = address !== this.#sight.page;
    this.#sight.page = address;
    return moved;
  }

  moved(): Element[] {
    return this.#sight.addressBound();
  }

  get full(): boolean {
    return this.#ask.full;
  }

  frameEnds(): boolean {
    return this.#ask.flush();
  }

  rested(): void {
    this.#rests += 1;
    this.#cover.clear();
    this.#paint.tidy();
  }

  tell(paused: boolean): void {
    this.#tell(paused);
  }

  see(element: Element): void {
    this.#seeDistant(element);
    const sighted = this.#sight.at(element);
    if (sighted[0]?.surface === GENERIC && !this.#paint.knows(element)) {
      this.#seeLink(element);
      return;
    }
    if (this.#custom) this.#watch.lookInside(element);
    this.#paint.keepOnly(element, sighted);
    for (const claim of sighted) this.#claim(element, claim);
  }

  /** An element that is new makes the claim for which it was found, and what else it claims is found as well. */
  #seeSurface(element: Element, surface: Surface | undefined): void {
    if (surface === undefined || this.#paint.knows(element)) {
      this.see(element);
      return;
    }
    const sighted = this.#sight.surfaceAt(surface, element);
    if (sighted !== undefined) this.#claim(element, sighted);
  }

  #claim(element: Element, claim: Sighted): void {
    if (!this.#paint.note(element, claim)) return;
    if (claim.sighting.link !== undefined) this.#cover.add(claim.sighting.link, element);
    this.#ask.about(claim.key, claim.sighting, (answer) => this.#settle(element, claim, answer));
  }

  /** Counted when somebody asks: what stood on the page before tells nothing of the page that stands there now. */
  #surfacesNow(): number {
    const claims = (element: Element) => this.#sight.at(element).some(({ surface }) => surface !== GENERIC);
    return dom.deep(document, this.#sight.elements).slice(0, COUNTED_MAX).filter(claims).length;
  }

  #usesCustom(root: Tree): boolean {
    return root !== document || dom.customNearTop() || (this.#rests > 0 && dom.custom(root).length > 0);
  }

  /** An added tree's own element, which is not among what is in it. */
  #scanItself(root: Element, queue: Queue): void {
    if (this.#paint.knows(root) || this.#sight.isSurface(root) || dom.matches(root, LINK))
      queue.add([root], (element) => this.see(element));
    else if (this.#sight.dependents(root).length > 0) this.#seeDistant(root);
  }

  #seeDistant(element: Element): void {
    for (const dependent of this.#sight.dependents(element)) this.#watch.look(dependent);
  }

  /** Thousands come by here: nothing is kept of a link about which there is nothing to say. */
  #seeLink(link: Element): void {
    // A link that a surface names, and that makes its claim, is known by now: surfaces come first.
    if (this.#paint.knows(link)) {
      this.see(link);
      return;
    }
    // Links hide none of their own functions, and this is the one call that every link costs.
    const href = link.getAttribute("href");
    if (href === null) return;
    const known = this.#ask.known(href);
    if (known !== undefined && markOf(known) === undefined) return;
    if (this.#cover.holds(href, link)) return;
    const sighted = this.#sight.linkAt(link, href);
    if (sighted === undefined) return;
    this.#ask.about(sighted.key, sighted.sighting, (answer) => {
      if (markOf(answer) !== undefined) this.#watch.inTurn(link, () => this.#warn(link, sighted));
    });
  }

  /** The core has something to say of a bare link: from here on it is a claim like others. */
  #warn(link: Element, asked: Sighted): void {
    const now = this.#sight.at(link).find(({ surface }) => surface === GENERIC);
    if (now?.key !== asked.key || !this.#paint.note(link, now)) return;
    this.#ask.about(now.key, now.sighting, (answer) => this.#settle(link, now, answer));
  }

  #settle(element: Element, asked: Sighted, given: Answer): void {
    const answer = shown(given, asked.wholePage, element);
    // The surface speaks for nobody: the links in it are as bare as others.
    if (asked.surface !== GENERIC && answer.account === undefined) this.#uncover(element, asked);
    if (this.#paint.silent(element, asked, answer)) return;
    this.#watch.inTurn(element, () => {
      const now = this.#sight.at(element).find(({ surface }) => surface === asked.surface);
      if (!this.#paint.draw(element, asked, now, answer)) this.#watch.look(element);
    });
  }

  #uncover(element: Element, { sighting: { link } }: Sighted): void {
    if (link === undefined) return;
    this.#cover.drop(link, element);
    for (const inside of Array.from(dom.all(element, LINK))) this.#watch.look(inside);
  }
}
