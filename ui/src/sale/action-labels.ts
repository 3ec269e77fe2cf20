import { m } from "../language/messages";
import type { SaleAction } from "./actions";

/** What the button of each action says, what stands on its key, and the hook that tests find it by. */
export const ACTION_KEYS: Record<SaleAction, { label: () => string; key: string; test: string }> = {
  SHOW_CUSTOMER: { label: m.action_show_customer, key: "F", test: "show-customer" },
  COPY_LINK: { label: m.action_copy_link, key: "C", test: "copy-link" },
  SEND: { label: m.action_send, key: "S", test: "send" },
  PRINT: { label: m.action_print, key: "P", test: "print" },
  PAY_AS_CUSTOMER: { label: m.action_pay_as_customer, key: "B", test: "pay-as-customer" },
  CHECK_NOW: { label: m.action_check_now, key: "K", test: "check-now" },
  TRY_AGAIN: { label: m.action_try_again, key: m.key_enter(), test: "try-again" },
  CREATE_AGAIN: { label: m.action_create_again, key: m.key_enter(), test: "create-again" },
  REFUND_ALL: { label: m.action_refund_all, key: "R", test: "go-refund" },
  REFUND_ONE: { label: m.action_refund_one, key: "R", test: "go-refund" },
  KEEP: { label: m.action_keep_money, key: "N", test: "keep-money" },
  CAPTURE: { label: m.action_capture, key: "T", test: "capture" },
  RELEASE: { label: m.action_release, key: "L", test: "release" },
  DECIDE: { label: m.action_decide, key: m.key_enter(), test: "decide" },
  CHECK_AS_CUSTOMER: {
    label: m.action_check_as_customer,
    key: "V",
    test: "check-as-customer",
  },
  CHANGE_LINK: { label: m.action_change_link, key: "E", test: "change-link" },
  CANCEL_LINK: { label: m.action_cancel_link, key: m.key_delete(), test: "cancel-link" },
  DETAILS: { label: m.action_details, key: "D", test: "go-details" },
  NEW_SALE: { label: m.action_new_sale, key: "N", test: "new-sale" },
};
const REFUNDS: ReadonlySet<SaleAction> = new Set<SaleAction>(["REFUND_ALL", "REFUND_ONE"]);

/** What the button of an action says to whoever is at the till: some only ask somebody else to refund. */
export function actionLabel(action: SaleAction, mayRefund: boolean): string {
  return REFUNDS.has(action) && !mayRefund ? m.refund_ask_manager() : ACTION_KEYS[action].label();
}
