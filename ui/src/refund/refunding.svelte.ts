import { asError, type ErrorCode } from "../words/errors";
import { entryOf, total, type Entry } from "../keypad/entry";
import { markName } from "../money/format";
import type { Backend } from "../backend/backend";
import type { Pasted } from "../paste/pasted";
import type {
  PaymentView,
  RefundForm,
  RefundReason,
  RefundView,
  SaleView,
  TillError,
} from "../contract";

/** After these no refund of this press can follow: the next press is a new one. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>([
  "API_ERROR",
  "OVER_REFUND",
  "NOT_REFUNDABLE",
  "PERMISSION_MISSING",
  "CREDENTIALS_REFUSED",
]);

/** One refund from its first digit to its end. */
export class Refunding {
  entry: Entry = $state.raw({ exponent: 2, parts: [], cleared: false });
  reason = $state<RefundReason>("CUSTOMER_ASKED");
  note = $state("");
  running = $state(false);
  error = $state.raw<TillError | null>(null);
  /** A pasted text that staff have to say the meaning of. */
  pasted = $state.raw<Pasted | null>(null);
  /** The refund that this press made; its row carries how it ends. */
  made = $state<string | null>(null);
  /** No answer tells what became of it. */
  unclear = $state.raw<TillError | null>(null);
  readonly #backend: Backend;
  #pressed: { typed: string; form: RefundForm } | null = null;

  constructor(backend: Backend, payment: PaymentView) {
    this.#backend = backend;
    this.entry = entryOf(payment.left.minor, payment.left.exponent);
  }

  /** Sends the refund once, however often the button is pressed. */
  async submit(payment: PaymentView): Promise<SaleView | null> {
    if (this.running || this.made !== null || this.unclear) return null;
    if (this.reason === "OTHER" && this.note.trim() === "") {
      this.error = { code: "MISSING_REQUIRED_FIELDS", fields: ["NOTE"] };
      return null;
    }
    this.error = null;
    return this.#send(payment, this.#press(payment));
  }

  /** The same press once more, after it provably never arrived. */
  async tryAgain(payment: PaymentView): Promise<SaleView | null> {
    if (this.running || !this.#pressed) return null;
    return this.#send(payment, this.#pressed.form);
  }

  async paste(text: string, currency: string): Promise<string | null> {
    this.pasted = null;
    try {
      const reading = await this.#backend.readAmount({ text, currency, decimalMark: markName() });
      this.error = null;
      if (reading.kind === "READ") return reading.amount.minor;
      this.pasted = { text: text.trim(), reading };
    } catch (cause) {
      this.error = asError(cause);
    }
    return null;
  }

  async #send(payment: PaymentView, form: RefundForm): Promise<SaleView | null> {
    const before = new Set(payment.refunds.map(({ id }) => id));
    this.running = true;
    try {
      const sale = await this.#backend.refundPayment({ form });
      this.made = this.made ?? newRefund(sale, payment.id, before)?.id ?? null;
      if (this.made === null) this.unclear = { code: "UNCLEAR_OUTCOME", doubt: "UNREADABLE" };
      return sale;
    } catch (cause) {
      const error = asError(cause);
      if (error.code === "UNCLEAR_OUTCOME") this.unclear = error;
      else this.error = error;
      if (FINAL.has(error.code)) this.#pressed = null;
      return null;
    } finally {
      this.running = false;
    }
  }

  #press(payment: PaymentView): RefundForm {
    const typed = {
      payment: payment.id,
      amountMinor: total(this.entry).toString(),
      reason: this.reason,
      note: this.note.trim(),
    };
    const key = JSON.stringify(typed);
    if (this.#pressed?.typed !== key) {
      this.#pressed = { typed: key, form: { press: crypto.randomUUID(), ...typed } };
    }
    return this.#pressed.form;
  }
}

function newRefund(sale: SaleView, payment: string, before: Set<string>): RefundView | null {
  const refunds = sale.payments.find(({ id }) => id === payment)?.refunds ?? [];
  return refunds.find(({ id }) => !before.has(id)) ?? null;
}
