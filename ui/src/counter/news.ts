import { paidState } from "../sale/paid";
import { sameMoney } from "../money/format";
import type { SaleRow } from "../contract";

export function isPaid(sale: SaleRow): boolean {
  return paidState(sale) !== null;
}

/** Whether staff see the same news: of a link for several payments each payment is news. */
export function sameNews({ state }: SaleRow, { state: next }: SaleRow): boolean {
  if (state.kind === "COLLECTING" && next.kind === "COLLECTING") return state.times === next.times;
  return state.kind === next.kind;
}

/** Whether money came between the two. A link that stops collecting is paid with what it had. */
export function moneyCame({ state }: SaleRow, after: SaleRow): boolean {
  const paid = paidState(after);
  if (!paid) return false;
  return state.kind !== "COLLECTING" || !sameMoney(state.paid, paid.paid);
}

/** Whether the customer's display may say anything of it: not before staff have taken its total. */
export function mayBeShown({ state }: SaleRow): boolean {
  return state.kind !== "CONFIRM_TOTAL";
}
