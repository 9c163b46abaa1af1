// What waits to be looked at, in the order it came. A list is kept as the browser gave it, and read on from where it was left.

/** A query over a whole document is worth a look at the clock. */
export const QUERY_STEPS = 8;

type See = (element: Element) => void;

interface Job {
  /** Or the query that gives it, once its turn has come. */
  list: ArrayLike<Element> | (() => ArrayLike<Element>);
  next: number;
  see: See;
}

export class Queue {
  #jobs: Job[] = [];
  #first = 0;

  add(list: Job["list"], see: See): void {
    this.#jobs.push({ list, next: 0, see });
  }

  /** Does one thing, and says how much it was; 0 when there was none. */
  step(): number {
    const job = this.#jobs[this.#first];
    if (job === undefined) return 0;
    if (typeof job.list === "function") {
      job.list = job.list();
      return QUERY_STEPS;
    }
    const element = job.list[job.next];
    job.next += 1;
    if (job.next >= job.list.length) this.#drop();
    if (element !== undefined) job.see(element);
    return 1;
  }

  clear(): void {
    this.#jobs = [];
    this.#first = 0;
  }

  /** Lists, not elements. */
  get length(): number {
    return this.#jobs.length - this.#first;
  }

  #drop(): void {
    this.#first += 1;
    if (this.#first === this.#jobs.length) this.clear();
  }
}
