import { SCANNER_GAP } from "../keys/burst";

/** Shortest code that a scanner types, characters. */
const SHORTEST = 4;

/** Tells the keys of a barcode scanner from a person's: they come faster, and end with Enter. */
export class ScannedKeys {
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;
  #before = "";

  /** A character was pressed; `digits` is what stood on the pad before it. */
  character(event: KeyboardEvent, digits: string): void {
    if (this.#follows(event)) {
      this.#count += 1;
    } else {
      this.#count = 1;
      this.#before = digits;
    }
    this.#last = event.timeStamp;
  }

  /** What stood on the pad before a code that this Enter ends; null where a person pressed it. */
  endedBy(event: KeyboardEvent): string | null {
    const scanned = this.#count >= SHORTEST && this.#follows(event);
    this.#count = 0;
    return scanned ? this.#before : null;
  }

  #follows(event: KeyboardEvent): boolean {
    return this.#count > 0 && event.timeStamp - this.#last <= SCANNER_GAP;
  }
}
