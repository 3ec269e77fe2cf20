import { m } from "../language/messages";
import { errorWords } from "./errors";
import { money } from "../money/format";
import type { End, EndWords } from "./ends";
import type { HoldEndKind, HoldEndView, RefundState } from "../contract";

type Words = {
  end: End;
  title: (figure: { amount: string }) => string;
  next: () => string;
};

const ENDS: Record<HoldEndKind, Record<RefundState, Words>> = {
  CAPTURE: {
    DONE: { end: "DONE", title: m.capture_done, next: m.capture_done_next },
    RUNNING: { end: "ON_ITS_WAY", title: m.capture_running, next: m.capture_running_next },
    REFUSED: { end: "REFUSED", title: m.capture_refused, next: m.capture_refused_next },
    NOT_MADE: { end: "REFUSED", title: m.capture_not_made, next: m.capture_not_made_next },
    FAILED_LATE: { end: "REFUSED", title: m.capture_failed_late, next: m.capture_failed_late_next },
    NOT_SURE: { end: "NOT_SURE", title: m.capture_not_sure, next: m.capture_not_sure_next },
    NEEDS_PERSON: {
      end: "NEEDS_PERSON",
      title: m.capture_needs_person,
      next: m.person_about_capture,
    },
    NOT_SENT: { end: "NOT_SENT", title: m.capture_not_sent, next: m.capture_not_sent_next },
  },
  RELEASE: {
    DONE: { end: "DONE", title: m.release_done, next: m.release_done_next },
    RUNNING: { end: "ON_ITS_WAY", title: m.release_running, next: m.release_running_next },
    REFUSED: { end: "REFUSED", title: m.release_refused, next: m.release_refused_next },
    NOT_MADE: { end: "REFUSED", title: m.release_not_made, next: m.release_not_made_next },
    FAILED_LATE: { end: "REFUSED", title: m.release_failed_late, next: m.release_failed_late_next },
    NOT_SURE: { end: "NOT_SURE", title: m.release_not_sure, next: m.release_not_sure_next },
    NEEDS_PERSON: {
      end: "NEEDS_PERSON",
      title: m.release_needs_person,
      next: m.person_about_release,
    },
    NOT_SENT: { end: "NOT_SENT", title: m.release_not_sent, next: m.release_not_sent_next },
  },
};

/** How a capture or release ended, in words; with the provider's reason when it refused. */
export function holdWords(made: HoldEndView): EndWords {
  const words = ENDS[made.kind][made.state];
  const next = made.error ? errorWords(made.error) : words.next();
  return { end: words.end, title: words.title({ amount: money(made.amount) }), next };
}

/** What is said while no answer tells how it ended. */
export function holdUnclear(kind: HoldEndKind): EndWords {
  const words = ENDS[kind].NOT_SURE;
  return { end: words.end, title: words.title({ amount: "" }), next: words.next() };
}
