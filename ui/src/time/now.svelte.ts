/** Milliseconds since 1970, renewed each second, for countdowns and "2 s ago". */
class Now {
  #at = $state(Date.now());

  constructor() {
    setInterval(() => (this.#at = Date.now()), 1000);
  }

  get at(): number {
    return this.#at;
  }
}

export const now = new Now();
