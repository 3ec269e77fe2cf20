import { m } from "../paraglide/messages";
import type { AccountView, Environment, KeyState, ProviderId } from "../contract";

const PROVIDERS: Record<ProviderId, () => string> = {
  GLOBAL_PAYMENTS: m.provider_global_payments,
};

const ENVIRONMENTS: Record<Environment, () => string> = {
  LIVE: m.environment_live,
  SANDBOX: m.environment_sandbox,
  PRACTICE: m.environment_practice,
};

type KeyWords = { state: () => string; next: (() => string) | null };

const KEYS: Record<KeyState, KeyWords> = {
  READY: { state: m.key_ready, next: null },
  SESSION_ONLY: { state: m.key_session_only, next: m.key_session_only_next },
  MISSING: { state: m.key_missing, next: m.key_missing_next },
  LOCKED: { state: m.key_locked, next: m.error_vault_locked },
  TIMED_OUT: { state: m.key_timed_out, next: m.error_vault_timed_out },
  NO_STORE: { state: m.key_no_store, next: m.key_no_store_next },
  FAILED: { state: m.key_failed, next: m.error_vault_failed },
};

export function providerName(provider: ProviderId): string {
  return PROVIDERS[provider]();
}

export function environmentName(environment: Environment): string {
  return ENVIRONMENTS[environment]();
}

/** `Global Payments · High Street` */
export function accountTitle(account: AccountView): string {
  return m.account_title({ provider: providerName(account.provider), name: account.name });
}

export function keyWords(key: KeyState): { state: string; next: string | null } {
  const words = KEYS[key];
  return { state: words.state(), next: words.next?.() ?? null };
}
