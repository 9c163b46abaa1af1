// Keeps a page that never comes to rest from costing its reader the processor: after too much work in too short a time there
// is a pause, then another try. A page can force this, so it is told: nothing is silent without the toolbar saying why.

/** More work than this, in milliseconds, within the window: a long feed at its busiest needs a fifth of it. */
export const WORK_MS = 1_000;
const WINDOW_MS = 10_000;
const PAUSE_MS = 20_000;

export interface Breaking {
  pause(): void;
  resume(): void;
  /** Whether the page is unwatched, or only on trial after it was. */
  tell(paused: boolean): void;
}

export class Breaker {
  readonly #breaking: Breaking;
  #since = Number.NEGATIVE_INFINITY;
  #work = 0;
  #paused = false;
  /** Told, and not yet taken back. */
  told = false;
  #trial: number | undefined;

  constructor(breaking: Breaking) {
    this.#breaking = breaking;
  }

  /** Counts work that ended at `now`. */
  worked(milliseconds: number, now: number): void {
    if (now - this.#since > WINDOW_MS) {
      this.#since = now;
      this.#work = 0;
    }
    this.#work += milliseconds;
    if (this.#work > WORK_MS && !this.#paused) this.#trip();
  }

  #trip(): void {
    clearTimeout(this.#trial);
    this.#paused = true;
    this.#say(true);
    this.#breaking.pause();
    setTimeout(() => this.#retry(), PAUSE_MS);
  }

  #retry(): void {
    this.#paused = false;
    this.#since = Number.NEGATIVE_INFINITY;
    this.#trial = setTimeout(() => this.#say(false), WINDOW_MS);
    this.#breaking.resume();
  }

  #say(paused: boolean): void {
    if (this.told === paused) return;
    this.told = paused;
    this.#breaking.tell(paused);
  }
}
