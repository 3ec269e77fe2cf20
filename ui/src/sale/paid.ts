import type { SaleRow, SaleState } from "../contract";

/** States in which all the money is there: both windows are green. */
export type PaidKind = "PAID" | "PAID_LATE" | "PAID_AFTER_CANCEL";

type PaidState = Extract<SaleState, { kind: PaidKind }>;

const IS_PAID: Record<SaleState["kind"], boolean> = {
  MAKING: false,
  NOT_SENT: false,
  CONFIRM_TOTAL: false,
  WAITING: false,
  PAYING: false,
  NOT_SURE: false,
  NEEDS_PERSON: false,
  CARD_REFUSED: false,
  PAYMENT_FAILED: false,
  CANCELLING: false,
  RESERVED: false,
  HOLD_ENDING: false,
  RELEASED: false,
  CARD_CONFIRMED: false,
  COLLECTING: false,
  PAID: true,
  PAID_LATE: true,
  PAID_AFTER_CANCEL: true,
  PAID_TWICE: false,
  PAID_DIFFERENT_AMOUNT: false,
  EXPIRED: false,
  CLOSED: false,
  LINK_REFUSED: false,
  REFUND_RUNNING: false,
  PARTLY_REFUNDED: false,
  REFUNDED: false,
};

/** The state, where it is one of those that turn both windows green. */
export function paidState({ state }: Pick<SaleRow, "state">): PaidState | null {
  return IS_PAID[state.kind] ? (state as PaidState) : null;
}
