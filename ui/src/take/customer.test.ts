import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill } from "../backend/fake-data";
import { flittAccount, flittSale } from "../backend/fake-flitt";
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

function sent(backend: FakeBackend): NewSaleForm[] {
  return backend.called("createLink").map(({ form }) => form);
}

async function openTake(can: Partial<CanDo> = {}) {
  const account = flittAccount();
  const accounts = [{ ...account, can: { ...account.can, ...can } }];
  return openCounter(new FakeBackend(fakeTill({ accounts, activeAccount: account.id })));
}

async function openOptions(can: Partial<CanDo> = {}) {
  const opened = await openTake(can);
  await typeKeys("2500");
  await click("more-options");
  return opened;
}

describe("what is told of the customer", () => {
  test("is nothing, unless staff say it", async () => {
    const { backend } = await openOptions();
    expect(hook("customer-email")).toHaveAccessibleName("Customer’s email");
    expect(hook("customer-email-said")).toHaveTextContent("Flitt gets it with the payment.");
    expect(hook("page-language")).toHaveAccessibleName("Language of the pay page");
    expect(await axeFindings()).toEqual([]);
    await click("create-link");
    expect(sent(backend)[0]).toMatchObject({ customerEmail: "", pageLanguage: "" });
  });

  test("goes with the sale", async () => {
    const { backend } = await openOptions();
    await fill("customer-email", " nino@shop.example ");
    await select("page-language", "ka");
    await click("create-link");
    expect(sent(backend)[0]).toMatchObject({
      customerEmail: "nino@shop.example",
      pageLanguage: "ka",
    });
  });

  test("is of languages by their names, in the order of these", async () => {
    await openOptions();
    const offered = [...hook("page-language").querySelectorAll("option")];
    expect(offered.map(({ value, text }) => [value, text])).toEqual([
      ["", "As Flitt chooses"],
      ["en", "English"],
      ["ka", "Georgian"],
      ["de", "German"],
      ["uk", "Ukrainian"],
    ]);
  });

  test("is asked for where the account can do it, and nowhere else", async () => {
    const none = { reservations: false, cardChecks: false, subscriptions: false };
    await openOptions({ ...none, pageLanguages: [] });
    expect(hooks("customer-email")).toHaveLength(1);
    expect(hooks("page-language")).toEqual([]);
  });

  test("is a language alone where the account takes no email", async () => {
    const none = { reservations: false, cardChecks: false, subscriptions: false };
    await openOptions({ ...none, customerEmail: false });
    expect(hooks("customer-email")).toEqual([]);
    expect(hooks("page-language")).toHaveLength(1);
  });

  test("is no question where the account can do neither", async () => {
    await openCounter();
    await click("more-options");
    expect(hooks("customer-email")).toEqual([]);
    expect(hooks("page-language")).toEqual([]);
  });

  test("is forgotten with an account that can do neither", async () => {
    const { backend, counter } = await openOptions();
    await fill("customer-email", "nino@shop.example".padStart(255, "n"));
    await select("page-language", "ka");
    expect(hook("create-link")).toBeDisabled();
    backend.state = fakeTill({ accounts: [fakeAccount()] });
    counter.become(backend.state);
    await settle();
    await click("create-link");
    expect(sent(backend)[0]).toMatchObject({ customerEmail: "", pageLanguage: "" });
  });

  test("is not kept for the next customer", async () => {
    const { backend, counter } = await openOptions();
    await fill("customer-email", "nino@shop.example");
    await select("page-language", "ka");
    await click("create-link");
    counter.goTake();
    await settle();
    await typeKeys("100");
    await click("create-link");
    expect(sent(backend)[1]).toMatchObject({ customerEmail: "", pageLanguage: "" });
  });

  test("is what it was when a sale is made again", async () => {
    const { backend, counter } = await openTake();
    counter.createAgain(
      flittSale({
        customerEmail: "nino@shop.example",
        pageLanguage: "ka",
        state: { kind: "EXPIRED" },
      }),
    );
    await settle();
    expect(hook("customer-email")).toHaveValue("nino@shop.example");
    expect(hook("page-language")).toHaveValue("ka");
    await click("create-link");
    expect(sent(backend)[0]).toMatchObject({
      customerEmail: "nino@shop.example",
      pageLanguage: "ka",
    });
  });

  test("goes again as the same press when nothing was sent", async () => {
    const { backend, counter } = await openTake();
    const told = { customerEmail: "nino@shop.example", pageLanguage: "ka" };
    const sale = flittSale({ ...told, state: { kind: "NOT_SENT" }, link: null });
    counter.show(sale);
    await settle();
    await click("try-again");
    expect(sent(backend)[0]).toMatchObject({ press: sale.press, ...told });
  });

  test("that is too long for the provider is said before anything is sent", async () => {
    const { backend } = await openOptions();
    await fill("customer-email", "nino@shop.example".padStart(255, "n"));
    expect(hook("customer-email-said")).toHaveTextContent(
      "Flitt takes 254 characters. Shorten it.",
    );
    expect(hook("create-link")).toBeDisabled();
    expect(sent(backend)).toEqual([]);
  });

  test.each<[TillError, string]>([
    [{ code: "INVALID_FIELD", field: "CUSTOMER_EMAIL" }, "customer-email"],
    [{ code: "FORBIDDEN_CHARACTER", field: "CUSTOMER_EMAIL", character: "|" }, "customer-email"],
    [{ code: "INVALID_FIELD", field: "PAGE_LANGUAGE" }, "page-language"],
  ])("%j stands beside its field, even if that is folded away", async (error, field) => {
    const { backend } = await openOptions();
    await fill("customer-email", "nino");
    await click("more-options");
    expect(hooks(field)).toEqual([]);
    backend.fail("createLink", error);
    await click("create-link");
    expect(hook(field)).toHaveAttribute("aria-invalid", "true");
    expect(hook(`${field}-said`)).toHaveTextContent(
      /^(Customer’s email|Language of the pay page) /,
    );
    expect(document.activeElement).toBe(hook(field));
    expect(hooks("take-problem")).toEqual([]);
    expect(hook("customer-email")).toHaveValue("nino");
  });
});

describe("the customer's email", () => {
  const sale = flittSale({
    customerEmail: "nino@shop.example",
    maskedEmail: "n…@shop.example",
    pageLanguage: "ka",
  });

  test("is masked on the list and beside the code, and whole in the details", async () => {
    const till = fakeTill({ accounts: [flittAccount()], activeAccount: "account-flitt" });
    const { counter } = await openCounter(new FakeBackend(till, [sale]));
    counter.goSales();
    await settle();
    expect(hook("sale-row")).toHaveTextContent("INV-1043 · n…@shop.example");
    expect(hook("sale-row")).not.toHaveTextContent("nino@");
    await click("sale-row");
    expect(hook("detail-customer")).toHaveTextContent("nino@shop.example · pay page in Georgian");
    await click("open-waiting");
    expect(hook("sale-customer")).toHaveTextContent("n…@shop.example · pay page in Georgian");
    expect(hook("sale").innerHTML).not.toMatch(/nino@/);
    expect(await axeFindings()).toEqual([]);
  });

  test("leaves no empty line where there is none", async () => {
    const till = fakeTill({ accounts: [flittAccount()], activeAccount: "account-flitt" });
    const { counter } = await openCounter(new FakeBackend(till, [flittSale()]));
    counter.goSales();
    await settle();
    await click("sale-row");
    expect(hooks("detail-customer")).toEqual([]);
    await click("open-waiting");
    expect(hooks("sale-customer")).toEqual([]);
  });
});
