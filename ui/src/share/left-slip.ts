import { forgetPage } from "./page-size";

let left: HTMLElement | null = null;

/** The system may still be printing it: a web view draws the paper when it likes. */
export function leaveSlip(sheet: HTMLElement): void {
  left = document.createElement("div");
  left.className = sheet.className;
  left.ariaHidden = "true";
  left.append(...sheet.childNodes);
  document.body.append(left);
  addEventListener("afterprint", takeSlipAway, { once: true });
}

/** It is printed, or another slip takes its place. */
export function takeSlipAway(): void {
  removeEventListener("afterprint", takeSlipAway);
  if (!left) return;
  left.remove();
  left = null;
  forgetPage();
}
