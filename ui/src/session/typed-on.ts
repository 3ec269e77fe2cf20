import { earlyKeys, typesAmount } from "../keys/early";

/** Whoever stops for so long looks up first, milliseconds. */
const PAUSE = 1000;

/** What ends or corrects an amount, and is typed as fast. */
const AFTER_AMOUNT: ReadonlySet<string> = new Set(["Enter", "Backspace"]);

/** Keys that write nothing themselves, and are held for the one that does. */
const HELD: ReadonlySet<string> = new Set(["Shift", "AltGraph", "CapsLock", "NumLock"]);

/** What takes the keys: the till, another screen of the window, or nothing as long as none was drawn. */
export type Taker = "TILL" | "OTHER" | "NOTHING";

/**
 * An amount that is still being typed when another screen takes its keys. When the till locks by itself, the rest of it is
 * no PIN, and would be counted as a wrong one. When the page has just begun, the rest of it would be another amount.
 */
export class TypedOn {
  #typing: boolean;
  #last: number;
  /** Whether the till did not take all of what is being typed. */
  #partly = true;

  constructor() {
    this.#last = earlyKeys.last;
    this.#typing = this.#last > Number.NEGATIVE_INFINITY;
  }

  /** Whether a key belongs to what was typed for another screen, or for none. */
  isOld(event: KeyboardEvent, taker: Taker): boolean {
    if (HELD.has(event.key)) return false;
    const isSoon = this.#typing && event.timeStamp - this.#last < PAUSE;
    const goesOn = isSoon && (typesAmount(event) || AFTER_AMOUNT.has(event.key));
    this.#partly = taker !== "TILL" || (goesOn && this.#partly);
    this.#last = event.timeStamp;
    const isOld = goesOn && this.#partly;
    if (isOld) this.#typing = event.key !== "Enter";
    else this.#typing = taker !== "OTHER" && typesAmount(event);
    return isOld;
  }

  /** Something was touched: what is typed from now on is meant for what is on the screen. */
  touched(): void {
    this.#typing = false;
  }
}
