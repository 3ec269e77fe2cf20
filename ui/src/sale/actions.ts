import type { Environment, SaleState } from "../contract";

/** What staff can do with a sale from the waiting screen. */
export type SaleAction =
  | "SHOW_CUSTOMER"
  | "COPY_LINK"
  | "PAY_AS_CUSTOMER"
  | "CHECK_NOW"
  | "TRY_AGAIN"
  | "CREATE_AGAIN"
  | "REFUND"
  | "DETAILS"
  | "NEW_SALE";

const ACTIONS: Record<SaleState["kind"], readonly SaleAction[]> = {
  MAKING: ["CHECK_NOW", "NEW_SALE"],
  NOT_SENT: ["TRY_AGAIN", "NEW_SALE"],
  WAITING: ["CHECK_NOW", "NEW_SALE"],
  NOT_SURE: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  NEEDS_PERSON: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  CARD_REFUSED: ["CHECK_NOW", "NEW_SALE"],
  RESERVED: ["CHECK_NOW", "DETAILS", "NEW_SALE"],
  PAID: ["DETAILS", "NEW_SALE"],
  PAID_LATE: ["REFUND", "DETAILS", "NEW_SALE"],
  PAID_TWICE: ["REFUND", "DETAILS", "NEW_SALE"],
  PAID_DIFFERENT_AMOUNT: ["REFUND", "DETAILS", "NEW_SALE"],
  EXPIRED: ["CREATE_AGAIN", "NEW_SALE"],
  CLOSED: ["CREATE_AGAIN", "NEW_SALE"],
  LINK_REFUSED: ["CREATE_AGAIN", "NEW_SALE"],
  REFUND_RUNNING: ["DETAILS", "NEW_SALE"],
  PARTLY_REFUNDED: ["DETAILS", "NEW_SALE"],
  REFUNDED: ["DETAILS", "NEW_SALE"],
};

/** What the situation offers, the likeliest first. */
export function saleActions(
  state: SaleState,
  link: { payable: boolean } | null,
  environment: Environment,
): SaleAction[] {
  const withLink: SaleAction[] = link?.payable ? ["SHOW_CUSTOMER", "COPY_LINK"] : [];
  if (link?.payable && environment === "PRACTICE") withLink.push("PAY_AS_CUSTOMER");
  return [...withLink, ...ACTIONS[state.kind]];
}
