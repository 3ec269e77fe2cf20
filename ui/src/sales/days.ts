import { day, isSameDay } from "../time/format";
import { m } from "../language/messages";
import type { SaleRow } from "../contract";

export type DayOfSales = { title: string; sales: SaleRow[] };

/** The rows under their local day, in the order they came. */
export function byDay(rows: readonly SaleRow[], now: number): DayOfSales[] {
  const days: DayOfSales[] = [];
  for (const sale of rows) {
    const title = isSameDay(sale.at, now) ? m.today() : day(sale.at);
    const last = days.at(-1);
    if (last?.title === title) last.sales.push(sale);
    else days.push({ title, sales: [sale] });
  }
  return days;
}
