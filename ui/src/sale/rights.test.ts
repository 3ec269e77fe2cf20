import { describe, expect, test } from "vitest";
import { FakeBackend, partlyRefundedSale } from "../backend/fake";
import { EVERY_STATE, fakeSale, fakeTill, saleIn } from "../backend/fake-data";
import { dashboardAccount } from "../backend/fake-dashboard";
import { fakeProducts } from "../backend/fake-products";
import { fourPeople, ROLE_RIGHTS } from "../backend/fake-staff";
import { saleForPerson } from "../backend/fake-person";
import { allowedActions } from "./rights";
import { saleActions } from "./actions";
import { withheldWords } from "../words/withheld";
import { click, hook, hooks, openCounter, press, settle } from "../testing";
import type { AccountView, Right, Role, SaleView } from "../contract";

function hands(role: Role, id: string) {
  return { staff: { id, name: "" }, may: (right: Right) => ROLE_RIGHTS[role].includes(right) };
}

async function at(who: string, sale: SaleView, accounts?: AccountView[]) {
  const first = accounts?.[0];
  const till = first ? fakeTill({ accounts: [first], activeAccount: first.id }) : fakeTill();
  const backend = new FakeBackend(till, [sale]);
  backend.catalogue.fill("LIVE", fakeProducts());
  backend.staff.open(fourPeople(), who);
  return openCounter(backend);
}

async function showing(who: string, sale: SaleView, accounts?: AccountView[]) {
  const opened = await at(who, sale, accounts);
  opened.counter.show(sale);
  await settle();
  return opened;
}

async function inDetail(who: string, sale: SaleView, accounts?: AccountView[]) {
  const opened = await at(who, sale, accounts);
  opened.counter.goSales(sale.id);
  await settle();
  return opened;
}

/** A sale that somebody else made. */
const OTHERS = { madeById: "bruno", madeBy: "Bruno" };
const OWN = { madeById: "carla", madeBy: "Carla" };

function reserved(): SaleView {
  const sale = saleIn(EVERY_STATE.RESERVED, OTHERS);
  const [payment] = sale.payments;
  if (!payment) throw new Error("reserved money is a payment");
  return { ...sale, payments: [{ ...payment, canEndHold: true }] };
}

describe("a link that somebody else made", () => {
  test("can't be cancelled or changed by a cashier, and it is said who can", async () => {
    await showing("carla", fakeSale(OTHERS));
    expect(hooks("cancel-link")).toEqual([]);
    expect(hooks("change-link")).toEqual([]);
    expect(hook("withheld")).toHaveTextContent("A manager can cancel or change it.");
    await press("Delete");
    expect(hooks("cancel-confirm")).toEqual([]);
  });

  test("is just as safe in the list of sales", async () => {
    await inDetail("carla", fakeSale(OTHERS));
    expect(hooks("cancel-link")).toEqual([]);
    expect(hooks("change-link")).toEqual([]);
    expect(hook("withheld")).toHaveTextContent("A manager can cancel or change it.");
  });

  test("can be cancelled by a manager", async () => {
    await showing("bruno", fakeSale(OWN));
    expect(hooks("cancel-link")).toHaveLength(1);
    expect(hooks("withheld")).toEqual([]);
  });
});

test("a cashier cancels and changes what they made", async () => {
  await showing("carla", fakeSale(OWN));
  expect(hooks("cancel-link")).toHaveLength(1);
  expect(hooks("change-link")).toHaveLength(1);
  expect(hooks("withheld")).toEqual([]);
});

describe("money that waits for a decision", () => {
  test("is not captured or released by a cashier", async () => {
    await showing("carla", reserved());
    expect(hooks("capture")).toEqual([]);
    expect(hooks("release")).toEqual([]);
    expect(hook("withheld")).toHaveTextContent("A manager can capture or release it.");
  });

  test("nor in the list of sales", async () => {
    await inDetail("carla", reserved());
    expect(hooks("capture")).toEqual([]);
    expect(hooks("release")).toEqual([]);
  });

  test("is captured by a manager", async () => {
    await showing("bruno", reserved());
    expect(hooks("capture")).toHaveLength(1);
  });

  test("what no provider can tell is left to a manager", async () => {
    const sale = saleForPerson();
    const { backend, counter } = await inDetail("carla", sale);
    expect(hooks("decide")).toEqual([]);
    expect(hook("withheld")).toHaveTextContent("A manager has to look at this and decide.");
    counter.goPerson(sale.id);
    await settle();
    expect(hook("withheld")).toHaveTextContent("A manager has to look at this and decide.");
    expect(hooks("person-made")).toEqual([]);
    expect(backend.called("personCase")).toEqual([]);
  });
});

describe("a refund of money that nobody expected", () => {
  test("is asked of a manager by a cashier", async () => {
    await showing("carla", saleIn(EVERY_STATE.PAID_LATE));
    expect(hook("paid-refund-all")).toHaveTextContent("Ask a manager to refund…");
    await click("paid-refund-all");
    expect(hooks("refund-dialog")).toHaveLength(1);
  });

  test("is made by a manager", async () => {
    await showing("bruno", saleIn(EVERY_STATE.PAID_TWICE));
    expect(hook("go-refund")).toHaveTextContent("Refund one payment…");
  });

  test("where a sale was paid twice, a cashier asks as well", async () => {
    await showing("carla", saleIn(EVERY_STATE.PAID_TWICE));
    expect(hook("go-refund")).toHaveTextContent("Ask a manager to refund…");
  });
});

describe("who did it", () => {
  test("stands in the sale's detail, with who approved each refund", async () => {
    const sale = partlyRefundedSale();
    const [payment] = sale.payments;
    const [refund] = payment?.refunds ?? [];
    if (!payment || !refund) throw new Error("the sale has a refund");
    const approved = { ...refund, madeBy: "Carla", approvedBy: "Bruno" };
    const timeline: SaleView["timeline"] = [
      {
        at: refund.madeAt,
        by: "Carla",
        what: { kind: "REFUND_STARTED", amount: refund.amount, approvedBy: "Bruno" },
      },
    ];
    await inDetail("bruno", {
      ...sale,
      ...OWN,
      payments: [{ ...payment, refunds: [approved] }],
      timeline,
    });
    expect(hook("detail-made")).toHaveTextContent("by Carla");
    expect(hook("refund-approved")).toHaveTextContent(
      "€14.00 refunded by Carla, approved by Bruno",
    );
    expect(hook("timeline")).toHaveTextContent(
      "Refund of €14.00 started by Carla, approved by Bruno",
    );
  });

  test("is asked of the book by the owner alone", async () => {
    const { counter } = await inDetail("owner", fakeSale());
    await click("sale-history");
    expect(counter.screen).toEqual({ name: "HISTORY", sale: "sale-1" });
  });

  test("is not asked of the book by a manager", async () => {
    await inDetail("bruno", fakeSale());
    expect(hooks("sale-history")).toEqual([]);
  });
});

describe("a session at the provider that is over", () => {
  const ended = () => dashboardAccount({ health: { kind: "KEYS_REFUSED" } });

  test("is the owner's to renew: a cashier is told so, and has no field for it", async () => {
    const account = ended();
    await showing("carla", fakeSale({ ...OWN, accountId: account.id }), [account]);
    expect(hook("session-ended")).toHaveTextContent(
      "The owner must sign in at the provider again.",
    );
    expect(hooks("session-token")).toEqual([]);
    expect(hooks("open-dashboard")).toEqual([]);
  });

  test("is said on Take payment in the same words", async () => {
    await at("carla", fakeSale(OWN), [ended()]);
    expect(hook("session-ended")).toHaveTextContent(
      "The owner must sign in at the provider again.",
    );
    expect(hooks("session-continue")).toEqual([]);
  });

  test("is renewed by the owner", async () => {
    const account = ended();
    await showing("owner", fakeSale({ ...OWN, accountId: account.id }), [account]);
    expect(hooks("session-token")).toHaveLength(1);
  });
});

describe("the products", () => {
  test("are only looked at by a cashier", async () => {
    const { counter } = await at("carla", fakeSale());
    counter.goProducts("4006381333931");
    await settle();
    expect(hook("withheld")).toHaveTextContent("A manager can add and change products.");
    for (const gone of ["products-add", "products-import", "products-export", "product-handle"]) {
      expect(hooks(gone), gone).toEqual([]);
    }
    expect(hooks("product-open")).toEqual([]);
    expect(hooks("product-seen").length).toBeGreaterThan(0);
    expect(hooks("product-form")).toEqual([]);
  });

  test("are changed by a manager, and saved as a file by the owner alone", async () => {
    const { counter } = await at("bruno", fakeSale());
    counter.goProducts();
    await settle();
    expect(hooks("products-add")).toHaveLength(1);
    expect(hooks("products-export")).toEqual([]);
    expect(hooks("withheld")).toEqual([]);
  });
});

test("a cashier is told which sales they see", async () => {
  await inDetail("carla", fakeSale(OWN));
  expect(hook("sales-seen")).toHaveTextContent("your own sales, those of today, and open ones");
});

test("a till without PINs offers all as ever, and says nothing of staff", async () => {
  const backend = new FakeBackend(fakeTill(), [fakeSale(OTHERS)]);
  const { counter } = await openCounter(backend);
  counter.goSales("sale-1");
  await settle();
  expect(hooks("cancel-link")).toHaveLength(1);
  for (const gone of ["withheld", "detail-made", "sale-history", "sales-seen"]) {
    expect(hooks(gone), gone).toEqual([]);
  }
});

test("each action that the table withholds has words for who can do it", () => {
  for (const state of Object.values(EVERY_STATE)) {
    const sale = saleIn(state, OTHERS);
    const offered = saleActions(sale);
    const allowed = allowedActions(offered, sale, hands("CASHIER", "carla"));
    const withheld = offered.length - allowed.length;
    expect(withheldWords(offered, allowed).length > 0, state.kind).toBe(withheld > 0);
    expect(allowedActions(offered, sale, hands("MANAGER", "bruno"))).toEqual(offered);
  }
});
