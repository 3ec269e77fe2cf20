import { render } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import CustomerDisplay from "./CustomerDisplay.svelte";
import { Scenes } from "./scenes.svelte";
import { codePixels } from "./code-size";
import { FakeBackend } from "../backend/fake";
import { euros } from "../backend/fake-data";
import { SUBSCRIPTION } from "../backend/fake-flitt";
import { axeFindings, hook, hooks, settle } from "../testing";
import { now } from "../time/now.svelte";
import type { CustomerPage, CustomerScene, LinkKind } from "../contract";

const ABOUT = { shopName: "Marlow & Daughters", environment: "LIVE" } as const;
const PAY: Extract<CustomerPage, { kind: "PAY" }> = {
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

async function show(page: CustomerPage, how: Partial<CustomerScene> = {}) {
  const backend = new FakeBackend();
  const scenes = new Scenes();
  void scenes.listen(backend);
  render(CustomerDisplay, { props: { backend, scenes } });
  backend.draw(page, how);
  await settle();
  return backend;
}

test("a day of sales in a shop's zone makes each date format once", async () => {
  const made = vi.fn();
  const { DateTimeFormat } = Intl;
  onTestFinished(() => {
    Intl.DateTimeFormat = DateTimeFormat;
  });
  Intl.DateTimeFormat = new Proxy(DateTimeFormat, {
    construct: (format, options) => {
      made();
      return Reflect.construct(format, options) as Intl.DateTimeFormat;
    },
  });
  const backend = await show({ kind: "IDLE", ...ABOUT }, { timeZone: "Asia/Tbilisi" });
  const sell = async () => {
    for (const page of PAGES) {
      backend.draw(page, { timeZone: "Asia/Tbilisi" });
      await settle();
    }
  };
  await sell();
  made.mockClear();
  await sell();
  expect(made).not.toHaveBeenCalled();
});

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

test("a code that is shown no more holds its picture no more", async () => {
  const backend = await show(PAY);
  const code = hook("qr");
  expect(code).toHaveAttribute("src");
  backend.draw(PAID);
  await settle();
  expect(code).not.toHaveAttribute("src");
});

test.each([
  ["PRACTICE", "PRACTICE"],
  ["SANDBOX", "SANDBOX"],
] as const)("%s wears its word", async (environment, word) => {
  await show({ ...PAY, environment });
  expect(hook("environment")).toHaveTextContent(word);
  expect(document.querySelector("figcaption")).toHaveTextContent(word);
});

describe("with nothing to pay", () => {
  const IDLE: CustomerPage = { kind: "IDLE", ...ABOUT };

  test("the shop's name stands alone", async () => {
    await show(IDLE);
    expect(hooks("customer-picture")).toEqual([]);
    expect(hook("customer")).toHaveTextContent("Marlow & Daughters");
  });

  test("the shop's picture is shown, and its name is still there to be heard", async () => {
    await show(IDLE, { picture: "picture-1" });
    expect(hook("customer-picture")).toHaveAttribute("src", expect.stringContaining("picture-1"));
    expect(document.querySelector("h1")).toHaveClass("visually-hidden");
    expect(await axeFindings()).toEqual([]);
  });

  test("a picture that cannot be shown gives way to the name", async () => {
    await show(IDLE, { picture: "picture-1" });
    hook("customer-picture").dispatchEvent(new Event("error"));
    await settle();
    expect(hooks("customer-picture")).toEqual([]);
    expect(document.querySelector("h1")).not.toHaveClass("visually-hidden");
  });

  test("practice is said over the picture, too", async () => {
    await show({ ...IDLE, environment: "PRACTICE" }, { picture: "picture-1" });
    expect(hook("environment")).toHaveTextContent("PRACTICE");
  });
});

describe("the time that is left", () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse("2026-11-20T14:00:00Z") }));
  afterEach(() => vi.useRealTimers());

  const endingIn = (seconds: number): CustomerPage => ({
    ...PAY,
    endsAt: new Date(now.at + seconds * 1000).toISOString(),
  });

  test.each([
    [60, "1:00"],
    [9, "0:09"],
    [1, "0:01"],
  ])("%d s before the end it is counted", async (seconds, time) => {
    await show(endingIn(seconds));
    expect(hook("customer-time-left")).toHaveTextContent(`Time left to pay: ${time}`);
    expect(hook("customer-time-left")).toHaveAttribute("aria-live", "off");
  });

  test.each([[61], [600], [0], [-5]])("%d s before the end it is not", async (seconds) => {
    await show(endingIn(seconds));
    expect(hooks("customer-time-left")).toEqual([]);
  });

  test("a link without an end has none", async () => {
    await show(PAY);
    expect(hooks("customer-time-left")).toEqual([]);
  });
});

describe("the code is 7 to 8 cm wide where the screen's size is known", () => {
  /** How wide the code is in millimetres, without its four modules of white on each side. */
  const wide = (pixels: number, density: number, modules: number) => {
    const module = Math.floor(pixels / (modules + 8));
    return (module * modules) / density;
  };

  test.each([
    ["24 inches, full HD", { pixels: 1920, millimetres: 527 }],
    ["15 inches, 1280 wide", { pixels: 1280, millimetres: 331 }],
    ["27 inches, 4K", { pixels: 3840, millimetres: 597 }],
    ["7 inches, 1024 wide", { pixels: 1024, millimetres: 154 }],
  ])("%s", (_, screen) => {
    const pixels = codePixels(screen) ?? 0;
    for (const modules of [29, 37, 45, 53]) {
      const code = wide(pixels, screen.pixels / screen.millimetres, modules);
      expect(code).toBeGreaterThan(60);
      expect(code).toBeLessThan(80.5);
    }
  });

  test.each([
    [null],
    [{ pixels: 1920, millimetres: 0 }],
    [{ pixels: 1920, millimetres: 16 }],
    [{ pixels: 1920, millimetres: 16_000 }],
  ])("%j is not believed", (screen) => {
    expect(codePixels(screen)).toBeNull();
  });
});

test("it is as light or dark as the till", async () => {
  await show(PAY, { theme: "DARK" });
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  await show(PAY, { theme: "LIGHT" });
  expect(document.documentElement.dataset["theme"]).toBe("light");
});

test("the shop's clocks say when it was paid", async () => {
  await show(PAID, { timeZone: "Asia/Tokyo" });
  expect(hook("paid")).toHaveTextContent(/11:05 PM|23:05/);
});

test("it asks the till for its pages and for nothing else", async () => {
  const backend = await show(PAY);
  expect(backend.calls.map(({ name }) => name)).toEqual(["customerDisplay"]);
});
