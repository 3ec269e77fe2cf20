import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeSale, fakeTill } from "../backend/fake-data";
import { NINO, paymentFlowAccount, paymentFlowSale } from "../backend/fake-paymentflow";
import { axeFindings, click, fill, hook, hooks, openCounter, settle } from "../testing";
import type { CustomerCard, SaleState, SaleView, TillState } from "../contract";

const FOR_NINO = paymentFlowSale({ customerId: NINO.id });

function till(sale: SaleView): FakeBackend {
  const accounts = [paymentFlowAccount(), fakeAccount()];
  return new FakeBackend(fakeTill({ accounts, activeAccount: "account-paymentflow" }), [sale]);
}

async function showing(sale: SaleView, backend = till(sale)) {
  const opened = await openCounter(backend);
  opened.counter.show(sale);
  await settle();
  return opened;
}

async function choose(id: string) {
  document.querySelector<HTMLElement>(`[data-customer="${id}"]`)?.click();
  await settle();
  await settle();
}

/** Esc in a dialog: the web view asks it to close. */
async function escape() {
  hook("customer-dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
  await settle();
}

async function opened(sale: SaleView, backend = till(sale)) {
  const shown = await showing(sale, backend);
  await click("customer-open");
  return shown;
}

/** What can be done with the customer, in the order of the Tab key. */
function offered() {
  return [...hook("customer-dialog").querySelectorAll("button")].map(({ dataset }) => dataset.test);
}

describe("the customer of a sale", () => {
  test("is one masked row with one button", async () => {
    const { backend } = await showing(FOR_NINO);
    expect(hook("customer-of-sale")).toHaveAccessibleName("Customer");
    expect(hook("customer-name")).toHaveTextContent("Nino B.");
    expect(hook("customer-contact")).toHaveTextContent("n…@shop.example · …67");
    expect(hook("customer-of-sale").innerHTML).not.toMatch(/nino@|212/);
    expect(hook("customer-of-sale").querySelectorAll("button")).toHaveLength(1);
    expect(hook("customer-open")).toHaveTextContent("Customer…");
    expect(backend.called("customerCard"), "asked once").toHaveLength(1);
    expect(await axeFindings()).toEqual([]);
  });

  test("is called by the masked email where there is no name, and that once", async () => {
    const backend = till(paymentFlowSale({ customerId: "cus_7" }));
    const nameless = { ...NINO, id: "cus_7", name: "" };
    backend.customers.kept.set("cus_7", nameless);
    await showing(paymentFlowSale({ customerId: "cus_7" }), backend);
    expect(hook("customer-name")).toHaveTextContent("n…@shop.example");
    expect(hook("customer-contact").textContent.trim()).toBe("…67");
  });

  test("is there in the list’s details, too", async () => {
    const { counter } = await openCounter(till(FOR_NINO));
    counter.goSales(FOR_NINO.id);
    await settle();
    await settle();
    expect(hook("customer-name")).toHaveTextContent("Nino B.");
    expect(await axeFindings()).toEqual([]);
    await click("customer-open");
    expect(hook("customer-show")).toBeInTheDocument();
  });

  test("is no row where the provider keeps none", async () => {
    await showing(fakeSale());
    expect(hooks("customer-of-sale")).toEqual([]);
  });

  test("opens masked, and is shown whole only there and only when asked", async () => {
    await opened(FOR_NINO);
    expect(hook("customer-dialog")).toHaveAccessibleName("Customer of this sale");
    expect(document.activeElement).toBe(hook("customer-show"));
    expect(hook("customer-card-contact")).toHaveTextContent("n…@shop.example · …67");
    expect(hook("customer-dialog").innerHTML).not.toMatch(/nino@|212/);
    expect(offered()).toEqual([
      "customer-show",
      "customer-edit",
      "customer-find",
      "customer-new",
      "customer-remove",
      "customer-delete",
      "customer-close",
    ]);
    expect(await axeFindings()).toEqual([]);
    await click("customer-show");
    expect(hook("customer-card-contact")).toHaveTextContent("nino@shop.example · +995 212 34 67");
    expect(hook("customer-contact"), "the row stays masked").not.toHaveTextContent("nino@");
    await click("customer-close");
    expect(document.activeElement).toBe(hook("customer-open"));
    await click("customer-open");
    expect(hook("customer-card-contact")).not.toHaveTextContent("nino@");
  });

  test("is chosen from those that are found", async () => {
    const { backend, counter } = await showing(paymentFlowSale());
    expect(hook("customer-none")).toBeInTheDocument();
    expect(hook("customer-open")).toHaveTextContent("Add customer…");
    expect(backend.called("customerCard")).toEqual([]);
    await click("customer-open");
    expect(document.activeElement).toBe(hook("customer-search-email"));
    await click("customer-search-submit");
    await choose("cus_2");
    expect(backend.called("chooseCustomer")).toEqual([
      { sale: "sale-paymentflow", customer: "cus_2" },
    ]);
    expect(counter.shown?.customerId).toBe("cus_2");
    expect(hooks("customer-dialog")).toEqual([]);
    expect(hook("customer-name")).toHaveTextContent("Guest 2");
    expect(document.activeElement).toBe(hook("customer-open"));
  });

  test("gives way to another one", async () => {
    const { backend } = await opened(FOR_NINO);
    await click("customer-find");
    await click("customer-search-submit");
    await choose("cus_3");
    expect(backend.called("chooseCustomer")).toEqual([
      { sale: "sale-paymentflow", customer: "cus_3" },
    ]);
    expect(hook("customer-name")).toHaveTextContent("Guest 3");
  });

  test("is made anew, and then it is theirs", async () => {
    const sale = paymentFlowSale({ customerId: NINO.id, customerEmail: "mari@shop.example" });
    const { backend } = await opened(sale);
    await click("customer-new");
    expect(hook("customer-dialog")).toHaveAccessibleName("New customer");
    expect(hook("new-customer-email"), "the sale has it").toHaveValue("mari@shop.example");
    await click("customer-save");
    await settle();
    expect(backend.called("chooseCustomer")).toEqual([
      { sale: "sale-paymentflow", customer: "cus_6" },
    ]);
    expect(hook("customer-name")).toHaveTextContent("m…@shop.example");
  });

  test("that could not be chosen says why", async () => {
    const { backend } = await opened(paymentFlowSale());
    backend.fail("chooseCustomer", { code: "LEDGER_DISK_FULL" });
    await click("customer-search-submit");
    await choose("cus_2");
    expect(hook("customer-of-sale-problem")).toHaveTextContent("The disk is full.");
    expect(hook("customer-none")).toBeInTheDocument();
  });

  test("while the choice is running, nothing closes the dialog", async () => {
    const { backend } = await opened(paymentFlowSale());
    backend.answer("chooseCustomer", () => new Promise(() => undefined));
    await click("customer-search-submit");
    await choose("cus_2");
    await escape();
    expect(hook("customer-dialog")).toBeInTheDocument();
  });

  test("is edited where the provider keeps them; the sale stays as it is", async () => {
    const { backend } = await opened(FOR_NINO);
    await click("customer-edit");
    expect(hook("customer-dialog")).toHaveAccessibleName("Edit the customer");
    expect(hook("new-customer-phone")).toHaveValue("+995 212 34 67");
    await fill("new-customer-name", "Nino Beridze");
    await click("customer-save");
    await settle();
    const [args] = backend.called("saveCustomer");
    expect(args?.form).toMatchObject({ id: NINO.id, name: "Nino Beridze", email: NINO.email });
    expect(hook("customer-name")).toHaveTextContent("Nino Beridze");
    expect(backend.called("chooseCustomer")).toEqual([]);
  });

  test.each([
    ["customer-edit", "new-customer-email"],
    ["customer-new", "new-customer-email"],
    ["customer-find", "customer-search-email"],
  ])("Esc leads back from %s to its button, then out", async (button, field) => {
    await opened(FOR_NINO);
    await click(button);
    expect(document.activeElement).toBe(hook(field));
    await escape();
    expect(document.activeElement).toBe(hook(button));
    await escape();
    expect(hooks("customer-dialog")).toEqual([]);
    expect(document.activeElement).toBe(hook("customer-open"));
    expect(hook("sale"), "the screen stays").toBeInTheDocument();
  });

  test("is taken off the sale and stays at the provider", async () => {
    const { backend } = await opened(FOR_NINO);
    await click("customer-remove");
    expect(backend.called("chooseCustomer")).toEqual([{ sale: "sale-paymentflow", customer: "" }]);
    expect(backend.called("deleteCustomer")).toEqual([]);
    expect(hook("customer-none")).toBeInTheDocument();
    expect(hooks("customer-dialog")).toEqual([]);
    expect(document.activeElement).toBe(hook("customer-open"));
  });

  test("that could not be taken off stays, and the dialog says why", async () => {
    const { backend } = await opened(FOR_NINO);
    backend.fail("chooseCustomer", { code: "LEDGER_DISK_FULL" });
    await click("customer-remove");
    expect(hook("customer-card-problem")).toHaveTextContent("The disk is full.");
    expect(hook("customer-name")).toHaveTextContent("Nino B.");
  });
});

describe("deleting a customer", () => {
  test("says first what is gone, and where", async () => {
    const { backend } = await opened(FOR_NINO);
    expect(hook("customer-delete")).toHaveTextContent("Delete at PaymentFlow…");
    await click("customer-delete");
    expect(hook("customer-delete-confirm")).toHaveTextContent(
      "Nino B. is deleted at PaymentFlow, not only here",
    );
    expect(document.activeElement).toBe(hook("customer-delete-keep"));
    expect(backend.called("deleteCustomer")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await escape();
    expect(hooks("customer-delete-confirm")).toEqual([]);
    expect(document.activeElement).toBe(hook("customer-delete"));
    expect(backend.called("deleteCustomer")).toEqual([]);
  });

  test("is done at the provider, and the sale is nobody’s", async () => {
    const { backend, counter } = await opened(FOR_NINO);
    await click("customer-delete");
    await click("customer-delete-yes");
    await settle();
    expect(backend.called("deleteCustomer")).toEqual([
      { account: "account-paymentflow", customer: NINO.id },
    ]);
    expect(counter.shown?.customerId).toBe("");
    expect(hook("customer-none")).toBeInTheDocument();
    expect(hooks("customer-dialog")).toEqual([]);
    expect(document.activeElement).toBe(hook("customer-open"));
  });

  test("that fails leaves the question and the customer", async () => {
    const { backend } = await opened(FOR_NINO);
    backend.fail("deleteCustomer", { code: "NOT_SENT", fault: "DNS" });
    await click("customer-delete");
    await click("customer-delete-yes");
    await settle();
    expect(hook("customer-delete-problem")).toHaveTextContent("Nothing was sent.");
    expect(hook("customer-name")).toHaveTextContent("Nino B.");
  });
});

describe("while the link may be asked for again", () => {
  const NOT_SURE: SaleState = { kind: "NOT_SURE", about: "LINK" };
  const SETTLING: SaleState[] = [{ kind: "MAKING" }, { kind: "NOT_SENT" }, NOT_SURE];

  test.each(SETTLING)("%j: the customer is shown, and not changed", async (state) => {
    const sale = { ...FOR_NINO, link: null, state };
    const { backend } = await showing(sale);
    expect(hook("customer-name")).toHaveTextContent("Nino B.");
    expect(hook("customer-open")).toBeDisabled();
    expect(hook("customer-open")).toHaveAccessibleDescription(/once the link is made or given up/);
    expect(await axeFindings()).toEqual([]);
    backend.become(FOR_NINO);
    await settle();
    expect(hook("customer-open")).toBeEnabled();
    expect(hooks("customer-settling")).toEqual([]);
  });

  test("a doubt about the payment is none about the link", async () => {
    await showing(paymentFlowSale({ state: { kind: "NOT_SURE", about: "PAYMENT" } }));
    expect(hook("customer-open")).toBeEnabled();
  });

  test("what staff chose too late is said to be refused", async () => {
    const { backend } = await opened(paymentFlowSale());
    await click("customer-search-submit");
    // Only the till knows yet: the page was not told.
    backend.sales.set(FOR_NINO.id, paymentFlowSale({ link: null, state: NOT_SURE }));
    await choose("cus_2");
    expect(hook("customer-of-sale-problem")).toHaveTextContent("still finding out");
    expect(hook("customer-none")).toBeInTheDocument();
  });
});

describe("the story of the sale", () => {
  test("tells who set the customer, and who took them off", async () => {
    const { counter } = await openCounter(till(paymentFlowSale()));
    counter.goSales(FOR_NINO.id);
    await settle();
    await settle();
    await click("customer-open");
    await click("customer-search-submit");
    await choose("cus_2");
    await click("customer-open");
    await click("customer-remove");
    const { name } = (counter.till as TillState).staff;
    const story = hook("detail").textContent;
    expect(story).toContain(`Customer of the sale set by ${name}`);
    expect(story).toContain(`Customer of the sale taken off by ${name}`);
  });
});

describe("a customer who can't be read", () => {
  test("is asked for again", async () => {
    const backend = till(FOR_NINO);
    backend.fail("customerCard", { code: "NOT_SENT", fault: "DNS" });
    await showing(FOR_NINO, backend);
    expect(hook("customer-of-sale-problem")).toHaveTextContent("could not be found");
    expect(hook("customer-id")).toHaveTextContent("cus_1");
    await click("customer-open");
    expect(hook("customer-card-problem")).toHaveTextContent("could not be found");
    expect(hooks("customer-delete"), "nobody deletes whom they do not see").toEqual([]);
    backend.behave("customerCard");
    await click("customer-again");
    await settle();
    expect(hook("customer-name")).toHaveTextContent("Nino B.");
    expect(hooks("customer-card-problem")).toEqual([]);
  });

  test("may be gone: then they are taken off, or another is found", async () => {
    const sale = paymentFlowSale({ customerId: "cus_gone" });
    await showing(sale);
    expect(hook("customer-gone")).toHaveTextContent("PaymentFlow has no such customer any more.");
    await click("customer-open");
    expect(offered()).toEqual([
      "customer-again",
      "customer-find",
      "customer-new",
      "customer-remove",
      "customer-close",
    ]);
    expect(await axeFindings()).toEqual([]);
  });

  test("may be gone while they are edited: what was typed stays, and the way back tells", async () => {
    const { backend } = await opened(FOR_NINO);
    await click("customer-edit");
    await fill("new-customer-name", "Nino Beridze");
    backend.customers.kept.delete(NINO.id);
    await click("customer-save");
    await settle();
    expect(hook("customer-edit-gone")).toHaveTextContent("no such customer any more");
    expect(hooks("customer-problem")).toEqual([]);
    expect(hook("new-customer-name")).toHaveValue("Nino Beridze");
    expect(await axeFindings()).toEqual([]);
    await escape();
    expect(hooks("customer-card-name"), "nobody is shown who is gone").toEqual([]);
    expect(hook("customer-gone")).toBeInTheDocument();
    await click("customer-remove");
    expect(hook("customer-none")).toBeInTheDocument();
  });

  test("an answer about another one comes too late", async () => {
    const backend = till(FOR_NINO);
    let answer: (card: CustomerCard) => void = () => undefined;
    backend.answer("customerCard", () => new Promise((resolve) => (answer = resolve)));
    const { counter } = await showing(FOR_NINO, backend);
    backend.behave("customerCard");
    counter.changed({ ...FOR_NINO, customerId: "cus_2" });
    await settle();
    answer(NINO);
    await settle();
    expect(hook("customer-name")).toHaveTextContent("Guest 2");
  });
});
