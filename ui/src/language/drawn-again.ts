const STORED_AS = "tillside.drawn-again";

/** Whoever chose another language goes on where they chose it, once the page is drawn anew. */
export const drawnAgain = {
  /** The page will be drawn anew. */
  expect(): void {
    sessionStorage.setItem(STORED_AS, "yes");
  },

  /** It stays as it is. */
  forget(): void {
    sessionStorage.removeItem(STORED_AS);
  },

  /** Whether the page was drawn anew; only the first to ask is told. */
  take(): boolean {
    const was = sessionStorage.getItem(STORED_AS) !== null;
    this.forget();
    return was;
  },
};
