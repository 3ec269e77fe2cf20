import { refundable } from "./tasks";
import { shownLink } from "../link/shown";
import type { About, SaleState, SaleView } from "../contract";

/** What staff can do with a sale. */
export type SaleAction =
  | "SHOW_CUSTOMER"
  | "COPY_LINK"
  | "SEND"
  | "PRINT"
  | "PAY_AS_CUSTOMER"
  | "CHECK_NOW"
  | "TRY_AGAIN"
  | "CREATE_AGAIN"
  | "REFUND_ALL"
  | "REFUND_ONE"
  | "KEEP"
  | "CAPTURE"
  | "RELEASE"
  | "DECIDE"
  | "CHECK_AS_CUSTOMER"
  | "CHANGE_LINK"
  | "CANCEL_LINK"
  | "DETAILS"
  | "NEW_SALE";

const ACTIONS: Record<SaleState["kind"], readonly SaleAction[]> = {
  MAKING: ["CHECK_NOW", "NEW_SALE"],
  NOT_SENT: ["TRY_AGAIN", "NEW_SALE"],
  CONFIRM_TOTAL: ["DETAILS", "NEW_SALE"],
  WAITING: ["CHECK_NOW", "NEW_SALE"],
  PAYING: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  NOT_SURE: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  NEEDS_PERSON: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  CARD_REFUSED: ["CHECK_NOW", "NEW_SALE"],
  PAYMENT_FAILED: ["CREATE_AGAIN", "DETAILS", "NEW_SALE"],
  CANCELLING: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  RESERVED: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  HOLD_ENDING: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  RELEASED: ["CREATE_AGAIN", "DETAILS", "NEW_SALE"],
  CARD_CONFIRMED: ["DETAILS", "NEW_SALE"],
  COLLECTING: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  PAID: ["DETAILS", "NEW_SALE"],
  PAID_LATE: ["REFUND_ALL", "KEEP", "DETAILS"],
  PAID_AFTER_CANCEL: ["REFUND_ALL", "KEEP", "DETAILS"],
  PAID_TWICE: ["REFUND_ONE", "DETAILS", "NEW_SALE"],
  PAID_DIFFERENT_AMOUNT: ["REFUND_ALL", "KEEP", "DETAILS"],
  EXPIRED: ["CREATE_AGAIN", "NEW_SALE"],
  CLOSED: ["CREATE_AGAIN", "NEW_SALE"],
  LINK_REFUSED: ["CREATE_AGAIN", "NEW_SALE"],
  REFUND_RUNNING: ["DETAILS", "NEW_SALE"],
  PARTLY_REFUNDED: ["DETAILS", "NEW_SALE"],
  REFUNDED: ["DETAILS", "NEW_SALE"],
};

/** Whether the till can show evidence about it and take a person's decision. */
const DECIDABLE: Record<About, boolean> = {
  LINK: false,
  PAYMENT: false,
  REFUND: true,
  CAPTURE: true,
  RELEASE: true,
};

export function isDecidable(state: SaleState): boolean {
  return state.kind === "NEEDS_PERSON" && DECIDABLE[state.about];
}

/** What decides over the actions. */
type Situation = Pick<SaleView, "state" | "link" | "environment" | "payments" | "canPreview">;

function linkActions(sale: Situation): SaleAction[] {
  const { link, environment } = sale;
  // While a customer pays it, the provider would cancel nothing; and whose total nobody took, nobody sees.
  if (!link || sale.state.kind === "PAYING" || sale.state.kind === "CONFIRM_TOTAL") return [];
  const shown = shownLink(sale) !== null;
  const actions: SaleAction[] = shown ? ["SHOW_CUSTOMER", "COPY_LINK", "SEND", "PRINT"] : [];
  if (shown && environment === "PRACTICE") actions.push("PAY_AS_CUSTOMER");
  if (sale.canPreview) actions.push("CHECK_AS_CUSTOMER");
  if (link.canChange) actions.push("CHANGE_LINK");
  if (link.canCancel) actions.push("CANCEL_LINK");
  return actions;
}

/** What the situation offers, the likeliest first. */
export function saleActions(sale: Situation): SaleAction[] {
  const { state, payments } = sale;
  const first: SaleAction[] = [];
  if (isDecidable(state)) first.push("DECIDE");
  if (payments.some(({ canEndHold }) => canEndHold)) first.push("CAPTURE", "RELEASE");
  const usual = ACTIONS[state.kind].filter((action) => {
    const refunds = action === "REFUND_ALL" || action === "REFUND_ONE";
    return !refunds || refundable(sale) !== null;
  });
  return [...first, ...linkActions(sale), ...usual];
}
