import { expect, test } from "vitest";
import { FakeBackend, partlyRefundedSale } from "../backend/fake";
import { fakeSale, fakeTill, inSeconds } from "../backend/fake-data";
import type { SaleRow } from "../contract";
import { axeFindings, click, hook, hooks, openCounter, press, settle } from "../testing";

async function openSales() {
  const older = fakeSale({ id: "sale-0", at: inSeconds(-90_000), whatFor: "table 4", link: null });
  const backend = new FakeBackend(fakeTill(), [fakeSale(), partlyRefundedSale(), older]);
  const opened = await openCounter(backend);
  await click("rail-sales");
  await settle();
  return opened;
}

test("every open link shows its code and Copy again", async () => {
  const { backend } = await openSales();
  hooks("sale-row")
    .find((row) => row.dataset["sale"] === "sale-1")
    ?.click();
  await settle();
  expect(hook("qr")).toHaveAttribute("data-link", "link-1");
  await click("copy-again");
  expect(backend.called("copyLink")).toEqual([{ link: "link-1" }]);
  expect(hook("copied")).toHaveTextContent("Copied.");
});

test("rows stand under their day", async () => {
  await openSales();
  const days = [...document.querySelectorAll(".rows h2")].map((title) => title.textContent);
  expect(days[0]).toContain("Today");
  expect(days).toHaveLength(2);
  expect(hooks("sale-row")).toHaveLength(3);
});

test("the search asks the till as it is typed, and shows the best row", async () => {
  const { backend } = await openSales();
  const search = hook("search") as HTMLInputElement;
  search.value = "table";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
  await settle();
  expect(backend.called("findSales").at(-1)).toMatchObject({ query: { text: "table" } });
  expect(hooks("sale-row")).toHaveLength(1);
  expect(hook("detail")).toHaveAttribute("data-sale", "sale-0");
});

test("the old rows stand until the new answer is there", async () => {
  const { backend } = await openSales();
  let answer: (rows: SaleRow[]) => void = () => undefined;
  backend.answer("findSales", () => new Promise((resolve) => (answer = resolve)));
  const search = hook("search") as HTMLInputElement;
  search.value = "table";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
  expect(hooks("sale-row")).toHaveLength(3);
  expect(hooks("no-sales")).toEqual([]);
  answer([]);
  await settle();
  expect(hooks("sale-row")).toEqual([]);
  expect(hook("no-sales")).toBeInTheDocument();
});

test("a filter is asked of the till", async () => {
  const { backend } = await openSales();
  await click("filter-refunded");
  expect(backend.called("findSales").at(-1)).toMatchObject({ query: { filter: "REFUNDED" } });
});

test("up and down move through the rows", async () => {
  await openSales();
  const first = hook("detail").dataset["sale"];
  await press("ArrowDown");
  const second = hook("detail").dataset["sale"];
  expect(second).not.toBe(first);
  await press("ArrowUp");
  expect(hook("detail").dataset["sale"]).toBe(first);
});

test("Ctrl K opens the search from anywhere", async () => {
  await openCounter(new FakeBackend(fakeTill(), [fakeSale()]));
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true }));
  await settle();
  expect(document.activeElement).toBe(hook("search"));
});

test("a payment with nothing left offers no refund", async () => {
  const { counter } = await openSales();
  counter.goSales("sale-1");
  await settle();
  expect(hooks("refund")).toEqual([]);
});

test("the list is free of axe findings", async () => {
  await openSales();
  expect(await axeFindings()).toEqual([]);
});
