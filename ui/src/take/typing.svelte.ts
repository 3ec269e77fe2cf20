import { asError } from "../words/errors";
import { burst } from "../keys/burst";
import { chosenBy, type Pasted } from "../paste/pasted";
import { answersEnter, isElsewhere, isTextField } from "../keys/focus";
import { backspace, clear, entryOf, typeCharacter, typePlus, type Entry } from "../keypad/entry";
import { markName } from "../money/format";
import type { Currency, Money } from "../contract";
import type { Backend } from "../backend/backend";
import type { Draft } from "./draft.svelte";

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

  /** For the time that the screen is there, a scanned code changes nothing on it. */
  guard(): () => void {
    return burst.guard((target) => {
      if (isTextField(target)) return null;
      const { entry } = this.#ways.draft;
      const pasted = this.pasted;
      return () => {
        this.#change(entry);
        this.pasted = pasted;
        this.scanned = true;
      };
    });
  }

  key(event: KeyboardEvent): void {
    if (isElsewhere(event)) return;
    const chosen = this.pasted && chosenBy(this.pasted, event);
    if (chosen) {
      event.preventDefault();
      this.use(chosen);
    } else if (event.key.length === 1) {
      if (!AMOUNT_KEY.test(event.key)) return;
      event.preventDefault();
      if (event.repeat) return;
      // Whoever types an amount means it, not the button that was pressed last: Enter is the amount's now.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      if (event.key === "+") this.plus();
      else this.digit(event.key);
    } else if (event.key === "Backspace") {
      event.preventDefault();
      this.#change(backspace(this.#ways.draft.entry));
    } else if (event.key === "Escape") {
      this.leave();
    } else if (event.key === "Enter" && !event.repeat && !answersEnter(event.target)) {
      event.preventDefault();
      if (!this.pasted) this.#ways.create();
    }
  }

  /** Esc in one of the fields leaves it. */
  fieldKey(event: KeyboardEvent): void {
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
