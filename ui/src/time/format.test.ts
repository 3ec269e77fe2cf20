import { afterEach, expect, test } from "vitest";
import { ago, calendarDay, isDayAfter, shortDate, span, timeLeft } from "./format";
import { shopDay } from "./shop-day.svelte";

afterEach(() => shopDay.follow(null, 0));

const NOW = Date.parse("2026-11-20T14:00:00Z");
const later = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

test.each([
  [582, "9:42"],
  [59, "0:59"],
  [0, "0:00"],
  [-30, "0:00"],
  [3 * 3600 + 5, "3 h"],
  [6 * 86_400 - 1, "6 d"],
])("%i seconds are left as %s", (seconds, words) => {
  expect(timeLeft(later(seconds), NOW)).toBe(words);
});

test.each([
  [-2, "2 s ago"],
  [1, "0 s ago"],
  [-250, "4 min ago"],
])("%i seconds from now is %s", (seconds, words) => {
  expect(ago(later(seconds), NOW)).toBe(words);
});

test.each([
  [900, "15 minutes"],
  [3600, "1 hour"],
  [86_400, "1 day"],
  [864_000, "10 days"],
])("%i seconds are %s", (seconds, words) => {
  expect(span(seconds)).toBe(words);
});

test("a day of the calendar reads as a day, whatever the zone; anything else stays as it is", () => {
  expect(calendarDay("2026-12-01")).toMatch(/^(1 Dec 2026|Dec 1, 2026)$/);
  expect(calendarDay("2028-02-29")).toMatch(/29/);
  for (const none of ["2027-02-29", "2026-13-01", "01.12.2026", ""]) {
    expect(calendarDay(none)).toBe(none);
  }
});

test.each([
  ["Asia/Tbilisi", 0, "2026-12-01"],
  ["Asia/Tbilisi", 240, "2026-12-01"],
  ["America/New_York", 0, "2026-11-30"],
])(
  "a moment's date is that of the shop's clocks, in %s with days that end at %i",
  (zone, endsAt, date) => {
    shopDay.follow(zone, endsAt);
    expect(shortDate("2026-11-30T23:00:00Z")).toBe(calendarDay(date));
  },
);

test.each([
  ["2026-11-21", true],
  ["2026-11-20", false],
  ["2026-11-19", false],
  ["2027-02-29", false],
  ["2026-12-1", false],
  ["soon", false],
])("%s lies after the day of the moment, in UTC: %s", (text, after) => {
  for (const time of ["00:00", "12:00", "23:59"]) {
    expect(isDayAfter(text, Date.parse(`2026-11-20T${time}:00Z`))).toBe(after);
  }
});
