import type { Environment, ProviderId } from "../contract";

/** How the keys of a provider begin, where that tells what they are for. */
type Prefixes = {
  live: readonly string[];
  test: readonly string[];
  /** How keys begin that are meant for web pages. */
  publishable: string;
  /** What the usual ones begin with, as a sample. */
  sample: Record<"live" | "test", string>;
};

const PREFIXES: Partial<Record<ProviderId, Prefixes>> = {
  PAYMENT_FLOW: {
    live: ["sk_live_", "pk_live_"],
    test: ["sk_test_", "pk_test_"],
    publishable: "pk_",
    sample: { live: "sk_live_…", test: "sk_test_…" },
  },
};

function begins(key: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => key.trim().startsWith(prefix));
}

/** What a key of such an account looks like; undefined where nobody can tell. */
export function keySample(provider: ProviderId, environment: Environment): string | undefined {
  return PREFIXES[provider]?.sample[environment === "LIVE" ? "live" : "test"];
}

/** Whether the key says of itself that it belongs to another kind of account, and then to which. */
export function otherEnvironment(
  provider: ProviderId,
  environment: Environment,
  key: string,
): { live: boolean } | null {
  const prefixes = PREFIXES[provider];
  if (!prefixes) return null;
  const live = environment === "LIVE";
  return begins(key, live ? prefixes.test : prefixes.live) ? { live: !live } : null;
}

/** Whether the key is one for web pages: it works, and another one is better. */
export function isPublishable(provider: ProviderId, key: string): boolean {
  const prefixes = PREFIXES[provider];
  return prefixes !== undefined && begins(key, [prefixes.publishable]);
}
