import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, fakeSale, fakeTill, saleIn } from "../backend/fake-data";
import { fakeProducts } from "../backend/fake-products";
import { fourPeople, PINS } from "../backend/fake-staff";
import {
  click,
  fill,
  hook,
  hooks,
  openPart,
  openWindow,
  press,
  select,
  settle,
  typeKeys,
} from "../testing";
import type { SaleView, TillError } from "../contract";

const AT = { owner: PINS.ada, bruno: PINS.bruno, carla: PINS.carla };

function staffed(at: keyof typeof AT, sales = [fakeSale()], state = fakeTill()): FakeBackend {
  const backend = new FakeBackend(state, sales);
  backend.staff.open(fourPeople(), at);
  return backend;
}

/** Nobody touched it for too long. */
async function lockByItself(backend: FakeBackend) {
  backend.staff.lock();
  backend.tell({ kind: "SESSION" });
  await settle();
}

async function signIn(member: keyof typeof AT) {
  const found = hooks("staff-tile").find((one) => one.dataset["member"] === member);
  found?.click();
  await settle();
  await typeKeys(AT[member]);
  await press("Enter");
}

/** An answer that the test gives when it likes. */
function held(backend: FakeBackend, name: "createLink" | "refundPayment") {
  const real = backend[name] as (args: never) => Promise<SaleView>;
  let open: (refused?: TillError) => void = () => undefined;
  const gate = new Promise<TillError | undefined>((resolve) => (open = resolve));
  backend[name] = (async (args: never) => {
    const sale = await real(args);
    const refused = await gate;
    if (refused) throw refused;
    return sale;
  }) as never;
  return async (refused?: TillError) => {
    backend[name] = real as never;
    open(refused);
    await settle();
  };
}

function shownToCustomer(backend: FakeBackend) {
  return backend.called("showToCustomer").map(({ sale }) => sale);
}

describe("a late answer to whoever was there before", () => {
  test("never reaches the customer's display beside the next person's sale", async () => {
    const backend = staffed("carla", []);
    const { till } = await openWindow(backend);
    await typeKeys("2500");
    const answer = held(backend, "createLink");
    await press("Enter");
    await click("rail-lock");
    backend.sales.clear();
    await signIn("bruno");
    const told = shownToCustomer(backend).length;
    await answer();
    expect(till.counter?.screen.name).toBe("TAKE");
    expect(hook("amount")).toHaveTextContent("0.00");
    expect(shownToCustomer(backend).slice(told)).toEqual([]);
  });

  test("is there when they come back", async () => {
    const backend = staffed("carla", []);
    const { till } = await openWindow(backend);
    await typeKeys("2500");
    const answer = held(backend, "createLink");
    await press("Enter");
    await click("rail-lock");
    await answer();
    await signIn("carla");
    expect(till.counter?.screen.name).toBe("SALE");
    expect(shownToCustomer(backend).at(-1), "the display shows it, too").toBe(
      till.counter?.shown?.id,
    );
  });

  test("sends no refund in another's name", async () => {
    const sale = saleIn(EVERY_STATE.PAID_LATE);
    const backend = staffed("bruno", [sale]);
    const { till } = await openWindow(backend);
    till.counter?.show(sale);
    await settle();
    backend.fail("refundPayment", {
      code: "REFUND_NEEDS",
      pin: true,
      approval: null,
      approvers: [],
    });
    await click("paid-refund-all");
    await click("refund-submit");
    let proven: () => void = () => undefined;
    backend.answer(
      "proveRefund",
      () => new Promise<null>((resolve) => (proven = () => resolve(null))),
    );
    await typeKeys(PINS.bruno);
    await press("Enter");
    await lockByItself(backend);
    backend.behave("refundPayment");
    await signIn("owner");
    const sent = backend.called("refundPayment").length;
    proven();
    await settle();
    expect(backend.called("refundPayment")).toHaveLength(sent);
  });
});

describe("the customer's display", () => {
  test("shows nothing of the person before", async () => {
    const backend = staffed("carla");
    const { till } = await openWindow(backend);
    till.counter?.show(fakeSale());
    await settle();
    await click("rail-lock");
    expect(shownToCustomer(backend).at(-1), "it goes on while the till is locked").toBe("sale-1");
    await signIn("bruno");
    expect(shownToCustomer(backend).at(-1)).toBeNull();
  });
});

describe("what was typed", () => {
  test("is there for the same person, although another was there meanwhile", async () => {
    await openWindow(staffed("carla"));
    await typeKeys("2500");
    await click("rail-lock");
    await signIn("bruno");
    expect(hook("amount")).toHaveTextContent("0.00");
    await click("rail-lock");
    await signIn("carla");
    expect(hook("amount")).toHaveTextContent("25.00");
  });

  test("as a product is not lost, and not there for whoever may not change products", async () => {
    const backend = staffed("bruno");
    backend.catalogue.fill("LIVE", fakeProducts());
    await openWindow(backend);
    await click("rail-products");
    await click("products-add");
    await fill("product-name", "Half typed");
    await lockByItself(backend);
    expect(document.body.innerHTML).not.toContain("Half typed");
    await signIn("carla");
    expect(hooks("product-dialog")).toEqual([]);
    await lockByItself(backend);
    await signIn("bruno");
    expect(hook("product-name")).toHaveValue("Half typed");
    await lockByItself(backend);
    const bruno = backend.staff.people.find(({ id }) => id === "bruno");
    if (bruno) bruno.role = "CASHIER";
    await signIn("bruno");
    expect(hooks("product-dialog")).toEqual([]);
  });

  test("as a product that was scanned is not begun a second time", async () => {
    const backend = staffed("bruno");
    const { till } = await openWindow(backend);
    till.counter?.goProducts("4006381333931");
    await settle();
    expect(hook("product-barcode")).toHaveValue("4006381333931");
    await click("product-cancel");
    await lockByItself(backend);
    await signIn("bruno");
    expect(hooks("product-dialog")).toEqual([]);
  });

  test.each(["the paid sale", "the list of sales"])("as a refund in %s", async (where) => {
    const sale = saleIn(EVERY_STATE.PAID_LATE);
    const backend = staffed("bruno", [sale]);
    const { till } = await openWindow(backend);
    if (where === "the paid sale") till.counter?.show(sale);
    else till.counter?.goSales(sale.id);
    await settle();
    await click(where === "the paid sale" ? "paid-refund-all" : "refund");
    await fill("refund-amount", "500");
    await click("reason-other");
    await fill("refund-note", "Wrong size");
    await lockByItself(backend);
    await signIn("bruno");
    expect(hook("refund-note")).toHaveValue("Wrong size");
    expect(hook("refund-submit")).toHaveTextContent("5.00");
  });

  test("in the search of the sales", async () => {
    const backend = staffed("carla");
    await openWindow(backend);
    await click("rail-sales");
    await fill("search", "jacket");
    await lockByItself(backend);
    await signIn("carla");
    expect(hook("search")).toHaveValue("jacket");
  });
});

test("what the owner asks of the history is asked again when they come back", async () => {
  const backend = staffed("owner");
  await openWindow(backend);
  await openPart("STAFF");
  await click("open-history");
  await select("history-group", "REFUNDS");
  await lockByItself(backend);
  await signIn("owner");
  expect(hook("history-group")).toHaveValue("REFUNDS");
  expect(backend.called("history").at(-1)).toMatchObject({ query: { group: "REFUNDS" } });
});

describe("a refund that runs while the till locks", () => {
  async function running() {
    const sale = saleIn(EVERY_STATE.PAID_LATE);
    const backend = staffed("bruno", [sale]);
    const { till } = await openWindow(backend);
    till.counter?.show(sale);
    await settle();
    await click("paid-refund-all");
    const answer = held(backend, "refundPayment");
    await click("refund-submit");
    await lockByItself(backend);
    expect(hooks("refund-dialog")).toEqual([]);
    return { backend, answer };
  }

  test("is still running, and is not pressed again", async () => {
    const { backend, answer } = await running();
    await signIn("bruno");
    expect(hook("refund-submit")).toBeDisabled();
    await answer();
    expect(hooks("refund-submit"), "it tells how it ended").toEqual([]);
    expect(backend.called("refundPayment")).toHaveLength(1);
  });

  test("tells the same person how it ended", async () => {
    const { answer } = await running();
    await answer();
    await signIn("bruno");
    expect(hooks("refund-submit")).toEqual([]);
    expect(hook("refund-dialog")).toHaveTextContent("Refund");
  });

  test("tells the same person that it was refused", async () => {
    const { answer } = await running();
    await answer({ code: "API_ERROR", detail: "declined by the bank", providerCode: "" });
    await signIn("bruno");
    expect(hook("refund-problem")).toHaveTextContent("declined by the bank");
  });

  test("stays unclear for them, with the same press", async () => {
    const { backend, answer } = await running();
    await answer({ code: "UNCLEAR_OUTCOME", doubt: "TIMED_OUT" });
    await signIn("bruno");
    expect(hooks("refund-submit")).toEqual([]);
    expect(backend.called("refundPayment")).toHaveLength(1);
  });
});

test("a link that was refused for the lock goes again with one Enter, as the same press", async () => {
  const backend = staffed("carla", []);
  await openWindow(backend);
  await typeKeys("2500");
  backend.fail("createLink", { code: "TILL_LOCKED" });
  backend.staff.lock();
  await press("Enter");
  backend.behave("createLink");
  await signIn("carla");
  expect(hook("amount")).toHaveTextContent("25.00");
  expect(hook("take")).not.toHaveTextContent("locked");
  await press("Enter");
  const presses = backend
    .called("createLink")
    .map((args) => (args as { form: { press: string } }).form.press);
  expect(presses).toHaveLength(2);
  expect(new Set(presses).size).toBe(1);
});

test("figures and lists of whoever has left are not kept", async () => {
  const { till } = await openWindow(staffed("bruno"));
  const { counter } = till;
  expect(counter?.totals).not.toBeNull();
  expect(counter?.recent).toHaveLength(1);
  await click("rail-lock");
  expect(counter?.totals).toBeNull();
  expect(counter?.recent).toEqual([]);
  expect(counter?.open).toEqual([]);
});

test("who signs in is told so, and types at once where they are", async () => {
  const backend = staffed("carla");
  await openWindow(backend);
  await click("rail-lock");
  await signIn("carla");
  expect(document.activeElement).toBe(document.querySelector("main"));
  expect(hook("announcement")).toHaveTextContent("Signed in: Carla, Cashier.");
  await typeKeys("900", 120, document.activeElement ?? document.body);
  expect(hook("amount")).toHaveTextContent("9.00");
});

test("a new name is everywhere at once", async () => {
  const backend = staffed("owner");
  await openWindow(backend);
  const [owner] = backend.staff.people;
  if (owner) owner.name = "Shop Owner";
  backend.tell({ kind: "SESSION" });
  await settle();
  expect(hook("signed-in")).toHaveTextContent("Shop Owner");
  expect(document.querySelector(".rail .staff")).toHaveTextContent("SO");
});

test("who loses the right to what they look at does not go on looking", async () => {
  const backend = staffed("owner");
  const { till } = await openWindow(backend);
  till.counter?.goHistory();
  await settle();
  expect(hooks("history")).toHaveLength(1);
  const [owner] = backend.staff.people;
  if (owner) owner.role = "CASHIER";
  backend.tell({ kind: "SESSION" });
  await settle();
  expect(hooks("history")).toEqual([]);
  expect(hook("take")).toBeInTheDocument();
});
