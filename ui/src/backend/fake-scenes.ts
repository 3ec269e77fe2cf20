import {
  EVERY_STATE,
  euros,
  fakeAccount,
  fakeLink,
  fakeSale,
  fakeTill,
  inSeconds,
  practiceAccount,
  saleIn,
} from "./fake-data";
import { flittAccount, flittPractice, flittSale, subscribedSale } from "./fake-flitt";
import {
  paidPaymentFlowSale,
  paymentFlowAccount,
  paymentFlowPractice,
  paymentFlowSale,
} from "./fake-paymentflow";
import {
  dashboardAccount,
  dashboardPractice,
  dashboardSale,
  dashboardSaleToConfirm,
  paidDashboardSale,
} from "./fake-dashboard";
import { fakeProduct, fakeProducts, priceOf } from "./fake-products";
import { FakeBackend, partlyRefundedSale } from "./fake";
import { fourPeople } from "./fake-staff";
import { saleForPerson } from "./fake-person";
import type { CustomerPage, SaleState, SaleView, TillState } from "../contract";

function aDay(): SaleView[] {
  return [
    fakeSale(),
    fakeSale({
      id: "sale-2",
      at: inSeconds(-1200),
      amount: euros(11_200),
      whatFor: "Invoice 1042",
      reference: "INV-1042",
      staffNote: "",
      state: { kind: "WAITING", expiresAt: inSeconds(6 * 86_400) },
    }),
    fakeSale({
      id: "sale-3",
      at: inSeconds(-1800),
      amount: euros(1890),
      whatFor: "table 4",
      reference: "INV-1041",
      staffNote: "",
      state: EVERY_STATE.NOT_SURE,
    }),
    partlyRefundedSale(),
    saleForPerson(),
    ...Object.values(EVERY_STATE).map((state: SaleState, index) =>
      saleIn(state.kind === "WAITING" || state.kind === "NOT_SURE" ? { kind: "EXPIRED" } : state, {
        id: `state-${state.kind}`,
        at: inSeconds(-4000 - index * 700),
        whatFor: "3 × Coffee",
        reference: `INV-10${39 - index}`,
        staffNote: "",
      }),
    ),
  ];
}

const ABOUT = { shopName: "Marlow & Daughters", environment: "LIVE" } as const;
const PAGES: Record<CustomerPage["kind"], CustomerPage> = {
  IDLE: { kind: "IDLE", ...ABOUT },
  PAY: {
    kind: "PAY",
    ...ABOUT,
    amount: euros(2500),
    whatFor: "Blue jacket, alteration",
    linkKind: { kind: "PAYMENT" },
    link: "link-1",
    host: "pay.globalpay.com",
    endsAt: inSeconds(600),
    cardRefused: false,
  },
  PAYING: { kind: "PAYING", ...ABOUT, amount: euros(2500) },
  PAID: {
    kind: "PAID",
    ...ABOUT,
    amount: euros(2500),
    at: inSeconds(0),
    mark: { colour: 0, word: 0 },
  },
  CARD_CONFIRMED: { kind: "CARD_CONFIRMED", ...ABOUT },
  OVER: { kind: "OVER", ...ABOUT },
};

/** How long the next link waits until something becomes of it, milliseconds. */
const WAITS_FOR = 1500;

function becomeAfter(backend: FakeBackend, state: SaleState): void {
  const make = backend.createLink;
  backend.createLink = async (args) => {
    const sale = await make(args);
    setTimeout(() => backend.become(saleIn(state, { id: sale.id })), WAITS_FOR);
    return sale;
  };
}

const KEYS_REFUSED = { kind: "KEYS_REFUSED" } as const;

/** A till whose shop sells what fills the tiles. */
function stocked(till: TillState, sales: SaleView[]): FakeBackend {
  const backend = new FakeBackend(till, sales);
  const more = Array.from({ length: 14 }, (_, index) =>
    fakeProduct({
      id: `more-${index}`,
      name: `Plate ${index + 1}`,
      category: index % 2 === 0 ? "Kitchen" : "Garden",
      barcode: `400000000${index}`,
      catalogueId: `prod_plate_${index}`,
      prices: [priceOf(700 + 50 * index)],
    }),
  );
  backend.catalogue.fill("LIVE", [...fakeProducts(), ...more]);
  return backend;
}

/**
 * The pretend till for looking at a screen: `?fake=first-start`, `practice`, `day`, `own-root`,
 * `staff` (locked; the PINs are in `fake-staff.ts`; refunds ask for them, above 20.00 for two), `flitt`, `paymentflow`, `dashboard`,
 * `dashboard-ended`, `products`, `no-connection`,
 * `customer-PAY`, and `then-PAID_LATE` or any other state for what becomes of the next link.
 */
export function fakeFor(scene: string): FakeBackend {
  if (scene === "first-start") {
    return new FakeBackend(fakeTill({ shopName: "", accounts: [], activeAccount: null }));
  }
  if (scene === "practice") {
    const accounts = [practiceAccount()];
    return new FakeBackend(fakeTill({ accounts, activeAccount: "practice" }));
  }
  if (scene === "staff") {
    const backend = stocked(fakeTill(), aDay());
    backend.staff.open(fourPeople());
    backend.refundRules.inForce = true;
    backend.rules.rules = { ...backend.rules.rules, eachLimit: [euros(2000)] };
    return backend;
  }
  if (scene === "flitt") {
    const accounts = [fakeAccount(), flittAccount(), flittPractice()];
    const sales = [
      flittSale(),
      flittSale({ id: "sale-held", kind: { kind: "RESERVATION" }, at: inSeconds(-900) }),
      subscribedSale("CHARGING", { id: "sale-subscribed", at: inSeconds(-7200) }),
      subscribedSale("STOPPED", { id: "sale-stopped", at: inSeconds(-9000) }),
    ];
    return new FakeBackend(fakeTill({ accounts, activeAccount: "account-flitt" }), sales);
  }
  if (scene === "paymentflow") {
    const accounts = [
      fakeAccount(),
      paymentFlowAccount({ keyWarning: "PUBLISHABLE" }),
      paymentFlowPractice(),
    ];
    const payment = paymentFlowSale({ customerId: "cus_1", customerEmail: "nino@shop.example" });
    const sales = [
      payment,
      paymentFlowSale({ id: "sale-paying", state: { kind: "PAYING" }, at: inSeconds(-700) }),
      paymentFlowSale({
        id: "sale-failed",
        state: { kind: "PAYMENT_FAILED" },
        at: inSeconds(-900),
        link: null,
      }),
      paidPaymentFlowSale(),
    ];
    return new FakeBackend(fakeTill({ accounts, activeAccount: "account-paymentflow" }), sales);
  }
  if (scene === "dashboard" || scene === "dashboard-ended") {
    const health = scene === "dashboard" ? ({ kind: "GOOD" } as const) : KEYS_REFUSED;
    const accounts = [fakeAccount(), dashboardAccount({ health }), dashboardPractice()];
    const sales = [
      dashboardSale(),
      dashboardSaleToConfirm(),
      dashboardSale({ id: "sale-more", amount: euros(2725), at: inSeconds(-900) }),
      paidDashboardSale({ at: inSeconds(-1200) }),
      paidDashboardSale({ id: "sale-late", state: EVERY_STATE.PAID_LATE, at: inSeconds(-1500) }),
    ];
    return stocked(fakeTill({ accounts, activeAccount: "account-dashboard" }), sales);
  }
  if (scene === "products") return stocked(fakeTill(), aDay());
  if (scene === "own-root") {
    const host = "apis.sandbox.example.com";
    const account = fakeAccount({
      environment: "SANDBOX",
      region: "CUSTOM",
      host,
      extraRoot: true,
    });
    return new FakeBackend(fakeTill({ accounts: [account] }), aDay());
  }
  if (scene === "no-connection") {
    const link = fakeLink({ lastChecked: inSeconds(-602), cannotCheckSince: inSeconds(-600) });
    const account = fakeAccount({ lastGoodCall: inSeconds(-602) });
    return new FakeBackend(fakeTill({ accounts: [account] }), [fakeSale({ link })]);
  }
  const backend = new FakeBackend(fakeTill(), aDay());
  backend.catalogue.fill("LIVE", fakeProducts());
  const [, becomes] = scene.split("then-");
  if (becomes && becomes in EVERY_STATE) {
    becomeAfter(backend, EVERY_STATE[becomes as SaleState["kind"]]);
  }
  const [, page] = scene.split("customer-");
  if (page && page in PAGES) {
    backend.draw({
      ...PAGES[page as CustomerPage["kind"]],
      environment: location.search.includes("sandbox") ? "SANDBOX" : "LIVE",
    });
  }
  return backend;
}
