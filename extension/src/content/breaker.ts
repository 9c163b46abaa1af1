// Keeps a page that never comes to rest from costing its reader the processor: after too much work in too short a time there
// is a pause, then another try. A page can force this, and can change faster than can be looked at in slices; so both are
// told: nothing is silent without the toolbar saying why.

/** More work than this, in milliseconds, within the window: a long feed at its busiest needs a tenth of it. */
const WORK_MS = 1_000;
const WINDOW_MS = 10_000;
const PAUSE_MS = 20_000;
/** So long without coming to rest: what is new has no marks by then. */
const BEHIND_MS = 8_000;

export interface Breaking {
  pause(): void;
  resume(): void;
  /** Whether the page is unwatched, or on trial after it was, or too far ahead of what was seen of it. */
  tell(unwatched: boolean): void;
}

export class Breaker {
  readonly #breaking: Breaking;
  #since = Number.NEGATIVE_INFINITY;
  #work = 0;
  #paused = false;
  /** Since when something waits, whatever is done. */
  #behindSince: number | undefined;
  #trial: number | undefined;
  /** Told, and not yet taken back. */
  told = false;

  constructor(breaking: Breaking) {
    this.#breaking = breaking;
  }

  /** Counts work that ended at `now`; `waits`: there is more to do. */
  worked(milliseconds: number, now: number, waits: boolean): void {
    if (now - this.#since > WINDOW_MS) {
      this.#since = now;
      this.#work = 0;
    }
    this.#work += milliseconds;
    if (this.#work > WORK_MS && !this.#paused) this.#trip();
    else this.#follow(now, waits);
  }

  #follow(now: number, waits: boolean): void {
    this.#behindSince = waits ? (this.#behindSince ?? now) : undefined;
    if (this.#behindSince !== undefined && now - this.#behindSince > BEHIND_MS) this.#say(true);
    else if (!waits && this.#trial === undefined && !this.#paused) this.#say(false);
  }

  #trip(): void {
    clearTimeout(this.#trial);
    this.#trial = undefined;
    this.#paused = true;
    this.#say(true);
    this.#breaking.pause();
    setTimeout(() => this.#retry(), PAUSE_MS);
  }

  #retry(): void {
    this.#paused = false;
    this.#since = Number.NEGATIVE_INFINITY;
    this.#behindSince = undefined;
    this.#trial = setTimeout(() => {
      this.#trial = undefined;
      if (this.#behindSince === undefined) this.#say(false);
    }, WINDOW_MS);
    this.#breaking.resume();
  }

  #say(unwatched: boolean): void {
    if (this.told === unwatched) return;
    this.told = unwatched;
    this.#breaking.tell(unwatched);
  }
}
