import { locale } from "../language/locale";
import type { Currency, DecimalMark, Money } from "../contract";

/** Whole minor units as a plain decimal number: `"2500"` with exponent 2 is `"25.00"`. */
export function decimal(minor: string, exponent: number): Intl.StringNumericLiteral {
  const sign = minor.startsWith("-") ? "-" : "";
  const digits = minor.slice(sign.length).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent);
  return `${sign}${whole}${exponent > 0 ? "." : ""}${fraction}` as Intl.StringNumericLiteral;
}

const made = new Map<string, Intl.NumberFormat>();

/** One for each way of writing: to make one takes longer than to write a list's amounts with it. */
function formatter(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([language, options]);
  const known = made.get(key);
  if (known) return known;
  const fresh = new Intl.NumberFormat(language, options);
  made.set(key, fresh);
  return fresh;
}

function digitsOf(exponent: number) {
  return { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
}

/** An amount with its currency, for reading: `€1,234.50`. */
export function money(amount: Money, language = locale()): string {
  return formatter(language, {
    style: "currency",
    currency: amount.currency,
    currencyDisplay: "narrowSymbol",
    ...digitsOf(amount.exponent),
  }).format(decimal(amount.minor, amount.exponent));
}

/** The bare figure without its currency: `1,234.50`. */
export function figure(minor: string, exponent: number, language = locale()): string {
  return formatter(language, digitsOf(exponent)).format(decimal(minor, exponent));
}

/** The figure as staff would type it, without grouping: `1234.50`. */
export function plainFigure(minor: string, exponent: number, language = locale()): string {
  return formatter(language, { useGrouping: false, ...digitsOf(exponent) }).format(
    decimal(minor, exponent),
  );
}

/** The decimal mark of the language: `.` or `,`. */
export function decimalMark(language = locale()): string {
  const parts = formatter(language, digitsOf(1)).formatToParts(decimal("15", 1));
  return parts.find((part) => part.type === "decimal")?.value ?? ".";
}

/** The decimal mark of the language, as the till names it. */
export function markName(language = locale()): DecimalMark {
  return decimalMark(language) === "," ? "COMMA" : "POINT";
}

export function moneyOf(minor: bigint, currency: Currency): Money {
  return { minor: minor.toString(), currency: currency.code, exponent: currency.exponent };
}

export function isPositive(amount: Money): boolean {
  return BigInt(amount.minor) > 0n;
}

export function sameMoney(one: Money, other: Money): boolean {
  return one.currency === other.currency && BigInt(one.minor) === BigInt(other.minor);
}
