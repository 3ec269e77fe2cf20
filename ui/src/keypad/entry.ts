/**
 * One amount as it is typed. Digits shift in from the right; once the decimal mark is typed, the
 * digits so far are whole units and the next ones are minor digits.
 */
type Part = { digits: string; fraction: string | null };

/** What stands on the keypad: amounts that are added up, the last one still being typed. */
export type Entry = { exponent: number; parts: readonly Part[]; cleared: boolean };

/** Longest amount that can be typed, in digits. The till itself refuses large ones in words. */
const LONGEST = 12;

const EMPTY: Part = { digits: "", fraction: null };

export function emptyEntry(exponent: number): Entry {
  return { exponent, parts: [EMPTY], cleared: false };
}

function lastOf(entry: Entry): Part {
  return entry.parts.at(-1) ?? EMPTY;
}

function withLast(entry: Entry, last: Part): Entry {
  return { ...entry, parts: [...entry.parts.slice(0, -1), last], cleared: false };
}

function isEmpty(part: Part): boolean {
  return part.digits === "" && part.fraction === null;
}

function minorOf(part: Part, exponent: number): bigint {
  const typed =
    part.fraction === null ? part.digits : part.digits + part.fraction.padEnd(exponent, "0");
  return BigInt(typed || "0");
}

/** The sum in minor units. */
export function total(entry: Entry): bigint {
  return entry.parts.reduce((sum, part) => sum + minorOf(part, entry.exponent), 0n);
}

/** The amounts that are added up, in minor units; empty while there is only one. */
export function addends(entry: Entry): bigint[] {
  if (entry.parts.length < 2) return [];
  const typed = isAwaiting(entry) ? entry.parts.slice(0, -1) : entry.parts;
  return typed.map((part) => minorOf(part, entry.exponent));
}

/** Whether something is to be added of which no digit is typed yet. */
export function isAwaiting(entry: Entry): boolean {
  return entry.parts.length > 1 && isEmpty(lastOf(entry));
}

export function isUntouched(entry: Entry): boolean {
  return entry.parts.length === 1 && isEmpty(lastOf(entry));
}

export function typeDigit(entry: Entry, digit: string): Entry {
  const last = lastOf(entry);
  if (last.fraction !== null) {
    if (last.fraction.length >= entry.exponent) return entry;
    return withLast(entry, { ...last, fraction: last.fraction + digit });
  }
  if (last.digits.length >= LONGEST || (last.digits === "" && digit === "0")) return entry;
  return withLast(entry, { ...last, digits: last.digits + digit });
}

export function typeMark(entry: Entry): Entry {
  const last = lastOf(entry);
  if (entry.exponent === 0 || last.fraction !== null) return entry;
  if (last.digits.length + entry.exponent > LONGEST) return entry;
  return withLast(entry, { ...last, fraction: "" });
}

export function typePlus(entry: Entry): Entry {
  if (minorOf(lastOf(entry), entry.exponent) === 0n) return entry;
  return { ...entry, parts: [...entry.parts, EMPTY], cleared: false };
}

export function backspace(entry: Entry): Entry {
  const last = lastOf(entry);
  if (last.fraction !== null) {
    const fraction = last.fraction === "" ? null : last.fraction.slice(0, -1);
    return withLast(entry, { ...last, fraction });
  }
  if (last.digits !== "") return withLast(entry, { ...last, digits: last.digits.slice(0, -1) });
  if (entry.parts.length > 1) return { ...entry, parts: entry.parts.slice(0, -1), cleared: false };
  return entry;
}

/** The first press clears the amount being typed, the second one everything. */
export function clear(entry: Entry): Entry {
  if (entry.cleared || entry.parts.length === 1) return emptyEntry(entry.exponent);
  const parts = isEmpty(lastOf(entry)) ? entry.parts.slice(0, -1) : withLast(entry, EMPTY).parts;
  return { ...entry, parts, cleared: true };
}

/** An amount that came from elsewhere: read from a paste, or from an earlier sale. */
export function entryOf(minor: string, exponent: number): Entry {
  return {
    exponent,
    parts: [{ digits: BigInt(minor).toString(), fraction: null }],
    cleared: false,
  };
}

/** The same keys under another currency. Minor digits that the new one lacks fall away. */
export function withExponent(entry: Entry, exponent: number): Entry {
  if (entry.exponent === exponent) return entry;
  const parts = entry.parts.map((part) => ({
    digits: part.digits,
    fraction: part.fraction === null || exponent === 0 ? null : part.fraction.slice(0, exponent),
  }));
  return { exponent, parts, cleared: false };
}

/** One typed character; anything that no amount holds changes nothing. */
export function typeCharacter(entry: Entry, character: string): Entry {
  if (/^[0-9]$/.test(character)) return typeDigit(entry, character);
  if (character === "." || character === ",") return typeMark(entry);
  return entry;
}
