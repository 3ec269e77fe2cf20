import { expect, test } from "vitest";
import { drawn, offsetsOf, placeOf } from "./drawn";
import type { DayOfSales } from "./days";

const SIZES = { heading: 40, row: 64 };
const DAYS: DayOfSales[] = [
  { title: "Today", first: 0, count: 3 },
  { title: "Yesterday", first: 3, count: 1000 },
  { title: "Before", first: 1003, count: 2 },
];
const OFFSETS = offsetsOf(DAYS, SIZES.heading, SIZES.row);

function rowsIn(top: number, bottom: number): number[] {
  const days = drawn(DAYS, OFFSETS, { top, bottom, ...SIZES });
  return days.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at));
}

/** Where a row begins: below the headings of its day and of those before, and below all rows before. */
function beginningOf(row: number): number {
  const headings = DAYS.filter(({ first }) => first <= row).length;
  return headings * SIZES.heading + row * SIZES.row;
}

test("days lie below each other", () => {
  expect(OFFSETS).toEqual([0, 232, 64_272, 64_440]);
  expect([0, 231, 232, 64_272, 99_999].map((at) => placeOf(at, OFFSETS))).toEqual([0, 0, 1, 2, 3]);
});

test("wherever one looks, every row in sight is drawn, and few others", () => {
  for (let top = 0; top < 64_440 - 600; top += 37) {
    const bottom = top + 600;
    const rows = rowsIn(top, bottom);
    for (let row = 0; row < 1005; row += 1) {
      const begins = beginningOf(row);
      if (begins + SIZES.row > top && begins < bottom) expect(rows).toContain(row);
    }
    expect(rows.length).toBeLessThan(14);
    for (const { headed, from } of drawn(DAYS, OFFSETS, { top, bottom, ...SIZES })) {
      expect(headed).toBe(DAYS.some(({ first }) => first === from));
    }
  }
});

test("nothing is drawn of an empty list", () => {
  expect(drawn([], [0], { top: -300, bottom: 900, ...SIZES })).toEqual([]);
});
