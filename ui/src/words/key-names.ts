import { m } from "../language/messages";
import type { Field, KeyKind, KeyWarning, ProviderId } from "../contract";

type Names = {
  id: () => string;
  /** Null where the keys bear their own name, and nobody is asked for one. */
  idHint: (() => string) | null;
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
  PAYMENT_FLOW: {
    id: m.secret_key,
    idHint: null,
    idFits: null,
    key: m.secret_key,
    keyHint: m.secret_key_hint,
  },
  MERCHANT_DASHBOARD: {
    id: m.dashboard_token,
    idHint: null,
    idFits: null,
    key: m.dashboard_token,
    keyHint: m.dashboard_token_hint,
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
    WEBHOOK: m.field_webhook_secret,
  };
  return names[which]();
}

const WARNINGS: Record<KeyWarning, () => string> = {
  PUBLISHABLE: m.key_publishable,
};

/** What the owner should know of a key, although it works. */
export function keyWarningWords(warning: KeyWarning): string {
  return WARNINGS[warning]();
}

/** The field that an error about this key names. */
export const KEY_FIELDS: Record<KeyKind, Field> = {
  MAIN: "KEY",
  PAYOUT: "PAYOUT_KEY",
  REPORTS: "REPORTS_KEY",
  WEBHOOK: "WEBHOOK_SECRET",
};
