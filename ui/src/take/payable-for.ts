const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long a link can be payable, in seconds: at the counter, over lunch, until tomorrow, sent. */
export const PAYABLE_FOR = [15 * MINUTE, HOUR, DAY, 10 * DAY];
