import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import {
  BASKET,
  dashboardAccount,
  dashboardSale,
  dashboardSaleToConfirm,
  paidDashboardSale,
} from "../backend/fake-dashboard";
import {
  EVERY_STATE,
  euros,
  fakeLink,
  fakePayment,
  fakeTill,
  inSeconds,
} from "../backend/fake-data";
import { fakeProducts } from "../backend/fake-products";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openCounter,
  press,
  settle,
  typeKeys,
} from "../testing";
import type { CustomerCheck, SaleView } from "../contract";

function till(sales: SaleView[]): FakeBackend {
  const accounts = [dashboardAccount()];
  const backend = new FakeBackend(
    fakeTill({ accounts, activeAccount: "account-dashboard" }),
    sales,
  );
  backend.catalogue.fill("LIVE", fakeProducts());
  return backend;
}

async function showing(sale: SaleView) {
  const opened = await openCounter(till([sale]));
  opened.counter.show(sale);
  await settle();
  return opened;
}

async function inDetail(sale: SaleView) {
  const opened = await openCounter(till([sale]));
  opened.counter.goSales(sale.id);
  await settle();
  await settle();
  return opened;
}

describe("a total that is not the tiles' sum", () => {
  // Whole milliseconds: with a fraction, 800 later might be a hair less.
  const began = Math.round(performance.now());
  let waited = 0;
  const wait = (milliseconds: number) => (waited += milliseconds);

  beforeEach(() => {
    waited = 0;
    vi.spyOn(performance, "now").mockImplementation(() => began + waited);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("is asked about in amber, and shows nobody a code", async () => {
    const { backend } = await showing(dashboardSaleToConfirm());
    expect(hook("state")).toHaveAttribute("data-tone", "unsure");
    expect(hook("state")).toHaveTextContent("Confirm the total");
    expect(hook("confirm-total-says")).toHaveTextContent(
      "The dashboard counts €27.25, your tiles €25.00. Take €27.25?",
    );
    expect(hook("take-total")).toHaveTextContent("Take €27.25");
    for (const gone of ["qr", "link", "copy-link", "show-customer", "check-as-customer"]) {
      expect(hooks(gone), gone).toEqual([]);
    }
    expect(backend.called("showToCustomer").at(-1)).toEqual({ sale: null });
    expect(await axeFindings()).toEqual([]);
  });

  test("stays hidden even where the till already knows the address", async () => {
    await showing({ ...dashboardSaleToConfirm(), link: fakeLink() });
    for (const gone of ["qr", "link", "copy-link"]) expect(hooks(gone), gone).toEqual([]);
  });

  test("is taken by Enter: the code is shown, and the customer's display with it", async () => {
    const { backend } = await showing(dashboardSaleToConfirm());
    wait(800);
    await press("Enter");
    const form = { sale: "sale-to-confirm", totalMinor: "2725", take: true };
    expect(backend.called("settleTotal")).toEqual([{ form }]);
    expect(hook("qr")).toBeInTheDocument();
    expect(hook("sale-amount")).toHaveTextContent("€27.25");
    expect(backend.called("showToCustomer").at(-1)).toEqual({ sale: "sale-to-confirm" });
  });

  test("is declined by its key: the link is over, and the products come back for a new one", async () => {
    const { backend } = await showing(dashboardSaleToConfirm());
    wait(800);
    await press("Delete");
    expect(backend.called("settleTotal")).toMatchObject([{ form: { take: false } }]);
    expect(hook("state-next")).toHaveTextContent("Staff did not take the dashboard’s total.");
    expect(hooks("confirm-total")).toEqual([]);
  });

  test("is asked about anew where the dashboard counts another one by now", async () => {
    const sale = dashboardSaleToConfirm();
    const { backend } = await showing(sale);
    backend.answer("settleTotal", async () => {
      backend.sales.set(sale.id, { ...sale, state: { kind: "CONFIRM_TOTAL", total: euros(2800) } });
      throw { code: "TOTAL_CHANGED" };
    });
    await click("take-total");
    await settle();
    expect(hook("confirm-total-problem")).toHaveAttribute("data-code", "TOTAL_CHANGED");
    expect(hook("take-total")).toHaveTextContent("Take €28.00");
    expect(hooks("qr")).toEqual([]);
  });

  test("is sent once, however often it is pressed", async () => {
    const { backend } = await showing(dashboardSaleToConfirm());
    backend.answer("settleTotal", () => new Promise(() => undefined));
    wait(800);
    await press("Enter");
    await press("Enter");
    await press("Delete");
    expect(backend.called("settleTotal")).toHaveLength(1);
    expect(hook("decline-total")).toBeDisabled();
  });

  test.each(["Enter", "Delete"])(
    "is no answer to %s before anybody can have read it",
    async (key) => {
      const { backend, counter } = await openCounter(till([]));
      await settle();
      backend.answer("createLink", async () => dashboardSaleToConfirm());
      hook("tile").click();
      await settle();
      await press("Enter");
      expect(counter.screen.name).toBe("SALE");
      await press(key, 30);
      expect(backend.called("settleTotal")).toEqual([]);
      expect(hook("confirm-total")).toBeInTheDocument();
      wait(799);
      await press(key);
      expect(backend.called("settleTotal")).toEqual([]);
      wait(1);
      await press(key);
      expect(backend.called("settleTotal")).toMatchObject([{ form: { take: key === "Enter" } }]);
    },
  );

  test("another total is read anew before a key takes it", async () => {
    const sale = dashboardSaleToConfirm();
    const { backend } = await showing(sale);
    wait(800);
    backend.answer("settleTotal", async () => {
      backend.sales.set(sale.id, { ...sale, state: { kind: "CONFIRM_TOTAL", total: euros(2800) } });
      throw { code: "TOTAL_CHANGED" };
    });
    await press("Enter");
    await settle();
    expect(hook("take-total")).toHaveTextContent("Take €28.00");
    await press("Enter");
    expect(backend.called("settleTotal")).toHaveLength(1);
  });

  test("is the large figure, wherever the sale stands", async () => {
    const { counter } = await showing(dashboardSaleToConfirm());
    expect(hook("sale-amount")).toHaveTextContent("€27.25");
    expect(counter.announcement).toContain("€27.25");
    counter.goSales("sale-to-confirm");
    await settle();
    await settle();
    expect(hook("detail-amount")).toHaveTextContent("€27.25");
    expect(hook("sale-difference")).toHaveTextContent("+€2.25");
    for (const row of hooks("sale-row")) expect(row).toHaveTextContent("€27.25");
  });

  test("says that the session ended, where that is why it could not be settled", async () => {
    const { backend } = await showing(dashboardSaleToConfirm());
    backend.fail("settleTotal", { code: "CREDENTIALS_REFUSED" });
    await click("take-total");
    expect(hook("confirm-total-problem")).toHaveTextContent("Your dashboard session has ended.");
  });

  test("can be taken from the list, and waits among the open sales", async () => {
    const { backend } = await inDetail(dashboardSaleToConfirm());
    expect(hook("row-state")).toHaveTextContent("Confirm the total");
    expect(hook("take-total").querySelector("kbd")).toBeNull();
    hook("take-total").focus();
    await click("take-total");
    expect(document.activeElement).toBe(hook("detail"));
    expect(backend.called("settleTotal")).toHaveLength(1);
    expect(hook("detail-amount")).toHaveTextContent("€27.25");
  });
});

describe("what a sale was made of", () => {
  test("stands in its detail, with unit, quantity and total", async () => {
    const basket = { ...BASKET, free: euros(250), sum: euros(2750) };
    await inDetail(dashboardSale({ basket, amount: euros(2750) }));
    const [mug, scarf] = hooks("sale-line");
    expect(mug).toHaveTextContent(/Blue mug\s*2 × €5.00\s*€10.00/);
    expect(scarf).toHaveTextContent(/Scarf\s*1 × €15.00\s*€15.00/);
    expect(hook("sale-free")).toHaveTextContent("€2.50");
    expect(hook("sale-sum")).toHaveTextContent("€27.50");
    expect(hooks("sale-difference")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
  });

  test.each([
    [2725, "+€2.25"],
    [2400, "-€1.00"],
  ])("an amount of %d differs by %s", async (minor, words) => {
    await inDetail(dashboardSale({ amount: euros(minor) }));
    expect(hook("sale-difference")).toHaveTextContent(words);
    expect(hook("sale-asked-for")).toBeInTheDocument();
  });

  test("is not there where no products were chosen", async () => {
    await inDetail(dashboardSale({ basket: null }));
    expect(hooks("sale-basket")).toEqual([]);
  });
});

describe("check as customer", () => {
  test("shows the page as the customer sees it, when it was looked at, and looks again", async () => {
    const { backend } = await showing(dashboardSale());
    await click("check-as-customer");
    expect(backend.called("checkAsCustomer")).toEqual([{ sale: "sale-dashboard" }]);
    expect(hook("check-page")).toHaveTextContent("Marlow & Daughters");
    expect(hooks("check-line").map(({ textContent }) => textContent)).toEqual([
      "2 × Blue mug €10.00",
      "1 × Scarf €15.00",
    ]);
    expect(hook("check-total")).toHaveTextContent("€25.00");
    expect(hook("check-at")).toHaveTextContent("Looked at");
    expect(hooks("check-other")).toEqual([]);
    expect(document.activeElement).toBe(hook("check-close"));
    expect(await axeFindings()).toEqual([]);
    await click("check-again");
    expect(backend.called("checkAsCustomer")).toHaveLength(2);
    await click("check-close");
    expect(hooks("check-dialog")).toEqual([]);
    expect(document.activeElement).toBe(hook("check-as-customer"));
  });

  test("warns of a page that asks for something else", async () => {
    const page: CustomerCheck = {
      kind: "PAGE",
      shop: "",
      lines: [{ name: "", quantity: 3, total: null }],
      tax: euros(500),
      total: euros(3000),
      asAsked: false,
      at: inSeconds(0),
    };
    const { backend } = await showing(dashboardSale());
    backend.answer("checkAsCustomer", async () => page);
    await press("v");
    await new Promise((resolve) => setTimeout(resolve, 60));
    await settle();
    expect(hook("check-other")).toHaveTextContent("Show nobody the code");
    expect(hook("check-line")).toHaveTextContent("3 × A product");
    expect(hook("check-tax")).toHaveTextContent("€5.00");
  });

  test.each([
    ["EXPIRED", "its time is over"],
    ["USED_UP", "That is no proof of payment"],
    ["SWITCHED_OFF", "switched off"],
    ["UNTOLD", "does not say why"],
  ] as const)("says why it is gone: %s", async (reason, words) => {
    const { backend } = await inDetail(dashboardSale());
    backend.answer("checkAsCustomer", async () => ({ kind: "GONE", reason, at: inSeconds(0) }));
    await click("check-as-customer");
    expect(hook("check-gone")).toHaveTextContent(words);
    expect(hooks("check-page")).toEqual([]);
  });

  test("says why it could not look", async () => {
    const { backend } = await showing(dashboardSale());
    backend.fail("checkAsCustomer", { code: "NOT_SENT", fault: "DNS" });
    await click("check-as-customer");
    expect(hook("check-problem")).toHaveAttribute("data-code", "NOT_SENT");
  });

  test("is not offered where the provider tells nothing", async () => {
    await showing(dashboardSale({ canPreview: false }));
    expect(hooks("check-as-customer")).toEqual([]);
  });
});

describe("a refund that only the dashboard can make", () => {
  test("has no key here: the sale says where, and opens the dashboard", async () => {
    const { backend } = await inDetail(paidDashboardSale());
    for (const gone of ["refund", "left", "go-refund"]) expect(hooks(gone), gone).toEqual([]);
    expect(hook("refund-in-dashboard")).toHaveTextContent("Refund this payment in the dashboard.");
    await click("open-dashboard");
    expect(backend.called("openDashboard")).toEqual([{ account: "account-dashboard" }]);
    expect(await axeFindings()).toEqual([]);
  });

  test("is said where late money asks for a decision", async () => {
    const { backend } = await showing(paidDashboardSale({ state: EVERY_STATE.PAID_LATE }));
    expect(hooks("paid-refund-all")).toEqual([]);
    backend.fail("openDashboard", { code: "BROWSER_FAILED" });
    await click("open-dashboard");
    expect(hook("open-dashboard-problem")).toHaveAttribute("data-code", "BROWSER_FAILED");
  });

  test("is said on the screen of a sale with a wrong amount", async () => {
    await showing(paidDashboardSale({ state: EVERY_STATE.PAID_DIFFERENT_AMOUNT }));
    expect(hooks("go-refund")).toEqual([]);
    expect(hook("refund-in-dashboard")).toBeInTheDocument();
  });

  test("takes no key from money that came at another account", async () => {
    const [elsewhere] = paidDashboardSale().payments;
    if (!elsewhere) throw new Error("no payment");
    const here = fakePayment({ amount: euros(2500), left: euros(2500) });
    const payments = [here, { ...elsewhere, id: "payment-2" }];
    const { backend } = await inDetail(
      paidDashboardSale({ payments, state: EVERY_STATE.PAID_TWICE, accountId: "account-1" }),
    );
    expect(hooks("refund")).toHaveLength(1);
    expect(hooks("left")).toHaveLength(1);
    await click("open-dashboard");
    expect(backend.called("openDashboard")).toEqual([{ account: "account-dashboard" }]);
    await click("refund");
    expect(hook("refund-submit")).toBeInTheDocument();
  });

  test("says nothing where nothing was paid, or all went back", async () => {
    await inDetail(dashboardSale());
    expect(hooks("refund-in-dashboard")).toEqual([]);
  });

  test("says nothing any more where all went back", async () => {
    const [payment] = paidDashboardSale().payments;
    if (!payment) throw new Error("no payment");
    const payments = [{ ...payment, refunded: payment.amount, left: euros(0) }];
    await inDetail(paidDashboardSale({ payments, state: EVERY_STATE.REFUNDED }));
    expect(hooks("refund-in-dashboard")).toEqual([]);
    expect(hooks("nothing-left")).toEqual([]);
  });
});

test("a link that was refused because the session had ended says so", async () => {
  const error = { code: "CREDENTIALS_REFUSED" } as const;
  await showing(dashboardSale({ state: { kind: "LINK_REFUSED", error }, link: null }));
  expect(hook("state-next")).toHaveTextContent("The dashboard session had ended");
});

describe("changing a link for products", () => {
  test("asks for a new token in place where the session ended, and keeps what was typed", async () => {
    const { backend } = await showing(dashboardSale());
    await click("change-link");
    await fill("change-what-for", "Two blue mugs");
    backend.fail("changeLink", { code: "CREDENTIALS_REFUSED" });
    await click("change-submit");
    expect(hook("session-ended").closest("dialog")).toBe(hook("change-dialog"));
    expect(hooks("change-problem")).toEqual([]);
    await fill("session-token", "fresh-token-1");
    await click("session-continue");
    expect(hooks("session-ended")).toEqual([]);
    expect(hook("change-what-for")).toHaveValue("Two blue mugs");
    backend.behave("changeLink");
    await click("change-submit");
    expect(backend.called("changeLink")).toMatchObject([
      {},
      { form: { description: "Two blue mugs" } },
    ]);
  });

  test("keeps the amount, says why, and sends the rest", async () => {
    const { backend } = await showing(dashboardSale());
    await click("change-link");
    expect(hooks("change-amount")).toEqual([]);
    expect(hook("change-amount-fixed")).toHaveTextContent("€25.00");
    expect(hook("change-amount-fixed")).toHaveTextContent("The amount can’t be changed");
    expect(document.activeElement).toBe(hook("change-what-for"));
    expect(await axeFindings()).toEqual([]);
    await click("end-86400");
    await click("change-submit");
    const [args] = backend.called("changeLink");
    expect(args?.form).toMatchObject({ amountMinor: "2500", payableFor: 86_400 });
  });
});

test("a code without a product that is scanned on the paid screen is said", async () => {
  const { counter } = await showing(paidDashboardSale());
  await press("9", 500);
  await typeKeys("999999", 8);
  await press("Enter", 8);
  expect(counter.screen.name).toBe("TAKE");
  expect(hook("take-notice")).toHaveAttribute("data-kind", "UNKNOWN_CODE");
});

test("a product that is scanned on the paid screen begins the next sale", async () => {
  const { counter } = await showing(paidDashboardSale());
  expect(hook("paid-screen")).toBeInTheDocument();
  await press("4", 500);
  await typeKeys("006381333931", 8);
  await press("Enter", 8);
  expect(counter.screen.name).toBe("TAKE");
  expect(hook("basket-line")).toHaveAttribute("data-product", "product-1");
});
