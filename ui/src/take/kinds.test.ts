import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { euros, fakeAccount, fakeTill } from "../backend/fake-data";
import { flittAccount, flittSale, SUBSCRIPTION } from "../backend/fake-flitt";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openCounter,
  select,
  settle,
  typeKeys,
} from "../testing";
import type { CanDo, NewSaleForm, TillError } from "../contract";

/** A day before the first charge of the tests. */
const TODAY = Date.UTC(2026, 10, 21, 12);

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: TODAY }));
afterEach(() => vi.useRealTimers());

function sent(backend: FakeBackend): NewSaleForm[] {
  return backend.called("createLink").map(({ form }) => form);
}

async function openTake(can: Partial<CanDo> = {}) {
  const account = flittAccount({ currencies: [{ code: "EUR", exponent: 2 }] });
  const accounts = [{ ...account, can: { ...account.can, ...can } }];
  return openCounter(new FakeBackend(fakeTill({ accounts, activeAccount: account.id })));
}

async function choose(kind: string) {
  await typeKeys("2500");
  await click("more-options");
  await click(`link-kind-${kind}`);
}

async function fillPlan() {
  await choose("SUBSCRIPTION");
  await fill("each-charge", "10.00");
  await fill("starts-on", "2026-12-01");
}

describe("what the customer does", () => {
  test("is to pay now, unless staff choose otherwise", async () => {
    const { backend } = await openTake();
    await typeKeys("2500");
    await click("more-options");
    expect(hook("link-kind-PAYMENT")).toBeChecked();
    expect(hooks("kind-summary")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await click("create-link");
    expect(sent(backend)[0]?.kind).toEqual({ kind: "PAYMENT" });
  });

  test.each([
    ["RESERVATION", "The money is only reserved."],
    ["CARD_CHECK", "€25.00 is held to confirm the card, and given back by itself."],
  ])("%s is summed up and sent", async (kind, words) => {
    const { backend } = await openTake();
    await choose(kind);
    expect(hook("kind-summary")).toHaveTextContent(words);
    await click("create-link");
    expect(sent(backend)[0]?.kind).toEqual({ kind });
  });

  test("is no question where the account can do one thing", async () => {
    const one = { reservations: false, cardChecks: false, subscriptions: false };
    await openTake({ ...one, customerEmail: false, pageLanguages: [] });
    expect(hooks("more-options")).toEqual([]);
  });

  test("offers what the account can do, and nothing else", async () => {
    await openTake({ cardChecks: false });
    await click("more-options");
    const offered = [...document.querySelectorAll('[data-test^="link-kind-"]')];
    expect(offered.map((input) => input.getAttribute("value"))).toEqual([
      "PAYMENT",
      "RESERVATION",
      "SUBSCRIPTION",
    ]);
  });

  test("stays summed up when the options are folded away", async () => {
    await openTake();
    await choose("RESERVATION");
    await click("more-options");
    expect(hook("kind-summary")).toBeInTheDocument();
  });

  test("is to pay now again for the next sale", async () => {
    const { counter } = await openTake();
    await choose("RESERVATION");
    await click("create-link");
    counter.goTake();
    await settle();
    await click("more-options");
    expect(hook("link-kind-PAYMENT")).toBeChecked();
  });

  test("is what it was when a sale is made again", async () => {
    const { counter, backend } = await openTake();
    counter.createAgain(
      flittSale({ kind: SUBSCRIPTION, amount: euros(2500), state: { kind: "EXPIRED" } }),
    );
    await settle();
    expect(hook("link-kind-SUBSCRIPTION")).toBeChecked();
    expect(hook("each-charge")).toHaveValue("10.00");
    await click("create-link");
    expect(sent(backend)[0]?.kind).toMatchObject({ startsOn: "2026-12-01", times: 12 });
  });

  test("is forgotten with an account that cannot do it", async () => {
    const { counter, backend } = await openTake();
    await choose("RESERVATION");
    backend.state = fakeTill({ accounts: [fakeAccount()] });
    counter.become(backend.state);
    await settle();
    expect(hooks("kind-summary")).toEqual([]);
    await click("create-link");
    expect(sent(backend)[0]?.kind).toEqual({ kind: "PAYMENT" });
  });

  test("goes again as the same press when nothing was sent", async () => {
    const { backend, counter } = await openTake();
    const sale = flittSale({ kind: SUBSCRIPTION, state: { kind: "NOT_SENT" }, link: null });
    counter.show(sale);
    await settle();
    await click("try-again");
    expect(sent(backend)[0]).toMatchObject({
      press: sale.press,
      kind: { kind: "SUBSCRIPTION", eachMinor: "1000", every: 1, period: "MONTH", times: 12 },
    });
  });
});

describe("a subscription", () => {
  test("is summed up in a plain sentence once it is filled in", async () => {
    const { backend } = await openTake();
    await choose("SUBSCRIPTION");
    expect(hook("kind-summary")).toHaveTextContent("€25.00 now, and again by what you fill in.");
    await fill("each-charge", "10.00");
    await fill("starts-on", "2026-12-01");
    expect(hook("kind-summary")).toHaveTextContent(
      /^€25\.00 now, then €10\.00 every month from (1 Dec 2026|Dec 1, 2026), 12 times$/,
    );
    expect(await axeFindings()).toEqual([]);
    await click("create-link");
    expect(sent(backend)[0]?.kind).toEqual({
      kind: "SUBSCRIPTION",
      eachMinor: "1000",
      every: 1,
      period: "MONTH",
      startsOn: "2026-12-01",
      times: 12,
    });
  });

  test.each([
    ["2", "WEEK", "3", /every 2 weeks from .*, 3 times$/],
    ["1", "DAY", "1", /every day from .*, once$/],
    ["10", "DAY", "2", /every 10 days from .*, 2 times$/],
    ["3", "MONTH", "4", /every 3 months from .*, 4 times$/],
  ])("every %s %s, %s times", async (every, period, times, words) => {
    await openTake();
    await fillPlan();
    await fill("every", every);
    await select("period", period);
    await fill("times", times);
    expect(hook("kind-summary").textContent).toMatch(words);
  });

  test("has a label at each of its fields", async () => {
    await openTake();
    await choose("SUBSCRIPTION");
    expect(hook("each-charge")).toHaveAccessibleName("Each later charge");
    expect(hook("every")).toHaveAccessibleName("Every");
    expect(hook("period")).toHaveAccessibleName("Period");
    expect(hook("starts-on")).toHaveAccessibleName("First charge on");
    expect(hook("times")).toHaveAccessibleName("How many times");
  });

  test("with nothing filled in says so at every field that is empty", async () => {
    const { backend } = await openTake();
    await choose("SUBSCRIPTION");
    await fill("times", "");
    await click("create-link");
    for (const empty of ["each-charge", "starts-on", "times"]) {
      expect(hook(`${empty}-said`)).toHaveTextContent("Fill this in.");
    }
    expect(hooks("every-said")).toEqual([]);
    expect(document.activeElement).toBe(hook("each-charge"));
    expect(hooks("take-problem")).toEqual([]);
    expect(sent(backend)).toEqual([]);
  });

  test.each([
    ["every", "0", "from 1 to 3650"],
    ["every", "-1", "from 1 to 3650"],
    ["every", "1.5", "from 1 to 3650"],
    ["every", "3651", "from 1 to 3650"],
    ["times", "0", "from 1 to 3650"],
    ["times", "many", "from 1 to 3650"],
    ["times", "99999", "from 1 to 3650"],
    ["starts-on", "2026-11-21", "The first charge must come after the link has ended"],
    ["starts-on", "2025-12-01", "The first charge must come after the link has ended"],
  ])("%s of “%s” is said before anything is sent", async (field, text, words) => {
    const { backend } = await openTake();
    await fillPlan();
    await fill(field, text);
    await click("create-link");
    expect(hook(`${field}-said`)).toHaveTextContent(words);
    expect(hook(field)).toHaveAttribute("aria-invalid", "true");
    expect(document.activeElement).toBe(hook(field));
    expect(hook("kind-summary")).toHaveTextContent("again by what you fill in");
    expect(sent(backend)).toEqual([]);
  });

  test("begins after the link has ended, however long that is payable", async () => {
    const { backend } = await openTake();
    await fillPlan();
    await click("payable-change");
    await click("payable-864000");
    await fill("starts-on", "2026-12-01");
    await click("create-link");
    expect(hook("starts-on-said").textContent).toMatch(
      /^The first charge must come after the link has ended \((1 Dec 2026|Dec 1, 2026)\)\.$/,
    );
    expect(sent(backend)).toEqual([]);
    await fill("starts-on", "2026-12-02");
    await click("create-link");
    expect(sent(backend)).toHaveLength(1);
  });

  test("may begin tomorrow", async () => {
    const { backend } = await openTake();
    await fillPlan();
    await fill("starts-on", "2026-11-22");
    await click("create-link");
    expect(sent(backend)).toHaveLength(1);
  });

  test.each<[TillError, string]>([
    [{ code: "INVALID_FIELD", field: "EACH_CHARGE" }, "each-charge-said"],
    [{ code: "INVALID_FIELD", field: "EVERY" }, "every-said"],
    [{ code: "INVALID_FIELD", field: "STARTS_ON" }, "starts-on-said"],
    [{ code: "INVALID_FIELD", field: "TIMES" }, "times-said"],
    [{ code: "INVALID_FIELD", field: "LINK_KIND" }, "link-kind-said"],
    [{ code: "NOT_OFFERED" }, "take-problem"],
  ])("%j stands where it belongs, even if that is folded away", async (error, place) => {
    const { backend } = await openTake();
    await fillPlan();
    await click("more-options");
    expect(hooks("each-charge")).toEqual([]);
    backend.fail("createLink", error);
    await click("create-link");
    expect(hook(place)).toBeInTheDocument();
    if (place === "take-problem") return;
    expect(hooks("take-problem")).toEqual([]);
    expect(hook("each-charge")).toHaveValue("10.00");
  });

  test("digits typed into its fields are not the amount", async () => {
    await openTake();
    await choose("SUBSCRIPTION");
    for (const field of ["starts-on", "every", "times", "each-charge"]) {
      await typeKeys("7", 120, hook(field));
    }
    expect(hook("amount")).toHaveTextContent("25.00");
  });

  test("waits for a pasted amount that has two readings", async () => {
    const { backend } = await openTake();
    await fillPlan();
    const readings = [euros(123_400), euros(123)];
    backend.answer("readAmount", async () => ({ kind: "ASK", readings }));
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => "1.234" } });
    hook("each-charge").dispatchEvent(event);
    await settle();
    expect(hook("create-link")).toBeDisabled();
    await click("more-options");
    expect(hook("create-link")).toBeEnabled();
  });
});

test("a character that the provider refuses is named at its field", async () => {
  const { backend } = await openTake();
  backend.fail("createLink", { code: "FORBIDDEN_CHARACTER", field: "DESCRIPTION", character: "|" });
  await typeKeys("2500");
  await fill("what-for", "jacket | blue");
  await click("create-link");
  expect(hook("what-for-said")).toHaveTextContent(
    "What for holds “|”, which the provider does not take. Remove it.",
  );
  expect(hook("what-for")).toHaveValue("jacket | blue");
  expect(hooks("take-problem")).toEqual([]);
});

describe("a link that nobody can cancel", () => {
  test("says so, and recommends the short life that the till proposes", async () => {
    await openTake();
    expect(hook("payable-for")).toHaveTextContent("15 minutes");
    expect(hook("payable-no-cancel")).toHaveTextContent("A Flitt link cannot be cancelled");
    await click("payable-change");
    expect(hook("payable-900")).toHaveTextContent("15 minutes · recommended");
    expect(hook("payable-864000")).toHaveTextContent(/^10 days$/);
    expect(hook("payable-no-cancel")).toBeInTheDocument();
    expect(await axeFindings()).toEqual([]);
  });

  test("is not spoken of where links can be cancelled", async () => {
    await openCounter();
    expect(hooks("payable-no-cancel")).toEqual([]);
    await click("payable-change");
    expect(hook("payable-900")).toHaveTextContent(/^15 minutes$/);
  });
});
