import type { SaleFilter, SaleQuery, SaleView } from "../contract";

const IN_FILTER: Record<Exclude<SaleFilter, "ALL">, readonly string[]> = {
  OPEN: ["MAKING", "WAITING", "PAYING", "NOT_SURE", "NEEDS_PERSON", "CARD_REFUSED", "RESERVED"],
  PAID: ["PAID", "PAID_LATE", "PAID_TWICE", "PAID_DIFFERENT_AMOUNT"],
  REFUNDED: ["PARTLY_REFUNDED", "REFUNDED"],
  NEEDS_PERSON: ["NEEDS_PERSON", "CONFIRM_TOTAL", "PAID_TWICE", "PAID_DIFFERENT_AMOUNT"],
};

/** The sales that fit a question, newest first: as the till finds them, but for its index. */
export function fakeFound(
  sales: readonly SaleView[],
  { text, filter, days, mine, account }: SaleQuery,
  who: string,
): SaleView[] {
  const words = text.toLowerCase();
  return sales
    .filter(({ whatFor, reference, staffNote, customerEmail }) =>
      `${whatFor} ${reference} ${staffNote} ${customerEmail}`.toLowerCase().includes(words),
    )
    .filter(({ state }) => filter === "ALL" || IN_FILTER[filter].includes(state.kind))
    .filter(
      ({ at }) =>
        !days || (Date.parse(days.from) <= Date.parse(at) && Date.parse(at) < Date.parse(days.to)),
    )
    .filter(({ madeById }) => !mine || madeById === who)
    .filter(({ accountId }) => account === null || accountId === account)
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}
