// Asks the JavaScript engine how each language writes money and moments, and writes down what it says:
//   node crates/words/cldr/ask-intl.mjs
// symbols.json is what the crate draws with, answers.json what its tests compare with. Both come from the Unicode CLDR,
// by way of `Intl` (Node 20, ICU 78).
import { writeFileSync } from "node:fs";

// English dates as in Britain: the day first, and no doubt about 5/11. Arabic with the digits of the keypad.
const MONEY = { en: "en", de: "de", fr: "fr", es: "es", pl: "pl", ka: "ka", ar: "ar-u-nu-latn" };
const MOMENTS = { ...MONEY, en: "en-GB" };
const AMOUNTS = ["0", "5", "99", "100", "123456", "1234567", "123456789", "99999999999"];
// ISO 4217; all others have two digits.
const WITHOUT_MINOR = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const WITH_THREE = "BHD IQD JOD KWD LYD OMR TND".split(" ");

const currencies = Intl.supportedValuesOf("currency");

function exponentOf(currency) {
  if (WITHOUT_MINOR.includes(currency)) return 0;
  return WITH_THREE.includes(currency) ? 3 : 2;
}

function format(language, currency, exponent) {
  return new Intl.NumberFormat(MONEY[language], {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  });
}

/** The sign, with the direction mark that Arabic puts behind its own. */
function symbol(language, currency) {
  const parts = format(language, currency, 2).formatToParts(1);
  const place = parts.findIndex((part) => part.type === "currency");
  const after = parts[place + 1];
  return parts[place].value + (after?.type === "literal" ? after.value.trim() : "");
}

function decimal(minor, exponent) {
  const digits = minor.padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  return exponent > 0 ? `${whole}.${digits.slice(-exponent)}` : whole;
}

/** Symbols that all languages share, and those that only one has. A currency that is not there goes by its code. */
function symbols() {
  const found = { shared: {} };
  for (const currency of currencies) {
    const word = symbol("en", currency);
    if (word !== currency) found.shared[currency] = word;
  }
  for (const language of Object.keys(MONEY)) {
    found[language] = {};
    for (const currency of currencies) {
      const word = symbol(language, currency);
      if (word !== (found.shared[currency] ?? currency)) found[language][currency] = word;
    }
  }
  return found;
}

/** `"EUR 1234"`, a currency and minor units, and how that reads. */
function money(language) {
  const asked = [
    ...currencies.map((currency) => [currency, "1234567"]),
    ...["EUR", "JPY", "KWD"].flatMap((currency) => AMOUNTS.map((minor) => [currency, minor])),
  ];
  return Object.fromEntries(
    asked.map(([currency, minor]) => {
      const exponent = exponentOf(currency);
      const reads = format(language, currency, exponent).format(decimal(minor, exponent));
      return [`${currency} ${minor}`, reads];
    }),
  );
}

/** A moment of each month in UTC, and how it reads there. */
function moments(language) {
  const format = new Intl.DateTimeFormat(MOMENTS[language], {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  });
  return Object.fromEntries(
    Array.from({ length: 12 }, (_, month) => {
      const at = new Date(Date.UTC(2026, month, 1 + 2 * month, 2 * month, 5 * month));
      return [at.toISOString(), format.format(at)];
    }),
  );
}

function keep(name, found) {
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(found, null, 1)}\n`);
}

keep("symbols.json", symbols());
keep(
  "answers.json",
  Object.fromEntries(
    Object.keys(MONEY).map((language) => [
      language,
      { money: money(language), moments: moments(language) },
    ]),
  ),
);
