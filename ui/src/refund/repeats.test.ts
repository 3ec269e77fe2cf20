import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { euros, fakePayment, fakeSale, fakeTill, inSeconds } from "../backend/fake-data";
import { axeFindings, click, hook, hooks, openCounter, settle } from "../testing";
import { refundAlike } from "./repeats";
import type { RefundState, RefundView } from "../contract";

const DAY = 24 * 60 * 60;

function refund(changes: Partial<RefundView> = {}): RefundView {
  return {
    id: "refund-1",
    press: "33333333-3333-4333-8333-333333333333",
    amount: euros(1000),
    state: "DONE",
    reason: "CUSTOMER_ASKED",
    note: "",
    madeAt: inSeconds(-60),
    madeBy: "Owner",
    approvedBy: null,
    error: null,
    ...changes,
  };
}

function paid(refunds: RefundView[]) {
  return fakePayment({ amount: euros(2000), refunded: euros(1000), left: euros(1000), refunds });
}

describe("a refund like an earlier one", () => {
  test.each([
    ["RUNNING", true],
    ["NOT_SURE", true],
    ["NEEDS_PERSON", true],
    ["DONE", true],
    ["NOT_SENT", false],
    ["REFUSED", false],
    ["NOT_MADE", false],
    ["FAILED_LATE", false],
  ] satisfies [RefundState, boolean][])("in the state %s: %s", (state, isAlike) => {
    const alike = refundAlike(paid([refund({ state })]), euros(1000), Date.now());
    expect(alike !== null).toBe(isAlike);
  });

  test("of another amount, or of the day before, is none", () => {
    expect(refundAlike(paid([refund()]), euros(999), Date.now())).toBeNull();
    const old = paid([refund({ madeAt: inSeconds(-DAY - 60) })]);
    expect(refundAlike(old, euros(1000), Date.now())).toBeNull();
  });
});

async function opened(refunds: RefundView[]) {
  const sale = fakeSale({
    state: { kind: "PARTLY_REFUNDED", refunded: euros(1000), paid: euros(2000) },
    payments: [paid(refunds)],
  });
  const { backend, counter } = await openCounter(new FakeBackend(fakeTill(), [sale]));
  counter.goSales(sale.id);
  await settle();
  await click("refund");
  return { backend };
}

describe("the second confirmation", () => {
  test("is asked in other words before anything is sent, and once is enough by Enter", async () => {
    const { backend } = await opened([refund()]);
    await click("refund-submit");
    expect(backend.called("refundPayment")).toEqual([]);
    expect(hook("refund-repeats")).toHaveTextContent("€10.00 of this payment already went back");
    expect(document.activeElement).toBe(hook("refund-once"));
    expect(await axeFindings()).toEqual([]);
    await click("refund-once");
    expect(hooks("refund-repeats")).toEqual([]);
    expect(backend.called("refundPayment")).toEqual([]);
  });

  test("a yes sends one refund", async () => {
    const { backend } = await opened([refund()]);
    await click("refund-submit");
    await click("refund-twice");
    expect(backend.called("refundPayment")).toHaveLength(1);
  });

  test("Esc goes back to what was typed", async () => {
    await opened([refund()]);
    await click("refund-submit");
    document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(hooks("refund-repeats")).toEqual([]);
    expect(hook("refund-amount")).toHaveValue("10.00");
  });

  test("is not asked for another amount", async () => {
    const { backend } = await opened([refund({ amount: euros(700) })]);
    await click("refund-submit");
    expect(backend.called("refundPayment")).toHaveLength(1);
  });
});
