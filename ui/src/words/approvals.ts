import { m } from "../language/messages";
import type { ApprovalReason } from "../contract";

const REASONS: Record<ApprovalReason, () => string> = {
  ROLE: m.refund_needs_role,
  AMOUNT: m.refund_needs_amount,
  DAY: m.refund_needs_day,
};

/** Why a second person approves a refund. */
export function approvalWords(reason: ApprovalReason): string {
  return REASONS[reason]();
}

/** What to do where nobody can approve a refund. */
export function nobodyApproves(reason: ApprovalReason): string {
  return reason === "ROLE" ? m.refund_no_approver_role() : m.refund_no_approver_limit();
}
