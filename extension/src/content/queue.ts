// What waits to be looked at, in the order it came. A list is kept as the browser gave it, and read on from where it was left.

import { dom, type Tree } from "./dom.ts";

/** After so many elements, or one query, the clock is looked at. */
export const QUERY_STEPS = 8;

type See = (element: Element) => void;

interface Job {
  list: ArrayLike<Element> | undefined;
  next: number;
  see: See;
  /** The query that gives the list, made once its turn has come. */
  root?: Tree;
  selector?: string;
}

export class Queue {
  #jobs: Job[] = [];
  #first = 0;

  add(list: ArrayLike<Element>, see: See): void {
    this.#jobs.push({ list, next: 0, see });
  }

  query(root: Tree, selector: string, see: See): void {
    this.#jobs.push({ list: undefined, next: 0, see, root, selector });
  }

  /** Does a few things, and says how much it was; 0 when there was none. */
  step(): number {
    const job = this.#jobs[this.#first];
    if (job === undefined) return 0;
    if (job.list === undefined) return this.#search(job);
    const { list, see } = job;
    let done = 0;
    while (done < QUERY_STEPS && job.next < list.length) {
      const element = list[job.next];
      job.next += 1;
      done += 1;
      if (element !== undefined) see(element);
    }
    if (job.next >= list.length) this.#drop(job);
    return Math.max(done, 1);
  }

  clear(): void {
    this.#jobs = [];
    this.#first = 0;
  }

  /** Lists, not elements. */
  get length(): number {
    return this.#jobs.length - this.#first;
  }

  #search(job: Job): number {
    const { root, selector } = job;
    job.list = root === undefined || selector === undefined ? [] : dom.all(root, selector);
    if (job.list.length === 0) this.#drop(job);
    return QUERY_STEPS;
  }

  #drop(job: Job): void {
    // What was looked at may have cleared the queue.
    if (this.#jobs[this.#first] !== job) return;
    this.#first += 1;
    if (this.#first === this.#jobs.length) this.clear();
  }
}
