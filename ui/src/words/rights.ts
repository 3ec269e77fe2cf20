import { m } from "../language/messages";
import { providerName } from "./providers";
import type { HeldRight, ProviderId, RightName } from "../contract";

type Words = { held: () => string; missing: (names: { provider: string }) => string };

const RIGHTS: Record<RightName, Words> = {
  MAKE_LINKS: { held: m.right_make_links, missing: m.right_no_make_links },
  SEE_LINKS: { held: m.right_see_links, missing: m.right_no_see_links },
  LIST_LINKS: { held: m.right_list_links, missing: m.right_no_list_links },
  ALTER_LINKS: { held: m.right_alter_links, missing: m.right_no_alter_links },
  SEE_PAYMENTS: { held: m.right_see_payments, missing: m.right_no_see_payments },
  LIST_PAYMENTS: { held: m.right_list_payments, missing: m.right_no_list_payments },
  REFUND: { held: m.right_refund, missing: m.right_no_refund },
  CAPTURE: { held: m.right_capture, missing: m.right_no_capture },
  RELEASE: { held: m.right_release, missing: m.right_no_release },
};

/** What keys may do, or what it means that they may not. */
export function rightWords({ right, held }: HeldRight, provider: ProviderId): string {
  const words = RIGHTS[right];
  return held ? words.held() : words.missing({ provider: providerName(provider) });
}
