import { afterEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { euros, fakeAccount, fakeSale, fakeTill, inSeconds } from "../backend/fake-data";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openCounter,
  press,
  settle,
  typeKeys,
} from "../testing";
import type { NewSaleForm, TillError } from "../contract";

function sent(backend: FakeBackend): NewSaleForm[] {
  return backend.called("createLink").map(({ form }) => form);
}

async function paste(text: string) {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { getData: () => text } });
  document.body.dispatchEvent(event);
  await settle();
}

afterEach(() => vi.useRealTimers());

describe("typing an amount", () => {
  test("keys, plus and the keypad work without a field", async () => {
    await openCounter();
    await typeKeys("1800+700");
    expect(hook("amount")).toHaveTextContent("25.00");
    expect(hook("amount-parts")).toHaveTextContent("18.00 + 7.00");
    await press("Backspace");
    await click("key-5");
    expect(hook("amount")).toHaveTextContent("25.05");
    await click("key-clear");
    await click("key-clear");
    expect(hook("amount")).toHaveTextContent("0.00");
  });

  test("Enter belongs to the amount again once it is typed, whatever button was pressed before", async () => {
    const { backend } = await openCounter();
    const options = hook("more-options");
    options.focus();
    await click("more-options");
    await typeKeys("2500");
    expect(options).not.toHaveFocus();
    await press("Enter");
    expect(sent(backend)).toHaveLength(1);
  });

  test("a cleared addend waits for its digits", async () => {
    await openCounter();
    await typeKeys("2500+7");
    await click("key-clear");
    expect(hook("amount")).toHaveTextContent("25.00");
    expect(hook("amount-parts").textContent).toBe("25.00 +");
    await press("5");
    expect(hook("amount-parts").textContent).toBe("25.00 + 0.05");
  });

  test.each([
    ["JPY", 0, "2,500"],
    ["KWD", 3, "2.500"],
  ])("follows the digits of %s", async (code, exponent, shown) => {
    const account = fakeAccount({ currencies: [{ code, exponent }] });
    await openCounter(new FakeBackend(fakeTill({ accounts: [account] })));
    await typeKeys("2500");
    expect(hook("amount")).toHaveTextContent(shown);
  });

  test("typing makes the account ready, and keeps it so", async () => {
    const { backend } = await openCounter();
    await typeKeys("25");
    const account = "account-1";
    expect(backend.called("prepareAccount")).toEqual([{ account }, { account }]);
  });

  test("keys in a field are not the amount", async () => {
    await openCounter();
    await typeKeys("42", 120, hook("reference"));
    expect(hook("amount")).toHaveTextContent("0.00");
  });

  test("a held key is one digit", async () => {
    await openCounter();
    const event = new KeyboardEvent("keydown", { key: "5", repeat: true, bubbles: true });
    document.body.dispatchEvent(event);
    await settle();
    expect(hook("amount")).toHaveTextContent("0.00");
  });
});

describe("a scanner", () => {
  test("is never an amount and makes no link", async () => {
    const { backend } = await openCounter();
    await typeKeys("12");
    await press("4", 500);
    await typeKeys("006381", 8);
    await press("Enter", 8);
    expect(sent(backend)).toEqual([]);
    expect(hook("amount")).toHaveTextContent("0.12");
    expect(hook("scanned")).toBeInTheDocument();
  });

  test("takes the amount back at its fourth character, and the notice is true", async () => {
    const { backend } = await openCounter();
    await typeKeys("12");
    await press("4", 500);
    await typeKeys("00", 8);
    expect(hooks("scanned")).toEqual([]);
    await press("6", 8);
    expect(hook("amount")).toHaveTextContent("0.12");
    expect(hook("scanned")).toHaveTextContent("The amount is as before.");
    await typeKeys("381", 8);
    expect(hook("amount")).toHaveTextContent("0.12");
    await press("Enter");
    expect(sent(backend)[0]).toMatchObject({ amountMinor: "12" });
  });

  test("that ends with Tab moves nothing", async () => {
    await openCounter();
    await typeKeys("400638", 8);
    expect((await press("Tab", 8)).defaultPrevented).toBe(true);
    expect((await press("Tab")).defaultPrevented).toBe(false);
  });

  test("answers no question about a pasted amount", async () => {
    const { backend } = await openCounter();
    await typeKeys("500");
    backend.answer("readAmount", async () => ({
      kind: "ASK",
      readings: [euros(123_400), euros(123)],
    }));
    await paste("1.234");
    await press("1", 500);
    await typeKeys("234", 8);
    await press("Enter", 8);
    expect(hook("amount")).toHaveTextContent("5.00");
    expect(hook("pasted")).toHaveTextContent("Which amount is “1.234”?");
  });

  test("into a field stays there as text and makes no link", async () => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    const field = hook("reference");
    await typeKeys("ORDER77", 8, field);
    const enter = await press("Enter", 8, field);
    expect(enter.defaultPrevented).toBe(true);
    expect(sent(backend)).toEqual([]);
  });

  test("a fast person is no scanner", async () => {
    const { backend } = await openCounter();
    await typeKeys("2500", 60);
    await press("Enter", 60);
    expect(sent(backend)).toHaveLength(1);
  });
});

describe("pasting", () => {
  test("shows how the text reads, and counts only on Enter", async () => {
    const { backend } = await openCounter();
    await paste("1,234.50");
    expect(hook("pasted")).toHaveTextContent("“1,234.50” reads as €1,234.50");
    expect(hook("amount")).toHaveTextContent("0.00");
    await press("Enter");
    expect(hook("amount")).toHaveTextContent("1,234.50");
    expect(sent(backend)).toEqual([]);
  });

  test("Esc leaves it", async () => {
    await openCounter();
    await typeKeys("500");
    await paste("1,234.50");
    await press("Escape");
    expect(hooks("pasted")).toEqual([]);
    expect(hook("amount")).toHaveTextContent("5.00");
  });

  test("two readings are asked about; Enter chooses none", async () => {
    const { backend } = await openCounter();
    backend.answer("readAmount", async () => ({
      kind: "ASK",
      readings: [euros(123_400), euros(123)],
    }));
    await paste("1.234");
    expect(hook("pasted")).toHaveTextContent("Which amount is “1.234”?");
    expect(hooks("paste-use").map((b) => b.textContent?.trim())).toEqual([
      "Use €1,234.00 1",
      "Use €1.23 2",
    ]);
    await press("Enter");
    expect(hook("amount")).toHaveTextContent("0.00");
    hooks("paste-use")[1]?.click();
    await settle();
    expect(hook("amount")).toHaveTextContent("1.23");
  });

  test.each([
    ["1", "1,234.00"],
    ["2", "1.23"],
  ])("key %s chooses %s of two readings", async (key, shown) => {
    const { backend } = await openCounter();
    backend.answer("readAmount", async () => ({
      kind: "ASK",
      readings: [euros(123_400), euros(123)],
    }));
    await paste("1.234");
    await press(key);
    expect(hook("amount")).toHaveTextContent(shown);
    expect(hooks("pasted")).toEqual([]);
  });

  test("one foreign reading is said, and Enter uses it", async () => {
    const { backend } = await openCounter();
    backend.answer("readAmount", async () => ({ kind: "ASK", readings: [euros(123_450)] }));
    await paste("1.234,50");
    expect(hook("pasted")).toHaveTextContent("“1.234,50” reads as €1,234.50.");
    expect(hook("pasted")).not.toHaveTextContent("Which");
    await press("Enter");
    expect(hook("amount")).toHaveTextContent("1,234.50");
    expect(sent(backend)).toEqual([]);
  });

  test("the question lies over the keys and moves nothing", async () => {
    await openCounter();
    await paste("1,234.50");
    expect(hook("pasted").closest(".over")?.parentElement).toBe(
      hook("key-1").closest(".keypad")?.parentElement,
    );
  });

  test("letters are refused in words", async () => {
    await openCounter();
    await paste("abc");
    expect(hook("amount-problem")).toHaveTextContent("That is no amount. Type digits.");
  });
});

describe("creating the link", () => {
  test("fills all five fields from the amount alone", async () => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    await press("Enter");
    const [form] = sent(backend);
    expect(form).toMatchObject({
      account: "account-1",
      amountMinor: "2500",
      currency: "EUR",
      name: "Marlow & Daughters",
      description: "Goods and services",
      payableFor: 900,
    });
    expect(form?.reference).toMatch(/^SALE-\d{8}-\d{6}$/);
    expect(hook("state")).toHaveAttribute("data-state", "WAITING");
  });

  test.each(["what-for", "reference", "staff-note"])("Enter in %s sends", async (field) => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    const pressed = await press("Enter", 120, hook(field));
    expect(pressed.defaultPrevented).toBe(true);
    expect(sent(backend)).toHaveLength(1);
  });

  test.each<[string, KeyboardEventInit]>([
    ["ends what an input method composed", { isComposing: true }],
    ["ends it, and a web view says so by its number alone", { keyCode: 229 }],
    ["comes with Ctrl", { ctrlKey: true }],
    ["comes with Alt", { altKey: true }],
    ["comes with the Windows key or ⌘", { metaKey: true }],
  ])("Enter that %s sends nothing", async (_, how) => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    const enter = { key: "Enter", bubbles: true, cancelable: true, ...how };
    hook("what-for").dispatchEvent(new KeyboardEvent("keydown", enter));
    await settle();
    expect(sent(backend)).toEqual([]);
  });

  test("Enter that ends a scanned code sends nothing, and nor does one that is held down", async () => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    const field = hook("reference");
    await typeKeys("4006381333931", 5, field);
    await press("Enter", 5, field);
    const held = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, repeat: true });
    field.dispatchEvent(held);
    await settle();
    expect(sent(backend)).toEqual([]);
    await press("Enter", 1000, field);
    expect(sent(backend)).toHaveLength(1);
  });

  test("Enter twice sends one", async () => {
    const { backend } = await openCounter();
    let answer: (sale: unknown) => void = () => undefined;
    backend.answer("createLink", () => new Promise((resolve) => (answer = resolve)));
    await typeKeys("2500");
    await press("Enter");
    await press("Enter");
    await press("Enter", 120, hook("reference"));
    await click("create-link");
    expect(sent(backend)).toHaveLength(1);
    answer(fakeSale());
    await settle();
    expect(sent(backend)).toHaveLength(1);
  });

  test("the same press goes again after NOT_SENT; a success ends it", async () => {
    const { backend } = await openCounter();
    backend.fail("createLink", { code: "NOT_SENT", fault: "DNS" });
    await typeKeys("2500");
    await press("Enter");
    await press("Enter");
    backend.behave("createLink");
    await press("Enter");
    await press("n");
    await new Promise((resolve) => setTimeout(resolve, 60));
    await settle();
    await typeKeys("2500");
    await press("Enter");
    const presses = sent(backend).map(({ press: id }) => id);
    expect(presses[1]).toBe(presses[0]);
    expect(presses[2]).toBe(presses[0]);
    expect(presses[3]).not.toBe(presses[0]);
    const references = sent(backend).map(({ reference }) => reference);
    expect(references[2]).toBe(references[0]);
  });

  test("other words are another press", async () => {
    const { backend } = await openCounter();
    backend.fail("createLink", { code: "NOT_SENT", fault: "DNS" });
    await typeKeys("2500");
    await press("Enter");
    await press("0");
    await press("Enter");
    const [one, other] = sent(backend);
    expect(one?.press).not.toBe(other?.press);
  });

  test("a sale that was not sent goes again with its press", async () => {
    const { backend } = await openCounter();
    const notSent = fakeSale({ state: { kind: "NOT_SENT" }, link: null, press: "press-1" });
    backend.answer("createLink", async () => notSent);
    await typeKeys("2500");
    await press("Enter");
    backend.answer("createLink", async () => fakeSale());
    await click("try-again");
    const [, again] = sent(backend);
    expect(again?.press).toBe("press-1");
    expect(hook("state")).toHaveAttribute("data-state", "WAITING");
  });

  test("a refused link is a new press", async () => {
    const { backend } = await openCounter();
    backend.fail("createLink", { code: "API_ERROR", providerCode: "x", detail: "no" });
    await typeKeys("2500");
    await press("Enter");
    await press("Enter");
    const [one, other] = sent(backend);
    expect(one?.press).not.toBe(other?.press);
  });

  test("nothing typed is lost by an error, and the words say what to do", async () => {
    const { backend } = await openCounter();
    backend.fail("createLink", { code: "LEDGER_DISK_FULL" });
    await typeKeys("2500");
    await fill("what-for", "Blue jacket");
    await fill("reference", "INV-7");
    await fill("staff-note", "tall man");
    await press("Enter");
    expect(hook("take-problem")).toHaveTextContent("Make room, then try again.");
    expect(hook("amount")).toHaveTextContent("25.00");
    expect(hook("what-for")).toHaveValue("Blue jacket");
    expect(hook("reference")).toHaveValue("INV-7");
    expect(hook("staff-note")).toHaveValue("tall man");
  });

  test.each<[TillError, string]>([
    [{ code: "CARD_NUMBER_IN_TEXT", field: "REFERENCE" }, "reference-said"],
    [{ code: "TEXT_TOO_LONG", field: "DESCRIPTION", limit: 250, length: 251 }, "what-for-said"],
    [{ code: "INVALID_AMOUNT", fault: "TOO_LARGE" }, "amount-problem"],
    [{ code: "CURRENCY_NOT_OFFERED", currency: "EUR", offered: ["GBP"] }, "amount-problem"],
  ])("$code stands where it belongs", async (error, place) => {
    const { backend } = await openCounter();
    backend.fail("createLink", error);
    await typeKeys("2500");
    await press("Enter");
    expect(hook(place)).toBeInTheDocument();
    expect(hooks("take-problem")).toEqual([]);
  });

  test("no amount is said before anything is sent", async () => {
    const { backend } = await openCounter();
    await press("Enter");
    expect(hook("amount-problem")).toHaveTextContent("Type an amount first.");
    expect(sent(backend)).toEqual([]);
  });

  test("a text over the provider's limit says why and sends nothing", async () => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    await fill("what-for", "x".repeat(251));
    expect(hook("what-for-said")).toHaveTextContent("Global Payments takes 250 characters.");
    await press("Enter");
    expect(sent(backend)).toEqual([]);
  });

  test("the time it is payable can be changed", async () => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    await click("payable-change");
    await click("payable-864000");
    expect(hook("payable-for")).toHaveTextContent("Payable for 10 days · card · single use");
    await press("Enter");
    expect(sent(backend)[0]?.payableFor).toBe(864_000);
  });

  test("the currency can be chosen where the account offers several", async () => {
    const currencies = [
      { code: "EUR", exponent: 2 },
      { code: "JPY", exponent: 0 },
    ];
    const backend = new FakeBackend(fakeTill({ accounts: [fakeAccount({ currencies })] }));
    await openCounter(backend);
    await typeKeys("2500");
    const select = hook("currency") as HTMLSelectElement;
    select.value = "JPY";
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await settle();
    expect(hook("amount")).toHaveTextContent("2,500");
    await press("Enter");
    expect(sent(backend)[0]).toMatchObject({ currency: "JPY", amountMinor: "2500" });
  });
});

describe("more options", () => {
  test("are folded, and a sale without them is for one payment, nothing shipped", async () => {
    const { backend } = await openCounter();
    expect(hooks("options")).toEqual([]);
    expect(hook("more-options")).toHaveAttribute("aria-expanded", "false");
    await typeKeys("2500");
    await press("Enter");
    expect(sent(backend)[0]).toMatchObject({ useLimit: null, shippingMinor: null });
  });

  test("a limit and shipping go with the sale, and the line says so", async () => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    await click("more-options");
    await click("several");
    expect(document.activeElement).toBe(hook("use-limit"));
    await fill("use-limit", "5");
    await click("shipped");
    await fill("shipping", "4.50");
    expect(hook("payable-for")).toHaveTextContent(
      "Payable for 15 minutes · card · + €4.50 shipping · up to 5 payments",
    );
    await click("create-link");
    expect(sent(backend)[0]).toMatchObject({
      amountMinor: "2500",
      useLimit: 5,
      shippingMinor: "450",
    });
    expect(hook("sale-terms")).toHaveTextContent("+ €4.50 shipping · up to 5 payments");
  });

  test("shipping may cost nothing and still ask for an address", async () => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    await click("more-options");
    await click("shipped");
    expect(hook("payable-for")).toHaveTextContent("with an address, shipping is free");
    await click("create-link");
    expect(sent(backend)[0]?.shippingMinor).toBe("0");
  });

  test("are forgotten with the sale", async () => {
    const { backend, counter } = await openCounter();
    await typeKeys("2500");
    await click("more-options");
    await click("several");
    await fill("use-limit", "5");
    await click("create-link");
    counter.goTake();
    await settle();
    expect(hooks("options")).toEqual([]);
    await typeKeys("100");
    await press("Enter");
    expect(sent(backend)[1]).toMatchObject({ amountMinor: "100", useLimit: null });
  });

  test.each(["", "1", "1001", "five"])("the limit “%s” is said where it stands", async (limit) => {
    const { backend } = await openCounter();
    await typeKeys("2500");
    await click("more-options");
    await click("several");
    await fill("use-limit", limit);
    await click("create-link");
    expect(hook("use-limit")).toHaveAttribute("aria-invalid", "true");
    expect(hooks("take-problem")).toEqual([]);
    expect(sent(backend)).toEqual([]);
  });

  test("an error about them unfolds them", async () => {
    const { backend } = await openCounter();
    backend.fail("createLink", { code: "INVALID_FIELD", field: "SHIPPING" });
    await typeKeys("2500");
    await click("more-options");
    await click("shipped");
    await click("more-options");
    await click("create-link");
    expect(hook("shipping-said")).toHaveTextContent("Shipping cannot be used as it is.");
  });

  test("exist only where the account can", async () => {
    const account = fakeAccount();
    const can = { ...account.can, mostUses: 1, shipping: false };
    await openCounter(new FakeBackend(fakeTill({ accounts: [{ ...account, can }] })));
    expect(hooks("more-options")).toEqual([]);
    expect(hook("payable-for")).toHaveTextContent("Payable for 15 minutes · card · single use");
  });

  test("a scanned code is no shipping, and typing it is not the amount", async () => {
    await openCounter();
    await typeKeys("2500");
    await click("more-options");
    await click("shipped");
    const field = hook("shipping") as HTMLInputElement;
    field.focus();
    for (const [at, key] of [..."4006"].entries()) {
      const { defaultPrevented } = await press(key, at === 0 ? 500 : 8, field);
      if (defaultPrevented) continue;
      field.dispatchEvent(
        new InputEvent("beforeinput", {
          data: key,
          inputType: "insertText",
          bubbles: true,
          cancelable: true,
        }),
      );
    }
    await settle();
    expect(field.value).toBe("0.00");
    expect(hook("amount")).toHaveTextContent("25.00");
    expect(hooks("scanned")).toEqual([]);
  });

  test("Esc leaves a pasted shipping first, then the field, and nothing is created before", async () => {
    const { backend } = await openCounter();
    backend.answer("readAmount", async () => ({ kind: "ASK", readings: [euros(123)] }));
    await typeKeys("2500");
    await click("more-options");
    await click("shipped");
    const field = hook("shipping");
    field.focus();
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => "1.234" } });
    field.dispatchEvent(event);
    await settle();
    expect(hook("pasted")).toHaveTextContent("reads as €1.23");
    expect(hook("create-link")).toBeDisabled();
    await press("Enter");
    expect(sent(backend)).toEqual([]);
    await press("Escape", 120, field);
    expect(hooks("pasted")).toEqual([]);
    expect(document.activeElement).toBe(field);
    await press("Escape", 120, field);
    expect(document.activeElement).not.toBe(field);
    expect(hook("shipping")).toHaveValue("0.00");
  });

  test("create again brings them back, unfolded", async () => {
    const { backend, counter } = await openCounter();
    counter.createAgain(fakeSale({ useLimit: 7, shipping: euros(300) }));
    await settle();
    expect(hook("use-limit")).toHaveValue("7");
    await click("create-link");
    expect(sent(backend)[0]).toMatchObject({ useLimit: 7, shippingMinor: "300" });
  });

  test("are free of axe findings", async () => {
    await openCounter();
    await click("more-options");
    await click("several");
    await click("shipped");
    expect(await axeFindings()).toEqual([]);
  });
});

describe("two sales alike", () => {
  const earlier = (seconds: number) =>
    new FakeBackend(fakeTill(), [
      fakeSale({ at: inSeconds(-seconds), whatFor: "Goods and services" }),
    ]);

  test("within minutes: a quiet warning, the earlier one a key away", async () => {
    const { backend } = await openCounter(earlier(150));
    await typeKeys("2500");
    expect(hook("alike")).toHaveTextContent("A sale of €25.00 like this one was made 2 min ago.");
    await press("o");
    await new Promise((resolve) => setTimeout(resolve, 60));
    await settle();
    expect(backend.called("saleDetail").at(-1)).toEqual({ sale: "sale-1" });
    expect(hook("sale")).toHaveAttribute("data-sale", "sale-1");
  });

  test("an hour ago or another amount: nothing", async () => {
    await openCounter(earlier(3600));
    await typeKeys("2500");
    expect(hooks("alike")).toEqual([]);
  });
});

test("the screen is free of axe findings", async () => {
  await openCounter(new FakeBackend(fakeTill(), [fakeSale()]));
  await typeKeys("2500");
  expect(await axeFindings()).toEqual([]);
});
