import Ban from "@lucide/svelte/icons/ban";
import Check from "@lucide/svelte/icons/check";
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import Clock from "@lucide/svelte/icons/clock";
import CloudOff from "@lucide/svelte/icons/cloud-off";
import CreditCard from "@lucide/svelte/icons/credit-card";
import Ellipsis from "@lucide/svelte/icons/ellipsis";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Lock from "@lucide/svelte/icons/lock";
import Undo2 from "@lucide/svelte/icons/undo-2";
import { m } from "../paraglide/messages";
import { money } from "../money/format";
import { clock, timeLeft } from "../time/format";
import { errorWords } from "./errors";
import type { Component } from "svelte";
import type { LinkView, SaleState } from "../contract";

/** Colour and shape of a state; each has its tokens. */
export type Tone =
  "waiting" | "paid" | "paid-late" | "unsure" | "wrong" | "refunded" | "over" | "unreachable";

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
  if (expiresAt === null) return look("waiting", Clock, word);
  const left = timeLeft(expiresAt, now);
  return look("waiting", Clock, m.state_with_time({ word, left }), left);
}

const UNSURE_ABOUT = {
  LINK: m.unsure_about_link,
  PAYMENT: m.unsure_about_payment,
  REFUND: m.unsure_about_refund,
};
const PERSON_ABOUT = {
  LINK: m.person_about_link,
  PAYMENT: m.person_about_payment,
  REFUND: m.person_about_refund,
};

const LOOKS: { [K in Kind]: Draw<K> } = {
  MAKING: () => look("waiting", Ellipsis, m.state_making()),
  NOT_SENT: () =>
    look("over", CloudOff, m.state_not_sent(), m.state_not_sent_short(), m.next_not_sent()),
  WAITING: ({ expiresAt }, now) => waiting(expiresAt, now),
  NOT_SURE: ({ about }) =>
    look(
      "unsure",
      Hourglass,
      about === "REFUND" ? m.state_not_sure_refund() : m.state_not_sure(),
      m.state_not_sure_short(),
      UNSURE_ABOUT[about](),
    ),
  NEEDS_PERSON: ({ about }) =>
    look(
      "unsure",
      Hourglass,
      m.state_needs_person(),
      m.state_needs_person_short(),
      PERSON_ABOUT[about](),
    ),
  CARD_REFUSED: ({ expiresAt }) =>
    look(
      "unsure",
      CreditCard,
      m.state_card_refused(),
      m.state_card_refused_short(),
      expiresAt === null ? "" : m.next_card_refused({ time: clock(expiresAt) }),
    ),
  RESERVED: () =>
    look("unsure", Lock, m.state_reserved(), m.state_reserved_short(), m.next_reserved()),
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
  PAID_TWICE: () =>
    look(
      "wrong",
      CircleAlert,
      m.state_paid_twice(),
      m.state_paid_twice_short(),
      m.next_paid_twice(),
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

/** The states in which the till keeps asking, so that silence matters. */
const ASKED: ReadonlySet<Kind> = new Set<Kind>([
  "MAKING",
  "WAITING",
  "CARD_REFUSED",
  "NOT_SURE",
  "RESERVED",
  "REFUND_RUNNING",
]);

/** Word, colour and shape of a state. With the link: also that it cannot be checked. */
export function stateLook(state: SaleState, now: number, link: LinkView | null = null): StateLook {
  if (link?.cannotCheckSince && ASKED.has(state.kind)) {
    return look(
      "unreachable",
      CloudOff,
      m.state_cannot_check({ time: clock(link.cannotCheckSince) }),
      m.state_cannot_check_short(),
      m.next_cannot_check(),
    );
  }
  // The table is total over the kinds; only the link between kind and state is lost to the compiler.
  const draw = LOOKS[state.kind] as Draw<Kind>;
  return draw(state, now);
}
