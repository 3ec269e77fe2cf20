import { expect, test } from "vitest";
import { ago, localDay, span, timeLeft } from "./format";

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

test("the local day holds now and lasts from midnight to midnight", () => {
  const { from, to } = localDay(NOW);
  expect(new Date(from).getHours()).toBe(0);
  expect(new Date(to).getHours()).toBe(0);
  expect(Date.parse(from)).toBeLessThanOrEqual(NOW);
  expect(Date.parse(to)).toBeGreaterThan(NOW);
});
