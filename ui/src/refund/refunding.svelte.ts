import { entryOf, total, type Entry } from "../keypad/entry";
import { MoneyPress } from "../press/money-press.svelte";
import type { Backend } from "../backend/backend";
import type { Pasted } from "../paste/pasted";
import type { PaymentView, RefundForm, RefundReason, SaleView } from "../contract";

/** One refund from its first digit to its end. */
export class Refunding extends MoneyPress<Omit<RefundForm, "press">> {
  entry: Entry = $state.raw({ exponent: 2, parts: [], cleared: false });
  reason = $state<RefundReason>("CUSTOMER_ASKED");
  note = $state("");
  /** A pasted text that staff have to say the meaning of. */
  pasted = $state.raw<Pasted | null>(null);
  readonly #payment: string;

  constructor(backend: Backend, payment: PaymentView) {
    super({
      send: (form) => backend.refundPayment({ form }),
      ids: (sale) =>
        sale.payments.find(({ id }) => id === payment.id)?.refunds.map(({ id }) => id) ?? [],
    });
    this.#payment = payment.id;
    this.entry = entryOf(payment.left.minor, payment.left.exponent);
  }

  /** Sends the refund once, however often the button is pressed. */
  async submit(sale: SaleView): Promise<SaleView | null> {
    if (!this.ready) return null;
    if (this.reason === "OTHER" && this.note.trim() === "") {
      this.error = { code: "MISSING_REQUIRED_FIELDS", fields: ["NOTE"] };
      return null;
    }
    return this.press(sale, {
      payment: this.#payment,
      amountMinor: total(this.entry).toString(),
      reason: this.reason,
      note: this.note.trim(),
    });
  }
}
