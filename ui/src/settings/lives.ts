const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is offered, in seconds: while a customer stands there, and while a letter is on its way. */
const AT_COUNTER = [5, 10, 15, 30]
  .map((minutes) => minutes * MINUTE)
  .concat(
    [1, 2, 4].map((hours) => hours * HOUR),
    DAY,
  );
const SENT = [1, 2, 3, 5, 7, 10, 14, 30, 60, 90, 180, 365].map((days) => days * DAY);
const PAID_SCREEN = [3, 5, 10, 15, 20, 30, 60, 120, 300];

/** What is offered, and what holds, though it be none of it. */
function withOwn(offered: readonly number[], own: number | null): number[] {
  const all = new Set(own === null ? offered : [...offered, own]);
  return [...all].sort((one, other) => one - other);
}

export const counterLives = (own: number) => withOwn(AT_COUNTER, own);
export const sentLives = (own: number) => withOwn(SENT, own);
export const paidScreenTimes = (own: number | null) => withOwn(PAID_SCREEN, own);
