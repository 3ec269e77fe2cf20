import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeTill } from "../backend/fake-data";
import { NINO, paymentFlowAccount, paymentFlowSale } from "../backend/fake-paymentflow";
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
import type { CustomerForm, NewSaleForm } from "../contract";

async function openTake() {
  const accounts = [paymentFlowAccount(), paymentFlowAccount({ id: "account-second" })];
  const till = fakeTill({ accounts, activeAccount: "account-paymentflow" });
  const opened = await openCounter(new FakeBackend(till));
  await typeKeys("2500");
  await click("more-options");
  return opened;
}

async function openFind() {
  const opened = await openTake();
  await click("find-customer");
  return opened;
}

async function search(email = "") {
  await fill("customer-search-email", email);
  await click("customer-search-submit");
}

async function choose(id = NINO.id) {
  document.querySelector<HTMLElement>(`[data-customer="${id}"]`)?.click();
  await settle();
}

function sent(backend: FakeBackend): NewSaleForm[] {
  return backend.called("createLink").map(({ form }) => form);
}

function saved(backend: FakeBackend): CustomerForm[] {
  return backend.called("saveCustomer").map(({ form }) => form);
}

describe("a link without an end", () => {
  test("says so instead of a time, and offers none", async () => {
    const { backend } = await openTake();
    expect(hook("payable-for")).toHaveTextContent(
      "No end – cancel it when it is not needed · card · single use",
    );
    expect(hooks("payable-change")).toEqual([]);
    await click("create-link");
    expect(sent(backend)).toHaveLength(1);
    expect(hook("state")).toHaveTextContent("Waiting · no end");
    expect(hook("no-end")).toHaveTextContent(
      "Payable until it is paid, fails or is cancelled. Cancel it when it is not needed.",
    );
    expect(hook("cancel-link")).toBeInTheDocument();
  });

  test("is none of an account whose links end", async () => {
    const { counter } = await openCounter();
    expect(hook("payable-for")).toHaveTextContent("Payable for 15 min");
    expect(hook("payable-change")).toBeInTheDocument();
    counter.show(paymentFlowSale({ accountId: "account-1" }));
    await settle();
    expect(hooks("no-end")).toEqual([]);
  });
});

describe("finding a customer for the next sale", () => {
  test("shows nobody whole, page by page", async () => {
    const { backend } = await openFind();
    expect(document.activeElement).toBe(hook("customer-search-email"));
    expect(backend.called("findCustomers"), "nobody asked yet").toEqual([]);
    await search();
    expect(hooks("customer-row")).toHaveLength(3);
    expect(hook("customer-count")).toHaveTextContent("3 customers");
    const [first] = hooks("customer-row");
    expect(first).toHaveTextContent("Nino B.");
    expect(first).toHaveTextContent("n…@shop.example · …67");
    expect(hook("customer-dialog").innerHTML).not.toMatch(/nino@|212/);
    expect(await axeFindings()).toEqual([]);
    await click("customer-more");
    expect(hooks("customer-row")).toHaveLength(5);
    expect(hooks("customer-more")).toEqual([]);
    expect(document.activeElement).toBe(hooks("customer-row")[3]);
    expect(backend.called("findCustomers")).toEqual([
      { query: { account: "account-paymentflow", email: "", after: "" } },
      { query: { account: "account-paymentflow", email: "", after: "cus_3" } },
    ]);
  });

  test("further pages are of what was searched, whatever stands in the field by now", async () => {
    const { backend } = await openFind();
    await search();
    await fill("customer-search-email", "nino@shop.example");
    await click("customer-more");
    expect(backend.called("findCustomers")[1]).toMatchObject({ query: { email: "" } });
  });

  test("takes the whole address, and says where there is nobody", async () => {
    await openFind();
    await search(" nino@shop.example ");
    expect(hooks("customer-row")).toHaveLength(1);
    await search("nobody@shop.example");
    expect(hooks("customer-row")).toEqual([]);
    expect(hook("customer-count")).toHaveTextContent("PaymentFlow shows no such customer.");
  });

  test("what is wrong with the address stands beside it", async () => {
    const { backend } = await openFind();
    backend.fail("findCustomers", { code: "INVALID_FIELD", field: "CUSTOMER_EMAIL" });
    await search("nino");
    expect(hook("customer-search-email-said")).toHaveTextContent("Email cannot be used as it is.");
    expect(document.activeElement).toBe(hook("customer-search-email"));
    expect(hooks("customer-search-problem")).toEqual([]);
  });

  test("a search that fails says why, and keeps what was shown", async () => {
    const { backend } = await openFind();
    await search();
    backend.fail("findCustomers", { code: "NOT_SENT", fault: "DNS" });
    await search();
    expect(hook("customer-search-problem")).toHaveTextContent("could not be found");
    expect(hooks("customer-row")).toHaveLength(3);
  });

  test("fills the email, shows a chip and goes with the sale", async () => {
    const { backend } = await openFind();
    await search();
    await choose();
    expect(hooks("customer-dialog")).toEqual([]);
    expect(hook("chosen-customer")).toHaveTextContent("Nino B.");
    expect(hook("customer-email")).toHaveValue("nino@shop.example");
    expect(document.activeElement).toBe(hook("find-customer"));
    expect(await axeFindings()).toEqual([]);
    await click("create-link");
    expect(sent(backend)[0]).toMatchObject({
      customer: NINO.id,
      customerEmail: "nino@shop.example",
    });
  });

  test("the chip is taken away with its address", async () => {
    const { backend } = await openFind();
    await search();
    await choose();
    expect(hook("chosen-customer-remove")).toHaveAccessibleName("Remove Nino B.");
    await click("chosen-customer-remove");
    expect(hooks("chosen-customer")).toEqual([]);
    expect(hook("customer-email")).toHaveValue("");
    expect(document.activeElement).toBe(hook("find-customer"));
    await click("create-link");
    expect(sent(backend)[0]).toMatchObject({ customer: "", customerEmail: "" });
  });

  test("an address that staff typed instead stays when the chip goes", async () => {
    await openFind();
    await search();
    await choose();
    await fill("customer-email", "work@shop.example");
    await click("chosen-customer-remove");
    expect(hook("customer-email")).toHaveValue("work@shop.example");
  });

  test("a customer of one account is none of another", async () => {
    const { backend, counter } = await openFind();
    await search();
    await choose();
    backend.state = { ...backend.state, activeAccount: "account-second" };
    counter.become(backend.state);
    await settle();
    expect(hooks("chosen-customer")).toEqual([]);
    expect(hook("customer-email")).toHaveValue("");
    await click("create-link");
    const told = { account: "account-second", customer: "", customerEmail: "" };
    expect(sent(backend)[0]).toMatchObject(told);
  });

  test("an address that staff typed goes with the sale to another account", async () => {
    const { backend, counter } = await openFind();
    await search();
    await choose();
    await fill("customer-email", "work@shop.example");
    backend.state = { ...backend.state, activeAccount: "account-second" };
    counter.become(backend.state);
    await settle();
    expect(hook("customer-email")).toHaveValue("work@shop.example");
  });

  test("a customer stays when the till tells of itself and the account is the same", async () => {
    const { backend, counter } = await openFind();
    await search();
    await choose();
    counter.become({ ...backend.state, shopName: "Quince" });
    await settle();
    expect(hook("chosen-customer")).toHaveTextContent("Nino B.");
    expect(hook("customer-email")).toHaveValue("nino@shop.example");
  });

  test("a sale made again with another account tells nothing of its customer", async () => {
    const { backend, counter } = await openTake();
    const { id: customerId, email: customerEmail } = NINO;
    const told = { accountId: "account-second", customerId, customerEmail };
    counter.createAgain(paymentFlowSale(told));
    await settle();
    expect(hooks("chosen-customer")).toEqual([]);
    await click("create-link");
    expect(sent(backend)[0]).toMatchObject({ customer: "", customerEmail: "" });
  });

  test("a sale made again does not call its customer by the sale’s address", async () => {
    const { counter } = await openTake();
    const [customerEmail, maskedEmail] = ["mari@shop.example", "m…@shop.example"];
    counter.createAgain(paymentFlowSale({ customerId: NINO.id, customerEmail, maskedEmail }));
    await settle();
    expect(hook("chosen-customer")).toHaveTextContent("Chosen customer · cus_1");
    expect(hook("chosen-customer")).not.toHaveTextContent("m…@");
    expect(hook("customer-email")).toHaveValue("mari@shop.example");
  });

  test("is not kept for the next sale, and is there when a sale is made again", async () => {
    const { backend, counter } = await openFind();
    await search();
    await choose();
    await click("create-link");
    counter.goTake();
    await settle();
    expect(hooks("chosen-customer")).toEqual([]);
    counter.createAgain(paymentFlowSale({ customerId: NINO.id, maskedEmail: NINO.maskedEmail }));
    await settle();
    expect(hook("chosen-customer")).toHaveTextContent("Chosen customer · cus_1");
    await click("create-link");
    expect(sent(backend)[1]?.customer).toBe(NINO.id);
  });

  test("goes again as the same press when nothing was sent", async () => {
    const { backend, counter } = await openTake();
    const told = { customerId: NINO.id, state: { kind: "NOT_SENT" } as const, link: null };
    counter.show(paymentFlowSale(told));
    await settle();
    await click("try-again");
    expect(sent(backend)[0]).toMatchObject({ customer: NINO.id });
  });

  test("is no question where the provider keeps none", async () => {
    await openCounter();
    await click("more-options");
    expect(hooks("find-customer")).toEqual([]);
  });
});

describe("what the provider refuses of a field", () => {
  const error = {
    code: "FIELD_REFUSED",
    field: "CUSTOMER_EMAIL",
    providerCode: "invalid_email",
    detail: "no such domain",
  } as const;
  const words =
    "The provider does not take Customer’s email as it is: no such domain. Change it, then try again.";

  test("stands beside it at once, and the next press is a new one", async () => {
    const { backend } = await openTake();
    await fill("customer-email", "nino@nowhere.example");
    backend.fail("createLink", error);
    await click("create-link");
    await settle();
    expect(hook("customer-email-said")).toHaveTextContent(words);
    expect(document.activeElement).toBe(hook("customer-email"));
    expect(hooks("take-problem")).toEqual([]);
    await click("create-link");
    const [first, second] = sent(backend).map((form) => form.press);
    expect(second).not.toBe(first);
  });

  test("stands beside it when the sale is made again", async () => {
    const { counter } = await openTake();
    counter.show(paymentFlowSale({ state: { kind: "LINK_REFUSED", error }, link: null }));
    await settle();
    expect(hook("state-next")).toHaveTextContent(words);
    await press("Enter");
    expect(hook("customer-email-said")).toHaveTextContent(words);
    expect(hook("customer-email")).toHaveAttribute("aria-invalid", "true");
  });
});

describe("what is told of the customer and folded away", () => {
  test("is a line of its own", async () => {
    await openTake();
    await fill("customer-email", "nino@shop.example");
    expect(hooks("customer-summary"), "it stands in its field").toEqual([]);
    await click("more-options");
    expect(hook("customer-summary")).toHaveTextContent("Told of the customer: nino@shop.example");
  });

  test("names the chosen one, and is no line for nobody", async () => {
    await openFind();
    await search();
    await choose();
    await click("more-options");
    expect(hook("customer-summary")).toHaveTextContent("Nino B. · nino@shop.example");
    await click("more-options");
    await click("chosen-customer-remove");
    await click("more-options");
    expect(hooks("customer-summary")).toEqual([]);
  });
});

describe("a new customer", () => {
  async function openNew() {
    const opened = await openFind();
    await click("customer-to-form");
    await fill("new-customer-email", "mari@shop.example");
    await fill("new-customer-name", "Mari");
    await fill("new-customer-phone", "+995 5 55");
    return opened;
  }

  test("is made from email, name and phone, and chosen", async () => {
    const { backend } = await openNew();
    expect(hook("new-customer-email")).toHaveAccessibleName("Email");
    expect(await axeFindings()).toEqual([]);
    await click("customer-save");
    expect(saved(backend)[0]).toMatchObject({
      account: "account-paymentflow",
      id: "",
      email: "mari@shop.example",
      name: "Mari",
      phone: "+995 5 55",
    });
    expect(saved(backend)[0]?.press).toMatch(/^[0-9a-f-]{36}$/);
    expect(hook("chosen-customer")).toHaveTextContent("Mari");
    expect(hook("customer-email")).toHaveValue("mari@shop.example");
  });

  test("needs an email, which what was searched for is", async () => {
    const { backend } = await openFind();
    await fill("customer-search-email", "mari@shop.example");
    await click("customer-to-form");
    expect(hook("new-customer-email")).toHaveValue("mari@shop.example");
    await fill("new-customer-email", " ");
    await click("customer-save");
    expect(hook("new-customer-email-said")).toHaveTextContent("Fill this in.");
    expect(document.activeElement).toBe(hook("new-customer-email"));
    expect(saved(backend)).toEqual([]);
  });

  test.each([
    ["CUSTOMER_EMAIL", "new-customer-email", "Email"],
    ["CUSTOMER_NAME", "new-customer-name", "Name"],
    ["CUSTOMER_PHONE", "new-customer-phone", "Phone"],
  ] as const)("what the provider refuses of %s stands beside its field", async (...row) => {
    const [field, test, name] = row;
    const { backend } = await openNew();
    const detail = "it is not known";
    backend.fail("saveCustomer", { code: "FIELD_REFUSED", field, providerCode: "invalid", detail });
    await click("customer-save");
    await settle();
    expect(hook(`${test}-said`)).toHaveTextContent(
      `The provider does not take ${name} as it is: it is not known.`,
    );
    expect(document.activeElement).toBe(hook(test));
    expect(hooks("customer-problem")).toEqual([]);
    expect(hook("new-customer-name")).toHaveValue("Mari");
  });

  test("too long a text is not sent", async () => {
    await openNew();
    await fill("new-customer-phone", "5".repeat(41));
    expect(hook("new-customer-phone-said")).toHaveTextContent("PaymentFlow takes 40 characters.");
    expect(hook("customer-save")).toBeDisabled();
  });

  test("Esc goes back to the search, then out, and what was typed is there again", async () => {
    await openNew();
    const dialog = hook("customer-dialog");
    dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(hook("customer-search")).toBeInTheDocument();
    expect(hook("customer-to-form")).toHaveTextContent("Back to what was typed");
    dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(hooks("customer-dialog")).toEqual([]);
    await click("find-customer");
    await click("customer-to-form");
    expect(hook("new-customer-name")).toHaveValue("Mari");
  });

  test("who was typed for one account is not offered to another", async () => {
    const { backend, counter } = await openNew();
    backend.state = { ...backend.state, activeAccount: "account-second" };
    counter.become(backend.state);
    await settle();
    expect(hook("customer-to-form")).not.toHaveTextContent("Back to what was typed");
    await click("customer-to-form");
    expect(hook("new-customer-name")).toHaveValue("");
    await fill("new-customer-email", "mari@shop.example");
    await click("customer-save");
    expect(saved(backend)[0]).toMatchObject({ account: "account-second", name: "" });
  });

  test("of whom nobody knows is looked for first, and the same press is kept", async () => {
    const { backend } = await openNew();
    backend.fail("saveCustomer", { code: "UNCLEAR_OUTCOME", doubt: "TIMED_OUT" });
    await click("customer-save");
    await settle();
    expect(hook("customer-unclear")).toHaveTextContent("Not sure – look for them first");
    expect(document.activeElement).toBe(hook("customer-look"));
    expect(hook("new-customer-name")).toBeDisabled();
    expect(await axeFindings()).toEqual([]);
    await click("customer-look");
    await settle();
    expect(backend.called("findCustomers")).toEqual([
      { query: { account: "account-paymentflow", email: "mari@shop.example", after: "" } },
    ]);
    expect(hook("customer-count")).toHaveTextContent("no such customer");
    await click("customer-to-form");
    expect(hooks("customer-unclear")).toEqual([]);
    expect(hook("new-customer-name")).toHaveValue("Mari");
    expect(hook("new-customer-name")).toBeEnabled();
    backend.behave("saveCustomer");
    await click("customer-save");
    const presses = saved(backend).map((form) => form.press);
    expect(presses).toHaveLength(2);
    expect(new Set(presses).size).toBe(1);
  });

  test("the same may go again at once, and words that differ are another press", async () => {
    const { backend } = await openNew();
    backend.fail("saveCustomer", { code: "UNCLEAR_OUTCOME", doubt: "TIMED_OUT" });
    await click("customer-save");
    backend.fail("saveCustomer", { code: "NOT_SENT", fault: "CONNECT" });
    await click("customer-save");
    expect(hook("customer-unclear"), "the first one may have worked").toBeInTheDocument();
    expect(hook("customer-problem")).toHaveTextContent("Nothing was sent.");
    await click("customer-look");
    await settle();
    await click("customer-to-form");
    await fill("new-customer-name", "Mariam");
    backend.behave("saveCustomer");
    await click("customer-save");
    const [first, second, third] = saved(backend).map((form) => form.press);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test("a look that fails leaves the doubt as it is", async () => {
    const { backend } = await openNew();
    backend.fail("saveCustomer", { code: "UNCLEAR_OUTCOME", doubt: "TIMED_OUT" });
    await click("customer-save");
    backend.fail("findCustomers", { code: "NOT_SENT", fault: "DNS" });
    await click("customer-look");
    await settle();
    await click("customer-to-form");
    expect(hook("customer-unclear")).toBeInTheDocument();
  });

  test("a second press while the first is running sends nothing", async () => {
    const { backend } = await openNew();
    backend.answer("saveCustomer", () => new Promise(() => undefined));
    await click("customer-save");
    hook("customer-form").dispatchEvent(new Event("submit", { cancelable: true }));
    await press("Enter");
    expect(saved(backend)).toHaveLength(1);
    expect(hook("customer-save")).toHaveTextContent("Saving…");
  });
});
