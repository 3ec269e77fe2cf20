import type {
  AccountView,
  LinkView,
  Money,
  PaymentView,
  SaleState,
  SaleView,
  TillState,
} from "../contract";

/** A moment near the real one, so that countdowns of the pretend till run. */
export function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

export function euros(minor: number): Money {
  return { minor: String(minor), currency: "EUR", exponent: 2 };
}

export function fakeAccount(changes: Partial<AccountView> = {}): AccountView {
  return {
    id: "account-1",
    provider: "GLOBAL_PAYMENTS",
    name: "High Street",
    environment: "LIVE",
    host: "apis.globalpay.com",
    currencies: [{ code: "EUR", exponent: 2 }],
    country: "IE",
    description: "Goods and services",
    key: "READY",
    appId: "4gPqnGB…Eoym",
    lastGoodCall: inSeconds(-40),
    limits: { reference: 39, name: 100, description: 250, staffNote: 500 },
    ...changes,
  };
}

export function practiceAccount(): AccountView {
  return fakeAccount({
    id: "practice",
    name: "Practice",
    environment: "PRACTICE",
    host: "127.0.0.1:7701",
  });
}

export function fakeTill(changes: Partial<TillState> = {}): TillState {
  return {
    version: "0.1.0",
    shopName: "Marlow & Daughters",
    accounts: [fakeAccount()],
    activeAccount: "account-1",
    staff: { id: "owner", name: "Owner" },
    counterPayableFor: 900,
    sentPayableFor: 864_000,
    ...changes,
  };
}

export function fakeLink(changes: Partial<LinkView> = {}): LinkView {
  return {
    id: "link-1",
    url: "https://pay.globalpay.com/link/7Hq2mN4xTzK9bVd8wRfY3cLp6sJa0001",
    host: "pay.globalpay.com",
    expiresAt: inSeconds(582),
    payable: true,
    lastChecked: inSeconds(-2),
    cannotCheckSince: null,
    ...changes,
  };
}

export function fakePayment(changes: Partial<PaymentView> = {}): PaymentView {
  return {
    id: "payment-1",
    providerId: "TRN_1",
    paid: true,
    amount: euros(6400),
    at: inSeconds(-2500),
    card: { brand: "Visa", lastFour: "6111" },
    refunded: euros(0),
    onItsWay: euros(0),
    left: euros(6400),
    refunds: [],
    ...changes,
  };
}

export function fakeSale(changes: Partial<SaleView> = {}): SaleView {
  const amount = changes.amount ?? euros(2500);
  const at = changes.at ?? inSeconds(-320);
  return {
    id: "sale-1",
    at,
    amount,
    whatFor: "Blue jacket, alteration",
    reference: "INV-1043",
    staffNote: "blue jacket",
    madeBy: "Owner",
    environment: "LIVE",
    state: { kind: "WAITING", expiresAt: inSeconds(582) },
    accountId: "account-1",
    accountName: "High Street",
    name: "Marlow & Daughters",
    press: "11111111-1111-4111-8111-111111111111",
    customer: { kind: "OVER", shopName: "Marlow & Daughters", environment: "LIVE" },
    ourReference: "INV-1043-5f2c9a1b7e",
    link: fakeLink(),
    payments: [],
    timeline: [
      { at, by: "Owner", what: { kind: "SALE_STARTED" } },
      { at, by: null, what: { kind: "LINK_MADE" } },
    ],
    ...changes,
  };
}

/** One of each kind of state. */
export const EVERY_STATE: { [Kind in SaleState["kind"]]: Extract<SaleState, { kind: Kind }> } = {
  MAKING: { kind: "MAKING" },
  NOT_SENT: { kind: "NOT_SENT" },
  WAITING: { kind: "WAITING", expiresAt: inSeconds(582) },
  NOT_SURE: { kind: "NOT_SURE", about: "PAYMENT" },
  NEEDS_PERSON: { kind: "NEEDS_PERSON", about: "LINK" },
  CARD_REFUSED: { kind: "CARD_REFUSED", expiresAt: inSeconds(582) },
  RESERVED: { kind: "RESERVED" },
  PAID: {
    kind: "PAID",
    at: inSeconds(-60),
    paid: euros(2500),
    mark: { colour: 0, word: 0 },
  },
  PAID_LATE: {
    kind: "PAID_LATE",
    at: inSeconds(-60),
    paid: euros(2500),
    mark: { colour: 3, word: 17 },
  },
  PAID_TWICE: { kind: "PAID_TWICE", paid: euros(5000) },
  PAID_DIFFERENT_AMOUNT: { kind: "PAID_DIFFERENT_AMOUNT", paid: euros(2000) },
  EXPIRED: { kind: "EXPIRED" },
  CLOSED: { kind: "CLOSED" },
  LINK_REFUSED: {
    kind: "LINK_REFUSED",
    error: { code: "API_ERROR", providerCode: "40007", detail: "the expiry is too near" },
  },
  REFUND_RUNNING: { kind: "REFUND_RUNNING", amount: euros(1000) },
  PARTLY_REFUNDED: { kind: "PARTLY_REFUNDED", refunded: euros(1400), paid: euros(6400) },
  REFUNDED: { kind: "REFUNDED", refunded: euros(2500) },
};
