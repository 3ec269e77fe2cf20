import { sameMoney } from "../money/format";
import type { Money, SaleRow } from "../contract";

/** Two sales alike within this time are worth a look, milliseconds. */
const ALIKE_WITHIN = 5 * 60 * 1000;

/** Sales that ended without money: doing them again is what staff mean. */
const WITHOUT_MONEY: ReadonlySet<string> = new Set([
  "EXPIRED",
  "CLOSED",
  "LINK_REFUSED",
  "REFUNDED",
]);

/** The latest sale of a few minutes ago with the same amount and the same words. */
export function alikeSale(
  sales: readonly SaleRow[],
  amount: Money,
  whatFor: string,
  now: number,
): SaleRow | null {
  const words = whatFor.trim().toLowerCase();
  const alike = sales.filter(
    (sale) =>
      sameMoney(sale.amount, amount) &&
      sale.whatFor.trim().toLowerCase() === words &&
      now - Date.parse(sale.at) < ALIKE_WITHIN &&
      !WITHOUT_MONEY.has(sale.state.kind),
  );
  return alike.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0] ?? null;
}
