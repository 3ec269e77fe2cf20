import { sameMoney } from "../money/format";
import type { Money, PaymentView, RefundState, RefundView } from "../contract";

/** Two refunds of the same amount within this time may be one that was pressed twice, milliseconds. */
const ALIKE_WITHIN = 24 * 60 * 60 * 1000;

/** Whether money went back with a refund in this state, or may have. */
const MAY_HAVE_GONE: Record<RefundState, boolean> = {
  RUNNING: true,
  NOT_SENT: false,
  NOT_SURE: true,
  NEEDS_PERSON: true,
  DONE: true,
  REFUSED: false,
  NOT_MADE: false,
  FAILED_LATE: false,
};

/** The latest refund of the payment with the same amount that is not a day old. */
export function refundAlike(payment: PaymentView, amount: Money, now: number): RefundView | null {
  const alike = (refund: RefundView) =>
    MAY_HAVE_GONE[refund.state] &&
    sameMoney(refund.amount, amount) &&
    now - Date.parse(refund.madeAt) < ALIKE_WITHIN;
  return payment.refunds.findLast(alike) ?? null;
}
