import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, fakeAccount, fakeTill, heldPayment, saleIn } from "../backend/fake-data";
import { axeFindings, click, fill, hook, hooks, openCounter, press, settle } from "../testing";
import type { HoldEndForm, RefundState, SaleView } from "../contract";

async function reservedSale(partialCapture = true) {
  const sale = saleIn(EVERY_STATE.RESERVED);
  const account = fakeAccount();
  const accounts = [{ ...account, can: { ...account.can, partialCapture } }];
  const backend = new FakeBackend(fakeTill({ accounts }), [sale]);
  const opened = await openCounter(backend);
  opened.counter.goSales(sale.id);
  await settle();
  await settle();
  return { ...opened, sale };
}

function sent(backend: FakeBackend): HoldEndForm[] {
  return backend.called("endHold").map(({ form }) => form);
}

function ended(state: RefundState, kind: HoldEndForm["kind"]): SaleView {
  const payment = heldPayment();
  const end = {
    id: "hold-new",
    press: "33333333-3333-4333-8333-333333333333",
    kind,
    amount: payment.amount,
    state,
    madeAt: new Date().toISOString(),
    madeBy: "Owner",
    error:
      state === "REFUSED"
        ? ({ code: "API_ERROR", providerCode: "x", detail: "too late" } as const)
        : null,
  };
  return saleIn(EVERY_STATE.RESERVED, { payments: [{ ...payment, holdEnds: [end] }] });
}

describe("capture", () => {
  test("takes the whole reservation, once, however often it is pressed", async () => {
    const { backend } = await reservedSale();
    await click("capture");
    expect(hook("hold-amount")).toHaveValue("25.00");
    expect(hook("hold-submit")).toHaveTextContent("Capture €25.00");
    backend.answer("endHold", () => new Promise(() => undefined));
    await click("hold-submit");
    await click("hold-submit");
    hook("hold-dialog").querySelector("form")?.requestSubmit();
    await settle();
    expect(sent(backend)).toHaveLength(1);
    expect(sent(backend)[0]).toMatchObject({
      payment: "payment-held",
      kind: "CAPTURE",
      amountMinor: "2500",
    });
    (hook("hold-dialog") as HTMLDialogElement).close();
    await settle();
    expect((hook("hold-dialog") as HTMLDialogElement).open).toBe(true);
  });

  test("takes part of it where the account can", async () => {
    const { backend } = await reservedSale();
    await click("capture");
    await fill("hold-amount", "20.00");
    await click("hold-submit");
    expect(sent(backend)[0]).toMatchObject({ amountMinor: "2000" });
    expect(hook("hold-ending")).toHaveTextContent("€20.00 captured");
  });

  test("takes no more than is reserved", async () => {
    const { backend } = await reservedSale();
    await click("capture");
    await fill("hold-amount", "25.01");
    expect(hook("hold-amount-said")).toHaveTextContent("Only €25.00 is reserved.");
    expect(hook("hold-submit")).toBeDisabled();
    hook("hold-dialog").querySelector("form")?.requestSubmit();
    expect(sent(backend)).toEqual([]);
  });

  test("asks for no amount where only the whole can be captured", async () => {
    const { backend } = await reservedSale(false);
    await click("capture");
    expect(hooks("hold-amount")).toEqual([]);
    expect(document.activeElement).toBe(hook("hold-cancel"));
    await click("hold-submit");
    expect(sent(backend)[0]).toMatchObject({ amountMinor: "2500" });
  });

  test("is the same press after an error, and another after a refusal", async () => {
    const { backend } = await reservedSale();
    backend.fail("endHold", { code: "NOT_SENT", fault: "CONNECT" });
    await click("capture");
    await click("hold-submit");
    expect(hook("hold-problem")).toHaveTextContent("No connection to the provider.");
    backend.fail("endHold", { code: "NOT_RESERVED" });
    await click("hold-submit");
    await click("hold-submit");
    const [one, again, other] = sent(backend).map(({ press: id }) => id);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  test("that is unclear offers nothing twice", async () => {
    const { backend } = await reservedSale();
    backend.fail("endHold", { code: "UNCLEAR_OUTCOME", doubt: "TIMED_OUT" });
    await click("capture");
    await click("hold-submit");
    expect(hook("hold-ending")).toHaveAttribute("data-end", "NOT_SURE");
    expect(hooks("hold-submit")).toEqual([]);
    expect(hooks("hold-try-again")).toEqual([]);
  });
});

describe("release", () => {
  test("gives up the whole reservation", async () => {
    const { backend } = await reservedSale();
    await click("release");
    expect(hook("hold-about")).toHaveTextContent("Nothing is taken");
    expect(document.activeElement).toBe(hook("hold-cancel"));
    await click("hold-submit");
    expect(sent(backend)[0]).toMatchObject({ kind: "RELEASE", amountMinor: "2500" });
    expect(hook("hold-ending")).toHaveTextContent("€25.00 released");
    expect(hook("hold-ending")).not.toHaveClass("taken");
    expect(document.activeElement).toBe(hook("hold-close"));
  });
});

describe("each end is told", () => {
  const ENDS: [RefundState, string, string, string][] = [
    ["DONE", "DONE", "€25.00 captured", "€25.00 released"],
    ["RUNNING", "ON_ITS_WAY", "Capturing €25.00", "Releasing €25.00"],
    ["REFUSED", "REFUSED", "too late", "too late"],
    ["NOT_MADE", "REFUSED", "was not captured", "was not released"],
    ["FAILED_LATE", "REFUSED", "Do not hand over", "may still be reserved"],
    ["NOT_SURE", "NOT_SURE", "do not capture again", "do not release again"],
    ["NEEDS_PERSON", "NEEDS_PERSON", "Look at the evidence", "Look at the evidence"],
    ["NOT_SENT", "NOT_SENT", "was not sent", "was not sent"],
  ];
  test.each(ENDS)("%s", async (state, end, captureWords, releaseWords) => {
    const { backend, counter, sale } = await reservedSale();
    for (const [kind, words] of [
      ["CAPTURE", captureWords],
      ["RELEASE", releaseWords],
    ] as const) {
      backend.answer("endHold", async () => ended(state, kind));
      await click(kind.toLowerCase());
      await click("hold-submit");
      expect(hook("hold-ending")).toHaveAttribute("data-end", end);
      expect(hook("hold-ending")).toHaveTextContent(words);
      counter.goTake();
      await settle();
      counter.goSales(sale.id);
      await settle();
      await settle();
    }
  });

  test("NOT_SENT goes again with the same press", async () => {
    const { backend } = await reservedSale();
    backend.answer("endHold", async () => ended("NOT_SENT", "CAPTURE"));
    await click("capture");
    await click("hold-submit");
    await click("hold-try-again");
    const [one, again] = sent(backend);
    expect(again).toEqual(one);
  });

  test("what needs a person leads to the evidence", async () => {
    const { backend, counter, sale } = await reservedSale();
    backend.answer("endHold", async () => ended("NEEDS_PERSON", "CAPTURE"));
    await click("capture");
    await click("hold-submit");
    await click("hold-decide");
    expect(counter.screen).toEqual({ name: "PERSON", sale: sale.id });
  });
});

test("a reservation that is not captured offers no refund and no false comfort", async () => {
  await reservedSale();
  expect(hooks("refund")).toEqual([]);
  expect(hooks("nothing-left")).toEqual([]);
});

test("both start from the waiting screen too, by their keys", async () => {
  const sale = saleIn(EVERY_STATE.RESERVED);
  const { counter } = await openCounter(new FakeBackend(fakeTill(), [sale]));
  counter.show(sale);
  await settle();
  await press("t");
  await new Promise((resolve) => setTimeout(resolve, 60));
  await settle();
  expect(hook("hold-dialog")).toHaveAccessibleName("Capture");
  await click("hold-cancel");
  await click("release");
  expect(hook("hold-dialog")).toHaveAccessibleName("Release");
});

test.each(["capture", "release"])("%s is free of axe findings", async (name) => {
  await reservedSale();
  await click(name);
  expect(await axeFindings()).toEqual([]);
});
