// One page under watch: what is seen becomes a question, its answer a mark.

import { type Mark, markOf } from "../shared/marks.ts";
import type { ListSummary, PageState } from "../shared/messages.ts";
import type { Answer } from "../shared/verdict.ts";
import { Ask, type Send } from "./ask.ts";
import { GENERIC, LINK, type Sighted } from "./claim.ts";
import { Cover } from "./cover.ts";
import { dom, type Tree } from "./dom.ts";
import { Links } from "./links.ts";
import { Paint } from "./paint.ts";
import type { Queue } from "./queue.ts";
import type { Sight } from "./sight.ts";
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
  readonly #links: Links;
  readonly #see = (element: Element) => this.see(element);
  readonly #seeEither = (element: Element) => {
    if (dom.matches(element, LINK) && !this.#sight.isSurface(element)) this.#seeBareLink(element);
    else this.see(element);
  };
  readonly #seeLink = (link: Element) => this.#seeBareLink(link);
  /** How often the page came to rest. */
  #rests = 0;
  /** Whether the page uses custom elements at all: most sites do not, and need not be searched for shadow roots. */
  #custom = false;

  constructor(sight: Sight, send: Send, tell: (paused: boolean) => void) {
    this.#sight = sight;
    this.attributes = sight.attributes;
    this.context = sight.context;
    this.#paint = new Paint(sight);
    this.#ask = new Ask(send, (element, asked, answer) => this.#settle(element, asked, answer));
    this.#links = new Links(sight, this.#ask, this.#cover, this.#paint);
    this.#tell = tell;
    this.#watch = new Watch(this);
  }

  set list(list: ListSummary) {
    this.#paint.list = list;
  }

  /** Whether the page is too busy to be watched. */
  get paused(): boolean {
    return this.#watch.paused;
  }

  state(): PageState {
    return {
      surfaces: this.#surfacesNow(),
      asked: this.#ask.asked,
      marks: this.#paint.marks(),
      paused: this.paused,
      addresses: markedAddresses(),
      header: this.#sight.header(),
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

  /** Surfaces come before the links in them: those that ask about the very same need not be asked about. */
  scan(root: Tree, queue: Queue): void {
    if (root instanceof Element) {
      this.#scanItself(root, queue);
      // Many small trees come one by one: for those it is each query that costs.
      queue.query(root, this.#sight.elementsAndLinks, this.#seeEither);
    } else {
      for (const selector of this.#sight.selectorsIn(root)) queue.query(root, selector, this.#see);
      queue.query(root, LINK, this.#seeLink);
    }
    for (const selector of this.#sight.distantIn(root)) queue.query(root, selector, (found) => this.#seeDistant(found));
  }

  /** A site that is made of custom elements has them near the top; the slow look around finds the others. */
  mayHost(root: Tree): boolean {
    this.#custom ||= root instanceof Element ? dom.isCustom(root) : this.#usesCustom(root);
    return this.#custom;
  }

  shadows(root: Tree): ShadowRoot[] {
    return dom.custom(root).flatMap((element) => dom.shadow(element) ?? []);
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

  frameEnds(waits: boolean): boolean {
    return this.#ask.flush(waits);
  }

  rested(lost: boolean): void {
    this.#rests += 1;
    this.#cover.clear();
    if (lost) this.#paint.tidy();
    for (const link of this.#paint.freed()) this.#watch.look(link);
  }

  tell(paused: boolean): void {
    this.#tell(paused);
  }

  see(element: Element): void {
    this.#seeDistant(element);
    const sighted = this.#sight.at(element);
    const isNew = !this.#paint.knows(element);
    if (isNew && sighted[0]?.surface === GENERIC) {
      this.#links.see(element);
      return;
    }
    if (this.#custom) this.#watch.lookInside(element);
    if (!isNew) this.#paint.keepOnly(element, sighted);
    for (const claim of sighted) this.#claim(element, claim);
  }

  #claim(element: Element, claim: Sighted): void {
    if (!this.#paint.note(element, claim)) return;
    if (claim.sighting.link !== undefined) this.#cover.add(claim.sighting.link, element);
    this.#ask.about(element, claim);
  }

  /** Counted when somebody asks: what stood on the page before tells nothing of the page that stands there now. */
  #surfacesNow(): number {
    const isPlaced = (claim: Sighted) => claim.surface !== GENERIC && claim.place() !== undefined;
    const claims = (element: Element) => this.#sight.at(element).some(isPlaced);
    return dom.deep(document, this.#sight.elements).slice(0, COUNTED_MAX).filter(claims).length;
  }

  #usesCustom(root: Tree): boolean {
    return root !== document || dom.customNearTop() || (this.#rests > 0 && dom.custom(root).length > 0);
  }

  /** An added tree's own element, which is not among what is in it. */
  #scanItself(root: Element, queue: Queue): void {
    if (this.#paint.knows(root) || this.#sight.isSurface(root) || dom.matches(root, LINK))
      queue.add(root, (element) => this.see(element));
    else if (this.#sight.dependents(root).length > 0) this.#seeDistant(root);
  }

  #seeDistant(element: Element): void {
    for (const dependent of this.#sight.dependents(element)) this.#watch.look(dependent);
  }

  #seeBareLink(link: Element): void {
    if (this.#paint.knowsLinks && this.#paint.knows(link)) this.see(link);
    else this.#links.see(link);
  }

  #settle(element: Element, asked: Sighted, answer: Answer): void {
    if (asked.surface === GENERIC && !this.#paint.knows(element)) {
      if (markOf(answer) !== undefined) this.#watch.inTurn(element, () => this.#links.warn(element, asked));
      return;
    }
    // The surface speaks for nobody: the links in it are as bare as others.
    if (asked.surface !== GENERIC && answer.account === undefined) this.#uncover(element, asked);
    const mark = shown(answer, asked.wholePage, element);
    if (this.#paint.changes(element, asked, answer.account, mark)) {
      this.#watch.inTurn(element, () => this.#draw(element, asked, answer, mark));
    }
  }

  #draw(element: Element, asked: Sighted, answer: Answer, mark: Mark | undefined): void {
    const now = this.#sight.at(element).find(({ surface }) => surface === asked.surface);
    const outcome = this.#paint.draw(element, asked, now, answer, mark);
    if (outcome === "changed") this.#watch.look(element);
    if (outcome === "misplaced") this.#uncover(element, asked);
  }

  #uncover(element: Element, { sighting: { link } }: Sighted): void {
    if (link === undefined) return;
    this.#cover.drop(link, element);
    for (const inside of Array.from(dom.all(element, LINK))) this.#watch.look(inside);
  }
}
