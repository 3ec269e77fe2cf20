/** The till is told at most this often that somebody is there, milliseconds. */
export const TELL_EVERY = 10_000;
/** How much later than the till the page asks whether it is locked, milliseconds. */
const ASK_AFTER = 500;

type Ways = {
  /** Tells the till that somebody is there. */
  tell: () => void;
  /** Asks the till whether it is locked by now. */
  ask: () => void;
  /** After how many seconds without a touch it locks; null for never. */
  lockAfter: () => number | null;
};

/** Tells the till of touches and keys, so that it locks only where nobody is there. */
export class Activity {
  #told = Number.NEGATIVE_INFINITY;
  #next: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  readonly #ways: Ways;

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  /** Somebody touched the till. What comes soon after a message is told in the next one. */
  touched(): void {
    if (this.#ways.lockAfter() === null || this.#next !== undefined) return;
    const wait = this.#told + TELL_EVERY - performance.now();
    if (wait <= 0) this.#tell();
    else this.#next = setTimeout(() => this.#tell(), wait);
  }

  /** From now on nothing is told, and nothing asked. */
  stop(): void {
    clearTimeout(this.#next);
    clearTimeout(this.#asking);
    this.#next = undefined;
    this.#told = Number.NEGATIVE_INFINITY;
  }

  /** The till began to count: once it may have locked, it is asked. */
  begin(): void {
    clearTimeout(this.#asking);
    const seconds = this.#ways.lockAfter();
    if (seconds === null) return;
    this.#asking = setTimeout(
      () => {
        this.#ways.ask();
        this.begin();
      },
      seconds * 1000 + ASK_AFTER,
    );
  }

  #tell(): void {
    clearTimeout(this.#next);
    this.#next = undefined;
    this.#told = performance.now();
    this.#ways.tell();
    this.begin();
  }
}
