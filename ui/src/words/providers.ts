import { clock } from "../time/format";
import { m } from "../language/messages";
import type { AccountHealth, AccountView, KeyState, ProviderId, Region } from "../contract";

const PROVIDERS: Record<ProviderId, () => string> = {
  GLOBAL_PAYMENTS: m.provider_global_payments,
  FLITT: m.provider_flitt,
  PAYMENT_FLOW: m.provider_paymentflow,
  MERCHANT_DASHBOARD: m.provider_merchant_dashboard,
};

/** Every provider, in the order of the screens. */
export const PROVIDER_IDS = Object.keys(PROVIDERS) as ProviderId[];

/** A provider's hosts; one that it has not is no choice. */
const REGIONS: Record<ProviderId, Partial<Record<Region, () => string>>> = {
  GLOBAL_PAYMENTS: { GLOBAL: m.region_global, EU: m.region_eu, CUSTOM: m.region_custom },
  FLITT: { GLOBAL: m.host_pay_flitt, CUSTOM: m.region_custom },
  PAYMENT_FLOW: { GLOBAL: m.host_paymentflow, CUSTOM: m.region_custom },
  // It is wherever the organization has it.
  MERCHANT_DASHBOARD: { CUSTOM: m.region_custom },
};

/** The hosts that an account may be at, with their names. */
export function regionsOf(provider: ProviderId): [Region, () => string][] {
  return Object.entries(REGIONS[provider]) as [Region, () => string][];
}

export function regionName(provider: ProviderId, region: Region): string {
  return (REGIONS[provider][region] ?? m.not_named)();
}

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

/** `Global Payments · High Street` */
export function accountTitle(account: AccountView): string {
  return m.account_title({ provider: providerName(account.provider), name: account.name });
}

export function keyWords(key: KeyState): { state: string; next: string | null } {
  const words = KEYS[key];
  return { state: words.state(), next: words.next?.() ?? null };
}

type Health = AccountHealth["kind"];
const HEALTH: { [Kind in Health]: (health: Extract<AccountHealth, { kind: Kind }>) => string } = {
  GOOD: m.health_good,
  RESTING: ({ until }) => m.health_resting({ time: clock(until) }),
  ASKED_TO_WAIT: ({ until }) => m.health_asked_to_wait({ time: clock(until) }),
  KEYS_REFUSED: m.health_keys_refused,
};

/** How the provider is at the moment, and what to do where it asks for something. */
export function healthWords({ health, can }: Pick<AccountView, "health" | "can">): string {
  if (can.sessionKey && health.kind === "KEYS_REFUSED") return m.health_session_ended();
  const tell = HEALTH[health.kind] as (health: AccountHealth) => string;
  return tell(health);
}
