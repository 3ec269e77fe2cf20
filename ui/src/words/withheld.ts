import { m } from "../language/messages";
import type { SaleAction } from "../sale/actions";

/**
 * Who can do what the situation offers and whoever is at the till may not; one sentence for each
 * thing, empty where nothing is withheld.
 */
export function withheldWords(
  offered: readonly SaleAction[],
  allowed: readonly SaleAction[],
): string[] {
  const withheld = new Set(offered.filter((action) => !allowed.includes(action)));
  const words: string[] = [];
  if (withheld.has("DECIDE")) words.push(m.a_manager_can_decide());
  if (withheld.has("CAPTURE")) words.push(m.a_manager_can_end_hold());
  const [cancel, change] = [withheld.has("CANCEL_LINK"), withheld.has("CHANGE_LINK")];
  if (cancel && change) words.push(m.a_manager_can_cancel_or_change());
  else if (cancel) words.push(m.a_manager_can_cancel());
  else if (change) words.push(m.a_manager_can_change());
  if (withheld.has("REFUND_ALL") || withheld.has("REFUND_ONE")) {
    words.push(m.a_manager_can_refund());
  }
  return words;
}
