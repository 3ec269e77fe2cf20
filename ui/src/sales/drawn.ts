import type { DayOfSales } from "./days";

/** Where each day's heading begins, and where the list ends, in heights: of a heading and of a row. */
export function offsetsOf(days: readonly DayOfSales[], heading: number, row: number): number[] {
  let offset = 0;
  const offsets = days.map(({ count }) => {
    const begins = offset;
    offset += heading + count * row;
    return begins;
  });
  return [...offsets, offset];
}

/** The last place in a rising list whose value is not above `value`; 0 where there is none. */
export function placeOf(value: number, rising: readonly number[]): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rising[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Some rows of a day that are drawn: from one until before another, with the heading where the day begins. */
export type DrawnDay = { day: number; headed: boolean; from: number; to: number };

/** What is drawn of the list: the days from `top` to `bottom`. */
export function drawn(
  days: readonly DayOfSales[],
  offsets: readonly number[],
  { top, bottom, heading, row }: { top: number; bottom: number; heading: number; row: number },
): DrawnDay[] {
  const shown: DrawnDay[] = [];
  for (let at = placeOf(top, offsets.slice(0, -1)); at < days.length; at += 1) {
    const day = days[at];
    const begins = offsets[at] ?? 0;
    if (!day || begins > bottom) break;
    const rowsBegin = begins + heading;
    const skipped = Math.max(0, Math.min(day.count - 1, Math.floor((top - rowsBegin) / row)));
    const rest = Math.ceil((bottom - rowsBegin) / row);
    const until = Math.max(skipped + 1, Math.min(day.count, rest));
    shown.push({
      day: at,
      headed: skipped === 0,
      from: day.first + skipped,
      to: day.first + until,
    });
  }
  return shown;
}
