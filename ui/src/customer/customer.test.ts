import { render } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import CustomerDisplay from "./CustomerDisplay.svelte";
import { FakeBackend } from "../backend/fake";
import { euros } from "../backend/fake-data";
import { SUBSCRIPTION } from "../backend/fake-flitt";
import { axeFindings, hook, hooks, settle } from "../testing";
import type { CustomerPage, LinkKind } from "../contract";

const ABOUT = { shopName: "Marlow & Daughters", environment: "LIVE" } as const;
const PAY: Extract<CustomerPage, { kind: "PAY" }> = {
  kind: "PAY",
  ...ABOUT,
  amount: euros(2500),
  whatFor: "Blue jacket",
  linkKind: { kind: "PAYMENT" },
  link: "link-1",
  host: "pay.globalpay.com",
  cardRefused: false,
};
const PAID: CustomerPage = {
  kind: "PAID",
  ...ABOUT,
  amount: euros(2500),
  at: "2026-11-20T14:05:00Z",
  mark: { colour: 0, word: 0 },
};
const PAGES: CustomerPage[] = [
  { kind: "IDLE", ...ABOUT },
  PAY,
  { kind: "PAYING", ...ABOUT, amount: euros(2500) },
  PAID,
  { kind: "CARD_CONFIRMED", ...ABOUT },
  { kind: "OVER", ...ABOUT },
];

async function show(page: CustomerPage) {
  const backend = new FakeBackend();
  render(CustomerDisplay, { props: { backend } });
  backend.draw(page);
  await settle();
  return backend;
}

describe.each(PAGES)("$kind", (page) => {
  test("is drawn, takes no input and has no axe findings", async () => {
    await show(page);
    expect(hook("customer")).toHaveAttribute("data-page", page.kind);
    expect(document.querySelectorAll("button, input, a, select, [tabindex]")).toHaveLength(0);
    expect(await axeFindings()).toEqual([]);
  });
});

test("paying shows the amount, the code and the host that will open", async () => {
  await show(PAY);
  expect(hook("customer-amount")).toHaveTextContent("€25.00");
  expect(hook("qr")).toHaveAttribute("data-link", "link-1");
  expect(hook("customer-host")).toHaveTextContent("pay.globalpay.com");
});

test.each<[LinkKind, string]>([
  [{ kind: "RESERVATION" }, "The amount is only reserved on your card."],
  [{ kind: "CARD_CHECK" }, "Your card is only confirmed."],
  [SUBSCRIPTION, "Your card is charged again: €10.00 every month from"],
])("$kind: the customer reads what becomes of the card", async (linkKind, words) => {
  await show({ ...PAY, linkKind });
  expect(hook("customer-kind")).toHaveTextContent(words);
  expect(hook("customer-amount")).toHaveTextContent("€25.00");
  expect(await axeFindings()).toEqual([]);
});

test("a plain payment needs no such words", async () => {
  await show(PAY);
  expect(hooks("customer-kind")).toEqual([]);
});

test("a confirmed card is told without green, mark or code", async () => {
  const backend = await show(PAY);
  backend.draw({ kind: "CARD_CONFIRMED", ...ABOUT });
  await settle();
  expect(hook("customer-card-confirmed")).toHaveTextContent(
    "Your card is confirmed. Nothing was taken.",
  );
  for (const gone of ["qr", "mark", "paid"]) expect(hooks(gone)).toEqual([]);
});

test("a payment that is being confirmed is told without green, mark or code", async () => {
  const backend = await show(PAY);
  backend.draw({ kind: "PAYING", ...ABOUT, amount: euros(2500) });
  await settle();
  expect(hook("customer-paying")).toHaveTextContent("One moment – your payment is being confirmed");
  expect(hook("customer-amount")).toHaveTextContent("€25.00");
  expect(document.querySelector(".moving-dots")).toHaveAttribute("aria-hidden", "true");
  for (const gone of ["qr", "mark", "paid"]) expect(hooks(gone)).toEqual([]);
});

test("a refused card is said", async () => {
  await show({ ...PAY, cardRefused: true });
  expect(hook("customer-card-refused")).toHaveTextContent("You can try again.");
});

test("paid shows the same mark as the counter, and no code", async () => {
  const backend = await show(PAY);
  backend.draw(PAID);
  await settle();
  expect(hook("mark")).toHaveTextContent("Copper · Heron");
  expect(hooks("qr")).toEqual([]);
});

test.each([
  ["PRACTICE", "PRACTICE"],
  ["SANDBOX", "SANDBOX"],
] as const)("%s wears its word", async (environment, word) => {
  await show({ ...PAY, environment });
  expect(hook("environment")).toHaveTextContent(word);
  expect(document.querySelector("figcaption")).toHaveTextContent(word);
});

test("it asks the till for its pages and for nothing else", async () => {
  const backend = await show(PAY);
  expect(backend.calls.map(({ name }) => name)).toEqual(["customerDisplay"]);
});
