/** So many sales leave enough behind in a web view to be worth a fresh page. */
export const MANY_SALES = 200;
/** How long nobody has touched the window, and no sale was drawn in it, when it gets one, milliseconds. */
export const REST = 60_000;
/** How often it is looked whether that is so, milliseconds. */
const LOOK_EVERY = 5_000;

/**
 * Has a page that has drawn many sales begin again, while nobody is at it. A web view keeps what it compiled, and blocks of
 * memory that are half empty, for as long as its page lives, and a till's page would live for weeks. The till itself goes
 * on as it was: who is signed in, what is open, what a provider was asked.
 */
export class FreshPage {
  #sales = 0;
  #touched = performance.now();
  readonly #isBlank: () => boolean;
  readonly #begin: () => Promise<unknown>;

  /**
   * It may go while it `isBlank`: the till tells a fresh one whatever this one knows. `begin` asks the till for the fresh
   * one; where that cannot be, this one goes on.
   */
  constructor(isBlank: () => boolean, begin: () => Promise<unknown>) {
    this.#isBlank = isBlank;
    this.#begin = begin;
  }

  /** Looks for the moment, until the page is drawn no more. */
  watch(): () => void {
    const looking = setInterval(() => this.#look(), LOOK_EVERY);
    return () => clearInterval(looking);
  }

  /** Somebody is at the window. */
  touched(): void {
    this.#touched = performance.now();
  }

  /** Another sale was drawn. */
  drew(): void {
    this.#sales += 1;
    this.touched();
  }

  #look(): void {
    const rests = performance.now() - this.#touched >= REST;
    if (this.#sales < MANY_SALES || !rests || !this.#isBlank()) return;
    this.#sales = 0;
    // Where the till cannot, nobody misses anything: the page goes on as it is.
    this.#begin().catch(() => undefined);
  }
}
