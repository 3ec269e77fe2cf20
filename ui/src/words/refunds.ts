import { m } from "../language/messages";
import { errorWords } from "./errors";
import { money } from "../money/format";
import { staffName } from "./staff";
import type { End, EndWords } from "./ends";
import type { DaySpan, RefundReason, RefundState, RefundView } from "../contract";

export const REFUND_REASONS: Record<RefundReason, () => string> = {
  CUSTOMER_ASKED: m.reason_customer_asked,
  PAID_TWICE: m.reason_paid_twice,
  WRONG_AMOUNT: m.reason_wrong_amount,
  FRAUD: m.reason_fraud,
  OTHER: m.reason_other,
};

type Words = {
  end: End;
  title: (figure: { amount: string }) => string;
  next: () => string;
};

const ENDS: Record<RefundState, Words> = {
  DONE: { end: "DONE", title: m.refund_done, next: m.refund_bank_days },
  RUNNING: { end: "ON_ITS_WAY", title: m.refund_running, next: m.refund_running_next },
  REFUSED: { end: "REFUSED", title: m.refund_refused, next: m.refund_refused_next },
  NOT_MADE: { end: "REFUSED", title: m.refund_not_made, next: m.refund_not_made_next },
  FAILED_LATE: { end: "REFUSED", title: m.refund_failed_late, next: m.refund_failed_late_next },
  NOT_SURE: { end: "NOT_SURE", title: m.refund_not_sure, next: m.refund_not_sure_next },
  NEEDS_PERSON: { end: "NEEDS_PERSON", title: m.refund_needs_person, next: m.person_about_refund },
  NOT_SENT: { end: "NOT_SENT", title: m.refund_not_sent, next: m.refund_not_sent_next },
};

/** What is said while no answer tells how it ended. */
export function refundUnclear(): EndWords {
  const words = ENDS.NOT_SURE;
  return { end: words.end, title: words.title({ amount: "" }), next: words.next() };
}

/** When a refund reaches the customer: as the provider says, or as banks usually do. */
export function refundArrives(takes: DaySpan | null): string {
  return takes ? m.refund_takes(takes) : m.refund_bank_days();
}

function endOf(refund: RefundView, takes: DaySpan | null): string {
  if (refund.error) return errorWords(refund.error);
  if (refund.state === "DONE") return refundArrives(takes);
  const next = ENDS[refund.state].next();
  return takes && refund.state === "RUNNING" ? `${next} ${refundArrives(takes)}` : next;
}

/** Who let it go, where a second person did: whichever way it ended. */
function nextOf(refund: RefundView, takes: DaySpan | null): string {
  const next = endOf(refund, takes);
  if (refund.approvedBy === null) return next;
  return `${m.refund_approved_by({ name: staffName(refund.approvedBy) })} ${next}`;
}

/**
 * How a refund ended, in words; with the provider's reason when it refused, who approved it, and
 * how long the money `takes` where the provider says so.
 */
export function refundWords(refund: RefundView, takes: DaySpan | null): EndWords {
  const words = ENDS[refund.state];
  const next = nextOf(refund, takes);
  return { end: words.end, title: words.title({ amount: money(refund.amount) }), next };
}
