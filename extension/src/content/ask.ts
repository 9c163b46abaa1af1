// Asks the background: one batch a frame, each distinct sighting once a page.

import { BATCH_MAX } from "../shared/messages.ts";
import type { PageSighting } from "../shared/sites.ts";
import type { Answer } from "../shared/verdict.ts";

/** The answers in the order of the sightings; `undefined` when there was none. */
export type Send = (sightings: PageSighting[]) => Promise<Answer[] | undefined>;
type Listener = (answer: Answer) => void;

/** A page that is left open for days does not fill the memory. */
const CACHE_MAX = 10_000;
/** The background may be starting anew; it is asked twice, then the sighting waits until it is seen again. */
const RETRY_MS = 500;
/** With so many questions open, looking waits for answers. */
const WAITING_MAX = 2_048;

export class Ask {
  readonly #send: Send;
  readonly #known = new Map<string, Answer>();
  readonly #waiting = new Map<string, { sighting: PageSighting; listeners: Listener[] }>();
  #next: string[] = [];
  #round = 0;
  asked = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  get full(): boolean {
    return this.#waiting.size > WAITING_MAX;
  }

  known(key: string): Answer | undefined {
    return this.#known.get(key);
  }

  about(key: string, sighting: PageSighting, listener: Listener): void {
    const known = this.#known.get(key);
    if (known !== undefined) {
      listener(known);
      return;
    }
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      waiting.listeners.push(listener);
      return;
    }
    this.#waiting.set(key, { sighting, listeners: [listener] });
    this.#next.push(key);
  }

  /** Sends one batch of what was asked since the last call; false when more waits for the next frame. */
  flush(): boolean {
    if (this.#next.length > 0) this.#ask(this.#next.splice(0, BATCH_MAX), true);
    return this.#next.length === 0;
  }

  /** Another list is in use: no answer of before counts, nor one that is still on its way. */
  clear(): void {
    this.#round += 1;
    this.#known.clear();
    this.#waiting.clear();
    this.#next = [];
  }

  async #ask(keys: string[], again: boolean): Promise<void> {
    const round = this.#round;
    const sightings = keys.flatMap((key) => this.#waiting.get(key)?.sighting ?? []);
    const answers = await this.#send(sightings);
    if (round !== this.#round) return;
    if (answers?.length === keys.length) this.#settle(keys, answers);
    else if (again) setTimeout(() => round === this.#round && this.#ask(keys, false), RETRY_MS);
    else for (const key of keys) this.#waiting.delete(key);
  }

  #settle(keys: string[], answers: Answer[]): void {
    if (this.#known.size + keys.length > CACHE_MAX) this.#known.clear();
    keys.forEach((key, index) => {
      const answer = answers[index];
      const waiting = this.#waiting.get(key);
      this.#waiting.delete(key);
      if (answer === undefined || waiting === undefined) return;
      this.#known.set(key, answer);
      this.asked += 1;
      for (const listener of waiting.listeners) listener(answer);
    });
  }
}
