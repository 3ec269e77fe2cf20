import type { Money, SaleRow } from "../contract";

/** What the link asks for, as far as it is known: before staff took another total, that total. */
export function askedAmount({ state, amount }: Pick<SaleRow, "state" | "amount">): Money {
  return state.kind === "CONFIRM_TOTAL" ? state.total : amount;
}
