import { asError } from "../words/errors";
import { BurstWatch } from "../keys/burst";
import { answersEnter, isElsewhere } from "../keys/focus";
import { backspace, clear, entryOf, typeCharacter, typePlus, type Entry } from "../keypad/entry";
import { markName } from "../money/format";
import type { AmountReading, Currency, Money } from "../contract";
import type { Backend } from "../backend/backend";
import type { Draft } from "./draft.svelte";

/** A pasted text and what it may mean. Nothing of it counts before staff say so. */
export type Pasted = { text: string; reading: AmountReading };

const AMOUNT_KEY = /^[0-9.,+]$/;

type Ways = {
  backend: Backend;
  draft: Draft;
  currency: () => Currency;
  /** Staff are typing an amount. */
  began: () => void;
  create: () => void;
};

/** Keys and pastes of the *Take payment* screen wherever no field has the focus. */
export class Typing {
  pasted = $state.raw<Pasted | null>(null);
  /** A scanner's code arrived where an amount belongs. */
  scanned = $state(false);
  readonly #ways: Ways;
  readonly #burst = new BurstWatch<Entry>();

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  digit(character: string): void {
    this.#ways.began();
    this.#change(typeCharacter(this.#ways.draft.entry, character));
  }

  plus(): void {
    this.#change(typePlus(this.#ways.draft.entry));
  }

  clear(): void {
    this.#change(clear(this.#ways.draft.entry));
  }

  key(event: KeyboardEvent): void {
    if (isElsewhere(event)) return;
    if (event.key.length === 1) {
      this.#burst.character(event.timeStamp, this.#ways.draft.entry);
      if (!AMOUNT_KEY.test(event.key)) return;
      event.preventDefault();
      if (event.repeat) return;
      if (event.key === "+") this.plus();
      else this.digit(event.key);
    } else if (event.key === "Backspace") {
      event.preventDefault();
      this.#change(backspace(this.#ways.draft.entry));
    } else if (event.key === "Escape") {
      this.leave();
    } else if (event.key === "Enter") {
      this.#enter(event);
    }
  }

  /** Enter in one of the fields. A scanned code stays there as text and makes no link. */
  fieldKey(event: KeyboardEvent): void {
    if (event.key.length === 1) this.#burst.character(event.timeStamp, this.#ways.draft.entry);
    if (event.key === "Enter" && this.#burst.scannedSince(event.timeStamp)) event.preventDefault();
    if (event.key === "Escape") (event.currentTarget as HTMLElement).blur();
  }

  async paste(text: string): Promise<void> {
    const currency = this.#ways.currency().code;
    this.#settle();
    try {
      const reading = await this.#ways.backend.readAmount({
        text,
        currency,
        decimalMark: markName(),
      });
      this.pasted = { text: text.trim(), reading };
    } catch (cause) {
      this.#ways.draft.failed(asError(cause));
    }
  }

  use(amount: Money): void {
    this.#change(entryOf(amount.minor, amount.exponent));
    this.#ways.began();
  }

  /** One step back: the pasted text, then the error. What was typed stays. */
  leave(): void {
    if (this.pasted) this.pasted = null;
    else this.#settle();
  }

  #enter(event: KeyboardEvent): void {
    const scan = this.#burst.scannedSince(event.timeStamp);
    if (scan) {
      event.preventDefault();
      this.#change(scan.before ?? this.#ways.draft.entry);
      this.scanned = true;
    } else if (answersEnter(event.target)) {
      return;
    } else if (this.pasted) {
      event.preventDefault();
      if (this.pasted.reading.kind === "READ") this.use(this.pasted.reading.amount);
    } else if (!event.repeat) {
      event.preventDefault();
      this.#ways.create();
    }
  }

  #change(entry: Entry): void {
    this.#ways.draft.entry = entry;
    this.#settle();
  }

  #settle(): void {
    this.pasted = null;
    this.scanned = false;
    this.#ways.draft.error = null;
  }
}
