import { sameMoney } from "../money/format";
import type { Money, SaleRow, SaleState } from "../contract";

/** Two sales alike within this time are worth a look, milliseconds. */
const ALIKE_WITHIN = 5 * 60 * 1000;

/** Whether a sale in this state ended without money: doing it again is what staff mean. */
const WITHOUT_MONEY: Record<SaleState["kind"], boolean> = {
  MAKING: false,
  NOT_SENT: false,
  CONFIRM_TOTAL: false,
  WAITING: false,
  PAYING: false,
  NOT_SURE: false,
  NEEDS_PERSON: false,
  CARD_REFUSED: false,
  PAYMENT_FAILED: true,
  CANCELLING: false,
  RESERVED: false,
  HOLD_ENDING: false,
  RELEASED: true,
  CARD_CONFIRMED: false,
  COLLECTING: false,
  PAID: false,
  PAID_LATE: false,
  PAID_AFTER_CANCEL: false,
  PAID_TWICE: false,
  PAID_DIFFERENT_AMOUNT: false,
  EXPIRED: true,
  CLOSED: true,
  LINK_REFUSED: true,
  REFUND_RUNNING: false,
  PARTLY_REFUNDED: false,
  REFUNDED: true,
};

/** Whether two texts say the same to whoever reads them. */
export function sameWords(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** The latest sale of a few minutes ago with the same amount, and words that are the same. */
export function alikeSale(
  sales: readonly SaleRow[],
  amount: Money,
  isSame: (whatFor: string) => boolean,
  now: number,
): SaleRow | null {
  const alike = sales.filter(
    (sale) =>
      sameMoney(sale.amount, amount) &&
      isSame(sale.whatFor) &&
      now - Date.parse(sale.at) < ALIKE_WITHIN &&
      !WITHOUT_MONEY[sale.state.kind],
  );
  return alike.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0] ?? null;
}
