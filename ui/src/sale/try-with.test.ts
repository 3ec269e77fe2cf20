import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, euros, fakePayment, fakeSale, fakeTill } from "../backend/fake-data";
import { axeFindings, click, hook, hooks, openCounter, press, settle } from "../testing";
import type { SaleView } from "../contract";

const OTHERS = [
  { id: "account-2", name: "Market stall" },
  { id: "account-3", name: "Online" },
];

function till() {
  const state = fakeTill();
  const [first] = state.accounts;
  if (!first) throw new Error("the till has no account");
  const others = OTHERS.map(({ id, name }) => ({ ...first, id, name }));
  return { ...state, accounts: [...state.accounts, ...others] };
}

async function showing(sale: SaleView) {
  const opened = await openCounter(new FakeBackend(till(), [sale]));
  opened.counter.show(sale);
  await settle();
  return opened;
}

function stuck(kind: "NOT_SENT" | "NOT_SURE" | "LINK_REFUSED" | "CARD_REFUSED") {
  const link = kind === "CARD_REFUSED" ? {} : { link: null };
  return fakeSale({ state: EVERY_STATE[kind], ...link, tryWith: OTHERS });
}

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

describe("Try with another account", () => {
  test.each(["NOT_SENT", "NOT_SURE", "LINK_REFUSED", "CARD_REFUSED"] as const)(
    "is offered where the link is %s",
    async (kind) => {
      await showing(stuck(kind));
      expect(hook("try-with-account-2")).toHaveTextContent("Try with Market stall");
      expect(hook("try-with-account-3")).toHaveTextContent("Try with Online");
      vi.useRealTimers();
      expect(await axeFindings()).toEqual([]);
    },
  );

  test("is not there where no account could take the sale", async () => {
    await showing(fakeSale());
    expect(hooks("try-with")).toEqual([]);
  });

  test("takes the same sale to the account, and says what becomes of the first link", async () => {
    const { backend } = await showing(stuck("NOT_SURE"));
    expect(hook("try-with-first")).toHaveTextContent("Nobody has seen the first link.");
    await click("try-with-account-3");
    const [asked] = backend.called("tryWith");
    expect(asked).toMatchObject({ sale: "sale-1", account: "account-3" });
    expect(hook("state")).toHaveAttribute("data-state", "WAITING");
    expect(hooks("try-with")).toEqual([]);
    expect(hook("earlier-link")).toHaveTextContent("The link at High Street may still be paid.");
  });

  test("a customer's own link is ended first, and staff are told", async () => {
    await showing(stuck("CARD_REFUSED"));
    expect(hook("try-with-first")).toHaveTextContent("ended first");
  });

  test("A takes it to the first of them", async () => {
    const { backend } = await showing(stuck("LINK_REFUSED"));
    await press("a");
    vi.advanceTimersByTime(50);
    await settle();
    expect(backend.called("tryWith")).toMatchObject([{ account: "account-2" }]);
  });

  test("one that got no answer goes again with its press; the next one is another", async () => {
    const { backend } = await showing(stuck("LINK_REFUSED"));
    backend.fail("tryWith", { code: "NOT_SENT", fault: "CONNECT" });
    await click("try-with-account-2");
    expect(hook("sale-problem")).toHaveAttribute("data-code", "NOT_SENT");
    await click("try-with-account-2");
    const [first, again] = backend.called("tryWith");
    expect(again?.press).toBe(first?.press);
  });

  test("one press at a time", async () => {
    const { backend } = await showing(stuck("LINK_REFUSED"));
    hook("try-with-account-2").click();
    hook("try-with-account-3").click();
    await settle();
    expect(backend.called("tryWith")).toHaveLength(1);
  });
});

describe("the links before", () => {
  test.each([
    ["NEVER_MADE", "High Street made no link."],
    ["WATCHED", "The till ends it where it can, and watches it."],
    ["OVER", "The link at High Street is over."],
    ["PAID", "The link at High Street was paid."],
  ] as const)("%s is told", async (state, words) => {
    await showing(fakeSale({ earlierLinks: [{ accountName: "High Street", state }] }));
    expect(hook("earlier-link")).toHaveTextContent(words);
  });

  test("paid twice at two accounts: each payment says where its money is", async () => {
    const payments = ["High Street", "Online"].map((accountName, number) =>
      fakePayment({ id: `payment-${number}`, accountName, amount: euros(2500), left: euros(2500) }),
    );
    const sale = fakeSale({ state: EVERY_STATE.PAID_TWICE, payments });
    const { counter } = await openCounter(new FakeBackend(till(), [sale]));
    counter.goSales(sale.id);
    await settle();
    expect(hooks("payment-account").map(({ textContent }) => textContent?.trim())).toEqual([
      "Taken by High Street",
      "Taken by Online",
    ]);
  });
});
