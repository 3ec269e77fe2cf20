import type { SaleView } from "../contract";

/** When staff cancelled the link, and who it was. */
export type Cancelled = { at: string; by: string | null };

/** The latest time that staff cancelled the sale's link; null where they never did. */
export function cancelledOf(sale: SaleView): Cancelled | null {
  return sale.timeline.findLast(({ what }) => what.kind === "CANCEL_ASKED") ?? null;
}
