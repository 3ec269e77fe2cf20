import { day, isSameDay } from "../time/format";
import { m } from "../language/messages";
import type { HistoryEntry } from "../contract";

export type DayOfEntries = { title: string; entries: HistoryEntry[] };

/** The entries under their day, in the order they came. */
export function byDay(entries: readonly HistoryEntry[], now: number): DayOfEntries[] {
  const days: DayOfEntries[] = [];
  for (const entry of entries) {
    const title = isSameDay(entry.at, now) ? m.today() : day(entry.at);
    const last = days.at(-1);
    if (last?.title === title) last.entries.push(entry);
    else days.push({ title, entries: [entry] });
  }
  return days;
}
