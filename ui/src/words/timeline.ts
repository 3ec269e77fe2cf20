import { staffName } from "./staff";
import { m } from "../language/messages";
import { money } from "../money/format";
import type { HoldEndKind, ShareWay, TimelineEntry, TimelineWhat } from "../contract";

type Kind = TimelineWhat["kind"];
type Tell<K extends Kind> = (what: Extract<TimelineWhat, { kind: K }>) => string;

type Figure = (figure: { amount: string }) => string;

const HOLD_STARTED: Record<HoldEndKind, Figure> = {
  CAPTURE: m.timeline_capture_started,
  RELEASE: m.timeline_release_started,
};
const HOLD_DONE: Record<HoldEndKind, Figure> = {
  CAPTURE: m.timeline_capture_done,
  RELEASE: m.timeline_release_done,
};
const HOLD_NOT_SENT: Record<HoldEndKind, () => string> = {
  CAPTURE: m.timeline_capture_not_sent,
  RELEASE: m.timeline_release_not_sent,
};
const HOLD_UNCLEAR: Record<HoldEndKind, () => string> = {
  CAPTURE: m.timeline_capture_unclear,
  RELEASE: m.timeline_release_unclear,
};
const HOLD_NOT_DONE: Record<HoldEndKind, () => string> = {
  CAPTURE: m.timeline_capture_not_done,
  RELEASE: m.timeline_release_not_done,
};

const SHARED: Record<ShareWay, () => string> = {
  LINK: m.timeline_shared_link,
  EMAIL: m.timeline_shared_email,
  MAIL_PROGRAM: m.timeline_shared_mail_program,
  EMAIL_FILE: m.timeline_shared_email_file,
  MESSAGE: m.timeline_shared_message,
  QR: m.timeline_shared_qr,
  SLIP: m.timeline_shared_slip,
  PRINT_DIALOG: m.timeline_shared_print_dialog,
};

const WORDS: { [K in Kind]: Tell<K> } = {
  SALE_STARTED: m.timeline_sale_started,
  CUSTOMER_CHOSEN: ({ chosen }) =>
    chosen ? m.timeline_customer_chosen() : m.timeline_customer_taken_off(),
  TRIED_WITH: ({ account }) => m.try_timeline({ account }),
  LINK_ASKED: m.timeline_link_asked,
  LINK_MADE: m.timeline_link_made,
  LINK_MADE_FOR_ANOTHER_TOTAL: ({ total }) => m.timeline_other_total({ total: money(total) }),
  TOTAL_TAKEN: m.timeline_total_taken,
  TOTAL_DECLINED: m.timeline_total_declined,
  LINK_NOT_SENT: m.timeline_link_not_sent,
  LINK_UNCLEAR: m.timeline_link_unclear,
  LINK_REFUSED: m.timeline_link_refused,
  LINK_EXPIRED: m.timeline_link_expired,
  LINK_CLOSED: m.timeline_link_closed,
  LINK_SHARED: ({ way }) => SHARED[way](),
  CANCEL_ASKED: m.timeline_cancel_asked,
  CHANGE_ASKED: ({ amount }) => m.timeline_change_asked({ amount: money(amount) }),
  LINK_CHANGED: m.timeline_link_changed,
  WISH_REFUSED: m.timeline_wish_refused,
  CHARGES_ASKED: ({ stop }) => (stop ? m.timeline_charges_stop() : m.timeline_charges_resume()),
  CHARGES_SET: ({ stopped }) =>
    stopped ? m.timeline_charges_stopped() : m.timeline_charges_resumed(),
  CHARGES_REFUSED: m.timeline_charges_refused,
  CARD_CONFIRMED: m.timeline_card_confirmed,
  HOLD_END_STARTED: ({ how, amount }) => HOLD_STARTED[how]({ amount: money(amount) }),
  HOLD_END_DONE: ({ how, amount }) => HOLD_DONE[how]({ amount: money(amount) }),
  HOLD_END_NOT_SENT: ({ how }) => HOLD_NOT_SENT[how](),
  HOLD_END_UNCLEAR: ({ how }) => HOLD_UNCLEAR[how](),
  HOLD_END_NOT_DONE: ({ how }) => HOLD_NOT_DONE[how](),
  PERSON_DECIDED: ({ made }) => (made ? m.timeline_decided_made() : m.timeline_decided_not_made()),
  CARD_REFUSED: m.timeline_card_refused,
  PAYING: m.timeline_paying,
  PAYMENT_RESERVED: ({ amount }) => m.timeline_reserved({ amount: money(amount) }),
  PAID: ({ amount }) => m.timeline_paid({ amount: money(amount) }),
  REFUND_STARTED: ({ amount }) => m.timeline_refund_started({ amount: money(amount) }),
  REFUND_ACCEPTED: ({ amount }) => m.timeline_refund_accepted({ amount: money(amount) }),
  REFUND_NOT_SENT: ({ amount }) => m.timeline_refund_not_sent({ amount: money(amount) }),
  REFUND_UNCLEAR: ({ amount }) => m.timeline_refund_unclear({ amount: money(amount) }),
  REFUND_REFUSED: ({ amount }) => m.timeline_refund_refused({ amount: money(amount) }),
  REFUND_NOT_MADE: ({ amount }) => m.timeline_refund_not_made({ amount: money(amount) }),
  REFUND_ELSEWHERE: ({ amount }) => m.timeline_refund_elsewhere({ amount: money(amount) }),
};

/** What happened, and who did it when it was a person; who approved it, where somebody had to. */
export function timelineWords(entry: TimelineEntry): string {
  const tell = WORDS[entry.what.kind] as Tell<Kind>;
  const told = tell(entry.what);
  const what = entry.by === null ? told : m.timeline_by({ what: told, by: staffName(entry.by) });
  const approver = entry.what.kind === "REFUND_STARTED" ? entry.what.approvedBy : null;
  if (approver === null) return what;
  return m.timeline_approved_by({ what, approver: staffName(approver) });
}
