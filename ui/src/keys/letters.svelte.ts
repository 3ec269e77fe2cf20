const STORED_AS = "tillside.letter-keys";

/** Whether single letters work as keys. Kept for this window only. */
class LetterKeys {
  #on = $state(localStorage.getItem(STORED_AS) !== "off");

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    this.#on = on;
    localStorage.setItem(STORED_AS, on ? "on" : "off");
  }
}

export const letterKeys = new LetterKeys();
