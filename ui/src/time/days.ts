import { dateFormat } from "../language/formats";
import { shopDay } from "./shop-day.svelte";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How many days are at hand: rows of a list lie in a few. */
const AT_HAND = 16;

/** A day of the shop, from its first moment to that of the next one. */
type Day = { date: string; from: number; to: number };

/** Each part of a moment as a number. */
const CLOCK: Intl.DateTimeFormatOptions = {
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
};

function clockOf(timeZone: string): Intl.DateTimeFormat {
  return dateFormat({ ...CLOCK, timeZone }, "en-u-ca-gregory-nu-latn");
}

/** How far the shop's clocks are ahead of UTC at a moment, milliseconds. */
function offsetAt(moment: number): number {
  const { timeZone } = shopDay;
  if (timeZone === undefined) return -new Date(moment).getTimezoneOffset() * MINUTE;
  const parts: Record<string, number> = {};
  for (const { type, value } of clockOf(timeZone).formatToParts(moment))
    parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

/**
 * The moment at which the shop's clocks show a time, given as if it were UTC: the first one where they
 * show it twice, and the first minute after it where they leave it out.
 */
function momentOf(shown: number): number {
  const [before, after] = [offsetAt(shown - DAY), offsetAt(shown + DAY)];
  const fits = [shown - before, shown - after].filter((at) => at + offsetAt(at) === shown);
  if (fits.length > 0) return Math.min(...fits);
  let moment = shown - after;
  while (offsetAt(moment) !== after && moment < shown - before) moment += MINUTE;
  return moment;
}

function dateOf(shown: number): string {
  return new Date(shown).toISOString().slice(0, 10);
}

/** Noon of a day of the calendar, `2026-12-01`, in UTC; null for none. */
export function noonOf(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const noon = Date.parse(`${date}T12:00:00Z`);
  return !Number.isNaN(noon) && dateOf(noon) === date ? noon : null;
}

function beginning(noon: number): number {
  return momentOf(noon - DAY / 2 + shopDay.endsAt * MINUTE);
}

function dayAt(noon: number): Day {
  return { date: dateOf(noon), from: beginning(noon), to: beginning(noon + DAY) };
}

let atHand: { of: string; days: Day[] } = { of: "", days: [] };

/** The day that a moment lies in. Days are told apart by their first moments alone, as the till does. */
function dayOf(moment: number): Day {
  const of = `${shopDay.timeZone} ${shopDay.endsAt}`;
  if (atHand.of !== of) atHand = { of, days: [] };
  const holds = ({ from, to }: Day) => from <= moment && moment < to;
  const known = atHand.days.find(holds);
  if (known) return known;
  const shown = moment + offsetAt(moment);
  const noon = Math.floor(shown / DAY) * DAY + DAY / 2;
  const found = [noon, noon - DAY, noon + DAY].map(dayAt).find(holds) ?? dayAt(noon);
  atHand.days = [found, ...atHand.days].slice(0, AT_HAND);
  return found;
}

function spanOf({ from, to }: Day): { from: string; to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** The shop's day of a moment, as a date field has it: `2026-12-01`. */
export function shopDate(moment: number): string {
  return dayOf(moment).date;
}

/** The first moment of the shop's day that it is at `moment`, and of the next one, as RFC 3339 in UTC. */
export function localDay(moment: number): { from: string; to: string } {
  return spanOf(dayOf(moment));
}

/** The same for a day as it is typed, `2026-12-01`; null for none. */
export function daySpan(date: string): { from: string; to: string } | null {
  const noon = noonOf(date);
  return noon === null ? null : spanOf(dayAt(noon));
}
