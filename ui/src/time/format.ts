import { m } from "../language/messages";
import { dateFormat, numberFormat } from "../language/formats";
import { noonOf, shopDate } from "./days";
import { shopDay } from "./shop-day.svelte";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Writes moments as the language does; in the shop's zone, unless another one is given. */
function formatter(
  parts: Intl.DateTimeFormatOptions,
  timeZone: string | undefined = shopDay.timeZone,
): Intl.DateTimeFormat {
  return dateFormat(timeZone ? { ...parts, timeZone } : parts);
}

/** The time of day in the shop's zone: `14:05`. */
export function clock(at: string): string {
  return formatter({ hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

/** A time of day by itself, so many minutes after midnight. */
export function timeOfDay(minutes: number): string {
  return formatter({ hour: "2-digit", minute: "2-digit" }, "UTC").format(minutes * MINUTE * 1000);
}

/** The shop's day of a moment: `Friday 20 November 2026`. */
export function day(at: string): string {
  const noon = noonOf(shopDate(Date.parse(at)));
  return noon === null ? "" : formatter({ dateStyle: "full" }, "UTC").format(noon);
}

/** Day and time in the shop's zone, short: `20 Nov, 14:05`. */
export function dayAndClock(at: string): string {
  return formatter({
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at));
}

/** The day of a moment in UTC, by which the till counts days: `2026-12-01`. */
export function utcDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** Whether the text is a day of the calendar, and one after the day of `moment` in UTC. */
export function isDayAfter(text: string, moment: number): boolean {
  return noonOf(text) !== null && text > utcDay(moment);
}

/** A day of the calendar for reading, `1 Dec 2026`; what is none stays as it is. */
export function calendarDay(text: string): string {
  const noon = noonOf(text);
  if (noon === null) return text;
  return formatter({ day: "numeric", month: "short", year: "numeric" }, "UTC").format(noon);
}

/** The date that the shop's clocks show at a moment, whenever its day ends: `20 Nov 2026`. */
export function shortDate(at: string): string {
  return formatter({ day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
}

/** The name of a day of the calendar: `Friday`. */
export function weekdayName(date: string): string {
  return formatter({ weekday: "long" }, "UTC").format(noonOf(date) ?? 0);
}

/** Whether dates are written with the day before the month. */
export function isDayFirst(): boolean {
  const parts = formatter({ day: "numeric", month: "numeric", year: "numeric" }, "UTC");
  const order = parts.formatToParts(0).map(({ type }) => type);
  return order.indexOf("day") < order.indexOf("month");
}

/** A moment to come: the time of day, with the day where it is another one than today. */
export function soonClock(at: string, now = Date.now()): string {
  return isSameDay(at, now) ? clock(at) : dayAndClock(at);
}

/** Whether a moment lies in the shop's day that it is at `now`. */
export function isSameDay(at: string, now: number): boolean {
  return shopDate(Date.parse(at)) === shopDate(now);
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

const UNITS = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
] as const;

/** A time in words, by the largest unit that it is whole in: `15 minutes`, `1 hour`, `10 days`. */
export function span(seconds: number): string {
  const [unit, size] = UNITS.find(([, size]) => seconds % size === 0) ?? (["second", 1] as const);
  return numberFormat({ style: "unit", unit, unitDisplay: "long" }).format(
    Math.round(seconds / size),
  );
}
