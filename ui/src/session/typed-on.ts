import { characterOf } from "../keys/letter";
import { earlyKeys } from "../keys/early";

/** Whoever stops for so long looks up first, milliseconds. */
const PAUSE = 1000;

/** What ends or corrects digits, and is typed as fast. */
const AFTER_DIGITS: ReadonlySet<string> = new Set(["Enter", "Backspace"]);

/** What takes the keys: the till, its lock screen, or nothing yet. */
export type Taker = "TILL" | "LOCK" | "NOTHING";

function isDigit(event: KeyboardEvent): boolean {
  return /^[0-9]$/.test(characterOf(event)) && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/**
 * An amount that is still being typed when another screen takes its keys. When the till locks by itself, the rest of it is
 * no PIN, and would be counted as a wrong one. When the till's page has just begun, the rest of it is another amount.
 */
export class TypedOn {
  #typing = false;
  #last: number;
  /** What took the key before this one. */
  #taker: Taker = "NOTHING";

  constructor() {
    this.#last = earlyKeys.last;
    this.#typing = this.#last > Number.NEGATIVE_INFINITY;
  }

  /** Whether a key belongs to what was typed for another screen, or for none. */
  isOld(event: KeyboardEvent, taker: Taker): boolean {
    const goesOn = this.#typing && event.timeStamp - this.#last < PAUSE;
    const isSame = taker === "TILL" && this.#taker === "TILL";
    this.#last = event.timeStamp;
    const isOld = !isSame && goesOn && (isDigit(event) || AFTER_DIGITS.has(event.key));
    if (!isOld) this.#taker = taker;
    this.#typing = isOld ? event.key !== "Enter" : taker !== "LOCK" && isDigit(event);
    return isOld;
  }

  /** Something was touched: what is typed from now on is meant for what is on the screen. */
  touched(): void {
    this.#typing = false;
  }
}
