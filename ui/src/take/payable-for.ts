import type { TillState } from "../contract";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** How long a link can be payable, in seconds: at the counter, over lunch, until tomorrow, sent. */
export function payableChoices({ counterPayableFor, sentPayableFor }: TillState): number[] {
  const choices = new Set([counterPayableFor, HOUR, DAY, sentPayableFor]);
  return [...choices].sort((one, other) => one - other);
}
