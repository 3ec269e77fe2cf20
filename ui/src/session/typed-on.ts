import { characterOf } from "../keys/letter";

/** Whoever stops for so long looks up first, milliseconds. */
const PAUSE = 1000;

/** What ends or corrects digits, and is typed as fast. */
const AFTER_DIGITS: ReadonlySet<string> = new Set(["Enter", "Backspace"]);

function isDigit(event: KeyboardEvent): boolean {
  return /^[0-9]$/.test(characterOf(event)) && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/**
 * An amount that is still being typed when the till locks by itself. The rest of it is no PIN, and
 * would be counted as a wrong one.
 */
export class TypedOn {
  #typing = false;
  #last = Number.NEGATIVE_INFINITY;

  /** Whether a key belongs to what was typed before the till was locked. */
  isOld(event: KeyboardEvent, isOpen: boolean): boolean {
    const goesOn = this.#typing && event.timeStamp - this.#last < PAUSE;
    this.#last = event.timeStamp;
    if (isOpen) {
      this.#typing = isDigit(event);
      return false;
    }
    const isOld = goesOn && (isDigit(event) || AFTER_DIGITS.has(event.key));
    this.#typing = isOld && event.key !== "Enter";
    return isOld;
  }

  /** Something was touched: what is typed from now on is meant for what is on the screen. */
  touched(): void {
    this.#typing = false;
  }
}
