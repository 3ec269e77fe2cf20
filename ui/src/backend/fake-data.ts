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
    keyId: "4gPqnGB…Eoym",
    reportsId: "",
    region: "GLOBAL",
    extraRoot: false,
    merchant: "",
    linkAccount: "",
    paymentAccount: "",
    allowedDisputed: [],
    returnPage: "",
    payHost: "",
    payPage: "",
    pricing: null,
    keyWarning: null,
    can: {
      cancel: true,
      linksEnd: true,
      refund: true,
      change: "ALL",
      freeAmount: true,
      preview: false,
      ownPayPages: false,
      needsHost: false,
      sessionKey: false,
      mostUses: 1000,
      shipping: true,
      reservations: false,
      cardChecks: false,
      subscriptions: false,
      reports: false,
      payoutKey: false,
      webhookSecret: false,
      confirmsPayHost: false,
      customers: false,
      refundTakes: null,
      customerEmail: false,
      pageLanguages: [],
      partialRefund: true,
      partialCapture: true,
    },
    health: { kind: "GOOD" },
    lastGoodCall: inSeconds(-40),
    limits: {
      reference: 39,
      name: 100,
      description: 250,
      staffNote: 500,
      customerEmail: 254,
      customerName: 200,
      customerPhone: 40,
    },
    ...changes,
  };
}

export function practiceAccount(): AccountView {
  return fakeAccount({
    id: "practice",
    name: "Practice",
    environment: "PRACTICE",
    host: "127.0.0.1:7701",
    region: null,
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
    wish: null,
    wishError: null,
    canCancel: true,
    canChange: true,
    lastChecked: inSeconds(-2),
    cannotCheckSince: null,
    lookRefused: false,
    ...changes,
  };
}

/** A payment that the bank holds and the till may capture. */
export function heldPayment(changes: Partial<PaymentView> = {}): PaymentView {
  return fakePayment({
    id: "payment-held",
    providerId: "TRN_held",
    paid: false,
    reserved: true,
    canEndHold: true,
    amount: euros(2500),
    left: euros(0),
    ...changes,
  });
}

export function fakePayment(changes: Partial<PaymentView> = {}): PaymentView {
  return {
    id: "payment-1",
    providerId: "TRN_1",
    accountId: "account-1",
    accountName: "High Street",
    refundsAt: "TILL",
    paid: true,
    amount: euros(6400),
    at: inSeconds(-2500),
    card: { brand: "Visa", lastFour: "6111" },
    refunded: euros(0),
    onItsWay: euros(0),
    left: euros(6400),
    reserved: false,
    canEndHold: false,
    holdEnds: [],
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
    shipping: null,
    useLimit: null,
    kind: { kind: "PAYMENT" },
    whatFor: "Blue jacket, alteration",
    reference: "INV-1043",
    staffNote: "blue jacket",
    maskedEmail: "",
    customerEmail: "",
    customerId: "",
    pageLanguage: "",
    madeBy: "Owner",
    madeById: "owner",
    environment: "LIVE",
    state: { kind: "WAITING", expiresAt: inSeconds(582) },
    accountId: "account-1",
    accountName: "High Street",
    name: "Marlow & Daughters",
    press: "11111111-1111-4111-8111-111111111111",
    customer: { kind: "OVER", shopName: "Marlow & Daughters", environment: "LIVE" },
    ourReference: "INV-1043-5f2c9a1b7e",
    link: fakeLink(),
    basket: null,
    canPreview: false,
    subscription: null,
    tryWith: [],
    earlierLinks: [],
    payments: [],
    timeline: [
      { at, by: "Owner", what: { kind: "SALE_STARTED" } },
      { at, by: null, what: { kind: "LINK_MADE" } },
    ],
    ids: [
      { kind: "SALE", id: changes.id ?? "sale-1" },
      { kind: "REFERENCE", id: changes.ourReference ?? "INV-1043-5f2c9a1b7e" },
      { kind: "LINK", id: "LNK_3f9a" },
    ],
    said: [{ at, about: "LINK", said: "OPEN" }],
    ...changes,
  };
}

/** What a state needs beside itself to be a sale that could be. */
function paymentsOf(state: SaleState): PaymentView[] {
  switch (state.kind) {
    case "RESERVED":
      return [heldPayment()];
    case "PAID":
    case "PAID_LATE":
    case "PAID_AFTER_CANCEL":
    case "PAID_DIFFERENT_AMOUNT":
      return [fakePayment({ amount: state.paid, left: state.paid })];
    case "PAID_TWICE":
    case "COLLECTING":
      return [1, 2].map((number) =>
        fakePayment({ id: `payment-${number}`, amount: euros(2500), left: euros(2500) }),
      );
    default:
      return [];
  }
}

/** A sale in a state, with the payments and the link that go with it. */
export function saleIn(state: SaleState, changes: Partial<SaleView> = {}): SaleView {
  const payable = ["WAITING", "PAYING", "CARD_REFUSED", "COLLECTING", "CANCELLING"].includes(
    state.kind,
  );
  const wish = state.kind === "CANCELLING" ? "CANCEL" : null;
  const hidden = state.kind === "CONFIRM_TOTAL" ? { link: null } : {};
  return fakeSale({
    state,
    payments: paymentsOf(state),
    useLimit: state.kind === "COLLECTING" ? state.limit : null,
    link: fakeLink({ payable, wish, canCancel: payable && !wish, canChange: payable && !wish }),
    ...hidden,
    ...changes,
  });
}

/** One of each kind of state. */
export const EVERY_STATE: { [Kind in SaleState["kind"]]: Extract<SaleState, { kind: Kind }> } = {
  MAKING: { kind: "MAKING" },
  NOT_SENT: { kind: "NOT_SENT" },
  CONFIRM_TOTAL: { kind: "CONFIRM_TOTAL", total: euros(2725) },
  WAITING: { kind: "WAITING", expiresAt: inSeconds(582) },
  PAYING: { kind: "PAYING" },
  NOT_SURE: { kind: "NOT_SURE", about: "PAYMENT" },
  NEEDS_PERSON: { kind: "NEEDS_PERSON", about: "LINK" },
  CARD_REFUSED: { kind: "CARD_REFUSED", expiresAt: inSeconds(582) },
  PAYMENT_FAILED: { kind: "PAYMENT_FAILED" },
  CANCELLING: { kind: "CANCELLING" },
  RESERVED: { kind: "RESERVED" },
  HOLD_ENDING: { kind: "HOLD_ENDING", how: "CAPTURE", amount: euros(2500) },
  RELEASED: { kind: "RELEASED", amount: euros(2500) },
  CARD_CONFIRMED: { kind: "CARD_CONFIRMED", at: inSeconds(-60) },
  COLLECTING: {
    kind: "COLLECTING",
    times: 2,
    limit: 5,
    paid: euros(5000),
    expiresAt: inSeconds(582),
  },
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
  PAID_AFTER_CANCEL: {
    kind: "PAID_AFTER_CANCEL",
    at: inSeconds(-60),
    paid: euros(2500),
    mark: { colour: 5, word: 30 },
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
