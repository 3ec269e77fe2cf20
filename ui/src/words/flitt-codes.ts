import { m } from "../language/messages";
import { reader } from "./reader.svelte";

/**
 * Flitt's own codes (its documentation's list) that staff or the owner can do something about.
 * No other provider's codes are four digits long.
 */
const WORDS: Record<string, () => string> = {
  "1000": m.flitt_no_reason,
  "1002": m.flitt_no_reason,
  "1005": m.flitt_too_small,
  "1006": m.flitt_not_set_up,
  "1012": m.flitt_currency,
  "1013": m.flitt_order_known,
  "1014": m.flitt_wrong_key,
  "1016": m.flitt_no_merchant,
  "1017": m.flitt_no_way_to_pay,
  "1018": m.flitt_no_order,
  "1019": m.flitt_order_over,
  "1023": m.flitt_amount,
  "1027": m.flitt_no_reservations,
  "1034": m.flitt_separator,
  "1036": m.flitt_paid_already,
  "1051": m.flitt_fraud_check,
  "1052": m.flitt_order_over,
  "1059": m.flitt_no_saved_cards,
  "1060": m.flitt_no_subscriptions,
  "1062": m.flitt_not_permitted,
  "1066": m.flitt_bank_trouble,
  "1069": m.flitt_little_turnover,
  "1072": m.flitt_charges_ended,
  "1084": m.flitt_full_refund_only,
  "1086": m.flitt_finished,
  "1089": m.flitt_bank_trouble,
  "1100": m.flitt_not_permitted,
  "1109": m.flitt_captured_otherwise,
  "1122": m.flitt_bank_trouble,
  "1123": m.flitt_bank_trouble,
};

/** Of these, what stands in the settings of an account, for whoever cannot change them. */
const ASK_OWNER: Record<string, () => string> = {
  "1006": m.flitt_set_up_ask,
  "1012": m.flitt_currency_ask,
  "1014": m.flitt_set_up_ask,
  "1016": m.flitt_set_up_ask,
};

export const FLITT_CODES = Object.keys(WORDS);

/** Plain words for a code; null where nobody at the till can do anything about it. */
export function flittWords(code: string): string | null {
  const owners = reader.managesAccounts ? undefined : ASK_OWNER[code];
  return (owners ?? WORDS[code])?.() ?? null;
}
