import { isPositive, money } from "../money/format";
import { m } from "../language/messages";
import type { Money } from "../contract";

/** What is special about a link's terms, in words: shipping, and how often it can be paid. */
export function termsWords(useLimit: number | null, shipping: Money | null): string[] {
  const words = [];
  if (shipping) {
    words.push(
      isPositive(shipping) ? m.shipping_on_top({ amount: money(shipping) }) : m.shipping_free(),
    );
  }
  if (useLimit !== null) words.push(m.up_to_payments({ limit: useLimit }));
  return words;
}
