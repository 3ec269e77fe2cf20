import { beforeEach, describe, expect, test, vi } from "vitest";
import { speak } from "../language/messages";
import { understand } from "./understood";
import { shopDay } from "../time/shop-day.svelte";

/** Friday. */
const NOW = Date.parse("2026-11-20T14:00:00Z");

beforeEach(async () => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["en-GB"]);
  shopDay.timeZone = "UTC";
  shopDay.endsAt = 0;
  await speak("en");
});

function daysOf(text: string): [string, string] | null {
  const { days } = understand(text, NOW);
  return days && [days.from.slice(0, 10), days.to.slice(0, 10)];
}

describe("words for days", () => {
  test.each([
    ["today", "2026-11-20", "2026-11-21"],
    ["Yesterday 25", "2026-11-19", "2026-11-20"],
    ["friday", "2026-11-20", "2026-11-21"],
    ["saturday", "2026-11-14", "2026-11-15"],
    ["this week", "2026-11-16", "2026-11-23"],
    ["last week 25", "2026-11-09", "2026-11-16"],
    ["this month", "2026-11-01", "2026-12-01"],
    ["last month", "2026-10-01", "2026-11-01"],
    ["2026-02-28", "2026-02-28", "2026-03-01"],
    ["28/02/2026 lamp", "2026-02-28", "2026-03-01"],
  ])("%s", (text, from, to) => {
    expect(daysOf(text)).toEqual([from, to]);
  });

  test.each(["25.00", "20.11", "2026", "yesterdays", "week", "31/02/2026", '"today"'])(
    "%s is no day",
    (text) => expect(daysOf(text)).toBeNull(),
  );

  test("follow the shop's own day", () => {
    shopDay.endsAt = 4 * 60;
    const { days } = understand("yesterday", Date.parse("2026-11-20T03:00:00Z"));
    expect(days).toEqual({ from: "2026-11-18T04:00:00.000Z", to: "2026-11-19T04:00:00.000Z" });
  });
});

test.each([
  ["refunded 64", "REFUNDED", "64"],
  ["waiting lamp", "OPEN", "lamp"],
  ["needs a person", "NEEDS_PERSON", ""],
  ["Paid", "PAID", ""],
  ["prepaid card", null, "prepaid card"],
  ['"paid" lamp', null, "paid lamp"],
] as const)("%s asks for the state and the rest of the words", (text, filter, words) => {
  expect(understand(text, NOW)).toMatchObject({ filter, words });
});

test("my sales are one's own", () => {
  expect(understand("my sales yesterday", NOW)).toMatchObject({ mine: true, words: "" });
});

test("what was understood is told, each with the text that is left without it", () => {
  const { parts, words } = understand("blue yesterday 25 refunded", NOW);
  expect(words).toBe("blue 25");
  expect(parts).toEqual([
    { kind: "DAYS", label: "19 Nov 2026", without: "blue 25 refunded" },
    { kind: "FILTER", label: "Refunded", without: "blue yesterday 25" },
  ]);
});

test("a second word of a kind is a word like others", () => {
  expect(understand("paid refunded", NOW)).toMatchObject({ filter: "PAID", words: "refunded" });
});

test("digits of other scripts are found as sums are kept", () => {
  expect(understand("٢٥٫٥٠", NOW).words).toBe("25.50");
});
