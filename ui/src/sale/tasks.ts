import { isPositive } from "../money/format";
import type { PaymentView, SaleView } from "../contract";

/** What staff have begun with a sale, in a dialog of its own. */
export type Task =
  | { name: "CHANGE" }
  | { name: "REFUND"; payment: string }
  | { name: "CAPTURE"; payment: string }
  | { name: "RELEASE"; payment: string };

/** The payment to refund first: the latest one of which something is left. */
export function refundable(sale: SaleView): PaymentView | null {
  return sale.payments.findLast(({ left }) => isPositive(left)) ?? null;
}

/** The payment that can be captured or released. */
export function reserved(sale: SaleView): PaymentView | null {
  return sale.payments.find(({ canEndHold }) => canEndHold) ?? null;
}
