import Ban from "@lucide/svelte/icons/ban";
import Calculator from "@lucide/svelte/icons/calculator";
import Check from "@lucide/svelte/icons/check";
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import Clock from "@lucide/svelte/icons/clock";
import CloudOff from "@lucide/svelte/icons/cloud-off";
import CircleX from "@lucide/svelte/icons/circle-x";
import CreditCard from "@lucide/svelte/icons/credit-card";
import Ellipsis from "@lucide/svelte/icons/ellipsis";
import Layers from "@lucide/svelte/icons/layers";
import ShieldCheck from "@lucide/svelte/icons/shield-check";
import LockOpen from "@lucide/svelte/icons/lock-open";
import MovingDots from "../parts/MovingDots.svelte";
import UserRoundSearch from "@lucide/svelte/icons/user-round-search";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Lock from "@lucide/svelte/icons/lock";
import Undo2 from "@lucide/svelte/icons/undo-2";
import { m } from "../language/messages";
import { money } from "../money/format";
import { clock, soonClock, timeLeft } from "../time/format";
import { errorWords, hasCode } from "./errors";
import { staffName } from "./staff";
import type { Cancelled } from "../sale/cancelled";
import type { Component } from "svelte";
import type { About, HoldEndKind, LinkView, SaleState } from "../contract";

/** Colour and shape of a state; each has its tokens. */
export type Tone =
  | "waiting"
  | "confirmed"
  | "paid"
  | "paid-late"
  | "unsure"
  | "wrong"
  | "refunded"
  | "over"
  | "unreachable";

export type StateLook = {
  tone: Tone;
  icon: Component<{ size?: string; "aria-hidden"?: "true" }>;
  /** What staff read beside the amount. */
  word: string;
  /** The same for a row of a list. */
  short: string;
  /** What to know or do next; empty where the word says it all. */
  next: string;
};

type Kind = SaleState["kind"];
type Of<K extends Kind> = Extract<SaleState, { kind: K }>;
type Draw<K extends Kind> = (state: Of<K>, now: number) => StateLook;

function look(
  tone: Tone,
  icon: StateLook["icon"],
  word: string,
  short = word,
  next = "",
): StateLook {
  return { tone, icon, word, short, next };
}

function waiting(expiresAt: string | null, now: number): StateLook {
  const word = m.state_waiting();
  if (expiresAt === null) {
    return look("waiting", Clock, m.state_waiting_no_end(), word);
  }
  const left = timeLeft(expiresAt, now);
  return look("waiting", Clock, m.state_with_time({ word, left }), left);
}

type AboutWords = Record<About, { word: () => string; short: () => string; next: () => string }>;

const UNSURE: AboutWords = {
  LINK: {
    word: m.state_not_sure,
    short: m.state_not_sure_short,
    next: m.unsure_about_link,
  },
  PAYMENT: {
    word: m.state_not_sure,
    short: m.state_not_sure_short,
    next: m.unsure_about_payment,
  },
  REFUND: {
    word: m.state_not_sure_refund,
    short: m.state_not_sure_short,
    next: m.unsure_about_refund,
  },
  CAPTURE: {
    word: m.state_not_sure_capture,
    short: m.state_not_sure_short,
    next: m.unsure_about_capture,
  },
  RELEASE: {
    word: m.state_not_sure_release,
    short: m.state_not_sure_short,
    next: m.unsure_about_release,
  },
};

const PERSON: AboutWords = {
  LINK: {
    word: m.state_needs_person,
    short: m.state_needs_person_short,
    next: m.person_about_link,
  },
  PAYMENT: {
    word: m.state_needs_person,
    short: m.state_needs_person_short,
    next: m.person_about_payment,
  },
  REFUND: {
    word: m.state_person_refund,
    short: m.state_person_short,
    next: m.person_about_refund,
  },
  CAPTURE: {
    word: m.state_person_capture,
    short: m.state_person_short,
    next: m.person_about_capture,
  },
  RELEASE: {
    word: m.state_person_release,
    short: m.state_person_short,
    next: m.person_about_release,
  },
};

const HOLD_ENDING: Record<HoldEndKind, (amount: string) => StateLook> = {
  CAPTURE: (amount) =>
    look(
      "unsure",
      Lock,
      m.state_capturing(),
      m.state_capturing_short(),
      m.next_capturing({ amount }),
    ),
  RELEASE: (amount) =>
    look(
      "unsure",
      LockOpen,
      m.state_releasing(),
      m.state_releasing(),
      m.next_releasing({ amount }),
    ),
};

const LOOKS: { [K in Kind]: Draw<K> } = {
  MAKING: () => look("waiting", Ellipsis, m.state_making()),
  NOT_SENT: () =>
    look("over", CloudOff, m.state_not_sent(), m.state_not_sent_short(), m.next_not_sent()),
  CONFIRM_TOTAL: () =>
    look(
      "unsure",
      Calculator,
      m.state_confirm_total(),
      m.state_confirm_total_short(),
      m.next_confirm_total(),
    ),
  WAITING: ({ expiresAt }, now) => waiting(expiresAt, now),
  PAYING: () => look("waiting", MovingDots, m.state_paying(), m.state_paying(), m.next_paying()),
  NOT_SURE: ({ about }) => {
    const { word, short, next } = UNSURE[about];
    return look("unsure", Hourglass, word(), short(), next());
  },
  NEEDS_PERSON: ({ about }) => {
    const { word, short, next } = PERSON[about];
    return look("unsure", UserRoundSearch, word(), short(), next());
  },
  CANCELLING: () =>
    look("unsure", Ban, m.state_cancelling(), m.state_cancelling(), m.next_cancelling()),
  CARD_REFUSED: ({ expiresAt }) =>
    look(
      "unsure",
      CreditCard,
      m.state_card_refused(),
      m.state_card_refused_short(),
      expiresAt === null
        ? m.next_card_refused_open()
        : m.next_card_refused({ time: clock(expiresAt) }),
    ),
  PAYMENT_FAILED: () =>
    look(
      "over",
      CircleX,
      m.state_payment_failed(),
      m.state_payment_failed_short(),
      m.next_payment_failed(),
    ),
  RESERVED: () =>
    look("unsure", Lock, m.state_reserved(), m.state_reserved_short(), m.next_reserved()),
  HOLD_ENDING: ({ how, amount }) => HOLD_ENDING[how](money(amount)),
  RELEASED: ({ amount }) =>
    look(
      "over",
      LockOpen,
      m.state_released(),
      m.state_released(),
      m.next_released({ amount: money(amount) }),
    ),
  CARD_CONFIRMED: () =>
    look(
      "confirmed",
      ShieldCheck,
      m.state_card_confirmed(),
      m.state_card_confirmed_short(),
      m.next_card_confirmed(),
    ),
  COLLECTING: ({ times, limit, paid, expiresAt }) =>
    look(
      "paid",
      Layers,
      m.state_collecting({ times, limit, paid: money(paid) }),
      m.state_collecting_short({ times, limit }),
      expiresAt === null
        ? m.next_collecting()
        : m.next_collecting_until({ time: soonClock(expiresAt) }),
    ),
  PAID: ({ at, paid }) =>
    look(
      "paid",
      Check,
      m.state_paid_amount({ amount: money(paid), time: clock(at) }),
      m.state_paid_at({ time: clock(at) }),
    ),
  PAID_LATE: ({ at }) =>
    look(
      "paid-late",
      Check,
      m.state_paid_late_at({ time: clock(at) }),
      m.state_paid_late(),
      m.next_paid_late(),
    ),
  PAID_AFTER_CANCEL: ({ at }) =>
    look(
      "paid-late",
      Ban,
      m.state_paid_after_cancel_at({ time: clock(at) }),
      m.state_paid_after_cancel_short(),
      m.next_paid_after_cancel(),
    ),
  PAID_TWICE: ({ paid }) =>
    look(
      "wrong",
      CircleAlert,
      m.state_paid_twice(),
      m.state_paid_twice_short(),
      m.next_paid_twice({ paid: money(paid) }),
    ),
  PAID_DIFFERENT_AMOUNT: ({ paid }) =>
    look(
      "wrong",
      CircleAlert,
      m.state_paid_different(),
      m.state_paid_different_short(),
      m.next_paid_different({ paid: money(paid) }),
    ),
  EXPIRED: () => look("over", Clock, m.state_expired(), m.state_expired(), m.next_expired()),
  CLOSED: () => look("over", Ban, m.state_closed(), m.state_closed(), m.next_closed()),
  LINK_REFUSED: ({ error }) =>
    look(
      "wrong",
      CircleAlert,
      m.state_link_refused(),
      m.state_link_refused_short(),
      errorWords(error),
    ),
  REFUND_RUNNING: ({ amount }) =>
    look(
      "refunded",
      Undo2,
      m.state_refund_running(),
      m.state_refund_running(),
      m.next_refund_running({ amount: money(amount) }),
    ),
  PARTLY_REFUNDED: ({ refunded, paid }) =>
    look(
      "refunded",
      Undo2,
      m.state_partly_refunded({ refunded: money(refunded), paid: money(paid) }),
      m.state_partly_refunded_short({ refunded: money(refunded) }),
    ),
  REFUNDED: () => look("refunded", Undo2, m.state_refunded()),
};

/** Whether the till keeps asking in this state, so that silence matters. */
const ASKED: Record<Kind, boolean> = {
  MAKING: true,
  NOT_SENT: false,
  CONFIRM_TOTAL: false,
  WAITING: true,
  PAYING: true,
  NOT_SURE: true,
  NEEDS_PERSON: false,
  CARD_REFUSED: true,
  PAYMENT_FAILED: false,
  CANCELLING: true,
  RESERVED: true,
  HOLD_ENDING: true,
  RELEASED: false,
  CARD_CONFIRMED: false,
  COLLECTING: true,
  PAID: false,
  PAID_LATE: false,
  PAID_AFTER_CANCEL: false,
  PAID_TWICE: false,
  PAID_DIFFERENT_AMOUNT: false,
  EXPIRED: false,
  CLOSED: false,
  LINK_REFUSED: false,
  REFUND_RUNNING: true,
  PARTLY_REFUNDED: false,
  REFUNDED: false,
};

/** How much of a link tells whether the provider answers about it. */
type Reachable = Pick<LinkView, "cannotCheckSince"> & Partial<Pick<LinkView, "lookRefused">>;

/** Since when a sale can't be checked; null where it can, and where the till does not ask. */
export function silentSince({ kind }: SaleState, link?: Reachable | null): string | null {
  return ASKED[kind] ? (link?.cannotCheckSince ?? null) : null;
}

/** What beside the state is known of a sale. */
export type Known = {
  link?: Reachable | null;
  cancelled?: Cancelled | null;
  /** Whether the account's key is a session that ends by itself. */
  sessionKey?: boolean | undefined;
};

/** Word, colour and shape of a state. With the link: also that it cannot be checked. */
export function stateLook(state: SaleState, now: number, known: Known = {}): StateLook {
  const { link, cancelled, sessionKey } = known;
  const since = silentSince(state, link);
  if (since !== null) {
    return look(
      "unreachable",
      CloudOff,
      m.state_cannot_check({ time: clock(since) }),
      m.state_cannot_check_short(),
      link?.lookRefused ? m.next_look_refused() : m.next_cannot_check(),
    );
  }
  if (state.kind === "CLOSED" && cancelled) {
    const word = m.state_cancelled_by({
      time: clock(cancelled.at),
      by: staffName(cancelled.by ?? ""),
    });
    return look("over", Ban, word, m.state_closed(), m.next_cancelled());
  }
  if (state.kind === "LINK_REFUSED" && sessionKey && hasCode(state.error, "CREDENTIALS_REFUSED")) {
    return { ...LOOKS.LINK_REFUSED(state, now), next: m.next_session_had_ended() };
  }
  // The table is total over the kinds; only the link between kind and state is lost to the compiler.
  const draw = LOOKS[state.kind] as Draw<Kind>;
  return draw(state, now);
}
