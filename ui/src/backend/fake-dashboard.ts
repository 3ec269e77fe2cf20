import { euros, fakeAccount, fakeLink, fakePayment, fakeSale, inSeconds } from "./fake-data";
import type {
  AccountView,
  BasketView,
  CustomerCheck,
  SaleView,
  TillError,
  TotalForm,
} from "../contract";

/** A merchant dashboard's account: links of its own products alone, refunds in the dashboard alone. */
export function dashboardAccount(changes: Partial<AccountView> = {}): AccountView {
  const usual = fakeAccount();
  return {
    ...usual,
    id: "account-dashboard",
    provider: "MERCHANT_DASHBOARD",
    name: "Mill Lane",
    host: "dashboard.example.com",
    region: "CUSTOM",
    currencies: ["EUR", "USD"].map((code) => ({ code, exponent: 2 })),
    keyId: "9f8e7d6...1c0b",
    payHost: "dashboard.example.com",
    can: {
      ...usual.can,
      refund: false,
      change: "ALL_BUT_AMOUNT",
      freeAmount: false,
      preview: true,
      ownPayPages: true,
      needsHost: true,
      sessionKey: true,
      shipping: false,
      partialRefund: false,
      partialCapture: false,
      confirmsPayHost: true,
    },
    ...changes,
  };
}

/** Its practice provider on this computer. */
export function dashboardPractice(): AccountView {
  return dashboardAccount({
    id: "practice-dashboard",
    name: "Practice",
    environment: "PRACTICE",
    host: "127.0.0.1:7704",
    region: null,
    keyId: "practic...0001",
    payHost: "",
  });
}

/** Two mugs and a scarf. */
export const BASKET: BasketView = {
  lines: [
    { product: "product-mug", name: "Blue mug", quantity: 2, unit: euros(500), total: euros(1000) },
    { product: "product-scarf", name: "Scarf", quantity: 1, unit: euros(1500), total: euros(1500) },
  ],
  free: null,
  sum: euros(2500),
};

/** A sale of that account, which waits for its customer. */
export function dashboardSale(changes: Partial<SaleView> = {}): SaleView {
  return fakeSale({
    id: "sale-dashboard",
    accountId: "account-dashboard",
    accountName: "Mill Lane",
    whatFor: "2 × Blue mug, Scarf",
    basket: BASKET,
    canPreview: true,
    link: fakeLink({
      id: "link-dashboard",
      url: "https://dashboard.example.com/pay/7d9c3c0e-53b1-4c1e-9f0b-2a8f6f3f0d11",
      host: "dashboard.example.com",
    }),
    ...changes,
  });
}

/** The same where the dashboard counts another total than the tiles. */
export function dashboardSaleToConfirm(): SaleView {
  return dashboardSale({
    id: "sale-to-confirm",
    state: { kind: "CONFIRM_TOTAL", total: euros(2725) },
    link: null,
  });
}

/** The same once it was paid. */
export function paidDashboardSale(changes: Partial<SaleView> = {}): SaleView {
  return dashboardSale({
    id: "sale-dashboard-paid",
    state: { kind: "PAID", at: inSeconds(-60), paid: euros(2500), mark: { colour: 6, word: 11 } },
    payments: [
      fakePayment({
        accountId: "account-dashboard",
        accountName: "Mill Lane",
        refundsAt: "DASHBOARD",
        amount: euros(2500),
        left: euros(2500),
        card: null,
      }),
    ],
    link: fakeLink({ id: "link-paid", payable: false, canCancel: false, canChange: false }),
    ...changes,
  });
}

/** The sale once staff took the dashboard's total, or did not take it. */
export function settledSale(sale: SaleView, form: TotalForm, by: string): SaleView {
  if (sale.state.kind !== "CONFIRM_TOTAL") throw { code: "NOT_FOUND" } satisfies TillError;
  const { total } = sale.state;
  if (total.minor !== form.totalMinor) throw { code: "TOTAL_CHANGED" } satisfies TillError;
  const kind = form.take ? "TOTAL_TAKEN" : "TOTAL_DECLINED";
  const timeline = [...sale.timeline, { at: inSeconds(0), by, what: { kind } as const }];
  if (!form.take) {
    const error: TillError = { code: "TOTAL_DECLINED" };
    return { ...sale, state: { kind: "LINK_REFUSED", error }, timeline };
  }
  const { link } = dashboardSale();
  const expiresAt = link?.expiresAt ?? null;
  return { ...sale, amount: total, state: { kind: "WAITING", expiresAt }, link, timeline };
}

/** What a customer sees of a sale's link. */
export function fakeCheck(sale: SaleView): CustomerCheck {
  const at = inSeconds(0);
  if (!sale.link?.payable) return { kind: "GONE", reason: "USED_UP", at };
  return {
    kind: "PAGE",
    shop: sale.name,
    lines: (sale.basket?.lines ?? []).map(({ name, quantity, total }) => {
      return { name, quantity, total };
    }),
    tax: null,
    total: sale.amount,
    asAsked: true,
    at,
  };
}
