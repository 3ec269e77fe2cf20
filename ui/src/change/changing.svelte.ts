import { asError } from "../words/errors";
import { entryOf, total, type Entry } from "../keypad/entry";
import { Terms } from "../link/terms.svelte";
import type { Backend } from "../backend/backend";
import type { CanDo, SaleView, TillError } from "../contract";
import type { Pasted } from "../paste/pasted";

/** What a link shall ask for from now on, as staff type it. */
export class Changing {
  entry: Entry = $state.raw({ exponent: 2, parts: [], cleared: false });
  pasted = $state.raw<Pasted | null>(null);
  description = $state("");
  /** Seconds from now; null leaves the end as it is. */
  payableFor = $state<number | null>(null);
  readonly terms = new Terms();
  busy = $state(false);
  error = $state.raw<TillError | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend, sale: SaleView) {
    this.#backend = backend;
    this.entry = entryOf(sale.amount.minor, sale.amount.exponent);
    this.description = sale.whatFor;
    this.terms.set(sale.useLimit, sale.shipping, sale.amount.exponent);
  }

  /** Whether staff still have to say what a pasted text means. */
  get asking(): boolean {
    return this.pasted !== null || this.terms.pasted !== null;
  }

  async submit(sale: SaleView, can: CanDo): Promise<SaleView | null> {
    if (this.busy || this.asking) return null;
    this.error = this.#wrong(can);
    if (this.error) return null;
    this.busy = true;
    try {
      return await this.#backend.changeLink({
        form: {
          sale: sale.id,
          amountMinor: total(this.entry).toString(),
          description: this.description.trim(),
          payableFor: this.payableFor,
          ...this.terms.form(can),
        },
      });
    } catch (cause) {
      this.error = asError(cause);
      return null;
    } finally {
      this.busy = false;
    }
  }

  #wrong(can: CanDo): TillError | null {
    if (total(this.entry) === 0n) return { code: "INVALID_AMOUNT", fault: "ZERO" };
    if (this.description.trim() === "") {
      return { code: "MISSING_REQUIRED_FIELDS", fields: ["DESCRIPTION"] };
    }
    return this.terms.wrong(can);
  }
}
