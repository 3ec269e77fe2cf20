import { m } from "../language/messages";
import { soonClock } from "../time/format";

/** Since when there is no connection, in milliseconds since 1970: with the day where it is another one. */
export function lostSinceWords(since: number): string {
  return m.connection_lost({ time: soonClock(new Date(since).toISOString()) });
}

/** The same, and what it does not mean. */
export function lostWords(since: number): string {
  return `${lostSinceWords(since)} ${m.connection_lost_next()}`;
}
