/** Longest gap between two characters of a barcode scanner, milliseconds. People are slower. */
export const SCANNER_GAP = 40;
/** Shortest code that counts as scanned, characters. */
const SCANNER_LENGTH = 4;

/** Tells a scanner's fast burst from a person's typing. Times come from the events themselves. */
export class BurstWatch<Before> {
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;
  #before: Before | undefined;

  /** A character arrived; `before` is what stood there before it. */
  character(at: number, before: Before): void {
    if (at - this.#last > SCANNER_GAP) {
      this.#count = 0;
      this.#before = before;
    }
    this.#count += 1;
    this.#last = at;
  }

  /** Enter arrived: what stood there before the burst, or nothing if a person typed. */
  scannedSince(at: number): { before: Before | undefined } | null {
    const scanned = this.#count >= SCANNER_LENGTH && at - this.#last <= SCANNER_GAP;
    const before = this.#before;
    this.#count = 0;
    return scanned ? { before } : null;
  }
}
