import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MANY_SALES, REST } from "./fresh-page";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, fakeAccount, fakeSale, fakeTill, saleIn } from "../backend/fake-data";
import { fourPeople, PINS } from "../backend/fake-staff";
import { click, fill, hook, hooks, openWindow, press, select, settle, typeKeys } from "../testing";
import type { SaleView } from "../contract";

const EUR_AND_JPY = [
  { code: "EUR", exponent: 2 },
  { code: "JPY", exponent: 0 },
];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A till that has drawn so many sales, and shows an empty keypad. */
async function longOpen(
  backend = new FakeBackend(fakeTill({ accounts: [fakeAccount({ currencies: EUR_AND_JPY })] })),
  sales = MANY_SALES,
) {
  const opened = await openWindow(backend);
  for (let sale = 0; sale < sales; sale += 1) opened.till.fresh.drew();
  return opened;
}

/** The same of a shop with PINs, with its owner at the till. */
function longOpenByOwner(sales: SaleView[] = []) {
  const backend = new FakeBackend(undefined, sales);
  backend.staff.open(fourPeople(), "owner");
  return longOpen(backend);
}

/** Nobody touches anything for so long. */
async function rest(time = 2 * REST) {
  vi.advanceTimersByTime(time);
  await settle();
}

const OTHER = { id: "account-2", name: "Market stall" };

const asked = (backend: FakeBackend) => backend.called("freshPage").length;

describe("a page that has drawn many sales", () => {
  test("begins again once nobody has touched it for a while, and not before", async () => {
    const { backend } = await longOpen();
    await rest(REST - 5_000);
    document.body.dispatchEvent(new Event("pointermove", { bubbles: true }));
    await rest(REST - 5_000);
    await press("Shift");
    await rest(REST - 5_000);
    expect(asked(backend)).toBe(0);
    await rest(10_000);
    expect(asked(backend)).toBe(1);
    await rest(10 * REST);
    expect(asked(backend), "where it goes on, it has drawn none since").toBe(1);
  });

  test("counts each sale that it shows once", async () => {
    const backend = new FakeBackend(undefined, [fakeSale()]);
    const { till } = await longOpen(backend, MANY_SALES - 1);
    const counter = till.counter;
    counter?.show(fakeSale());
    await settle();
    counter?.show(fakeSale({ staffNote: "called back" }));
    await settle();
    counter?.goTake();
    await rest();
    expect(asked(backend)).toBe(1);
  });

  test("goes on with few sales, however long it rests", async () => {
    const { backend } = await longOpen(undefined, MANY_SALES - 1);
    await rest(100 * REST);
    expect(asked(backend)).toBe(0);
  });

  test("goes on where the till cannot give a fresh one", async () => {
    const { backend } = await longOpen();
    backend.fail("freshPage", { code: "LEDGER_FAILED" });
    await rest();
    expect(asked(backend)).toBe(1);
    expect(hook("take")).toBeInTheDocument();
    await typeKeys("5");
    expect(hook("amount")).toHaveTextContent("0.05");
  });

  test.each<[string, (opened: Awaited<ReturnType<typeof longOpen>>) => Promise<void> | void]>([
    ["an amount", () => typeKeys("5")],
    ["what a sale is for", () => fill("what-for", "Blue jacket")],
    ["a reference", () => fill("reference", "INV-7")],
    ["a note", () => fill("staff-note", "by the door")],
    ["another currency", () => select("currency", "JPY")],
    [
      "an amount that was pasted",
      ({ backend }) => backend.tell({ kind: "CLIPBOARD", text: "9.5" }),
    ],
    ["a notice", () => press("Enter").then(() => undefined)],
    [
      "the keys",
      () =>
        press("?")
          .then(() => vi.advanceTimersByTimeAsync(100))
          .then(() => undefined),
    ],
    ["another screen", () => click("rail-sales")],
    ["a sale", ({ till }) => till.counter?.show(fakeSale())],
    ["a question", ({ backend }) => backend.tell({ kind: "CLOSING", open: 1 })],
  ])("goes on while it shows %s", async (_, begin) => {
    const { backend, till } = await longOpen();
    await begin({ backend, till });
    await settle();
    await rest();
    expect(asked(backend)).toBe(0);
  });

  test.each<[string, (opened: Awaited<ReturnType<typeof longOpen>>) => void]>([
    [
      "an account that is being connected",
      ({ till }) => (till.counter!.connecting.FLITT.keyId = "1"),
    ],
    ["a new name of the shop", ({ till }) => (till.counter!.typedShopName = "Marlow")],
    ["a scanned code", ({ till }) => (till.counter!.scanned = "4006381333931")],
    [
      "a press that nobody answered",
      ({ backend, till }) => {
        backend.fail("tryWith", { code: "NOT_SENT", fault: "CONNECT" });
        void till.counter!.tryWith(fakeSale(), OTHER);
      },
    ],
  ])("goes on while it keeps %s", async (_, keep) => {
    const opened = await longOpen();
    keep(opened);
    opened.till.counter?.goTake();
    await settle();
    await rest();
    expect(asked(opened.backend)).toBe(0);
  });

  test("goes on while the strip shows what was paid out of sight", async () => {
    const sale = fakeSale();
    const { backend } = await longOpen(new FakeBackend(undefined, [sale]));
    backend.become(saleIn(EVERY_STATE.PAID, { id: sale.id }));
    await settle();
    expect(hooks("open-sale")).toHaveLength(1);
    await rest();
    expect(asked(backend)).toBe(0);
  });

  test("begins again where nobody is signed in, unless somebody who is away has begun something", async () => {
    const { backend, till } = await longOpenByOwner();
    await click("rail-sales");
    await till.session.lock();
    await rest();
    expect(asked(backend), "their screen is no work of theirs").toBe(1);

    for (let sale = 0; sale < MANY_SALES; sale += 1) till.fresh.drew();
    await till.session.signIn("owner", PINS.ada);
    await settle();
    await click("rail-take");
    await fill("what-for", "Blue jacket");
    await till.session.lock();
    await settle();
    await rest();
    expect(asked(backend)).toBe(1);
    await till.session.signIn("carla", PINS.carla);
    await settle();
    await rest();
    expect(asked(backend), "nor while somebody else is there").toBe(1);
  });

  test("goes on while a sale of somebody who is away waits on the customer's screen", async () => {
    const { backend, till } = await longOpenByOwner([fakeSale()]);
    till.counter?.show(fakeSale());
    await till.session.lock();
    await settle();
    await rest();
    expect(asked(backend)).toBe(0);
  });

  test("goes on while somebody looks for the recovery code", async () => {
    const { backend, till } = await longOpenByOwner();
    await till.session.lock();
    await settle();
    hooks("staff-tile")[0]?.click();
    await settle();
    await click("lost-pin");
    await click("lock-recover");
    expect(hook("recover")).toBeInTheDocument();
    await rest();
    expect(asked(backend)).toBe(0);
  });

  test("begins again with the usual currency, whoever chose it", async () => {
    const { backend } = await longOpen();
    await select("currency", "JPY");
    await select("currency", "EUR");
    await rest();
    expect(asked(backend)).toBe(1);
  });

  test("begins again after somebody who was told something went away", async () => {
    const { backend, till } = await longOpenByOwner();
    backend.tell({ kind: "CLIPBOARD", text: null });
    await settle();
    expect(hook("take")).toHaveTextContent("clipboard");
    await till.session.lock();
    await rest();
    expect(asked(backend)).toBe(1);
  });

  test("goes on where the till cannot say who is there", async () => {
    const { backend, till } = await longOpen();
    backend.fail("session", { code: "LEDGER_FAILED" });
    await till.session.askAgain();
    await settle();
    await rest();
    expect(asked(backend)).toBe(0);
  });
});

test("a draft is blank as long as nothing is typed for a sale", async () => {
  const { till } = await longOpen();
  const { counter } = till;
  const account = counter?.account;
  if (!counter || !account) throw new Error("the till has an account");
  expect(counter.draft.isBlank(account)).toBe(true);
  for (const field of [
    "whatFor",
    "reference",
    "staffNote",
    "customerEmail",
    "pageLanguage",
  ] as const) {
    counter.draft[field] = "x";
    expect(counter.draft.isBlank(account), field).toBe(false);
    counter.draft[field] = "";
  }
  expect(counter.draft.isBlank(account)).toBe(true);
});
