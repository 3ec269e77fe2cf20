import type { Right, SaleRow, StaffView } from "../contract";
import type { SaleAction } from "./actions";

/** Who is at the till, and what they may do there. */
export type Hands = { staff: StaffView; may: (right: Right) => boolean };

/** What an action takes, where not everybody may do it. */
const NEEDS: Partial<Record<SaleAction, Right>> = {
  CAPTURE: "DECIDE_MONEY",
  RELEASE: "DECIDE_MONEY",
  DECIDE: "DECIDE_MONEY",
};

const ON_LINKS: ReadonlySet<SaleAction> = new Set<SaleAction>(["CHANGE_LINK", "CANCEL_LINK"]);
const REFUNDS: ReadonlySet<SaleAction> = new Set<SaleAction>(["REFUND_ALL", "REFUND_ONE"]);

/** Whether they may cancel and change the link of a sale: their own, or everybody's. */
export function mayTouchLink(sale: Pick<SaleRow, "madeById">, hands: Hands): boolean {
  return hands.may("CANCEL_OTHERS") || sale.madeById === hands.staff.id;
}

/** Whether they may begin a refund, by themselves or for somebody to approve. */
export function mayBeginRefund(hands: Hands): boolean {
  return hands.may("REFUND") || hands.may("ASK_FOR_REFUNDS");
}

/** Of what the situation offers, what whoever is at the till may do. */
export function allowedActions(
  actions: readonly SaleAction[],
  sale: Pick<SaleRow, "madeById">,
  hands: Hands,
): SaleAction[] {
  return actions.filter((action) => {
    if (ON_LINKS.has(action)) return mayTouchLink(sale, hands);
    if (REFUNDS.has(action)) return mayBeginRefund(hands);
    const right = NEEDS[action];
    return right === undefined || hands.may(right);
  });
}
