import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FakeBackend, partlyRefundedSale } from "../backend/fake";
import { euros, fakeTill } from "../backend/fake-data";
import { axeFindings, click, hook, hooks, openCounter, press, settle } from "../testing";
import type { Money, RefundForm, RefundState, SaleView, RefundView } from "../contract";

async function openRefund(sale = partlyRefundedSale()) {
  const backend = new FakeBackend(fakeTill(), [sale]);
  const opened = await openCounter(backend);
  opened.counter.goSales(sale.id);
  await settle();
  await settle();
  await click("refund");
  return { ...opened, sale };
}

function field(): HTMLInputElement {
  return hook("refund-amount") as HTMLInputElement;
}

async function type(text: string) {
  for (const data of text) {
    field().dispatchEvent(
      new InputEvent("beforeinput", {
        data,
        inputType: "insertText",
        bubbles: true,
        cancelable: true,
      }),
    );
  }
  await settle();
}

function sent(backend: FakeBackend): RefundForm[] {
  return backend.called("refundPayment").map(({ form }) => form);
}

/** A refund whose end the test decides. */
function pending(backend: FakeBackend) {
  let finish: (sale: SaleView) => void = () => undefined;
  let fail: (cause: unknown) => void = () => undefined;
  backend.answer(
    "refundPayment",
    () =>
      new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
      }),
  );
  return { finish: (sale: SaleView) => finish(sale), fail: (cause: unknown) => fail(cause) };
}

function withRefund(sale: SaleView, state: RefundState): SaleView {
  const [payment] = sale.payments;
  if (!payment) throw new Error("the sale has a payment");
  const refund: RefundView = {
    id: "refund-new",
    press: "33333333-3333-4333-8333-333333333333",
    amount: euros(5000),
    state,
    reason: "CUSTOMER_ASKED",
    note: "",
    madeAt: new Date().toISOString(),
    madeBy: "Owner",
    approvedBy: null,
    error: state === "REFUSED" ? { code: "API_ERROR", providerCode: "x", detail: "too old" } : null,
  };
  return { ...sale, payments: [{ ...payment, refunds: [...payment.refunds, refund] }] };
}

describe("the amount", () => {
  test("is what is left, and the button carries it", async () => {
    await openRefund();
    expect(field().value).toBe("50.00");
    expect(hook("refund-submit")).toHaveTextContent("Refund €50.00 to the customer");
  });

  test.each([
    ["1240", "12.40"],
    ["12.40", "12.40"],
    ["12,4", "12.40"],
    ["10.00", "10.00"],
  ])("typed %s is %s", async (keys, shown) => {
    await openRefund();
    await type(keys);
    expect(field().value).toBe(shown);
    expect(hook("refund-submit")).toHaveTextContent(`Refund €${shown} to the customer`);
  });

  test("a text that a tool writes is read by the same rules", async () => {
    await openRefund();
    field().value = "7.50";
    field().dispatchEvent(new InputEvent("input", { bubbles: true }));
    await settle();
    expect(hook("refund-submit")).toHaveTextContent("Refund €7.50");
  });

  test("more than is left cannot be sent", async () => {
    const { backend } = await openRefund();
    await type("5001");
    expect(hook("refund-amount-said")).toHaveTextContent("Only €50.00 is left");
    expect(hook("refund-submit")).toBeDisabled();
    hook("refund-dialog").querySelector("form")?.requestSubmit();
    await settle();
    expect(sent(backend)).toEqual([]);
  });
});

describe("sending", () => {
  test("sends payment, amount and reason once, however often it is pressed", async () => {
    const { backend } = await openRefund();
    pending(backend);
    await type("1240");
    await click("refund-submit");
    await click("refund-submit");
    hook("refund-dialog").querySelector("form")?.requestSubmit();
    await settle();
    expect(sent(backend)).toHaveLength(1);
    expect(sent(backend)[0]).toMatchObject({
      payment: "payment-1",
      amountMinor: "1240",
      reason: "CUSTOMER_ASKED",
      note: "",
    });
    expect(hook("refund-submit")).toBeDisabled();
  });

  test("cannot be closed into doubt while it runs", async () => {
    const { backend } = await openRefund();
    const refund = pending(backend);
    await click("refund-submit");
    const dialog = hook("refund-dialog") as HTMLDialogElement;
    const cancel = new Event("cancel", { cancelable: true });
    dialog.dispatchEvent(cancel);
    await settle();
    expect(cancel.defaultPrevented).toBe(true);
    await click("refund-cancel");
    dialog.click();
    await settle();
    expect(hooks("refund-dialog")).toHaveLength(1);
    dialog.close();
    await settle();
    expect((hook("refund-dialog") as HTMLDialogElement).open).toBe(true);
    refund.finish(withRefund(partlyRefundedSale(), "DONE"));
    await settle();
    await click("refund-close");
    expect(hooks("refund-dialog")).toEqual([]);
  });

  test("Other needs a note", async () => {
    const { backend } = await openRefund();
    await click("reason-other");
    await click("refund-submit");
    expect(hook("refund-note-said")).toHaveTextContent("Fill this in.");
    expect(sent(backend)).toEqual([]);
    const note = hook("refund-note") as HTMLInputElement;
    note.value = "wrong size";
    note.dispatchEvent(new Event("input", { bubbles: true }));
    await click("refund-submit");
    expect(sent(backend)[0]).toMatchObject({ reason: "OTHER", note: "wrong size" });
  });

  test("an error keeps what was typed, and the same press goes again", async () => {
    const { backend } = await openRefund();
    backend.fail("refundPayment", { code: "NOT_SENT", fault: "CONNECT" });
    await type("1240");
    await click("refund-submit");
    expect(hook("refund-problem")).toHaveTextContent("No connection to the provider.");
    expect(field().value).toBe("12.40");
    backend.behave("refundPayment");
    await click("refund-submit");
    const [one, again] = sent(backend);
    expect(again).toEqual(one);
    expect(hook("refund-ending")).toHaveAttribute("data-end", "DONE");
  });

  test("another amount is another press", async () => {
    const { backend } = await openRefund();
    backend.fail("refundPayment", { code: "NOT_SENT", fault: "CONNECT" });
    await type("1240");
    await click("refund-submit");
    await type("0");
    field().dispatchEvent(
      new InputEvent("beforeinput", { inputType: "deleteContentBackward", bubbles: true }),
    );
    await type("5");
    await click("refund-submit");
    const [one, other] = sent(backend);
    expect(other?.amountMinor).not.toBe(one?.amountMinor);
    expect(other?.press).not.toBe(one?.press);
  });
});

describe("a pasted amount", () => {
  async function pasteRead(readings: Money[]) {
    const opened = await openRefund();
    opened.backend.answer("readAmount", async () => ({ kind: "ASK", readings }));
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => "1.234" } });
    field().dispatchEvent(event);
    await settle();
    return opened;
  }

  test("with one foreign reading is said; Enter uses it and refunds nothing", async () => {
    const { backend } = await pasteRead([euros(123)]);
    expect(hook("pasted")).toHaveTextContent("“1.234” reads as €1.23.");
    expect((await press("Enter", 120, field())).defaultPrevented).toBe(true);
    expect(field().value).toBe("1.23");
    expect(hooks("pasted")).toEqual([]);
    expect(sent(backend)).toEqual([]);
  });

  test("with two readings asks which; key 2 chooses", async () => {
    await pasteRead([euros(2300), euros(123)]);
    expect(hook("pasted")).toHaveTextContent("Which amount is “1.234”?");
    hook("refund-dialog").querySelector("form")?.requestSubmit();
    await press("2", 120, field());
    expect(field().value).toBe("1.23");
  });

  test("is left by Esc, and the dialog stays", async () => {
    await pasteRead([euros(123)]);
    hook("refund-dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(hooks("pasted")).toEqual([]);
    expect(field().value).toBe("50.00");
  });
});

test("a scanned code is no amount and refunds nothing", async () => {
  const { backend } = await openRefund();
  for (const [at, key] of [..."1234"].entries()) {
    const { defaultPrevented } = await press(key, at === 0 ? 500 : 8, field());
    if (!defaultPrevented) await type(key);
  }
  expect(field().value).toBe("50.00");
  expect((await press("Enter", 8, field())).defaultPrevented).toBe(true);
  expect(sent(backend)).toEqual([]);
});

describe("the focus", () => {
  test("goes back to the Refund button", async () => {
    await openRefund();
    await click("refund-cancel");
    expect(hooks("refund-dialog")).toEqual([]);
    expect(document.activeElement).toBe(hook("refund"));
  });

  test("is on Close when the end is told", async () => {
    await openRefund();
    await click("refund-submit");
    expect(document.activeElement).toBe(hook("refund-close"));
    const held = new KeyboardEvent("keydown", {
      key: "Enter",
      repeat: true,
      bubbles: true,
      cancelable: true,
    });
    hook("refund-close").dispatchEvent(held);
    expect(held.defaultPrevented).toBe(true);
  });

  test("rings a reason however it came there", async () => {
    await openRefund();
    const sheet = document.createElement("style");
    sheet.textContent = readFileSync("src/styles/controls.css", "utf8");
    document.head.append(sheet);
    hook("reason-fraud").focus();
    const chip = hook("reason-fraud").closest(".chip") as Element;
    expect(getComputedStyle(chip).outlineOffset).toBe("2px");
    // WebKit says nothing of :focus-visible after an arrow key.
    expect(sheet.textContent).not.toMatch(/chip[^{]*:focus-visible/);
    sheet.remove();
  });
});

describe("each end is told", () => {
  const ENDS: [RefundState, string, string][] = [
    ["DONE", "DONE", "€50.00 refunded"],
    ["RUNNING", "ON_ITS_WAY", "€50.00 on its way"],
    ["REFUSED", "REFUSED", "The provider refused: too old (code x)."],
    ["NOT_MADE", "REFUSED", "€50.00 was not refunded"],
    ["FAILED_LATE", "REFUSED", "failed at the bank"],
    ["NOT_SURE", "NOT_SURE", "Not sure yet – do not refund again"],
    ["NEEDS_PERSON", "NEEDS_PERSON", "Look at the evidence and decide"],
    ["NOT_SENT", "NOT_SENT", "was not sent"],
  ];
  test.each(ENDS)("%s", async (state, end, words) => {
    const { backend } = await openRefund();
    backend.answer("refundPayment", async () => withRefund(partlyRefundedSale(), state));
    await click("refund-submit");
    expect(hook("refund-ending")).toHaveAttribute("data-end", end);
    expect(hook("refund-ending")).toHaveTextContent(words);
    expect(hooks("refund-submit")).toEqual([]);
  });

  test("what needs a person leads to the evidence", async () => {
    const { backend, counter, sale } = await openRefund();
    backend.answer("refundPayment", async () => withRefund(partlyRefundedSale(), "NEEDS_PERSON"));
    await click("refund-submit");
    await click("refund-decide");
    expect(counter.screen).toEqual({ name: "PERSON", sale: sale.id });
    expect(hooks("refund-dialog")).toEqual([]);
  });

  test("an unclear answer is not sure yet, and offers no second refund", async () => {
    const { backend } = await openRefund();
    backend.fail("refundPayment", { code: "UNCLEAR_OUTCOME", doubt: "TIMED_OUT" });
    await click("refund-submit");
    expect(hook("refund-ending")).toHaveAttribute("data-end", "NOT_SURE");
    expect(hooks("refund-submit")).toEqual([]);
    expect(hooks("refund-try-again")).toEqual([]);
  });

  test("Try again after NOT_SENT is the same press", async () => {
    const { backend } = await openRefund();
    backend.answer("refundPayment", async () => withRefund(partlyRefundedSale(), "NOT_SENT"));
    await click("refund-submit");
    await click("refund-try-again");
    const [one, again] = sent(backend);
    expect(again).toEqual(one);
  });
});

test("the dialog is free of axe findings", async () => {
  await openRefund();
  expect(hook("refund-dialog")).toHaveAccessibleName("Refund");
  expect(await axeFindings()).toEqual([]);
});
