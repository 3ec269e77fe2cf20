import { emptyEntry, entryOf, total, withExponent, type Entry } from "../keypad/entry";
import type { CanDo, Currency, Money, TillError } from "../contract";
import type { Pasted } from "../paste/pasted";

/** What the till takes of a link's terms: null for once, null for nothing shipped. */
export type TermsForm = { useLimit: number | null; shippingMinor: string | null };

const FEWEST_USES = 2;

/** How often a link can be paid and what shipping costs, as staff choose it. */
export class Terms {
  several = $state(false);
  /** How many times at most, as typed. */
  limit = $state("");
  shipped = $state(false);
  shipping: Entry = $state.raw(emptyEntry(2));
  /** A pasted amount that staff have to say the meaning of. */
  pasted = $state.raw<Pasted | null>(null);

  /** Terms that a sale was made with. */
  set(useLimit: number | null, shipping: Money | null, exponent: number): void {
    this.several = useLimit !== null;
    this.limit = useLimit === null ? "" : String(useLimit);
    this.shipped = shipping !== null;
    this.shipping = shipping ? entryOf(shipping.minor, exponent) : emptyEntry(exponent);
    this.pasted = null;
  }

  clear(): void {
    this.set(null, null, this.shipping.exponent);
  }

  fit(currency: Currency): void {
    this.shipping = withExponent(this.shipping, currency.exponent);
  }

  /** Whether anything else than a link for one payment without shipping is chosen. */
  get special(): boolean {
    return this.several || this.shipped;
  }

  /** The chosen limit, where it is one that the account can do. */
  uses(can: CanDo): number | null {
    const limit = /^\d{1,4}$/.test(this.limit.trim()) ? Number(this.limit.trim()) : 0;
    return limit >= FEWEST_USES && limit <= can.mostUses ? limit : null;
  }

  /** What is wrong with the terms before anything is sent. */
  wrong(can: CanDo): TillError | null {
    if (this.several && can.mostUses > 1 && this.uses(can) === null) {
      return this.limit.trim() === ""
        ? { code: "MISSING_REQUIRED_FIELDS", fields: ["USE_LIMIT"] }
        : { code: "INVALID_FIELD", field: "USE_LIMIT" };
    }
    return null;
  }

  /** Only what the account can do. */
  form(can: CanDo): TermsForm {
    return {
      useLimit: this.several && can.mostUses > 1 ? this.uses(can) : null,
      shippingMinor: this.shipped && can.shipping ? total(this.shipping).toString() : null,
    };
  }
}
