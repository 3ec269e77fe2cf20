import { AmountPress } from "../press/amount-press.svelte";
import { hasCode } from "../words/errors";
import { refundAlike } from "./repeats";
import { Proving } from "./proving.svelte";
import type { Backend } from "../backend/backend";
import type { PaymentView, RefundForm, RefundReason, RefundView, SaleView } from "../contract";

/** One refund from its first digit to its end. */
export class Refunding extends AmountPress<Omit<RefundForm, "press">> {
  reason = $state<RefundReason>("CUSTOMER_ASKED");
  note = $state("");
  /** The PINs that the till asks for first; null while it asks for none. */
  proving = $state.raw<Proving | null>(null);
  /** A refund of the same amount that is not a day old: staff are asked in other words whether they mean a second one. */
  repeats = $state.raw<RefundView | null>(null);
  readonly #backend: Backend;
  readonly #payment: string;
  readonly #own: string;
  /** As it was sent last: a PIN counts for this press alone. */
  readonly #sent: () => RefundForm | null;

  /** `own` is whoever is at the till. */
  constructor(backend: Backend, payment: PaymentView, own: string) {
    let sent: RefundForm | null = null;
    const ways = {
      send: (form: RefundForm) => {
        sent = form;
        return backend.refundPayment({ form });
      },
      ids: (sale: SaleView) =>
        sale.payments.find(({ id }) => id === payment.id)?.refunds.map(({ id }) => id) ?? [],
    };
    super(ways, payment.left);
    this.#backend = backend;
    this.#payment = payment.id;
    this.#own = own;
    this.#sent = () => sent;
  }

  /** Sends the refund once, however often the button is pressed. One like an earlier one is asked about first. */
  async submit(sale: SaleView, now: number): Promise<SaleView | null> {
    if (!this.ready) return null;
    if (this.reason === "OTHER" && this.note.trim() === "") {
      this.error = { code: "MISSING_REQUIRED_FIELDS", fields: ["NOTE"] };
      return null;
    }
    const asked = this.repeats;
    const payment = sale.payments.find(({ id }) => id === this.#payment);
    const amount = payment && { ...payment.left, minor: this.minor.toString() };
    this.repeats = payment && amount ? refundAlike(payment, amount, now) : null;
    if (this.repeats && this.repeats.id !== asked?.id) return null;
    this.repeats = null;
    const typed = {
      payment: this.#payment,
      amountMinor: this.minor.toString(),
      reason: this.reason,
      note: this.note.trim(),
    };
    return this.#answered(this.press(sale, typed));
  }

  /**
   * Shows a PIN that the refund needs; rejects where it does not count. After the last one the same
   * press goes again.
   */
  async prove(sale: SaleView, pin: string): Promise<SaleView | null> {
    const { proving } = this;
    const form = this.#sent();
    if (!proving || !form || !this.ready) return null;
    this.running = true;
    const all = await proving.show(pin, form).finally(() => (this.running = false));
    return all ? this.#answered(this.tryAgain(sale)) : null;
  }

  /** Esc goes back to what was typed, before it leaves anything. */
  override stepBack(): boolean {
    if (this.repeats && !this.running) {
      this.repeats = null;
      return true;
    }
    if (!this.proving) return super.stepBack();
    if (!this.running) this.proving = null;
    return true;
  }

  async #answered(work: Promise<SaleView | null>): Promise<SaleView | null> {
    const before = this.proving;
    const after = await work;
    const { error } = this;
    if (error && hasCode(error, "REFUND_NEEDS")) {
      this.proving = new Proving(this.#backend, this.#own, error, before);
      this.error = null;
    } else {
      this.proving = null;
    }
    return after;
  }
}
