import { emptyEntry, entryOf, isUntouched, total, withExponent, type Entry } from "../keypad/entry";
import { Terms } from "../link/terms.svelte";
import { errorFields, type ErrorCode } from "../words/errors";
import type { AccountView, Currency, Field, NewSaleForm, SaleRow, TillError } from "../contract";

/** The provider or the till answered for good: what was pressed will never become a link. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>([
  "API_ERROR",
  "CREDENTIALS_REFUSED",
  "PERMISSION_MISSING",
  "FOREIGN_HOST",
]);

/** Fields that are folded away until staff ask for them. */
const FOLDED: ReadonlySet<string> = new Set<Field>(["USE_LIMIT", "SHIPPING"]);

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** A reference for a sale that staff gave none, readable on a list: `SALE-20261120-140355`. */
export function madeReference(now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(twoDigits).join("");
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join("");
  return `SALE-${day}-${time}`;
}

/** What staff typed for the next sale. It outlives the screen, and every error. */
export class Draft {
  entry = $state.raw<Entry>(emptyEntry(2));
  whatFor = $state("");
  reference = $state("");
  staffNote = $state("");
  /** Seconds; until staff change it, what the till proposes. */
  payableFor = $state<number | null>(null);
  /** How often the link can be paid, and shipping. */
  readonly terms = new Terms();
  /** Whether the further options are shown. */
  unfolded = $state(false);
  error = $state.raw<TillError | null>(null);
  sending = $state(false);
  #chosen = $state<string | null>(null);
  #pressed: { typed: string; form: NewSaleForm } | null = null;

  /** The chosen currency, as long as the account offers it. */
  currency(account: AccountView): Currency {
    return (
      account.currencies.find(({ code }) => code === this.#chosen) ??
      account.currencies[0] ?? { code: "EUR", exponent: 2 }
    );
  }

  choose(currency: Currency): void {
    this.#chosen = currency.code;
    this.#count(currency);
  }

  /** The account changed: the amounts are read by its currency. */
  fit(account: AccountView): void {
    this.#count(this.currency(account));
  }

  #count(currency: Currency): void {
    this.entry = withExponent(this.entry, currency.exponent);
    this.terms.fit(currency);
  }

  get untouched(): boolean {
    return isUntouched(this.entry);
  }

  /**
   * The form for this press. As long as the till may still make a link of an earlier press of the
   * same words, it is that press.
   */
  press(account: AccountView, shopName: string, counterPayableFor: number): NewSaleForm {
    const typed = {
      account: account.id,
      amountMinor: total(this.entry).toString(),
      currency: this.currency(account).code,
      reference: this.reference.trim(),
      name: shopName,
      description: this.whatFor.trim() || account.description,
      staffNote: this.staffNote.trim(),
      payableFor: this.payableFor ?? counterPayableFor,
      ...this.terms.form(account.can),
    };
    const key = JSON.stringify(typed);
    if (this.#pressed?.typed !== key) {
      const form = {
        ...typed,
        press: crypto.randomUUID(),
        reference: typed.reference || madeReference(new Date()),
      };
      this.#pressed = { typed: key, form };
    }
    return this.#pressed.form;
  }

  failed(error: TillError): void {
    this.error = error;
    // What is wrong in a folded field would be told to nobody.
    if (errorFields(error).some((field) => FOLDED.has(field))) this.unfolded = true;
    if (FINAL.has(error.code)) this.#pressed = null;
  }

  /** The sale is on its way: the next one starts empty, for one payment, in the same currency. */
  clear(): void {
    this.entry = emptyEntry(this.entry.exponent);
    this.whatFor = "";
    this.reference = "";
    this.staffNote = "";
    this.payableFor = null;
    this.terms.clear();
    this.unfolded = false;
    this.error = null;
    this.#pressed = null;
  }

  /** The words of an earlier sale, for a new link. */
  refill(sale: SaleRow, error: TillError | null): void {
    this.clear();
    this.#chosen = sale.amount.currency;
    this.entry = entryOf(sale.amount.minor, sale.amount.exponent);
    this.whatFor = sale.whatFor;
    this.reference = sale.reference;
    this.staffNote = sale.staffNote;
    this.terms.set(sale.useLimit, sale.shipping, sale.amount.exponent);
    this.unfolded = this.terms.special;
    this.error = error;
  }
}
