import { isTextField } from "./focus";

/** Longest gap between two characters of a barcode scanner, milliseconds. People are slower. */
export const SCANNER_GAP = 40;
/** Shortest code that counts as scanned, characters. */
const SCANNER_LENGTH = 4;

/** Keeps what keys pressed there are about to change, and gives the way back to it. */
type Keep = (target: EventTarget | null) => (() => void) | null;

/**
 * Tells a scanner's fast burst from a person's typing, for the whole window. It hears every key
 * before the screens do; times come from the events themselves. As soon as a burst is as long as
 * a code, what its first characters changed is taken back; the rest of it and the Enter or Tab
 * behind it reach no screen. In a text field that
 * keeps nothing a code stays as text.
 */
export class BurstWatch {
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;
  /** The latest first: a field is asked before the screen that it lies on. */
  #keeps: Keep[] = [];
  #takeBack: (() => void) | null = null;

  /** A screen whose characters change something says how to keep it, for as long as it is there. */
  guard(keep: Keep): () => void {
    this.#keeps = [keep, ...this.#keeps];
    return () => {
      this.#keeps = this.#keeps.filter((other) => other !== keep);
    };
  }

  /** Whether the latest character came alone so far. */
  get isSingle(): boolean {
    return this.#count === 1;
  }

  key(event: KeyboardEvent): void {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length === 1) this.#character(event);
    else if (event.key === "Enter" || event.key === "Tab") this.#ending(event);
  }

  #character(event: KeyboardEvent): void {
    if (!this.#follows(event)) {
      this.#count = 0;
      this.#takeBack = null;
      for (const keep of this.#keeps) this.#takeBack ??= keep(event.target);
    }
    this.#count += 1;
    this.#last = event.timeStamp;
    if (this.#count < SCANNER_LENGTH) return;
    if (this.#count === SCANNER_LENGTH) this.#takeBack?.();
    if (this.#takeBack || !isTextField(event.target)) event.preventDefault();
  }

  #ending(event: KeyboardEvent): void {
    if (this.#count < SCANNER_LENGTH || !this.#follows(event)) return;
    this.#last = event.timeStamp;
    event.preventDefault();
  }

  #follows(event: KeyboardEvent): boolean {
    return event.timeStamp - this.#last <= SCANNER_GAP;
  }
}

/** The one watch of this window. */
export const burst = new BurstWatch();
