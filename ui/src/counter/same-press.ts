import { kindForm } from "../link/kind.svelte";
import type { NewSaleForm, SaleView } from "../contract";

/** The form of the press that made a sale. */
export function samePress(sale: SaleView, payableFor: number): NewSaleForm {
  return {
    press: sale.press,
    account: sale.accountId,
    amountMinor: sale.basket ? (sale.basket.free?.minor ?? "") : sale.amount.minor,
    lines: (sale.basket?.lines ?? []).map(({ product, quantity, unit }) => {
      return { product, quantity, unitMinor: unit.minor };
    }),
    currency: sale.amount.currency,
    reference: sale.reference,
    name: sale.name,
    description: sale.whatFor,
    staffNote: sale.staffNote,
    payableFor,
    useLimit: sale.useLimit,
    shippingMinor: sale.shipping?.minor ?? null,
    kind: kindForm(sale.kind),
    customerEmail: sale.customerEmail,
    pageLanguage: sale.pageLanguage,
    customer: sale.customerId,
  };
}
