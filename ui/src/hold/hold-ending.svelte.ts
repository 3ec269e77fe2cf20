import { AmountPress } from "../press/amount-press.svelte";
import type { Backend } from "../backend/backend";
import type { HoldEndForm, HoldEndKind, PaymentView, SaleView } from "../contract";

/**
 * One capture or release of a reserved payment, from its first digit to its end. A release has no
 * field to type in: it gives up the whole reservation.
 */
export class HoldEnding extends AmountPress<Omit<HoldEndForm, "press">> {
  readonly kind: HoldEndKind;
  readonly #payment: string;

  constructor(backend: Backend, payment: PaymentView, kind: HoldEndKind) {
    const ways = {
      send: (form: HoldEndForm) => backend.endHold({ form }),
      ids: (sale: SaleView) =>
        sale.payments.find(({ id }) => id === payment.id)?.holdEnds.map(({ id }) => id) ?? [],
    };
    super(ways, payment.amount);
    this.kind = kind;
    this.#payment = payment.id;
  }

  /** Sends it once, however often the button is pressed. */
  async submit(sale: SaleView): Promise<SaleView | null> {
    return this.press(sale, {
      payment: this.#payment,
      kind: this.kind,
      amountMinor: this.minor.toString(),
    });
  }
}
