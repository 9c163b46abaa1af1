// Asks the background: one batch a frame, each distinct sighting once a page.

import { BATCH_MAX } from "../shared/messages.ts";
import type { PageSighting } from "../shared/sites.ts";
import type { Answer } from "../shared/verdict.ts";
import type { Sighted } from "./claim.ts";

/** The answers in the order of the sightings; `undefined` when there was none. */
export type Send = (sightings: PageSighting[]) => Promise<Answer[] | undefined>;
/** Told for each element that asked. */
export type Settle = (element: Element, asked: Sighted, answer: Answer) => void;

/** Who waits for one answer. */
interface Question {
  asked: Sighted;
  elements: Element[];
}

/** A page that is left open for days does not fill the memory. */
const CACHE_MAX = 10_000;
/** The background may be starting anew; it is asked twice, then the sighting waits until it is seen again. */
const RETRY_MS = 500;
/** While there is more to see, a batch waits for more questions, but no longer than this: each message has its price. */
const BATCH_AFTER_MS = 50;
/** With so many questions open, looking waits for answers. */
const WAITING_MAX = 2_048;

export class Ask {
  readonly #send: Send;
  readonly #settle: Settle;
  readonly #known = new Map<string, Answer>();
  readonly #waiting = new Map<string, Question>();
  #next: Question[] = [];
  #round = 0;
  /** When the first of the next batch was asked. */
  #nextSince = 0;
  asked = 0;

  constructor(send: Send, settle: Settle) {
    this.#send = send;
    this.#settle = settle;
  }

  get full(): boolean {
    return this.#waiting.size > WAITING_MAX;
  }

  known(key: string): Answer | undefined {
    return this.#known.get(key);
  }

  about(element: Element, asked: Sighted): void {
    const known = this.#known.get(asked.key);
    if (known !== undefined) this.#settle(element, asked, known);
    else if (!this.joins(element, asked.key)) {
      const question = { asked, elements: [element] };
      this.#waiting.set(asked.key, question);
      if (this.#next.push(question) === 1) this.#nextSince = performance.now();
    }
  }

  /** Whether the very same is being asked already; then its answer goes to this element as well. */
  joins(element: Element, key: string): boolean {
    return this.#waiting.get(key)?.elements.push(element) !== undefined;
  }

  /** Sends at most one batch of what was asked; false when more waits for the next frame. `waits`: there is more to see. */
  flush(waits: boolean): boolean {
    if (this.#next.length === 0) return true;
    if (waits && this.#next.length < BATCH_MAX && performance.now() - this.#nextSince < BATCH_AFTER_MS) return true;
    this.#ask(this.#next.splice(0, BATCH_MAX), true);
    this.#nextSince = performance.now();
    return this.#next.length === 0;
  }

  /** Another list is in use: no answer of before counts, nor one that is still on its way. */
  clear(): void {
    this.#round += 1;
    this.#known.clear();
    this.#waiting.clear();
    this.#next = [];
  }

  async #ask(questions: Question[], again: boolean): Promise<void> {
    const round = this.#round;
    const answers = await this.#send(questions.map(({ asked }) => asked.sighting));
    if (round !== this.#round) return;
    if (answers?.length === questions.length) this.#answer(questions, answers);
    else if (again) setTimeout(() => round === this.#round && this.#ask(questions, false), RETRY_MS);
    else for (const { asked } of questions) this.#waiting.delete(asked.key);
  }

  #answer(questions: Question[], answers: Answer[]): void {
    if (this.#known.size + questions.length > CACHE_MAX) this.#known.clear();
    questions.forEach(({ asked, elements }, index) => {
      const answer = answers[index];
      this.#waiting.delete(asked.key);
      if (answer === undefined) return;
      this.#known.set(asked.key, answer);
      this.asked += 1;
      for (const element of elements) this.#settle(element, asked, answer);
    });
  }
}
