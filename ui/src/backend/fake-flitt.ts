import { euros, fakeAccount, fakeLink, fakePayment, fakeSale, inSeconds } from "./fake-data";
import type {
  AccountView,
  LinkKind,
  NotificationVerdict,
  SaleView,
  SubscriptionState,
} from "../contract";

/** A Flitt account: its links cannot be cancelled or changed, and there are other kinds of them. */
export function flittAccount(changes: Partial<AccountView> = {}): AccountView {
  const usual = fakeAccount();
  return {
    ...usual,
    id: "account-flitt",
    provider: "FLITT",
    name: "Rustaveli",
    host: "pay.flitt.com",
    currencies: ["GEL", "USD", "EUR"].map((code) => ({ code, exponent: 2 })),
    country: "GE",
    keyId: "1700123",
    can: {
      ...usual.can,
      cancel: false,
      change: "NONE",
      mostUses: 1,
      shipping: false,
      reservations: true,
      cardChecks: true,
      subscriptions: true,
      reports: true,
      payoutKey: true,
      customerEmail: true,
      pageLanguages: ["de", "en", "ka", "uk"],
    },
    ...changes,
  };
}

/** Its practice provider on this computer. */
export function flittPractice(): AccountView {
  return flittAccount({
    id: "practice-flitt",
    name: "Practice",
    environment: "PRACTICE",
    host: "127.0.0.1:7702",
    region: null,
  });
}

export const SUBSCRIPTION: Extract<LinkKind, { kind: "SUBSCRIPTION" }> = {
  kind: "SUBSCRIPTION",
  each: euros(1000),
  every: 1,
  period: "MONTH",
  startsOn: "2026-12-01",
  times: 12,
};

/** A sale of that account, which waits for its customer. */
export function flittSale(changes: Partial<SaleView> = {}): SaleView {
  return fakeSale({
    id: "sale-flitt",
    accountId: "account-flitt",
    accountName: "Rustaveli",
    link: fakeLink({
      id: "link-flitt",
      url: "https://pay.flitt.com/merchants/5ad6b888f4becb0c33d543d54e57d86c/default/index.html",
      host: "pay.flitt.com",
      canCancel: false,
      canChange: false,
    }),
    ...changes,
  });
}

/** A sale that began a subscription. */
export function subscribedSale(
  state: SubscriptionState,
  changes: Partial<SaleView> = {},
): SaleView {
  const { kind: _kind, ...schedule } = SUBSCRIPTION;
  return flittSale({
    kind: SUBSCRIPTION,
    state: { kind: "PAID", at: inSeconds(-60), paid: euros(2500), mark: { colour: 2, word: 5 } },
    payments: [fakePayment({ amount: euros(2500), left: euros(2500) })],
    link: fakeLink({ payable: false, canCancel: false, canChange: false }),
    subscription: { schedule, state, error: null },
    ...changes,
  });
}

export function fakeVerdict(changes: Partial<NotificationVerdict> = {}): NotificationVerdict {
  return {
    verdict: "APPROVED",
    key: "MAIN",
    orderId: "INV-1043-5f2c9a1b7e",
    orderStatus: "approved",
    amount: euros(2500),
    old: false,
    sale: "sale-flitt",
    ...changes,
  };
}
