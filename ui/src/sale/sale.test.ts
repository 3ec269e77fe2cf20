import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import {
  EVERY_STATE,
  euros,
  fakeLink,
  fakeSale,
  fakeTill,
  practiceAccount,
  saleIn,
  inSeconds,
} from "../backend/fake-data";
import { axeFindings, click, hook, hooks, openCounter, press, settle } from "../testing";
import { letterKeys } from "../keys/letters.svelte";
import type { SaleState, SaleView } from "../contract";

async function showing(sale: SaleView, backend = new FakeBackend(fakeTill(), [sale])) {
  const opened = await openCounter(backend);
  opened.counter.show(sale);
  await settle();
  return opened;
}

/** A letter acts a moment after it is pressed, once no scanner's next character came. */
async function pressLetter(key: string) {
  await press(key);
  vi.advanceTimersByTime(50);
  await settle();
}

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  letterKeys.on = true;
});

const SHOWN: [SaleState["kind"], string, string[]][] = [
  ["MAKING", "Making the link", ["check-now"]],
  ["NOT_SENT", "Not sent – no link was made", ["try-again"]],
  ["WAITING", "Waiting", ["show-customer", "copy-link", "check-now", "new-sale"]],
  ["NOT_SURE", "Not sure yet – do not hand over", ["check-now"]],
  ["NEEDS_PERSON", "Ask the provider – do not hand over", ["check-now", "go-details"]],
  ["CARD_REFUSED", "Card refused – customer can try again", ["copy-link", "check-now"]],
  ["CANCELLING", "Being cancelled", ["check-now", "new-sale"]],
  ["RESERVED", "Reserved – not paid yet", ["capture", "release", "check-now", "go-details"]],
  ["HOLD_ENDING", "Being captured – not paid yet", ["check-now"]],
  ["RELEASED", "Released, not paid", ["create-again"]],
  ["CARD_CONFIRMED", "Card confirmed – nothing was taken", ["go-details", "new-sale"]],
  ["COLLECTING", "Paid 2 of 5 · €50.00 in all", ["show-customer", "copy-link", "cancel-link"]],
  ["PAID_TWICE", "Paid twice – refund one", ["go-refund"]],
  ["PAID_DIFFERENT_AMOUNT", "Paid a different amount", ["go-refund", "keep-money"]],
  ["EXPIRED", "Expired, not paid", ["create-again"]],
  ["CLOSED", "Closed, not paid", ["create-again"]],
  ["LINK_REFUSED", "The provider refused the link", ["create-again"]],
  ["REFUND_RUNNING", "Refund on its way", ["go-details"]],
  ["PARTLY_REFUNDED", "€14.00 of €64.00 refunded", ["go-details"]],
  ["REFUNDED", "Refunded", ["go-details"]],
];

describe("each state on the waiting screen", () => {
  test.each(SHOWN)("%s", async (kind, word, actions) => {
    await showing(saleIn(EVERY_STATE[kind]));
    const pill = hook("state");
    expect(pill).toHaveAttribute("data-state", kind);
    expect(pill).toHaveTextContent(word);
    expect(pill.querySelector("svg")).not.toBeNull();
    for (const action of actions) expect(hook(action)).toBeInTheDocument();
    expect(hooks("paid")).toEqual([]);
  });

  test.each([
    ["PAID", "Paid"],
    ["PAID_LATE", "Paid late"],
    ["PAID_AFTER_CANCEL", "Paid after it was cancelled"],
  ] as const)("%s is the green screen", async (kind, word) => {
    await showing(fakeSale({ state: EVERY_STATE[kind] }));
    expect(hook("paid")).toHaveTextContent(word);
    expect(hook("paid-amount")).toHaveTextContent("€25.00");
    const colours = { PAID: "Copper · Heron", PAID_LATE: "Sky · ", PAID_AFTER_CANCEL: "Lilac · " };
    expect(hook("mark")).toHaveTextContent(colours[kind]);
  });
});

describe("waiting", () => {
  test("shows exactly the link that the code holds, the host marked", async () => {
    await showing(fakeSale());
    const link = fakeLink();
    expect(hook("link").textContent).toBe(link.url);
    expect(hook("link").querySelector("strong")).toHaveTextContent(link.host);
    expect(hook("qr")).toHaveAttribute("data-link", link.id);
    expect(hook("qr").getAttribute("src")).toContain("px=400");
  });

  test("a link that is over shows no code", async () => {
    await showing(fakeSale({ state: EVERY_STATE.EXPIRED, link: fakeLink({ payable: false }) }));
    expect(hooks("qr")).toEqual([]);
    expect(hooks("copy-link")).toEqual([]);
  });

  test("a code that cannot be drawn says so", async () => {
    await showing(fakeSale());
    hook("qr").dispatchEvent(new Event("error"));
    await settle();
    expect(hook("problem")).toHaveTextContent("Copy the link instead.");
  });

  test("a blank stands on both sides of the point beside the reference", async () => {
    await showing(fakeSale());
    expect(document.querySelector(".reference")?.textContent).toMatch(
      /^\s*INV-1043 · for staff: blue jacket\s*$/i,
    );
  });

  test("silence is not a no", async () => {
    const link = fakeLink({ cannotCheckSince: new Date(2026, 10, 20, 14, 5).toISOString() });
    await showing(fakeSale({ link }));
    expect(hook("state")).toHaveTextContent(/Cannot check since .*2?:05|14:05/);
    expect(hook("state")).toHaveAttribute("data-tone", "unreachable");
    expect(hook("state-next")).toHaveTextContent("No connection does not mean not paid.");
  });

  test("a provider that answers and tells nothing of the link is no lost connection", async () => {
    const link = fakeLink({ cannotCheckSince: new Date(0).toISOString(), lookRefused: true });
    await showing(fakeSale({ link }));
    expect(hook("state")).toHaveAttribute("data-tone", "unreachable");
    expect(hook("state-next")).toHaveTextContent("Look in its portal");
    expect(hooks("connection-lost")).toEqual([]);
    expect(hook("row-state")).toHaveTextContent("Cannot check");
  });

  test("Copied is said only once the clipboard was read back", async () => {
    const { backend } = await showing(fakeSale());
    await pressLetter("c");
    expect(backend.called("copyLink")).toEqual([{ link: "link-1" }]);
    expect(hook("copied")).toHaveTextContent("Copied. The link leads to pay.globalpay.com.");
  });

  test("another text in the clipboard is never Copied", async () => {
    const { backend } = await showing(fakeSale());
    backend.answer("copyLink", async () => ({ url: "https://else.example", host: "else.example" }));
    await pressLetter("c");
    expect(hook("copied")).toHaveTextContent("");
    expect(hook("copy-problem")).toHaveAttribute("data-code", "CLIPBOARD_FAILED");
  });

  test("the keys do what they say", async () => {
    const { backend, counter } = await showing(fakeSale());
    await pressLetter("f");
    expect(backend.called("raiseCustomerDisplay")).toHaveLength(1);
    await pressLetter("k");
    expect(backend.called("linkStatus")).toEqual([{ sale: "sale-1" }]);
    await press("Escape");
    expect(counter.screen.name).toBe("TAKE");
    expect(backend.called("showToCustomer").at(-1)).toEqual({ sale: null });
  });

  test("a scanned code presses none of them", async () => {
    const { backend, counter } = await showing(fakeSale());
    for (const key of "fcnk") await press(key, 8);
    vi.advanceTimersByTime(50);
    await settle();
    expect(counter.screen.name).toBe("SALE");
    expect(backend.called("raiseCustomerDisplay")).toEqual([]);
    expect(backend.called("copyLink")).toEqual([]);
  });

  test.each([
    ["EXPIRED", "createLink"],
    ["NOT_SENT", "createLink"],
  ] as const)("nor does its Enter act on a sale that is %s", async (kind, call) => {
    const { backend, counter } = await showing(fakeSale({ state: EVERY_STATE[kind] }));
    for (const key of "4006381") await press(key, 8);
    await press("Enter", 8);
    await settle();
    expect(backend.called(call)).toEqual([]);
    expect(counter.screen.name).toBe("SALE");
  });

  test("on one screen a tap leaves the customer's page alone, and a long press leaves it", async () => {
    const { backend } = await showing(fakeSale());
    backend.displayed.lent = true;
    await click("show-customer");
    const page = hook("shared-screen");
    page.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    vi.advanceTimersByTime(1100);
    page.dispatchEvent(new Event("pointerup", { bubbles: true }));
    vi.advanceTimersByTime(5000);
    await settle();
    expect(hook("shared-screen")).toBeInTheDocument();
    page.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    vi.advanceTimersByTime(1300);
    await settle();
    expect(hooks("shared-screen")).toEqual([]);
  });

  test("Ctrl K does nothing while the customer looks at this window", async () => {
    const backend = new FakeBackend(fakeTill(), [fakeSale()]);
    backend.displayed.lent = true;
    const { counter } = await showing(fakeSale(), backend);
    await click("show-customer");
    expect(hook("shared-screen")).toBeInTheDocument();
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true }));
    await settle();
    expect(hook("shared-screen")).toBeInTheDocument();
    expect(counter.screen.name).toBe("SALE");
  });

  test("letters that were switched off are not shown as keys", async () => {
    await showing(fakeSale());
    expect(hook("copy-link").querySelector("kbd")).toHaveTextContent("C");
    letterKeys.on = false;
    await settle();
    const keys = [...document.querySelectorAll(".actions kbd")].map((key) => key.textContent);
    expect(keys).toEqual(["Del"]);
  });

  test("Pay as the customer exists in practice alone", async () => {
    await showing(fakeSale());
    expect(hooks("pay-as-customer")).toEqual([]);
  });

  test("Pay as the customer opens the hosted page", async () => {
    const state = fakeTill({ accounts: [practiceAccount()], activeAccount: "practice" });
    const sale = fakeSale({ environment: "PRACTICE" });
    const { backend } = await showing(sale, new FakeBackend(state, [sale]));
    expect(hook("environment")).toHaveTextContent("PRACTICE");
    await pressLetter("b");
    expect(backend.called("openPayPage")).toEqual([{ link: "link-1" }]);
  });

  test("an error of an action is said, and the sale stays", async () => {
    const { backend } = await showing(fakeSale());
    backend.fail("linkStatus", { code: "NOT_SENT", fault: "CONNECT" });
    await click("check-now");
    expect(hook("sale-problem")).toHaveTextContent("No connection to the provider.");
    expect(hook("state")).toHaveAttribute("data-state", "WAITING");
  });

  test("Create again fills the form", async () => {
    await showing(fakeSale({ state: EVERY_STATE.LINK_REFUSED, link: null }));
    await press("Enter");
    expect(hook("amount")).toHaveTextContent("25.00");
    expect(hook("what-for")).toHaveValue("Blue jacket, alteration");
    expect(hook("reference")).toHaveValue("INV-1043");
    expect(hook("staff-note")).toHaveValue("blue jacket");
  });
});

describe("paid", () => {
  async function becomesPaid() {
    const opened = await showing(fakeSale());
    opened.backend.become(fakeSale({ state: EVERY_STATE.PAID }));
    await settle();
    return opened;
  }

  test("turns green by itself and is read out", async () => {
    await becomesPaid();
    expect(hook("paid-screen")).toBeInTheDocument();
    expect(hook("announcement")).toHaveTextContent("€25.00: Paid €25.00 at");
  });

  test("goes back to idle after ten seconds", async () => {
    const { counter } = await becomesPaid();
    vi.advanceTimersByTime(9_900);
    await settle();
    expect(counter.screen.name).toBe("PAID");
    vi.advanceTimersByTime(200);
    await settle();
    expect(counter.screen.name).toBe("TAKE");
  });

  test("goes back in time whatever else the till tells meanwhile", async () => {
    const { backend, counter } = await becomesPaid();
    vi.advanceTimersByTime(9_000);
    backend.tell({ kind: "TILL" });
    await settle();
    vi.advanceTimersByTime(1_100);
    await settle();
    expect(counter.screen.name).toBe("TAKE");
  });

  test("a digit starts the next sale with it", async () => {
    await becomesPaid();
    await pressLetter("7");
    expect(hook("amount")).toHaveTextContent("0.07");
  });

  test("digits that come close together are all the next sale's", async () => {
    await becomesPaid();
    for (const key of "25") await press(key, 35);
    vi.advanceTimersByTime(50);
    await settle();
    expect(hook("amount")).toHaveTextContent("0.25");
  });

  test("a scanned code starts nothing", async () => {
    const { backend, counter } = await becomesPaid();
    for (const key of "4006381") await press(key, 8);
    await press("Enter", 8);
    vi.advanceTimersByTime(50);
    await settle();
    expect(counter.screen.name).toBe("PAID");
    expect(counter.draft.untouched).toBe(true);
    expect(backend.called("createLink")).toEqual([]);
  });

  test.each([
    ["PAID_LATE", "after the link was over"],
    ["PAID_AFTER_CANCEL", "although the link had been cancelled"],
  ] as const)("%s asks for a decision and stays", async (kind, words) => {
    const { counter } = await showing(saleIn(EVERY_STATE[kind]));
    expect(hook("paid-late")).toHaveTextContent(words);
    expect(hook("paid-new-sale")).toHaveTextContent("Keep it");
    vi.advanceTimersByTime(60_000);
    await settle();
    expect(counter.screen.name).toBe("PAID");
  });

  test("late money is refunded from the green screen, and how that ended stays to be read", async () => {
    const { backend, counter } = await showing(saleIn(EVERY_STATE.PAID_LATE));
    let finish: (sale: SaleView) => void = () => undefined;
    backend.answer("refundPayment", () => new Promise((resolve) => (finish = resolve)));
    await pressLetter("r");
    expect(hook("refund-submit")).toHaveTextContent("Refund €25.00 to the customer");
    await click("refund-submit");
    const [payment] = saleIn(EVERY_STATE.PAID_LATE).payments;
    if (!payment) throw new Error("late money is a payment");
    const refund = {
      id: "refund-new",
      press: "33333333-3333-4333-8333-333333333333",
      amount: euros(2500),
      state: "DONE" as const,
      reason: "OTHER" as const,
      note: "",
      madeAt: new Date().toISOString(),
      madeBy: "Owner",
      approvedBy: null,
      error: null,
    };
    const running = saleIn(EVERY_STATE.REFUND_RUNNING, { payments: [payment] });
    backend.become(running);
    await settle();
    expect(counter.screen.name).toBe("SALE");
    expect(hook("refund-submit")).toBeDisabled();
    finish({ ...running, payments: [{ ...payment, refunds: [refund] }] });
    await settle();
    expect(hook("refund-ending")).toHaveAttribute("data-end", "DONE");
    await click("refund-close");
    expect(hooks("refund-dialog")).toEqual([]);
  });

  test("nothing but money that came turns the screen green", async () => {
    const { backend, counter } = await showing(saleIn(EVERY_STATE.COLLECTING));
    const paid = { ...EVERY_STATE.PAID, paid: euros(5000) };
    backend.become(saleIn(paid, { payments: saleIn(EVERY_STATE.COLLECTING).payments }));
    await settle();
    expect(counter.screen.name).toBe("SALE");
    expect(hook("state")).toHaveAttribute("data-state", "PAID");
  });

  test("the last payment of a link for several turns it green", async () => {
    const { backend, counter } = await showing(saleIn(EVERY_STATE.COLLECTING));
    backend.become(saleIn({ ...EVERY_STATE.PAID, paid: euros(12_500) }));
    await settle();
    expect(counter.screen.name).toBe("PAID");
  });

  test("each payment on a link for several is read out, and the code stays", async () => {
    const { backend } = await showing(saleIn(EVERY_STATE.COLLECTING));
    const third = { ...EVERY_STATE.COLLECTING, times: 3, paid: euros(7500) };
    backend.become(saleIn(third));
    await settle();
    expect(hook("announcement")).toHaveTextContent("Paid 3 of 5 · €75.00 in all");
    expect(hook("qr")).toBeInTheDocument();
  });

  test("Enter is a new sale, D the details", async () => {
    const { counter } = await becomesPaid();
    await pressLetter("d");
    expect(counter.screen).toMatchObject({ name: "SALES", sale: "sale-1" });
  });

  test("a sale paid out of sight shows among the open ones and takes no screen", async () => {
    // It was sent an hour ago.
    const sale = fakeSale({ at: inSeconds(-3600) });
    const { backend, counter } = await openCounter(new FakeBackend(fakeTill(), [sale]));
    backend.become({ ...sale, state: EVERY_STATE.PAID });
    await settle();
    expect(counter.screen.name).toBe("TAKE");
    expect(hook("open-sale")).toHaveTextContent(/Paid/);
    expect(hook("announcement")).toHaveTextContent("€25.00: Paid");
  });
});

test("where the open sales have no room, their number leads to them", async () => {
  const { counter } = await showing(fakeSale());
  expect(hook("open-all")).toHaveTextContent("Open sales: 1");
  await click("open-all");
  expect(counter.screen).toMatchObject({ name: "SALES", filter: "OPEN" });
});

test("a practice sale is free of axe findings", async () => {
  const state = fakeTill({ accounts: [practiceAccount()], activeAccount: "practice" });
  const sale = fakeSale({ environment: "PRACTICE" });
  await showing(sale, new FakeBackend(state, [sale]));
  vi.useRealTimers();
  expect(await axeFindings()).toEqual([]);
});

test.each([
  "WAITING",
  "PAID",
  "PAID_LATE",
  "CANCELLING",
  "RESERVED",
  "COLLECTING",
  "PAID_TWICE",
] as const)("%s is free of axe findings", async (kind) => {
  await showing(saleIn(EVERY_STATE[kind]));
  vi.useRealTimers();
  expect(await axeFindings()).toEqual([]);
});
