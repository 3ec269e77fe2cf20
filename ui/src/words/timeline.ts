import { staffName } from "./staff";
import { m } from "../paraglide/messages";
import { money } from "../money/format";
import type { TimelineEntry, TimelineWhat } from "../contract";

type Kind = TimelineWhat["kind"];
type Tell<K extends Kind> = (what: Extract<TimelineWhat, { kind: K }>) => string;

const WORDS: { [K in Kind]: Tell<K> } = {
  SALE_STARTED: m.timeline_sale_started,
  LINK_ASKED: m.timeline_link_asked,
  LINK_MADE: m.timeline_link_made,
  LINK_NOT_SENT: m.timeline_link_not_sent,
  LINK_UNCLEAR: m.timeline_link_unclear,
  LINK_REFUSED: m.timeline_link_refused,
  LINK_EXPIRED: m.timeline_link_expired,
  LINK_CLOSED: m.timeline_link_closed,
  CARD_REFUSED: m.timeline_card_refused,
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

/** What happened, and who did it when it was a person. */
export function timelineWords(entry: TimelineEntry): string {
  const tell = WORDS[entry.what.kind] as Tell<Kind>;
  const what = tell(entry.what);
  return entry.by === null ? what : m.timeline_by({ what, by: staffName(entry.by) });
}
