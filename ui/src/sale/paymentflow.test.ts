import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeCase, saleForPerson } from "../backend/fake-person";
import { EVERY_STATE, fakeTill } from "../backend/fake-data";
import {
  paidPaymentFlowSale,
  paymentFlowAccount,
  paymentFlowSale,
} from "../backend/fake-paymentflow";
import { axeFindings, click, hook, hooks, openCounter, press, settle } from "../testing";
import type { PersonCase, SaleView } from "../contract";

function till(sales: SaleView[]): FakeBackend {
  const accounts = [paymentFlowAccount()];
  return new FakeBackend(fakeTill({ accounts, activeAccount: "account-paymentflow" }), sales);
}

async function showing(sale: SaleView) {
  const opened = await openCounter(till([sale]));
  opened.counter.show(sale);
  await settle();
  return opened;
}

describe("a payment that is being confirmed", () => {
  test("is blue and asks staff to wait; its code is shown to nobody else", async () => {
    const sale = paymentFlowSale();
    const { backend } = await showing(sale);
    expect(hook("qr")).toBeInTheDocument();
    backend.become({ ...sale, state: { kind: "PAYING" } });
    await settle();
    expect(hook("state")).toHaveTextContent("Paying now");
    expect(hook("state")).toHaveAttribute("data-tone", "waiting");
    expect(hook("state").querySelector(".moving-dots")).toHaveAttribute("aria-hidden", "true");
    expect(hook("state-next")).toHaveTextContent("Wait until the provider has the money.");
    for (const gone of ["qr", "copy-link", "show-customer", "cancel-link", "paid-screen"]) {
      expect(hooks(gone), gone).toEqual([]);
    }
    expect(hook("check-now")).toBeInTheDocument();
    expect(await axeFindings()).toEqual([]);
  });

  test("turns green when it is paid, and only then", async () => {
    const sale = paymentFlowSale({ state: { kind: "PAYING" } });
    const { backend } = await showing(sale);
    expect(hooks("paid-screen")).toEqual([]);
    backend.become({ ...sale, state: EVERY_STATE.PAID });
    await settle();
    expect(hook("paid-screen")).toBeInTheDocument();
  });

  test("that failed is grey, and Enter makes the next link", async () => {
    const sale = paymentFlowSale({ state: { kind: "PAYING" } });
    const { backend, counter } = await showing(sale);
    const link = sale.link && { ...sale.link, payable: false, canCancel: false };
    backend.become({ ...sale, link, state: { kind: "PAYMENT_FAILED" } });
    await settle();
    expect(hook("state")).toHaveTextContent("Payment failed – make a new link");
    expect(hook("state")).toHaveAttribute("data-tone", "over");
    expect(await axeFindings()).toEqual([]);
    await press("Enter");
    expect(counter.screen.name).toBe("TAKE");
    expect(hook("amount")).toHaveTextContent("25.00");
  });
});

describe("how long a refund takes", () => {
  async function openRefund(sale: SaleView) {
    const opened = await openCounter(till([sale]));
    opened.counter.goSales(sale.id);
    await settle();
    await settle();
    await click("refund");
    return opened;
  }

  test("is said before and after, as the provider says it", async () => {
    await openRefund(paidPaymentFlowSale());
    const words = "It takes 5 to 10 days to reach the customer.";
    expect(hook("refund-takes")).toHaveTextContent(words);
    await click("refund-submit");
    await settle();
    expect(hook("refund-ending")).toHaveAttribute("data-end", "DONE");
    expect(hook("refund-ending")).toHaveTextContent(words);
  });

  test("stands beside a refund that is on its way", async () => {
    const sale = paidPaymentFlowSale();
    const { backend } = await openRefund(sale);
    const refund = backend.refundPayment.bind(backend);
    const made = await refund({
      form: {
        press: crypto.randomUUID(),
        payment: "payment-1",
        amountMinor: "6400",
        reason: "CUSTOMER_ASKED",
        note: "",
      },
    });
    backend.answer("refundPayment", async () => ({
      ...made,
      payments: made.payments.map((payment) => ({
        ...payment,
        refunds: payment.refunds.map((one) => ({ ...one, state: "RUNNING" })),
      })),
    }));
    await click("refund-submit");
    await settle();
    expect(hook("refund-ending")).toHaveAttribute("data-end", "ON_ITS_WAY");
    expect(hook("refund-ending")).toHaveTextContent("takes 5 to 10 days");
  });
});

describe("a refund about which the provider shows nothing", () => {
  async function openCase(evidence: Partial<PersonCase>) {
    const sale = saleForPerson({ accountId: "account-paymentflow" });
    const backend = till([sale]);
    backend.evidence = fakeCase({ candidates: [], ...evidence });
    const opened = await openCounter(backend);
    opened.counter.goPerson(sale.id);
    await settle();
    await settle();
    return opened;
  }

  test("that can’t tell is said to be so, and never that there is none", async () => {
    await openCase({ untold: true });
    expect(hook("cannot-tell")).toHaveTextContent(/provider .* can’t tell.*Look in its dashboard/);
    expect(hooks("no-candidates")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
  });

  test("that listed none says that it shows none", async () => {
    await openCase({ untold: false });
    expect(hook("no-candidates")).toHaveTextContent("The provider shows no refund");
    expect(hooks("cannot-tell")).toEqual([]);
  });

  test("is no word where it could not be asked, or shows some", async () => {
    await openCase({ cannotLook: { code: "NOT_SENT", fault: "DNS" }, lookedAt: null });
    expect(hooks("cannot-tell")).toEqual([]);
    expect(hook("cannot-look")).toBeInTheDocument();
  });

  test("shows what there is where there is some", async () => {
    await openCase({ candidates: fakeCase().candidates });
    expect(hooks("cannot-tell")).toEqual([]);
    expect(hooks("candidate").length).toBeGreaterThan(0);
  });
});
