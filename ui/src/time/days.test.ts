import { afterEach, describe, expect, test } from "vitest";
import { clock, day, dayAndClock, isSameDay } from "./format";
import { daySpan, localDay, shopDate } from "./days";
import { shopDay } from "./shop-day.svelte";

afterEach(() => shopDay.follow(null, 0));

const at = (moment: string) => Date.parse(moment);

test("without a zone of its own, the shop's day is the computer's, from midnight to midnight", () => {
  const now = at("2026-11-20T14:00:00Z");
  const { from, to } = localDay(now);
  expect(new Date(from).getHours()).toBe(0);
  expect(new Date(to).getHours()).toBe(0);
  expect(Date.parse(from)).toBeLessThanOrEqual(now);
  expect(Date.parse(to)).toBeGreaterThan(now);
});

test("times and days are those in the shop, wherever the computer is", () => {
  shopDay.follow("Asia/Tbilisi", 0);
  expect(clock("2026-11-20T20:05:00Z")).toMatch(/^(00:05|12:05)/);
  expect(day("2026-11-20T20:05:00Z")).toMatch(/Saturday.*21/);
  expect(dayAndClock("2026-11-20T20:05:00Z")).toMatch(/21/);
  expect(isSameDay("2026-11-20T19:59:00Z", at("2026-11-20T20:01:00Z"))).toBe(false);
  shopDay.follow("America/New_York", 0);
  expect(day("2026-11-20T20:05:00Z")).toMatch(/Friday.*20/);
});

test("a night belongs to the day that it began on", () => {
  shopDay.follow("Europe/Berlin", 4 * 60);
  expect(shopDate(at("2026-07-04T01:59:59Z"))).toBe("2026-07-03");
  expect(day("2026-07-04T01:59:59Z")).toMatch(/Friday/);
  expect(shopDate(at("2026-07-04T02:00:00Z"))).toBe("2026-07-04");
  expect(localDay(at("2026-07-04T01:00:00Z"))).toEqual({
    from: "2026-07-03T02:00:00.000Z",
    to: "2026-07-04T02:00:00.000Z",
  });
  expect(daySpan("2026-07-03")).toEqual(localDay(at("2026-07-04T01:00:00Z")));
});

describe("where clocks change", () => {
  test("a day begins with the first minute that there was", () => {
    shopDay.follow("Africa/Cairo", 0);
    expect(daySpan("2026-04-24")?.from).toBe("2026-04-23T22:00:00.000Z");
    shopDay.follow("Europe/Berlin", 150);
    expect(daySpan("2026-03-29")?.from).toBe("2026-03-29T01:00:00.000Z");
  });

  test("an hour that comes twice is of one day", () => {
    shopDay.follow("Europe/Berlin", 150);
    expect(shopDate(at("2026-10-25T00:29:59Z"))).toBe("2026-10-24");
    for (const time of ["00:30", "01:10", "01:40"]) {
      expect(shopDate(at(`2026-10-25T${time}:00Z`))).toBe("2026-10-25");
    }
  });
});

test("a zone that the web view does not know is the computer's", () => {
  shopDay.follow("Mars/Olympus", 0);
  expect(shopDay.timeZone).toBeUndefined();
});

test.each(["2027-02-29", "2026-13-01", "01.12.2026", "20266-01-01", ""])(
  "%s is no day",
  (typed) => {
    expect(daySpan(typed)).toBeNull();
  },
);
