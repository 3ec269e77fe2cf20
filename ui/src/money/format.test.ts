import { describe, expect, test } from "vitest";
import { decimal, decimalMark, figure, markName, money, plainFigure } from "./format";

/** Intl separates a currency by spaces of several kinds. */
const plain = (text: string) => text.replace(/\s/g, " ");

test.each([
  ["2500", 2, "25.00"],
  ["5", 2, "0.05"],
  ["0", 2, "0.00"],
  ["-1250", 2, "-12.50"],
  ["2500", 0, "2500"],
  ["1", 3, "0.001"],
  ["123456789012345678901", 2, "1234567890123456789.01"],
])("%s with exponent %i is %s", (minor, exponent, text) => {
  expect(decimal(minor, exponent)).toBe(text);
});

test.each([
  ["123450", "EUR", 2, "en-IE", "€1,234.50"],
  ["123450", "EUR", 2, "de-DE", "1.234,50 €"],
  ["2500", "JPY", 0, "en-US", "¥2,500"],
  ["2500", "KWD", 3, "en-US", "KWD 2.500"],
  ["1000", "GBP", 2, "en-GB", "£10.00"],
])("%s %s reads %s in %s", (minor, currency, exponent, language, text) => {
  expect(plain(money({ minor, currency, exponent }, language))).toBe(text);
});

describe("every figure reads back as the same minor units", () => {
  const LANGUAGES = ["en-IE", "de-DE", "fr-FR", "de-CH", "pl-PL"];
  let seed = 7;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
  const minors = Array.from({ length: 200 }, () => BigInt(next()) * BigInt(next() % 4_000_000));
  test.each([0, 2, 3])("with exponent %i", (exponent) => {
    for (const language of LANGUAGES) {
      for (const minor of minors) {
        const grouped = figure(minor.toString(), exponent, language).replace(/\D/g, "");
        const single = plainFigure(minor.toString(), exponent, language).replace(/\D/g, "");
        expect(BigInt(grouped)).toBe(minor);
        expect(BigInt(single)).toBe(minor);
      }
    }
  });
  test("beyond what a float can hold", () => {
    expect(figure("900719925474099301", 2, "en-IE")).toBe("9,007,199,254,740,993.01");
  });
});

test("the decimal mark follows the language", () => {
  expect(decimalMark("en-IE")).toBe(".");
  expect(decimalMark("de-DE")).toBe(",");
});

describe("a typed decimal mark", () => {
  test.each([
    ["en-IE", "POINT"],
    ["de-DE", "COMMA"],
    ["fr-FR", "COMMA"],
  ])("%s writes amounts with a %s", (language, mark) => {
    expect(markName(language)).toBe(mark);
  });
});
