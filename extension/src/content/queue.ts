// What waits to be looked at, in the order it came. A list is kept as the browser gave it, and read on from where it was left.

type See = (element: Element) => void;

interface Job {
  list: ArrayLike<Element>;
  next: number;
  see: See;
}

export class Queue {
  #jobs: Job[] = [];
  #first = 0;

  add(list: ArrayLike<Element>, see: See): void {
    if (list.length > 0) this.#jobs.push({ list, next: 0, see });
  }

  /** Does one thing; false when there was none. */
  step(): boolean {
    const job = this.#jobs[this.#first];
    if (job === undefined) return false;
    const element = job.list[job.next];
    job.next += 1;
    if (job.next >= job.list.length) this.#drop();
    if (element !== undefined) job.see(element);
    return true;
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
