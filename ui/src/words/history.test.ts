import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { historyEntry } from "../backend/fake-history";
import { HISTORY_KINDS, historyWords } from "./history";
import type { HistoryKind } from "../contract";

/** The words that the book has for the variants of one of the till's types. */
function wordsOf(file: string, name: string): string[] {
  const rust = readFileSync(`../crates/domain/src/${file}`, "utf8");
  const body = rust.slice(rust.indexOf(`pub enum ${name}`)).split("\n}\n")[0] ?? "";
  const variants = [...body.matchAll(/^ {4}([A-Z][A-Za-z]+)(?: \{|\(|,)/gm)];
  return variants.map(([, variant = ""]) =>
    variant.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
  );
}

const MEMBER = { id: "carla", name: "Carla" };

describe("every kind of row has words", () => {
  test("the kinds are those of the domain", () => {
    expect(new Set(HISTORY_KINDS)).toEqual(new Set(wordsOf("event.rs", "Fact")));
  });

  test.each(HISTORY_KINDS)("%s", (kind) => {
    const words = historyWords(historyEntry({ seq: 1, kind, member: MEMBER, role: "MANAGER" }));
    expect(words).not.toBe(kind);
    expect(words.length).toBeGreaterThan(5);
    expect(words).not.toMatch(/undefined|null|\{|\}|_/);
  });

  test("a wrong recovery code is nobody's PIN", () => {
    const words = historyWords(historyEntry({ seq: 1, kind: "PIN_REFUSED" }));
    expect(words).toBe("Wrong recovery code typed");
  });
});

describe("what happened to a thing has words of its own", () => {
  const CASES: [HistoryKind, string, string][] = [
    ["LINK", "link_life.rs", "LinkEvent"],
    ["WISH", "link_wish.rs", "WishEvent"],
    ["REFUND", "refund_life.rs", "RefundEvent"],
    ["HOLD_END", "refund_life.rs", "RefundEvent"],
  ];
  test.each(CASES)("%s", (kind, file, name) => {
    const details = wordsOf(file, name);
    expect(details.length).toBeGreaterThan(5);
    const all = details.map((detail) => historyWords(historyEntry({ seq: 1, kind, detail })));
    expect(new Set(all).size).toBe(details.length);
    for (const words of all) expect(words).not.toMatch(/[A-Z]{2}|_/);
  });
});

test("changed rules are told, so that a limit that was lifted for an hour shows", () => {
  const entry = historyEntry({
    seq: 1,
    kind: "RULES_CHANGED",
    rules: {
      refundPin: { kind: "AFTER_MINUTES", minutes: 10 },
      eachLimit: [{ minor: "10000", currency: "EUR", exponent: 2 }],
      dayLimit: [],
      lockAfterIdle: 90,
      lockAfterSale: true,
    },
  });
  const words = historyWords(entry);
  expect(words).toContain("later than 10 min");
  expect(words).toContain("€100.00 a refund");
  expect(words).not.toContain("a day");
  expect(words).toContain("locks after 1.5 min · locks after each sale");
});

test("what was done to an account names it", () => {
  const entry = historyEntry({ seq: 1, kind: "ACCOUNT_CHOSEN", account: "Practice" });
  expect(historyWords(entry)).toBe("New sales go to another account: Practice");
});
