import { day, isSameDay } from "../time/format";
import { localDay } from "../time/days";
import { m } from "../language/messages";
import type { SaleRow } from "../contract";

/** The rows of one day, as they follow each other in the list. */
export type DayOfSales = { title: string; first: number; count: number };

function titleOf(at: string, now: number): string {
  if (isSameDay(at, now)) return m.today();
  const yesterday = Date.parse(localDay(now).from) - 1;
  return isSameDay(at, yesterday) ? m.sales_yesterday() : day(at);
}

/** The rows under their shop's day, in the order they came. Each day is looked up once. */
export function daysOf(rows: readonly SaleRow[], now: number): DayOfSales[] {
  const days: DayOfSales[] = [];
  let [from, to] = [0, 0];
  rows.forEach((sale, at) => {
    const moment = Date.parse(sale.at);
    const last = days.at(-1);
    if (last && from <= moment && moment < to) {
      last.count += 1;
      return;
    }
    const span = localDay(moment);
    [from, to] = [Date.parse(span.from), Date.parse(span.to)];
    days.push({ title: titleOf(sale.at, now), first: at, count: 1 });
  });
  return days;
}
