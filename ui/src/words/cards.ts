import { m } from "../language/messages";
import type { PaymentView, SaleView } from "../contract";

/** `Visa ••6111`, as far as the till may know the card. */
export function cardWords({ card }: PaymentView): string | null {
  return card && m.card({ brand: card.brand, lastFour: card.lastFour });
}

/** What a payment was for, and its card: said where its money is about to be moved. */
export function paymentAbout(sale: SaleView, payment: PaymentView): string {
  return [sale.whatFor, sale.reference, cardWords(payment)].filter(Boolean).join(" · ");
}
