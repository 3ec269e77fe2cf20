import { m } from "../language/messages";
import type { Pricing } from "../contract";

/** What an account can say about tax; null leaves it to the organization at the provider. */
export const PRICINGS: readonly { pricing: Pricing | null; name: () => string }[] = [
  { pricing: null, name: m.pricing_organization },
  { pricing: "TAX_INCLUSIVE", name: m.pricing_inclusive },
  { pricing: "TAX_EXCLUSIVE", name: m.pricing_exclusive },
];

export function pricingWords(pricing: Pricing | null): string {
  return (PRICINGS.find((choice) => choice.pricing === pricing)?.name ?? m.not_named)();
}
