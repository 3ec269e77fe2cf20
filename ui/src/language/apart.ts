import type { Messages } from "./messages";

/** First strong isolate and its end (Unicode UAX #9): what stands between has a direction of its own. */
const APART = "\u2068";
const TOGETHER = "\u2069";

type Message = (inputs: Record<string, unknown>) => unknown;

function setApart(inputs: Record<string, unknown>): Record<string, unknown> {
  const each = Object.entries(inputs).map(([name, value]) => [
    name,
    typeof value === "string" ? `${APART}${value}${TOGETHER}` : value,
  ]);
  return Object.fromEntries(each) as Record<string, unknown>;
}

/**
 * Messages that are read from right to left: names, amounts and addresses that are filled in keep
 * the direction that they have.
 */
export function withValuesApart(messages: Messages): Messages {
  const each = Object.entries(messages as unknown as Record<string, Message>).map(
    ([key, message]) =>
      [key, (inputs = {}) => message(setApart(inputs))] satisfies [string, Message],
  );
  return Object.fromEntries(each) as unknown as Messages;
}
