import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { euros, EVERY_STATE, fakeSale, fakeTill, saleIn } from "../backend/fake-data";
import { fourPeople, PINS } from "../backend/fake-staff";
import { markText } from "../words/marks";
import { axeFindings, click, hook, hooks, openCounter, press, settle, typeKeys } from "../testing";
import type { CustomerPage } from "../contract";

/** Longer than a long press, and than any touch by chance. */
const LONG = 1300;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const ABOUT = { shopName: "Marlow & Daughters", environment: "LIVE" } as const;
const PAY: CustomerPage = {
  kind: "PAY",
  ...ABOUT,
  amount: euros(2500),
  whatFor: "Blue jacket",
  linkKind: { kind: "PAYMENT" },
  link: "link-1",
  host: "pay.globalpay.com",
  endsAt: null,
  cardRefused: false,
};

/** The customer has the counter's screen. */
async function lent(at: string | null) {
  const sale = fakeSale({ customer: PAY });
  const backend = new FakeBackend(fakeTill(), [sale]);
  backend.displayed.lent = true;
  if (at) backend.staff.open(fourPeople(), at);
  const { counter, till } = await openCounter(backend);
  counter.show(sale);
  await settle();
  await press("f");
  vi.advanceTimersByTime(200);
  await settle();
  expect(hook("shared-screen")).toBeInTheDocument();
  return { backend, counter, till, sale };
}

async function hold(milliseconds: number) {
  const page = hook("shared-screen");
  page.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  vi.advanceTimersByTime(milliseconds);
  page.dispatchEvent(new Event("pointerup", { bubbles: true }));
  await settle();
}

describe("where there are PINs", () => {
  test("a long press asks for the PIN, and that alone gives the screen back", async () => {
    await lent("carla");
    await hold(LONG);
    expect(hook("shared-screen")).toBeInTheDocument();
    expect(hook("shared-pin")).toBeInTheDocument();
    await typeKeys(PINS.bruno);
    await press("Enter");
    expect(hook("shared-leave-problem")).toBeInTheDocument();
    expect(hook("shared-screen")).toBeInTheDocument();
    await typeKeys(PINS.carla);
    await press("Enter");
    expect(hooks("shared-screen")).toEqual([]);
    expect(hook("show-customer")).toBeInTheDocument();
  });

  test("the question has no axe findings", async () => {
    await lent("carla");
    await hold(LONG);
    // axe waits by the clock.
    vi.useRealTimers();
    expect(await axeFindings()).toEqual([]);
  });

  test("a touch asks for nothing", async () => {
    await lent("carla");
    await hold(300);
    await hold(300);
    expect(hooks("shared-pin")).toEqual([]);
  });

  test("the customer's page comes back where nobody types", async () => {
    await lent("carla");
    await hold(LONG);
    await press(PINS.carla[0] ?? "");
    vi.advanceTimersByTime(19_000);
    await settle();
    expect(hook("shared-pin")).toBeInTheDocument();
    vi.advanceTimersByTime(2_000);
    await settle();
    expect(hooks("shared-pin")).toEqual([]);
    expect(hook("shared-screen")).toBeInTheDocument();
  });

  test("or at once, where they want it", async () => {
    await lent("carla");
    await hold(LONG);
    await click("shared-stay");
    expect(hooks("shared-pin")).toEqual([]);
    expect(hook("shared-screen")).toBeInTheDocument();
  });
});

test("a customer is not asked whether the till is closed", async () => {
  const { backend } = await lent("carla");
  backend.tell({ kind: "CLOSING", open: 2 });
  await settle();
  expect(hooks("closing-dialog")).toEqual([]);
  expect(backend.called("endClosing")).toEqual([{ way: "STAY" }]);
});

test("without PINs a long press gives the screen back", async () => {
  await lent(null);
  await hold(LONG);
  expect(hooks("shared-screen")).toEqual([]);
  expect(hooks("shared-pin")).toEqual([]);
});

test("nothing of staff's is on the customer's page", async () => {
  const { sale } = await lent("carla");
  const text = document.body.textContent ?? "";
  expect(hook("customer-amount")).toHaveTextContent("€25.00");
  for (const staffs of [sale.reference, sale.staffNote, sale.madeBy, "Carla"]) {
    expect(staffs).not.toBe("");
    expect(text).not.toContain(staffs);
  }
  expect(hooks("rail-take")).toEqual([]);
});

describe("paid", () => {
  test("is shown with the counter's mark, and gives way to the shop after its time", async () => {
    const { backend, counter } = await lent("carla");
    backend.displayed.idlePicture = "picture-1";
    backend.tell({ kind: "DISPLAYS" });
    const state = EVERY_STATE.PAID;
    const customer: CustomerPage = { ...state, ...ABOUT, amount: state.paid };
    backend.become({ ...saleIn(state), id: counter.shown?.id ?? "", customer });
    await settle();
    expect(hook("mark")).toHaveTextContent(markText(state.mark));
    vi.advanceTimersByTime(9_000);
    await settle();
    expect(hook("mark")).toBeInTheDocument();
    vi.advanceTimersByTime(2_000);
    await settle();
    expect(hooks("mark")).toEqual([]);
    expect(hook("customer-picture")).toBeInTheDocument();
    expect(hook("shared-screen"), "it is still the customer's").toBeInTheDocument();
    backend.tell({ kind: "TILL" });
    await settle();
    expect(hooks("mark"), "the next customer does not see it").toEqual([]);
  });
});
