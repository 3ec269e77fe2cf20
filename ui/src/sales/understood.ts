import { localDay, daySpan, noonOf, shopDate } from "../time/days";
import { calendarDay, isDayFirst, weekdayName } from "../time/format";
import { locale } from "../language/locale";
import { m } from "../language/messages";
import { shopDay } from "../time/shop-day.svelte";
import type { SaleDays, SaleFilter } from "../contract";

const DAY = 24 * 60 * 60_000;

/** A filter that words can stand for. */
type Meant =
  { kind: "DAYS"; days: SaleDays } | { kind: "FILTER"; filter: SaleFilter } | { kind: "MINE" };

/** Words that were not searched for but understood. */
export type Part = {
  kind: Meant["kind"];
  /** What they were taken for. */
  label: string;
  /** The text without them. */
  without: string;
};

/** What was typed into the search box, read. */
export type Understood = {
  /** The words that are searched for. */
  words: string;
  days: SaleDays | null;
  filter: SaleFilter | null;
  mine: boolean;
  parts: readonly Part[];
};

/** A word of the text, or several between quotes, which are always searched for. */
type Word = { text: string; quoted: boolean; from: number; to: number };

const FILTER_WORDS: readonly [SaleFilter, () => string, () => string][] = [
  ["OPEN", m.find_word_open, m.filter_open],
  ["PAID", m.find_word_paid, m.filter_paid],
  ["REFUNDED", m.find_word_refunded, m.filter_refunded],
  ["NEEDS_PERSON", m.find_word_needs_person, m.filter_needs_person],
];

/** Words in small letters, however the keyboard puts them together. */
function plain(text: string): string {
  return text.normalize("NFKC").toLocaleLowerCase(locale());
}

/** Digits and marks of other scripts, as sums are kept. */
function westernDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replaceAll("\u066b", ".")
    .replaceAll("\u066c", ",");
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/"([^"]*)"?|[^\s"]+/g)].map((found) => ({
    text: found[1] ?? found[0],
    quoted: found[1] !== undefined,
    from: found.index,
    to: found.index + found[0].length,
  }));
}

/** The shop's days from one to another, both whole; null for none. */
function daysFrom(first: string, last: string): SaleDays | null {
  const [from, to] = [daySpan(first), daySpan(last)];
  return from && to ? { from: from.from, to: to.to } : null;
}

/** The day of the calendar so many days after another. */
function dateAfter(date: string, days: number): string {
  return new Date((noonOf(date) ?? 0) + days * DAY).toISOString().slice(0, 10);
}

/** Monday is 1, Sunday is 7. */
function weekday(date: string): number {
  return new Date(noonOf(date) ?? 0).getUTCDay() || 7;
}

/** The first day of the week where the shop is; Monday where the web view does not know. */
function firstWeekday(): number {
  const region = new Intl.Locale(locale()) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
  };
  return region.getWeekInfo?.().firstDay ?? 1;
}

function weekAround(date: string): [string, string] {
  const first = dateAfter(date, -((weekday(date) - firstWeekday() + 7) % 7));
  return [first, dateAfter(first, 6)];
}

function monthAround(date: string): [string, string] {
  const first = `${date.slice(0, 7)}-01`;
  const next = `${dateAfter(first, 31).slice(0, 7)}-01`;
  return [first, dateAfter(next, -1)];
}

/** A day as it is written with a year: `2026-11-20`, or in the order of the language, `20/11/2026`. */
function writtenDate(text: string): string | null {
  if (noonOf(text) !== null) return text;
  const numbers = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  if (!numbers) return null;
  const [, first = "", second = "", year = ""] = numbers;
  const [day, month] = isDayFirst() ? [first, second] : [second, first];
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return noonOf(date) === null ? null : date;
}

/** The phrases that stand for days, with the first and the last one. */
function dayPhrases(now: number): [string, [string, string]][] {
  const today = shopDate(now);
  const yesterday = shopDate(Date.parse(localDay(now).from) - 1);
  const lastMonth = monthAround(dateAfter(monthAround(today)[0], -1));
  const week = Array.from({ length: 7 }, (_, ago) => dateAfter(today, -ago));
  return [
    [m.find_word_today(), [today, today]],
    [m.find_word_yesterday(), [yesterday, yesterday]],
    [m.find_word_this_week(), weekAround(today)],
    [m.find_word_last_week(), weekAround(dateAfter(today, -7))],
    [m.find_word_this_month(), monthAround(today)],
    [m.find_word_last_month(), lastMonth],
    ...week.map((date): [string, [string, string]] => [plain(weekdayName(date)), [date, date]]),
  ];
}

type Phrase = { words: string[]; label: string; meant: Meant };

/** Each of the ways to say something: a text of words tells them apart by `|`. */
function waysOf(text: string): string[][] {
  return text.split("|").map((way) => plain(way).trim().split(/\s+/));
}

function labelOf(first: string, last: string): string {
  const from = calendarDay(first);
  return first === last ? from : m.find_days({ from, to: calendarDay(last) });
}

let atHand: { of: string; known: Phrase[] } = { of: "", known: [] };

/** They are the same all day, for everything that is typed. */
function phrases(now: number): Phrase[] {
  const of = [shopDate(now), locale(), shopDay.timeZone, shopDay.endsAt].join();
  if (atHand.of !== of) atHand = { of, known: phrasesOf(now) };
  return atHand.known;
}

function phrasesOf(now: number): Phrase[] {
  const known: Phrase[] = [];
  for (const [text, [first, last]] of dayPhrases(now)) {
    const days = daysFrom(first, last);
    if (!days) continue;
    const meant: Meant = { kind: "DAYS", days };
    const label = labelOf(first, last);
    known.push(...waysOf(text).map((words) => ({ words, label, meant })));
  }
  for (const [filter, words, label] of FILTER_WORDS) {
    const meant: Meant = { kind: "FILTER", filter };
    known.push(...waysOf(words()).map((way) => ({ words: way, label: label(), meant })));
  }
  const mine: Meant = { kind: "MINE" };
  const ways = waysOf(m.find_word_mine());
  known.push(...ways.map((words) => ({ words, label: m.filter_mine(), meant: mine })));
  return known.sort((one, other) => other.words.length - one.words.length);
}

/** The phrase that begins at a word; the longest one. */
function phraseAt(words: readonly Word[], at: number, known: readonly Phrase[]): Phrase | null {
  const fits = (phrase: Phrase) =>
    phrase.words.every((text, ahead) => {
      const word = words[at + ahead];
      return word !== undefined && !word.quoted && plain(word.text) === text;
    });
  const found = known.find(fits);
  if (found) return found;
  const word = words[at];
  const date = word && !word.quoted ? writtenDate(westernDigits(word.text)) : null;
  const days = date === null ? null : daysFrom(date, date);
  if (!word || date === null || !days) return null;
  return { words: [word.text], label: calendarDay(date), meant: { kind: "DAYS", days } };
}

/**
 * Reads what was typed. Words for a day, a state or one's own sales become filters, each kind once;
 * the rest is searched for, and so is all that stands between quotes.
 */
export function understand(text: string, now: number): Understood {
  const words = wordsOf(text);
  const known = phrases(now);
  const read: Understood = { words: "", days: null, filter: null, mine: false, parts: [] };
  const searched: string[] = [];
  const parts: Part[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const phrase = phraseAt(words, at, known);
    const taken = phrase && parts.some(({ kind }) => kind === phrase.meant.kind);
    if (!phrase || taken) {
      const word = words[at];
      if (word) searched.push(westernDigits(word.text));
      continue;
    }
    const last = at + phrase.words.length - 1;
    const before = text.slice(0, words[at]?.from).trimEnd();
    const after = text.slice(words[last]?.to).trimStart();
    const without = [before, after].filter((part) => part !== "").join(" ");
    parts.push({ kind: phrase.meant.kind, label: phrase.label, without });
    if (phrase.meant.kind === "DAYS") read.days = phrase.meant.days;
    else if (phrase.meant.kind === "FILTER") read.filter = phrase.meant.filter;
    else read.mine = true;
    at = last;
  }
  return { ...read, words: searched.join(" "), parts };
}
