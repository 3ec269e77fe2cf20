import { isPositive, sameMoney } from "../money/format";
import type { PaymentView, SaleView } from "../contract";

/** What staff have begun with a sale, in a dialog of its own. */
export type Task =
  | { name: "CHANGE" }
  | { name: "CHECK" }
  | { name: "SEND" }
  | { name: "PRINT" }
  | { name: "REFUND"; payment: string }
  | { name: "CAPTURE"; payment: string }
  | { name: "RELEASE"; payment: string };

/** The payment to refund first: the latest one of which something is left, where the till refunds. */
export function refundable({ payments }: Pick<SaleView, "payments">): PaymentView | null {
  const here = ({ refundsAt, left }: PaymentView) => refundsAt === "TILL" && isPositive(left);
  return payments.findLast(here) ?? null;
}

/** The latest payment that could go back, where only the provider's own dashboard can do it. */
export function refundedInDashboard({ payments }: SaleView): PaymentView | null {
  const kept = ({ refundsAt, paid, amount, refunded }: PaymentView) =>
    refundsAt === "DASHBOARD" && paid && !sameMoney(amount, refunded);
  return payments.findLast(kept) ?? null;
}

/** The payment that can be captured or released. */
export function reserved(sale: SaleView): PaymentView | null {
  return sale.payments.find(({ canEndHold }) => canEndHold) ?? null;
}
