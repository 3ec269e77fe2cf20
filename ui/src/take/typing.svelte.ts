import { asError } from "../words/errors";
import { burst, type Scanned } from "../keys/burst";
import { characterOf, isOfAmount } from "../keys/letter";
import { chosenBy, type Pasted } from "../paste/pasted";
import { answersEnter, isElsewhere, isTextField } from "../keys/focus";
import { backspace, clear, entryOf, typeCharacter, typePlus, type Entry } from "../keypad/entry";
import { markName } from "../money/format";
import type { Currency, Money, ProductFault } from "../contract";
import type { Backend } from "../backend/backend";
import type { Draft } from "./draft.svelte";

/** Fields that ask for products: a code in one of them is a product's. */
const PRODUCT_FIELDS: ReadonlySet<string> = new Set(["tile-search", "line-quantity"]);

/** What staff are told of keys that made no amount. */
export type Notice =
  | { kind: "SCANNED" }
  | { kind: "NO_AMOUNT" }
  | { kind: "NOTHING_COPIED" }
  | { kind: "BASKET_FULL" }
  | { kind: "UNKNOWN_CODE"; code: string }
  | { kind: "NOT_SOLD"; name: string; fault: ProductFault };

type Ways = {
  backend: Backend;
  draft: Draft;
  currency: () => Currency;
  /** Whether the account takes an amount that is typed. */
  free: () => boolean;
  /** Whether the shop has products. */
  sells: () => boolean;
  /** What came of a code: whether a product has it, and what to say of that. */
  scanned: (code: string) => { found: boolean; notice: Notice | null };
  /** Staff are typing an amount. */
  began: () => void;
  create: () => void;
};

/** Keys and pastes of the *Take payment* screen wherever no field has the focus. */
export class Typing {
  pasted = $state.raw<Pasted | null>(null);
  notice = $state.raw<Notice | null>(null);
  readonly #ways: Ways;

  /** Whether staff are asked or told something. */
  get isSpeaking(): boolean {
    return this.pasted !== null || this.notice !== null;
  }

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  digit(character: string): void {
    if (!this.#takesAmount()) return;
    this.#ways.began();
    this.#change(typeCharacter(this.#ways.draft.entry, character));
  }

  plus(): void {
    if (!this.#takesAmount()) return;
    this.#change(typePlus(this.#ways.draft.entry));
  }

  clear(): void {
    if (!this.#ways.free()) return;
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
        // Where the code may be a product's, the whole of it is waited for.
        this.notice = this.#ways.sells() ? null : { kind: "SCANNED" };
      };
    });
  }

  /** For the time that the screen is there, a product's code adds the product, wherever it is scanned. */
  hear(): () => void {
    return burst.hear((scanned) => {
      if (document.querySelector("dialog[open]") === null) this.#scan(scanned);
    });
  }

  #scan({ code, field, takeOut }: Scanned): void {
    if (!this.#ways.sells()) return;
    const { found, notice } = this.#ways.scanned(code);
    const asksForProducts = PRODUCT_FIELDS.has(field?.dataset.test ?? "");
    if (found || asksForProducts) takeOut();
    // In another field it may be what the field asks for: a reference, or the code on a slip.
    else if (field) return;
    this.notice = notice;
  }

  /** A code that was scanned on another screen, for the sale that begins with it. */
  take(code: string): void {
    if (this.#ways.sells()) this.notice = this.#ways.scanned(code).notice;
  }

  key(event: KeyboardEvent): void {
    if (isElsewhere(event)) return;
    const chosen = this.pasted && chosenBy(this.pasted, event);
    if (chosen) {
      event.preventDefault();
      this.use(chosen);
    } else if (event.key.length === 1) {
      const character = characterOf(event);
      if (!isOfAmount(character)) return;
      event.preventDefault();
      if (event.repeat) return;
      // Whoever types an amount means it, not the button that was pressed last: Enter is the amount's now.
      const focused = document.activeElement;
      if (this.#ways.free() && focused instanceof HTMLElement) focused.blur();
      if (character === "+") this.plus();
      else this.digit(character);
    } else if (event.key === "Backspace") {
      event.preventDefault();
      if (!this.#ways.free()) return;
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
    if (!this.#takesAmount()) return;
    const currency = this.#ways.currency().code;
    this.settle();
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

  /** What staff took from the clipboard by keys outside the window: it is asked for as if it had been pasted. */
  async offer(text: string | null): Promise<void> {
    // The keys that answer are the window's, not those of the field that was last typed in.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (text !== null) return this.paste(text);
    this.settle();
    this.notice = { kind: "NOTHING_COPIED" };
  }

  use(amount: Money): void {
    this.#change(entryOf(amount.minor, amount.exponent));
    this.#ways.began();
  }

  /** Where only products are sold, staff are told so. */
  #takesAmount(): boolean {
    if (this.#ways.free()) return true;
    this.notice = { kind: "NO_AMOUNT" };
    return false;
  }

  /** One step back: the pasted text, then the error. What was typed stays. */
  leave(): void {
    if (this.pasted) this.pasted = null;
    else this.settle();
  }

  #change(entry: Entry): void {
    this.#ways.draft.entry = entry;
    this.settle();
  }

  /** What was said of keys, and of the last press, is old. */
  settle(): void {
    this.pasted = null;
    this.notice = null;
    this.#ways.draft.error = null;
  }
}
