import { m } from "../language/messages";
import type { NotificationVerdict } from "../contract";

type Verdict = NotificationVerdict["verdict"];
type Words = {
  /** Whether the provider surely wrote it. */
  genuine: boolean;
  title: () => string;
  next: () => string;
};

const WORDS: Record<Verdict, Words> = {
  APPROVED: {
    genuine: true,
    title: m.notification_approved,
    next: m.notification_approved_next,
  },
  NOT_APPROVED: {
    genuine: true,
    title: m.notification_not_approved,
    next: m.notification_not_approved_next,
  },
  REFUND: { genuine: true, title: m.notification_refund, next: m.notification_refund_next },
  OTHER: { genuine: true, title: m.notification_other, next: m.notification_other_next },
  OTHER_MERCHANT: {
    genuine: false,
    title: m.notification_other_merchant,
    next: m.notification_other_merchant_next,
  },
  NOT_GENUINE: {
    genuine: false,
    title: m.notification_not_genuine,
    next: m.notification_not_genuine_next,
  },
  UNREADABLE: {
    genuine: false,
    title: m.notification_unreadable,
    next: m.notification_unreadable_next,
  },
};

export const VERDICTS = Object.keys(WORDS) as Verdict[];

/** What a checked notification is worth, and what to do with it. */
export function verdictWords(verdict: Verdict): { genuine: boolean; title: string; next: string } {
  const { genuine, title, next } = WORDS[verdict];
  return { genuine, title: title(), next: next() };
}
