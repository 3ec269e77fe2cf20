import { asError, type ErrorCode } from "../words/errors";
import type { SaleView, TillError } from "../contract";

/** After these nothing of this press can follow: the next press is a new one. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>([
  "API_ERROR",
  "FIELD_REFUSED",
  "OVER_REFUND",
  "NOT_REFUNDABLE",
  "NOT_RESERVED",
  "NOT_OFFERED",
  "PERMISSION_MISSING",
  "CREDENTIALS_REFUSED",
]);

type Sent<Typed> = Typed & { press: string };

export type Ways<Typed> = {
  send: (form: Sent<Typed>) => Promise<SaleView>;
  /** Ids of everything of this kind that the payment has. */
  ids: (sale: SaleView) => string[];
};

/**
 * One press of a button that moves money: sent once, however often it is pressed, and repeated
 * only as the same press.
 */
export class MoneyPress<Typed extends object> {
  running = $state(false);
  error = $state.raw<TillError | null>(null);
  /** What this press made; its row carries how it ends. */
  made = $state<string | null>(null);
  /** No answer tells what became of it. */
  unclear = $state.raw<TillError | null>(null);
  readonly #ways: Ways<Typed>;
  #pressed: { typed: string; form: Sent<Typed> } | null = null;

  constructor(ways: Ways<Typed>) {
    this.#ways = ways;
  }

  /** Whether the button may be pressed. */
  get ready(): boolean {
    return !this.running && this.made === null && this.unclear === null;
  }

  async press(before: SaleView, typed: Typed): Promise<SaleView | null> {
    if (!this.ready) return null;
    this.error = null;
    return this.#send(before, this.#form(typed));
  }

  /** The same press once more, after it provably never arrived. */
  async tryAgain(before: SaleView): Promise<SaleView | null> {
    if (this.running || !this.#pressed) return null;
    return this.#send(before, this.#pressed.form);
  }

  async #send(before: SaleView, form: Sent<Typed>): Promise<SaleView | null> {
    const known = new Set(this.#ways.ids(before));
    this.running = true;
    try {
      const sale = await this.#ways.send(form);
      this.made ??= this.#ways.ids(sale).find((id) => !known.has(id)) ?? null;
      if (this.made === null) this.unclear = { code: "UNCLEAR_OUTCOME", doubt: "UNREADABLE" };
      return sale;
    } catch (cause) {
      const error = asError(cause);
      if (error.code === "UNCLEAR_OUTCOME") this.unclear = error;
      // Nothing was sent, and whoever reads this has signed in again.
      else if (error.code !== "TILL_LOCKED") this.error = error;
      if (FINAL.has(error.code)) this.#pressed = null;
      return null;
    } finally {
      this.running = false;
    }
  }

  #form(typed: Typed): Sent<Typed> {
    const key = JSON.stringify(typed);
    if (this.#pressed?.typed !== key) {
      this.#pressed = { typed: key, form: { press: crypto.randomUUID(), ...typed } };
    }
    return this.#pressed.form;
  }
}
