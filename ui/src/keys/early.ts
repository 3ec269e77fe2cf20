const STORED_AS = "tillside.fresh-page";

/** Keys that are pressed before the page can take them. */
class EarlyKeys {
  #last = Number.NEGATIVE_INFINITY;

  /** To be called before anything is waited for. */
  listen(): void {
    // What was typed while there was no page, nobody knows: the rest of it comes soon after the page's beginning.
    if (sessionStorage.getItem(STORED_AS) !== null) this.#last = 0;
    sessionStorage.removeItem(STORED_AS);
    const pressed = ({ timeStamp }: KeyboardEvent) => (this.#last = timeStamp);
    addEventListener("keydown", pressed, { capture: true });
  }

  /** The next page takes the place of this one while the window is in use. */
  expectFreshPage(): void {
    sessionStorage.setItem(STORED_AS, "yes");
  }

  /** When the latest one was pressed, by the clock of the page's events, which begins with the page. */
  get last(): number {
    return this.#last;
  }
}

/** Those of this window. */
export const earlyKeys = new EarlyKeys();
