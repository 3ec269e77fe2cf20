/** The lengths of a PIN, digits: the till refuses any other. */
export const PIN_LENGTH = { least: 6, most: 12 } as const;

/**
 * The digit that a key stands for; null for any other key. The number pad types digits without its
 * lock too, and the row of digits does on keyboards that need Shift for them.
 */
export function digitOf(event: KeyboardEvent): string | null {
  if (/^[0-9]$/.test(event.key)) return event.key;
  return /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1] ?? null;
}
