import { m } from "../language/messages";
import { money } from "../money/format";
import { planWords, subscriptionWords } from "./subscriptions";
import type { LinkKind, Money, SaleView } from "../contract";

export type KindName = LinkKind["kind"];
type Of<Kind extends KindName> = Extract<LinkKind, { kind: Kind }>;

/** What staff choose from: what the customer does. */
export const KINDS: Record<KindName, () => string> = {
  PAYMENT: m.kind_payment,
  RESERVATION: m.kind_reservation,
  CARD_CHECK: m.kind_card_check,
  SUBSCRIPTION: m.kind_subscription,
};

/** One word for a list; null where the customer just pays. */
const NAMES: Record<KindName, (() => string) | null> = {
  PAYMENT: null,
  RESERVATION: m.kind_name_reservation,
  CARD_CHECK: m.kind_name_card_check,
  SUBSCRIPTION: m.kind_subscription,
};

export function kindName(kind: KindName): string | null {
  return NAMES[kind]?.() ?? null;
}

/** What staff who practise watch for on the screen. */
const WATCHED: Record<KindName, () => string> = {
  PAYMENT: m.guide_watch_paid,
  RESERVATION: m.guide_watch_reserved,
  CARD_CHECK: m.guide_watch_card,
  SUBSCRIPTION: m.guide_watch_paid,
};

export function watchWords(kind: KindName): string {
  return WATCHED[kind]();
}

const SAYS: { [Kind in KindName]: (kind: Of<Kind>, amount: Money) => string | null } = {
  PAYMENT: () => null,
  RESERVATION: () => m.kind_says_reservation(),
  CARD_CHECK: (_kind, amount) => m.kind_says_card_check({ amount: money(amount) }),
  SUBSCRIPTION: (kind, amount) => subscriptionWords(amount, kind),
};

/** What becomes of the customer's card, for staff; null where the customer just pays. */
export function kindWords(kind: LinkKind, amount: Money): string | null {
  const say = SAYS[kind.kind] as (kind: LinkKind, amount: Money) => string | null;
  return say(kind, amount);
}

/**
 * The same of a sale: in full while its link can be paid, as what is to come; after that by its
 * name, because the state tells what came.
 */
export function saleKind({ kind, amount, link }: SaleView): string | null {
  return link?.payable ? kindWords(kind, amount) : kindName(kind.kind);
}

const TOLD: { [Kind in KindName]: (kind: Of<Kind>) => string | null } = {
  PAYMENT: () => null,
  RESERVATION: () => m.customer_reservation(),
  CARD_CHECK: () => m.customer_card_check(),
  SUBSCRIPTION: (kind) => m.customer_subscription({ plan: planWords(kind) }),
};

/** The same for the customer, who reads it before paying. */
export function kindForCustomer(kind: LinkKind): string | null {
  const tell = TOLD[kind.kind] as (kind: LinkKind) => string | null;
  return tell(kind);
}
