import type { LinkView } from "../contract";

/** Whether the code and the address may be shown: never while staff want nobody to pay it. */
export function isShown(link: LinkView | null): link is LinkView {
  return link !== null && link.payable && link.wish !== "CANCEL";
}
