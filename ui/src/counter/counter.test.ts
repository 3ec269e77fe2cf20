import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, fakeSale, fakeTill, saleIn } from "../backend/fake-data";
import { click, hook, hooks, openCounter, settle } from "../testing";
import { letterKeys } from "../keys/letters.svelte";
import type { SaleRow, TillState } from "../contract";

/** Answers that the test gives, in the order that it likes. */
function held<Answer>(backend: FakeBackend, name: "openSales" | "tillState") {
  const answers: ((answer: Answer) => void)[] = [];
  backend.answer(name, () => new Promise((resolve) => answers.push(resolve)));
  return answers;
}

describe("starting", () => {
  test("draws, watches, and reads everything once more", async () => {
    const backend = new FakeBackend();
    backend.answer("watchTill", async () => {
      // Changed after the first answer, before the till knew whom to tell.
      backend.state = fakeTill({ shopName: "Renamed meanwhile" });
      backend.sales.set("sale-1", fakeSale());
    });
    const { counter } = await openCounter(backend);
    expect(backend.calls[0]?.name).toBe("session");
    expect(counter.till?.shopName).toBe("Renamed meanwhile");
    expect(counter.open.map(({ id }) => id)).toEqual(["sale-1"]);
    expect(counter.recent.map(({ id }) => id)).toEqual(["sale-1"]);
  });
});

describe("an older answer never overwrites a newer one", () => {
  test("of the open sales", async () => {
    const { backend, counter } = await openCounter();
    const answers = held<SaleRow[]>(backend, "openSales");
    counter.refresh();
    counter.refresh();
    answers[1]?.([fakeSale({ id: "newer" })]);
    await settle();
    answers[0]?.([]);
    await settle();
    expect(counter.open.map(({ id }) => id)).toEqual(["newer"]);
  });

  test("of the till", async () => {
    const { backend, counter } = await openCounter();
    const answers = held<TillState>(backend, "tillState");
    counter.receive({ kind: "TILL" });
    counter.become(fakeTill({ shopName: "Named just now" }));
    answers[0]?.(fakeTill({ shopName: "As it was" }));
    await settle();
    expect(counter.till?.shopName).toBe("Named just now");
  });
});

test("two sales that come to the same are both read out", async () => {
  const sales = [fakeSale(), fakeSale({ id: "sale-2" })];
  const { backend } = await openCounter(new FakeBackend(fakeTill(), sales));
  const paid = (id: string) => backend.become({ ...saleIn(EVERY_STATE.PAID), id });
  paid("sale-1");
  await settle();
  const first = hook("announcement").firstElementChild;
  expect(first).toHaveTextContent(/€25.00: Paid/);
  paid("sale-1");
  await settle();
  expect(hook("announcement").firstElementChild, "the same news is no news").toBe(first);
  paid("sale-2");
  await settle();
  expect(hook("announcement").firstElementChild).not.toBe(first);
  expect(hook("announcement")).toHaveTextContent(/€25.00: Paid/);
});

test.each([
  ["PAYMENT", "watch the till turn green"],
  ["RESERVATION", "say Reserved"],
  ["CARD_CHECK", "the card is confirmed"],
] as const)("the hints of a %s tell what the screen will say", async (kind, words) => {
  const { counter } = await openCounter();
  counter.guided = true;
  counter.show(fakeSale({ kind: { kind } }));
  await settle();
  expect(hook("guide")).toHaveTextContent(words);
  expect(hook("guide").textContent?.includes("green")).toBe(kind === "PAYMENT");
});

test("the hints name the button where letters are no keys", async () => {
  const { counter } = await openCounter();
  counter.guided = true;
  counter.show(fakeSale());
  await settle();
  expect(hook("guide")).toHaveTextContent("Press B");
  letterKeys.on = false;
  await settle();
  expect(hook("guide")).toHaveTextContent("Choose Pay as the customer.");
  letterKeys.on = true;
  counter.show(fakeSale({ state: { kind: "RESERVED" } }));
  await settle();
  expect(hooks("guide"), "nothing is to be paid any more").toEqual([]);
  counter.show(fakeSale());
  await settle();
  await click("guide-end");
  expect(hooks("guide")).toEqual([]);
});
