import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, fakeTill, saleIn } from "../backend/fake-data";
import { axeFindings, hook, hooks, openCounter, press, settle } from "../testing";
import type { Counter } from "../counter/counter.svelte";
import type { SaleView } from "../contract";

async function showing(sale: SaleView) {
  const opened = await openCounter(new FakeBackend(fakeTill(), [sale]));
  opened.counter.show(sale);
  await settle();
  return opened;
}

afterEach(() => vi.useRealTimers());

/** A letter acts a moment after it is pressed, once no scanner's next character came. */
async function pressLetter(key: string) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await press(key);
  vi.advanceTimersByTime(50);
  await settle();
  vi.useRealTimers();
}

/** Goes to a button by the Tab key, and presses it by the Enter key. */
async function reach(test: string) {
  const user = userEvent.setup();
  for (let stops = 0; stops < 60 && document.activeElement !== hook(test); stops += 1) {
    await user.tab();
  }
  expect(document.activeElement, "the Tab key stops there").toBe(hook(test));
  await user.keyboard("{Enter}");
  await settle();
}

/** What each action leads to. */
const LEADS = {
  refund: () => expect(hook("refund-dialog")).toBeInTheDocument(),
  keep: (counter: Counter) => expect(counter.screen.name).toBe("TAKE"),
  details: (counter: Counter) =>
    expect(counter.screen).toMatchObject({ name: "SALES", sale: "sale-1" }),
};

type Action = { test: string; letter: string; label: string; leads: keyof typeof LEADS };

const ON_GREEN: readonly Action[] = [
  { test: "paid-refund-all", letter: "r", label: "Refund all of it…", leads: "refund" },
  { test: "paid-new-sale", letter: "n", label: "Keep it", leads: "keep" },
  { test: "paid-details", letter: "d", label: "Details", leads: "details" },
];
const DIFFERENT: readonly Action[] = [
  { test: "go-refund", letter: "r", label: "Refund all of it…", leads: "refund" },
  { test: "keep-money", letter: "n", label: "Keep it", leads: "keep" },
  { test: "go-details", letter: "d", label: "Details", leads: "details" },
];
const TWICE: readonly Action[] = [
  { test: "go-refund", letter: "r", label: "Refund one payment…", leads: "refund" },
  { test: "new-sale", letter: "n", label: "New sale", leads: "keep" },
  { test: "go-details", letter: "d", label: "Details", leads: "details" },
];

const SCREENS = [
  { kind: "PAID_LATE", says: "The money came after the link was over", actions: ON_GREEN },
  { kind: "PAID_AFTER_CANCEL", says: "although the link had been cancelled", actions: ON_GREEN },
  { kind: "PAID_DIFFERENT_AMOUNT", says: "€20.00 came, not what was asked.", actions: DIFFERENT },
  { kind: "PAID_TWICE", says: "€50.00", actions: TWICE },
] as const;

describe.each(SCREENS)("$kind", ({ kind, says, actions }) => {
  const sale = saleIn(EVERY_STATE[kind]);

  test("says what came and what is to be decided, and is free of axe findings", async () => {
    await showing(sale);
    const [words] = [...hooks("paid-late"), ...hooks("state-next")];
    expect(words).toHaveTextContent(says);
    expect(await axeFindings()).toEqual([]);
  });

  test.each(actions)("$label is reached by the Tab key", async ({ test, label, leads }) => {
    const { counter } = await showing(sale);
    expect(hook(test)).toHaveAccessibleName(expect.stringContaining(label));
    await reach(test);
    LEADS[leads](counter);
  });

  test.each(actions)("$label has a letter", async ({ letter, leads }) => {
    const { counter } = await showing(sale);
    await pressLetter(letter);
    LEADS[leads](counter);
  });

  test("the refund begins with one payment, and Esc leads back to its button", async () => {
    const { backend, counter } = await showing(sale);
    const test = actions === TWICE || actions === DIFFERENT ? "go-refund" : "paid-refund-all";
    await reach(test);
    const payment = sale.payments.at(-1);
    expect(counter.task).toEqual({ name: "REFUND", payment: payment?.id });
    const amount = kind === "PAID_DIFFERENT_AMOUNT" ? "€20.00" : "€25.00";
    expect(hook("refund-submit")).toHaveTextContent(`Refund ${amount} to the customer`);
    expect(await axeFindings()).toEqual([]);
    hook("refund-dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(hooks("refund-dialog")).toEqual([]);
    expect(document.activeElement).toBe(hook(test));
    expect(backend.called("refundPayment")).toEqual([]);
  });
});

test("of two payments, one is refunded and the other is left", async () => {
  const sale = saleIn(EVERY_STATE.PAID_TWICE);
  const { backend } = await showing(sale);
  await reach("go-refund");
  hook("refund-submit").click();
  await settle();
  const asked = backend.called("refundPayment").map(({ form }) => form.payment);
  expect(asked).toEqual([sale.payments.at(-1)?.id]);
});

test.each(["PAID_DIFFERENT_AMOUNT", "PAID_TWICE"] as const)("%s is never green", async (kind) => {
  const { backend } = await showing(saleIn({ kind: "WAITING", expiresAt: null }));
  backend.become(saleIn(EVERY_STATE[kind]));
  await settle();
  expect(hooks("paid-screen")).toEqual([]);
  expect(hook("state")).toHaveAttribute("data-tone", "wrong");
  expect(hook("announcement")).toHaveTextContent(kind === "PAID_TWICE" ? "twice" : "different");
});
