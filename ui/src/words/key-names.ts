import { m } from "../paraglide/messages";
import type { Field, KeyKind, ProviderId } from "../contract";

type Names = {
  id: () => string;
  idHint: () => string;
  /** What the id looks like; null where nobody can tell. */
  idFits: (() => string) | null;
  key: () => string;
  keyHint: () => string;
};

const NAMES: Record<ProviderId, Names> = {
  GLOBAL_PAYMENTS: {
    id: m.app_id,
    idHint: m.app_id_hint,
    idFits: null,
    key: m.app_key,
    keyHint: m.app_key_hint,
  },
  FLITT: {
    id: m.merchant_id,
    idHint: m.merchant_id_hint,
    idFits: m.merchant_id_fits,
    key: m.payment_key,
    keyHint: m.payment_key_hint,
  },
};

/** What a provider calls its main key and what names it: words that its own portal uses. */
export function keyNames(provider: ProviderId): Names {
  return NAMES[provider];
}

/** What each of an account's keys is called. */
export function keyName(provider: ProviderId, which: KeyKind): string {
  const names: Record<KeyKind, () => string> = {
    MAIN: NAMES[provider].key,
    PAYOUT: m.field_payout_key,
    REPORTS: m.field_reports_key,
  };
  return names[which]();
}

/** The field that an error about this key names. */
export const KEY_FIELDS: Record<KeyKind, Field> = {
  MAIN: "KEY",
  PAYOUT: "PAYOUT_KEY",
  REPORTS: "REPORTS_KEY",
};
