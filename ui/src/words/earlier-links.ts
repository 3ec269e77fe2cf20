import { m } from "../language/messages";
import type { EarlierLink, EarlierLinkState, SaleState } from "../contract";

const WORDS: Record<EarlierLinkState, (about: { account: string }) => string> = {
  NEVER_MADE: m.try_earlier_never_made,
  WATCHED: m.try_earlier_watched,
  OVER: m.try_earlier_over,
  PAID: m.try_earlier_paid,
};

/** How a link stands whose place another account's link took. */
export function earlierLinkWords({ accountName, state }: EarlierLink): string {
  return WORDS[state]({ account: accountName });
}

/** What becomes of the link that there may be, before another account is tried. Nothing where there is none. */
export function firstLinkWords(state: SaleState): string | null {
  if (state.kind === "NOT_SURE") return m.try_first_not_sure();
  return state.kind === "CARD_REFUSED" ? m.try_first_ended() : null;
}
