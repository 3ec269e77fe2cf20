import { characterOf } from "./letter";
import { isTextField } from "./focus";

/** Longest gap between two characters of a barcode scanner, milliseconds. People are slower. */
export const SCANNER_GAP = 40;
/** Shortest code that counts as scanned, characters. */
const SCANNER_LENGTH = 4;

/** How long nothing follows a scanned code that ends with no key of its own, milliseconds. */
const SCANNER_QUIET = 2 * SCANNER_GAP;

/** A whole code that came as fast as only a scanner types. */
export type Scanned = {
  code: string;
  /** The text field that it came into, where people may have wanted it. */
  field: HTMLElement | null;
  /** Leaves the field that it came into as it was before. */
  takeOut: () => void;
};

function nothing(): void {}

/** Nobody is told what was typed into a field that hides it. */
function isSecret(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === "password";
}

/** The way back to what stands in a text field now. */
function fieldAsItIs(field: EventTarget | null): () => void {
  const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  if (!isText || !isTextField(field) || isSecret(field)) return nothing;
  const { value } = field;
  return () => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

/** Keeps what keys pressed there are about to change, and gives the way back to it. */
type Keep = (target: EventTarget | null) => (() => void) | null;

/**
 * Tells a scanner's fast burst from a person's typing, for the whole window. It hears every key
 * before the screens do; times come from the events themselves. As soon as a burst is as long as
 * a code, what its first characters changed is taken back; the rest of it and the Enter or Tab
 * behind it reach no screen. In a text field that
 * keeps nothing a code stays as text, unless whoever hears of the whole code takes it out.
 */
export class BurstWatch {
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;
  /** The latest first: a field is asked before the screen that it lies on. */
  #keeps: Keep[] = [];
  #takeBack: (() => void) | null = null;
  #hearers: ((scanned: Scanned) => void)[] = [];
  #code = "";
  #field: HTMLElement | null = null;
  #takeOut = nothing;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  /** A screen whose characters change something says how to keep it, for as long as it is there. */
  guard(keep: Keep): () => void {
    this.#keeps = [keep, ...this.#keeps];
    return () => {
      this.#keeps = this.#keeps.filter((other) => other !== keep);
    };
  }

  /** A screen that knows codes is told of each whole one, for as long as it is there. */
  hear(hearer: (scanned: Scanned) => void): () => void {
    this.#hearers = [hearer, ...this.#hearers];
    return () => {
      this.#hearers = this.#hearers.filter((other) => other !== hearer);
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
      this.#begin(event.target);
    }
    this.#count += 1;
    this.#last = event.timeStamp;
    if (!isSecret(event.target)) this.#code += characterOf(event);
    if (this.#count < SCANNER_LENGTH) return;
    if (this.#count === SCANNER_LENGTH) this.#takeBack?.();
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#tell(), SCANNER_QUIET);
    if (this.#takeBack || !isTextField(event.target)) event.preventDefault();
  }

  #ending(event: KeyboardEvent): void {
    if (this.#count < SCANNER_LENGTH || !this.#follows(event)) return;
    this.#last = event.timeStamp;
    event.preventDefault();
    this.#tell();
  }

  #begin(target: EventTarget | null): void {
    clearTimeout(this.#quiet);
    this.#code = "";
    this.#field = target instanceof HTMLElement && isTextField(target) ? target : null;
    this.#takeOut = this.#takeBack ? nothing : fieldAsItIs(target);
  }

  /** Each code is told once, whichever keys follow it. */
  #tell(): void {
    clearTimeout(this.#quiet);
    const code = this.#code;
    this.#code = "";
    if (code === "") return;
    const scanned = { code, field: this.#field, takeOut: this.#takeOut };
    for (const hear of this.#hearers) hear(scanned);
  }

  #follows(event: KeyboardEvent): boolean {
    return event.timeStamp - this.#last <= SCANNER_GAP;
  }
}

/** The one watch of this window. */
export const burst = new BurstWatch();
