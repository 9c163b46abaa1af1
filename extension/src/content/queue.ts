// What waits to be looked at, in the order it came. A list is kept as the browser gave it, and read on from where it was left.

import { dom, type Tree } from "./dom.ts";

/** After so many elements, or one query, the clock is looked at. */
export const QUERY_STEPS = 8;

type See = (element: Element) => void;

interface Job {
  see: See;
  /** The one element, or where to look for many, made a list once its turn has come. */
  root: Tree;
  selector: string | undefined;
  list: NodeListOf<Element> | undefined;
  length: number;
  next: number;
}

export class Queue {
  #jobs: Job[] = [];
  #first = 0;

  add(element: Element, see: See): void {
    this.#jobs.push({ see, root: element, selector: undefined, list: undefined, length: 1, next: 0 });
  }

  query(root: Tree, selector: string, see: See): void {
    this.#jobs.push({ see, root, selector, list: undefined, length: 0, next: 0 });
  }

  /** Does a few things, and says how much it was; 0 when there was none. */
  step(): number {
    const job = this.#jobs[this.#first];
    if (job === undefined) return 0;
    const { list, see, root, selector } = job;
    if (selector === undefined) {
      this.#drop();
      see(root as Element);
      return 1;
    }
    if (list === undefined) return this.#search(job, selector);
    // Where it will go on is noted first: what is looked at may clear the queue.
    const from = job.next;
    const to = Math.min(from + QUERY_STEPS, job.length);
    job.next = to;
    if (to === job.length) this.#drop();
    for (let index = from; index < to; index += 1) {
      const element = dom.item(list, index);
      if (element !== null) see(element);
    }
    return to - from;
  }

  clear(): void {
    this.#jobs = [];
    this.#first = 0;
  }

  /** Lists, not elements. */
  get length(): number {
    return this.#jobs.length - this.#first;
  }

  #search(job: Job, selector: string): number {
    job.list = dom.all(job.root, selector);
    job.length = job.list.length;
    if (job.length === 0) this.#drop();
    return QUERY_STEPS;
  }

  #drop(): void {
    this.#first += 1;
    if (this.#first === this.#jobs.length) this.clear();
  }
}
