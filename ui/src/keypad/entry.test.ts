import { describe, expect, test } from "vitest";
import {
  addends,
  backspace,
  clear,
  emptyEntry,
  total,
  typeCharacter,
  typePlus,
  withExponent,
  type Entry,
} from "./entry";

function typed(keys: string, exponent = 2): Entry {
  const step = (entry: Entry, key: string) => {
    if (key === "+") return typePlus(entry);
    if (key === "C") return clear(entry);
    if (key === "<") return backspace(entry);
    return typeCharacter(entry, key);
  };
  return [...keys].reduce(step, emptyEntry(exponent));
}

describe("typed keys become minor units", () => {
  test.each([
    ["2500", 2, 2500n],
    ["0", 2, 0n],
    ["0005", 2, 5n],
    ["2500", 0, 2500n],
    ["2500", 3, 2500n],
    ["25.", 2, 2500n],
    ["25,5", 2, 2550n],
    ["25.50", 2, 2550n],
    ["25.505", 2, 2550n],
    [".5", 2, 50n],
    ["1.234", 3, 1234n],
    ["1.2", 3, 1200n],
    ["12.5", 0, 125n],
    ["25..5", 2, 2550n],
    ["12345678901234", 2, 123456789012n],
  ])("%s with exponent %i is %s", (keys, exponent, minor) => {
    expect(total(typed(keys, exponent))).toBe(minor);
  });
});

describe("plus", () => {
  test("adds, and the parts can be shown", () => {
    const entry = typed("1800+700");
    expect(total(entry)).toBe(2500n);
    expect(addends(entry)).toEqual([1800n, 700n]);
  });
  test("needs an amount before it", () => {
    expect(typed("++5").parts).toHaveLength(1);
    expect(addends(typed("5++5"))).toEqual([5n, 5n]);
  });
  test("one amount alone has no parts to show", () => {
    expect(addends(typed("500"))).toEqual([]);
  });
});

describe("clear", () => {
  test("takes the last part first, then all", () => {
    expect(total(typed("1800+700C"))).toBe(1800n);
    expect(total(typed("1800+700CC"))).toBe(0n);
  });
  test("after another key it starts over with the last part", () => {
    expect(total(typed("1800+700C5C"))).toBe(1800n);
  });
  test("clears a single amount at once", () => {
    expect(total(typed("1800C"))).toBe(0n);
  });
});

describe("backspace", () => {
  test.each([
    ["2500<", 250n],
    ["25.5<", 2500n],
    ["25.<", 25n],
    ["<", 0n],
    ["18+<", 18n],
  ])("%s is %s", (keys, minor) => {
    expect(total(typed(keys))).toBe(minor);
  });
});

test("another currency keeps the digits and drops what it cannot hold", () => {
  expect(total(withExponent(typed("2500"), 0))).toBe(2500n);
  expect(total(withExponent(typed("25.50"), 0))).toBe(25n);
  expect(total(withExponent(typed("25.50"), 3))).toBe(25500n);
});
