import { m } from "../language/messages";
import type { GoneReason } from "../contract";

const REASONS: Record<GoneReason, () => string> = {
  EXPIRED: m.gone_expired,
  USED_UP: m.gone_used_up,
  SWITCHED_OFF: m.gone_switched_off,
  UNTOLD: m.gone_untold,
};

/** Why a customer can't pay a link, and what to do about it. */
export function goneWords(reason: GoneReason): string {
  return (REASONS[reason] ?? m.gone_untold)();
}
