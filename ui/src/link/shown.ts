import type { LinkView, SaleView } from "../contract";

/**
 * The link whose code and address may be shown: never while staff want nobody to pay it, while a
 * customer is paying it, nor before staff have taken its total.
 */
export function shownLink({ link, state }: Pick<SaleView, "link" | "state">): LinkView | null {
  if (!link || state.kind === "PAYING" || state.kind === "CONFIRM_TOTAL") return null;
  return link.payable && link.wish !== "CANCEL" ? link : null;
}
