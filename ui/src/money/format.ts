import { locale } from "../language/locale";
import { numberFormat } from "../language/formats";
import type { Currency, DecimalMark, Money } from "../contract";

/** Whole minor units as a plain decimal number: `"2500"` with exponent 2 is `"25.00"`. */
export function decimal(minor: string, exponent: number): Intl.StringNumericLiteral {
  const sign = minor.startsWith("-") ? "-" : "";
  const digits = minor.slice(sign.length).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent);
  return `${sign}${whole}${exponent > 0 ? "." : ""}${fraction}` as Intl.StringNumericLiteral;
}

function digitsOf(exponent: number) {
  return { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
}

/** An amount with its currency, for reading: `€1,234.50`. */
export function money(amount: Money, language = locale()): string {
  const options = {
    style: "currency",
    currency: amount.currency,
    currencyDisplay: "narrowSymbol",
    ...digitsOf(amount.exponent),
  } as const;
  return numberFormat(options, language).format(decimal(amount.minor, amount.exponent));
}

/** The bare figure without its currency: `1,234.50`. */
export function figure(minor: string, exponent: number, language = locale()): string {
  return numberFormat(digitsOf(exponent), language).format(decimal(minor, exponent));
}

/** The figure as staff would type it, without grouping: `1234.50`. */
export function plainFigure(minor: string, exponent: number, language = locale()): string {
  const options = { useGrouping: false, ...digitsOf(exponent) };
  return numberFormat(options, language).format(decimal(minor, exponent));
}

/** The decimal mark of the language: `.` or `,`. */
export function decimalMark(language = locale()): string {
  const parts = numberFormat(digitsOf(1), language).formatToParts(decimal("15", 1));
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
