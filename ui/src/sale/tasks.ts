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
export function refundable(sale: SaleView): PaymentView | null {
  if (sale.refundsAt !== "TILL") return null;
  return sale.payments.findLast(({ left }) => isPositive(left)) ?? null;
}

/** Whether money came that could go back, and only the provider's own dashboard can do it. */
export function refundsInDashboard({ refundsAt, payments }: SaleView): boolean {
  const kept = ({ paid, amount, refunded }: PaymentView) => paid && !sameMoney(amount, refunded);
  return refundsAt === "DASHBOARD" && payments.some(kept);
}

/** The payment that can be captured or released. */
export function reserved(sale: SaleView): PaymentView | null {
  return sale.payments.find(({ canEndHold }) => canEndHold) ?? null;
}
