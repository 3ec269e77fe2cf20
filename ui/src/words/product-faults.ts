import { m } from "../language/messages";
import type { Currency, ProductFault } from "../contract";

const FAULTS: Record<ProductFault, (sale: { currency: string }) => string> = {
  NO_PRICE: m.product_no_price,
  PRICE_CHANGED: m.product_price_changed,
  NOT_IN_CATALOGUE: m.product_not_in_catalogue,
  GONE: m.product_gone,
};

const REFUSALS: Record<ProductFault, (product: { name: string }) => string> = {
  NO_PRICE: m.error_product_no_price,
  PRICE_CHANGED: m.error_product_price_changed,
  NOT_IN_CATALOGUE: m.error_product_not_in_catalogue,
  GONE: m.error_product_gone,
};

/** Why a product can't be sold, in a few words beside it. */
export function faultWords(fault: ProductFault, { code }: Currency): string {
  return FAULTS[fault]({ currency: code });
}

/** Why the till did not take a product, and what to do next. */
export function refusalWords(fault: ProductFault, name: string): string {
  return (REFUSALS[fault] ?? m.error_product_gone)({ name: name || m.product_unnamed() });
}
