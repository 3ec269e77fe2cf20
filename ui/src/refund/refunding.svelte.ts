import { AmountPress } from "../press/amount-press.svelte";
import type { Backend } from "../backend/backend";
import type { PaymentView, RefundForm, RefundReason, SaleView } from "../contract";

/** One refund from its first digit to its end. */
export class Refunding extends AmountPress<Omit<RefundForm, "press">> {
  reason = $state<RefundReason>("CUSTOMER_ASKED");
  note = $state("");
  readonly #payment: string;

  constructor(backend: Backend, payment: PaymentView) {
    const ways = {
      send: (form: RefundForm) => backend.refundPayment({ form }),
      ids: (sale: SaleView) =>
        sale.payments.find(({ id }) => id === payment.id)?.refunds.map(({ id }) => id) ?? [],
    };
    super(ways, payment.left);
    this.#payment = payment.id;
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
      amountMinor: this.minor.toString(),
      reason: this.reason,
      note: this.note.trim(),
    });
  }
}
