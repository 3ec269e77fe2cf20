import { m } from "../language/messages";
import type { PracticeTrouble, ProviderId } from "../contract";

export type TroubleKind = PracticeTrouble["kind"];

type Words = {
  /** Whether it befalls the customer of the next link, or the answer to the next request. */
  befalls: "CUSTOMER" | "ANSWER";
  name: () => string;
  /** What staff learn from it. */
  learn: () => string;
};

const customer = (name: () => string, learn: () => string): Words => ({
  befalls: "CUSTOMER",
  name,
  learn,
});
const answer = (name: () => string, learn: () => string): Words => ({
  befalls: "ANSWER",
  name,
  learn,
});

/** Everything that can be made to go wrong in practice. */
export const TROUBLES: Record<TroubleKind, Words> = {
  PAYS_AFTER: customer(m.trouble_pays_after, m.learn_pays_after),
  PAYS_LATE: customer(m.trouble_pays_late, m.learn_pays_late),
  PAYS_AFTER_CANCEL: customer(m.trouble_pays_after_cancel, m.learn_pays_after_cancel),
  PAYS_TWICE: customer(m.trouble_pays_twice, m.learn_pays_twice),
  PAYS_ANOTHER_AMOUNT: customer(m.trouble_pays_another, m.learn_pays_another),
  DECLINES: customer(m.trouble_declines, m.learn_declines),
  DECLINES_THEN_PAYS: customer(m.trouble_declines_then_pays, m.learn_declines_then_pays),
  PAYS_SLOWLY: customer(m.trouble_pays_slowly, m.learn_pays_slowly),
  RESERVES: customer(m.trouble_reserves, m.learn_reserves),
  PRICE_CHANGES: answer(m.trouble_price_changes, m.learn_price_changes),
  ENDS_SESSION: answer(m.trouble_ends_session, m.learn_ends_session),
  EXPIRES_AT_ONCE: customer(m.trouble_expires_at_once, m.learn_expires_at_once),
  USED_UP: customer(m.trouble_used_up, m.learn_used_up),
  SWITCHED_OFF: customer(m.trouble_switched_off, m.learn_switched_off),
  DROPS_ANSWER: answer(m.trouble_drops_answer, m.learn_drops_answer),
  ANSWERS_TWICE: answer(m.trouble_answers_twice, m.learn_answers_twice),
  FAILS_BEFORE_ACTING: answer(m.trouble_fails_before, m.learn_fails_before),
  FAILS_AFTER_ACTING: answer(m.trouble_fails_after, m.learn_fails_after),
  CAPTURE_HOLDS: answer(m.trouble_capture_holds, m.learn_capture_holds),
  DECLINES_REFUND: answer(m.trouble_declines_refund, m.learn_declines_refund),
};

export const TROUBLE_KINDS = Object.keys(TROUBLES) as TroubleKind[];

/** What only a catalogue and its sessions can do. */
const OF_A_DASHBOARD: readonly TroubleKind[] = [
  "ENDS_SESSION",
  "PRICE_CHANGES",
  "EXPIRES_AT_ONCE",
  "USED_UP",
  "SWITCHED_OFF",
];

/** What the practice provider of each does not play. */
const UNKNOWN_AT: Record<ProviderId, readonly TroubleKind[]> = {
  GLOBAL_PAYMENTS: [
    "DECLINES_THEN_PAYS",
    "PAYS_SLOWLY",
    "CAPTURE_HOLDS",
    "DECLINES_REFUND",
    ...OF_A_DASHBOARD,
  ],
  FLITT: ["PAYS_AFTER_CANCEL", "PAYS_TWICE", ...OF_A_DASHBOARD],
  PAYMENT_FLOW: [
    "PAYS_LATE",
    "PAYS_TWICE",
    "DECLINES_THEN_PAYS",
    "RESERVES",
    "CAPTURE_HOLDS",
    ...OF_A_DASHBOARD,
  ],
  MERCHANT_DASHBOARD: ["DECLINES_THEN_PAYS", "RESERVES", "CAPTURE_HOLDS", "DECLINES_REFUND"],
};

/** Everything that can be made to go wrong at the practice provider. */
export function troublesAt(provider: ProviderId): TroubleKind[] {
  return TROUBLE_KINDS.filter((kind) => !UNKNOWN_AT[provider].includes(kind));
}

/** What staff learn from it: where a refused card ends the link, that it does. */
export function learnWords(kind: TroubleKind, provider: ProviderId): string {
  return kind === "DECLINES" && provider === "PAYMENT_FLOW"
    ? m.learn_declines_for_good()
    : TROUBLES[kind].learn();
}

/** What is planned, with its figure. */
export function plannedWords(trouble: PracticeTrouble): string {
  return trouble.kind === "PAYS_AFTER"
    ? m.trouble_pays_after_planned({ seconds: trouble.seconds })
    : TROUBLES[trouble.kind].name();
}
