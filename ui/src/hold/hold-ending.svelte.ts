import { entryOf, total, type Entry } from "../keypad/entry";
import { MoneyPress } from "../press/money-press.svelte";
import type { Backend } from "../backend/backend";
import type { HoldEndForm, HoldEndKind, PaymentView, SaleView } from "../contract";
import type { Pasted } from "../paste/pasted";

/** One capture or release of a reserved payment, from its first digit to its end. */
export class HoldEnding extends MoneyPress<Omit<HoldEndForm, "press">> {
  readonly kind: HoldEndKind;
  entry: Entry = $state.raw({ exponent: 2, parts: [], cleared: false });
  /** A pasted text that staff have to say the meaning of. */
  pasted = $state.raw<Pasted | null>(null);
  readonly #payment: string;

  constructor(backend: Backend, payment: PaymentView, kind: HoldEndKind) {
    super({
      send: (form) => backend.endHold({ form }),
      ids: (sale) =>
        sale.payments.find(({ id }) => id === payment.id)?.holdEnds.map(({ id }) => id) ?? [],
    });
    this.kind = kind;
    this.#payment = payment.id;
    this.entry = entryOf(payment.amount.minor, payment.amount.exponent);
  }

  /** How much is captured. A release has no field to type in: it gives up the whole reservation. */
  get minor(): bigint {
    return total(this.entry);
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
