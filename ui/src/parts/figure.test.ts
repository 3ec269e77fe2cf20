import { readFileSync } from "node:fs";
import { render } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import CustomerDisplay from "../customer/CustomerDisplay.svelte";
import { Scenes } from "../customer/scenes.svelte";
import { figureWidth } from "./figure-width";
import { FakeBackend } from "../backend/fake";
import { EVERY_STATE, euros, fakeAccount, fakeSale, fakeTill } from "../backend/fake-data";
import { hook, openCounter, settle, typeKeys } from "../testing";
import type { CustomerPage } from "../contract";

const LARGEST = euros(99_999_999_999);
const css = readFileSync("src/parts/Figure.svelte", "utf8");

/** The classes that say how wide the figure is; the style sheet has each of them. */
function roomFor(name: string): string {
  const figure = hook(name).querySelector(".room > .figure");
  const known = [...(figure?.classList ?? [])].filter((one) => /^(whole|tenth)-/.test(one));
  for (const one of known) expect(css).toContain(`.${one} {`);
  return known.join(" ");
}

describe("a figure's width", () => {
  test.each([
    ["25.00", 2.9],
    ["€25.00", 3.5],
    ["1,234.50", 4.4],
    ["€999,999,999.99", 8.5],
    ["KWD 999,999,999.999", 11.2],
  ])("%s is at most %d font sizes", (text, sizes) => {
    const { whole, tenth } = figureWidth(text);
    expect(whole + tenth / 10).toBe(sizes);
  });
});

test("it is one line, sized by the room it has and by its length", () => {
  expect(css).toContain("100cqi / (var(--whole) + var(--tenth))");
  expect(css).toContain("white-space: nowrap");
});

describe("every large figure makes room for the largest amount", () => {
  test("the keypad, beside a currency to choose", async () => {
    const currencies = [
      { code: "EUR", exponent: 2 },
      { code: "JPY", exponent: 0 },
    ];
    await openCounter(new FakeBackend(fakeTill({ accounts: [fakeAccount({ currencies })] })));
    await typeKeys("123450");
    expect(roomFor("amount")).toBe("whole-4 tenth-4");
    await typeKeys("999999");
    expect(hook("amount")).toHaveTextContent("1,234,509,999.99");
    expect(roomFor("amount")).toBe("whole-8 tenth-8");
    expect(hook("currency")).toBeInTheDocument();
  });

  test("waiting and the sale's details", async () => {
    const sale = fakeSale({ amount: LARGEST });
    const { counter } = await openCounter(new FakeBackend(fakeTill(), [sale]));
    counter.show(sale);
    await settle();
    expect(roomFor("sale-amount")).toBe("whole-8 tenth-5");
    counter.goSales(sale.id);
    await settle();
    await settle();
    expect(roomFor("detail-amount")).toBe("whole-8 tenth-5");
  });

  test("paid", async () => {
    const state = { ...EVERY_STATE.PAID, paid: LARGEST };
    const { counter } = await openCounter();
    counter.show(fakeSale({ state }));
    await settle();
    expect(roomFor("paid-amount")).toBe("whole-8 tenth-5");
  });

  test("the customer's page", async () => {
    const backend = new FakeBackend();
    const scenes = new Scenes();
    void scenes.listen(backend);
    render(CustomerDisplay, { props: { backend, scenes } });
    const page: CustomerPage = {
      kind: "PAY",
      shopName: "Marlow & Daughters",
      environment: "LIVE",
      amount: LARGEST,
      whatFor: "Blue jacket",
      linkKind: { kind: "PAYMENT" },
      link: "link-1",
      host: "pay.globalpay.com",
      endsAt: null,
      cardRefused: false,
    };
    backend.draw(page);
    await settle();
    expect(roomFor("customer-amount")).toBe("whole-8 tenth-5");
  });
});
