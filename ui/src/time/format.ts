import { m } from "../language/messages";
import { locale } from "../money/format";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time of day in the shop's zone: `14:05`. */
export function clock(at: string): string {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(
    new Date(at),
  );
}

/** The day in the shop's zone: `Friday 20 November 2026`. */
export function day(at: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "full" }).format(new Date(at));
}

/** Day and time in the shop's zone, short: `20 Nov, 14:05`. */
export function dayAndClock(at: string): string {
  return new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at));
}

/** A day of the calendar, `2026-12-01`, in the middle of which no clock change lies; null for none. */
function dayOf(text: string): Date | null {
  const [, year, month, date] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const found = new Date(year, month - 1, date, 12);
  return found.getMonth() === month - 1 && found.getDate() === date ? found : null;
}

/** The day of a moment in UTC, by which the till counts days: `2026-12-01`. */
export function utcDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** Whether the text is a day of the calendar, and one after the day of `moment` in UTC. */
export function isDayAfter(text: string, moment: number): boolean {
  return dayOf(text) !== null && text > utcDay(moment);
}

/** A day of the calendar for reading, `1 Dec 2026`; what is none stays as it is. */
export function calendarDay(text: string): string {
  const found = dayOf(text);
  if (!found) return text;
  const parts = { day: "numeric", month: "short", year: "numeric" } as const;
  return new Intl.DateTimeFormat(locale(), parts).format(found);
}

/** A moment to come: the time of day, with the day where it is another one than today. */
export function soonClock(at: string, now = Date.now()): string {
  return isSameDay(at, now) ? clock(at) : dayAndClock(at);
}

export function isSameDay(at: string, now: number): boolean {
  return new Date(at).toDateString() === new Date(now).toDateString();
}

/** The first moment of the local day of `now`, and of the next one, as RFC 3339 in UTC. */
export function localDay(now: number): { from: string; to: string } {
  const start = new Date(now);
  start.setHours(0, 0, 0, 0);
  const end = new Date(start);
  end.setDate(end.getDate() + 1);
  return { from: start.toISOString(), to: end.toISOString() };
}

/** What is left until `at`: `9:42`, `3 h`, `6 d`. Never below zero: only the provider ends a link. */
export function timeLeft(at: string, now: number): string {
  const seconds = Math.max(0, Math.floor((Date.parse(at) - now) / 1000));
  if (seconds >= 2 * DAY) return m.left_days({ days: Math.round(seconds / DAY) });
  if (seconds >= HOUR) return m.left_hours({ hours: Math.floor(seconds / HOUR) });
  const rest = String(seconds % MINUTE).padStart(2, "0");
  return `${Math.floor(seconds / MINUTE)}:${rest}`;
}

/** How long ago: `2 s ago`, `4 min ago`, then the time of day. */
export function ago(at: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(at)) / 1000));
  if (seconds < MINUTE) return m.ago_seconds({ seconds });
  if (seconds < HOUR) return m.ago_minutes({ minutes: Math.floor(seconds / MINUTE) });
  return isSameDay(at, now) ? clock(at) : dayAndClock(at);
}

/** How long a link is payable, in words: `15 minutes`, `1 hour`, `10 days`. */
export function span(seconds: number): string {
  const [unit, size] =
    seconds % DAY === 0
      ? (["day", DAY] as const)
      : seconds % HOUR === 0
        ? (["hour", HOUR] as const)
        : (["minute", MINUTE] as const);
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(
    Math.round(seconds / size),
  );
}
