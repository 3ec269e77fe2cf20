import { describe, expect, test } from "vitest";
import { FakeBackend, partlyRefundedSale } from "../backend/fake";
import { euros, fakeTill } from "../backend/fake-data";
import { fakeFor } from "../backend/fake-scenes";
import { fourPeople, PINS } from "../backend/fake-staff";
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
import type { RefundForm, RefundProofForm, SaleView, StaffTile } from "../contract";
import type { RefundNeeds } from "./proving.svelte";

const ADA: StaffTile = { id: "owner", name: "Ada", role: "OWNER", waits: 0, hasPin: true };
const BRUNO: StaffTile = {
  id: "bruno",
  name: "Bruno",
  role: "MANAGER",
  waits: 0,
  hasPin: true,
};

const OWN_PIN: Partial<RefundNeeds> = { pin: true };
const MANAGER_APPROVES: Partial<RefundNeeds> = { approval: "ROLE", approvers: [ADA, BRUNO] };

/** The sale with one refund more, which a second person approved where there is a name. */
function refunded(sale: SaleView, approvedBy: string | null): SaleView {
  const [payment] = sale.payments;
  if (!payment) throw new Error("the sale has a payment");
  const refund = {
    id: "refund-new",
    press: "33333333-3333-4333-8333-333333333333",
    amount: euros(1240),
    state: "DONE" as const,
    reason: "CUSTOMER_ASKED" as const,
    note: "",
    madeAt: new Date().toISOString(),
    madeBy: "Carla",
    approvedBy,
    error: null,
  };
  return { ...sale, payments: [{ ...payment, refunds: [...payment.refunds, refund] }] };
}

/** The till asks for these PINs, press by press, and then refunds. */
function asks(backend: FakeBackend, needs: Partial<RefundNeeds>[], approvedBy: string | null) {
  const left = [...needs];
  backend.answer("refundPayment", async () => {
    const next = left.shift();
    const none = { code: "REFUND_NEEDS", pin: false, approval: null, approvers: [] };
    if (next) throw { ...none, ...next };
    return refunded(partlyRefundedSale(), approvedBy);
  });
}

/** The refund of 12.40 is sent by somebody whom the till asks for PINs. */
async function sendAs(
  who: string,
  needs: Partial<RefundNeeds>[],
  approvedBy: string | null = null,
) {
  const sale = partlyRefundedSale();
  const backend = new FakeBackend(fakeTill(), [sale]);
  backend.staff.open(fourPeople(), who);
  asks(backend, needs, approvedBy);
  const opened = await openCounter(backend);
  opened.counter.goSales(sale.id);
  await settle();
  await click("refund");
  await fill("refund-amount", "12.40");
  await click("reason-other");
  await fill("refund-note", "wrong size");
  await click("refund-submit");
  return { ...opened, backend };
}

async function typePin(pin: string) {
  await typeKeys(pin, 120, hook("refund-pin-input"));
}

async function enterPin(pin: string) {
  await typePin(pin);
  await press("Enter", 120, hook("refund-pin-input"));
}

function digits(): string {
  return (hook("refund-pin-input") as HTMLInputElement).value;
}

function sent(backend: FakeBackend): RefundForm[] {
  return backend.called("refundPayment").map(({ form }) => form);
}

function proofs(backend: FakeBackend): RefundProofForm[] {
  return backend.called("proveRefund").map(({ form }) => form);
}

async function choose(member: string) {
  hooks("approver")
    .find((tile) => tile.dataset["member"] === member)
    ?.click();
  await settle();
}

describe("the own PIN", () => {
  test("is asked for with the reason, and the same press goes again", async () => {
    const { backend } = await sendAs("bruno", [OWN_PIN]);
    expect(hook("refund-proof")).toHaveAttribute("data-step", "OWN");
    expect(hook("refund-proof")).toHaveTextContent("Refund €12.40 to the customer");
    expect(hook("refund-why")).toHaveTextContent("Refunds need your PIN.");
    expect(hook("refund-pin")).toHaveAccessibleName("PIN of Bruno");
    expect(hooks("approvers")).toEqual([]);
    await enterPin(PINS.bruno);
    const [one, again] = sent(backend);
    expect(again).toEqual(one);
    expect(proofs(backend)).toEqual([
      {
        member: "bruno",
        pin: PINS.bruno,
        press: one?.press,
        payment: "payment-1",
        amountMinor: "1240",
      },
    ]);
    expect(hook("refund-ending")).toHaveAttribute("data-end", "DONE");
    expect(hook("refund-ending")).not.toHaveTextContent("Approved by");
  });

  test("that is wrong keeps the amount, the reason and the note", async () => {
    const { backend } = await sendAs("bruno", [OWN_PIN]);
    await enterPin("111222");
    expect(hook("refund-pin-problem")).toHaveAttribute("data-code", "WRONG_PIN");
    expect(digits()).toBe("");
    expect(sent(backend)).toHaveLength(1);
    await click("refund-back");
    expect((hook("refund-amount") as HTMLInputElement).value).toBe("12.40");
    expect(hook("reason-other")).toBeChecked();
    expect((hook("refund-note") as HTMLInputElement).value).toBe("wrong size");
    expect(hooks("refund-problem")).toEqual([]);
  });

  test("counts down beside the pad where the till waits", async () => {
    const { backend } = await sendAs("bruno", [OWN_PIN]);
    backend.fail("proveRefund", { code: "PIN_WAIT", seconds: 60 });
    await enterPin(PINS.bruno);
    expect(hook("refund-pin-wait")).toHaveTextContent("1:00");
    expect(sent(backend)).toHaveLength(1);
    expect(hooks("refund-proof")).toHaveLength(1);
  });

  test("is sent once, however often Enter is pressed", async () => {
    const { backend } = await sendAs("bruno", [OWN_PIN]);
    let prove: () => void = () => undefined;
    backend.answer("proveRefund", () => new Promise((resolve) => (prove = () => resolve(null))));
    await typePin(PINS.bruno);
    await press("Enter", 120, hook("refund-pin-input"));
    await press("Enter", 120, hook("refund-pin-input"));
    await click("refund-pin-enter");
    expect(proofs(backend)).toHaveLength(1);
    prove();
    await settle();
    expect(sent(backend)).toHaveLength(2);
  });

  test("freezes everything while it is sent, and nothing closes the dialog", async () => {
    const { backend } = await sendAs("carla", [MANAGER_APPROVES]);
    await choose("bruno");
    backend.answer("proveRefund", () => new Promise(() => undefined));
    await enterPin(PINS.bruno);
    expect(hook("refund-back")).toBeDisabled();
    for (const tile of hooks("approver")) expect(tile).toBeDisabled();
    hook("refund-dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(hooks("refund-proof")).toHaveLength(1);
  });

  test("is asked for once more where it no longer counts", async () => {
    const { backend } = await sendAs("bruno", [OWN_PIN, OWN_PIN]);
    await enterPin(PINS.bruno);
    expect(hook("refund-again")).toHaveTextContent("A PIN counts for one minute");
    await enterPin(PINS.bruno);
    expect(hook("refund-ending")).toHaveAttribute("data-end", "DONE");
    expect(new Set(sent(backend).map((form) => form.press)).size).toBe(1);
  });

  test("is left by Esc: first back to what was typed, then out", async () => {
    const { backend } = await sendAs("bruno", [OWN_PIN]);
    const dialog = hook("refund-dialog");
    dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect((hook("refund-amount") as HTMLInputElement).value).toBe("12.40");
    dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(hooks("refund-dialog")).toEqual([]);
    expect(proofs(backend)).toEqual([]);
  });
});

describe("a second person", () => {
  test("is asked for by a cashier, who has no PIN to show", async () => {
    const { backend } = await sendAs("carla", [MANAGER_APPROVES], "Bruno");
    expect(hook("refund-why")).toHaveTextContent("A manager must approve.");
    expect(hooks("approver").map((tile) => tile.textContent?.trim())).toEqual([
      "Ada Owner",
      "Bruno Manager",
    ]);
    expect(hook("refund-choose")).toBeInTheDocument();
    expect(document.activeElement).toBe(hooks("approver")[0]);
    expect(hooks("refund-pin")).toEqual([]);
    await choose("bruno");
    expect(hook("refund-pin")).toHaveAccessibleName("PIN of Bruno, who approves");
    expect(document.activeElement).toBe(hook("refund-pin-input"));
    await enterPin(PINS.bruno);
    expect(proofs(backend).map(({ member }) => member)).toEqual(["bruno"]);
    const [one, again] = sent(backend);
    expect(again).toEqual(one);
    expect(hook("refund-ending")).toHaveTextContent("Approved by Bruno.");
  });

  test.each([
    ["AMOUNT", "Above the limit a second person approves."],
    ["DAY", "Today’s limit is reached: a second person approves."],
  ] as const)("is asked for with the reason %s", async (approval, words) => {
    await sendAs("bruno", [{ approval, approvers: [ADA, BRUNO] }]);
    expect(hook("refund-why")).toHaveTextContent(words);
    // The only other one is chosen; whoever refunds is no second person.
    expect(hooks("approver").map((tile) => tile.dataset["member"])).toEqual(["owner"]);
    expect(hook("refund-pin")).toHaveAccessibleName("PIN of Ada, who approves");
  });

  test("that is changed takes the typed digits and what was said of them along", async () => {
    const { backend } = await sendAs("carla", [MANAGER_APPROVES]);
    await choose("bruno");
    await enterPin("111222");
    expect(hooks("refund-pin-problem")).toHaveLength(1);
    await typePin("5308");
    await choose("owner");
    expect(digits()).toBe("");
    expect(hooks("refund-pin-problem")).toEqual([]);
    await enterPin(PINS.ada);
    expect(proofs(backend).map(({ member, pin }) => [member, pin])).toEqual([
      ["bruno", "111222"],
      ["owner", PINS.ada],
    ]);
  });

  test("whose PIN rests is told from the start", async () => {
    const approvers = [{ ...BRUNO, waits: 30 }];
    await sendAs("carla", [{ approval: "ROLE", approvers }]);
    expect(hook("refund-pin-wait")).toHaveTextContent("0:30");
  });

  test("who has no PIN yet can't be chosen", async () => {
    const approvers = [{ ...BRUNO, hasPin: false }, ADA];
    await sendAs("carla", [{ approval: "ROLE", approvers }]);
    expect(hooks("approver").map((tile) => tile.dataset["member"])).toEqual(["owner"]);
  });

  test.each([
    ["ROLE", "add a manager with a PIN in Settings"],
    ["DAY", "Refund less, or ask the owner"],
  ] as const)("who is not there (%s): it is said what to do", async (approval, words) => {
    const { backend } = await sendAs("bruno", [{ pin: true, approval, approvers: [BRUNO] }]);
    expect(hook("refund-nobody")).toHaveTextContent(words);
    expect(document.activeElement).toBe(hook("refund-back"));
    expect(hooks("refund-pin")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await click("refund-back");
    expect((hook("refund-amount") as HTMLInputElement).value).toBe("12.40");
    expect(proofs(backend)).toEqual([]);
  });
});

test("the approver who is chosen, touched, brings the focus to the pad", async () => {
  await sendAs("carla", [MANAGER_APPROVES]);
  await choose("bruno");
  hooks("approver")[1]?.focus();
  await choose("bruno");
  expect(document.activeElement).toBe(hook("refund-pin-input"));
});

describe("both PINs", () => {
  const BOTH: Partial<RefundNeeds> = { pin: true, approval: "AMOUNT", approvers: [ADA] };

  test("are typed one after the other, each with its own name", async () => {
    const { backend } = await sendAs("bruno", [BOTH], "Ada");
    expect(hook("refund-why")).toHaveTextContent("Refunds need your PIN.");
    expect(hook("refund-why")).toHaveTextContent("Above the limit a second person approves.");
    expect(hook("refund-step")).toHaveTextContent("PIN 1 of 2");
    expect(hooks("approvers")).toEqual([]);
    await enterPin(PINS.bruno);
    expect(hook("refund-step")).toHaveTextContent("PIN 2 of 2");
    expect(sent(backend)).toHaveLength(1);
    expect(digits()).toBe("");
    await enterPin(PINS.ada);
    expect(proofs(backend).map(({ member, pin }) => [member, pin])).toEqual([
      ["bruno", PINS.bruno],
      ["owner", PINS.ada],
    ]);
    expect(sent(backend)).toHaveLength(2);
    expect(hook("refund-ending")).toHaveTextContent("Approved by Ada.");
  });

  test("the focus goes to whom to choose, also where the first one is answered late", async () => {
    const needs = { ...BOTH, approvers: [ADA, { ...BRUNO, id: "other", name: "Second manager" }] };
    const { backend } = await sendAs("bruno", [needs]);
    let answer: () => void = () => undefined;
    backend.answer("proveRefund", () => new Promise((resolve) => (answer = () => resolve(null))));
    await enterPin(PINS.bruno);
    answer();
    await settle();
    expect(hook("refund-step")).toHaveTextContent("PIN 2 of 2");
    expect(document.activeElement).toBe(hooks("approver")[0]);
  });

  test("the second one that is wrong asks for itself again, not for the first", async () => {
    const { backend } = await sendAs("bruno", [BOTH]);
    await enterPin(PINS.bruno);
    await enterPin("111222");
    expect(hook("refund-proof")).toHaveAttribute("data-step", "APPROVAL");
    await enterPin(PINS.ada);
    expect(proofs(backend)).toHaveLength(3);
    expect(sent(backend)).toHaveLength(2);
  });

  test("the pad is free of axe findings", async () => {
    await sendAs("carla", [{ pin: true, approval: "AMOUNT", approvers: [ADA, BRUNO] }]);
    expect(await axeFindings()).toEqual([]);
  });
});

test("what goes wrong after the PINs is told where the refund was typed", async () => {
  const { backend } = await sendAs("bruno", [OWN_PIN]);
  backend.fail("refundPayment", { code: "NOT_SENT", fault: "CONNECT" });
  await enterPin(PINS.bruno);
  expect(hook("refund-problem")).toHaveAttribute("data-code", "NOT_SENT");
  expect((hook("refund-amount") as HTMLInputElement).value).toBe("12.40");
});

test("the pretend till asks for PINs by the rule: above the limit for two", async () => {
  const backend = fakeFor("staff");
  backend.staff.at = "bruno";
  const { counter } = await openCounter(backend);
  counter.goSales("sale-refunded");
  await settle();
  await click("refund");
  await fill("refund-amount", "30.00");
  await click("refund-submit");
  expect(hook("refund-step")).toHaveTextContent("PIN 1 of 2");
  await enterPin(PINS.bruno);
  expect(hooks("approver").map((tile) => tile.dataset["member"])).toEqual(["owner"]);
  await enterPin(PINS.ada);
  expect(hook("refund-ending")).toBeInTheDocument();
});

test("a cashier asks a manager, and the button says so", async () => {
  const sale = partlyRefundedSale();
  const backend = new FakeBackend(fakeTill(), [sale]);
  backend.staff.open(fourPeople(), "carla");
  const { counter } = await openCounter(backend);
  counter.goSales(sale.id);
  await settle();
  expect(hook("refund")).toHaveTextContent("Ask a manager to refund…");
  await click("refund");
  expect(hook("refund-submit")).toHaveTextContent("Ask a manager to refund €50.00");
});
