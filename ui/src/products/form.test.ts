import { describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill, practiceAccount } from "../backend/fake-data";
import { fakeProduct, fakeProducts, priceOf } from "../backend/fake-products";
import { axeFindings, click, fill, hook, hooks, openCounter, press, settle } from "../testing";
import { errorWords } from "../words/errors";
import type { AccountView, ProductForm, TillError } from "../contract";

const EUR = { code: "EUR", exponent: 2 };
const USD = { code: "USD", exponent: 2 };

async function openProducts(accounts: AccountView[] = [fakeAccount()]) {
  const backend = new FakeBackend(fakeTill({ accounts }));
  backend.catalogue.fill("LIVE", fakeProducts());
  const opened = await openCounter(backend);
  await click("rail-products");
  return opened;
}

async function adding(accounts?: AccountView[]) {
  const opened = await openProducts(accounts);
  await click("products-add");
  return opened;
}

async function changing(id: string) {
  const opened = await openProducts();
  document.querySelector<HTMLElement>(`[data-product="${id}"] [data-test="product-open"]`)?.click();
  await settle();
  return opened;
}

async function typePrice(currency: string, digits: string) {
  const field = hook(`product-price-${currency}`);
  for (const data of digits) {
    field.dispatchEvent(
      new InputEvent("beforeinput", {
        inputType: "insertText",
        data,
        bubbles: true,
        cancelable: true,
      }),
    );
  }
  await settle();
}

function submit(): Promise<void> {
  hook("product-form").dispatchEvent(new Event("submit", { cancelable: true }));
  return settle();
}

async function escape() {
  hook("product-dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
  await settle();
}

async function dropPicture(file: File) {
  const drop = new Event("drop", { bubbles: true, cancelable: true });
  Object.defineProperty(drop, "dataTransfer", { value: { files: [file] } });
  hook("product-picture-drop").dispatchEvent(drop);
  await settle();
  return drop;
}

/** Lets a file be read, which takes more than the promises of the page. */
async function saved(backend: FakeBackend, name: "setProductPicture") {
  await vi.waitFor(() => expect(backend.called(name)).not.toEqual([]));
  await settle();
}

function sent(backend: FakeBackend): ProductForm[] {
  return backend.called("saveProduct").map(({ form }) => form);
}

const PNG = new File([new Uint8Array([137, 80, 78, 71])], "mug.png", { type: "image/png" });

describe("a new product", () => {
  test("is typed, saved at the end of the list, and said", async () => {
    const { backend } = await adding();
    expect(hook("product-dialog")).toHaveAccessibleName("New product");
    expect(document.activeElement).toBe(hook("product-name"));
    expect(await axeFindings()).toEqual([]);
    await fill("product-name", " Bowl ");
    await typePrice("EUR", "950");
    await fill("product-category", "Kitchen");
    await fill("product-barcode", "9780201379624");
    await click("product-save");
    expect(sent(backend)).toEqual([
      {
        id: null,
        environment: "LIVE",
        name: "Bowl",
        category: "Kitchen",
        barcode: "9780201379624",
        catalogueId: "",
        prices: [{ currency: "EUR", minor: "950" }],
      },
    ]);
    expect(hooks("product-dialog")).toEqual([]);
    expect(hook("products-done")).toHaveTextContent("Bowl is saved.");
    expect(hooks("product-row").at(-1)).toHaveTextContent("Bowl");
  });

  test("has a price for each currency that this environment's accounts offer, and none of others", async () => {
    const practice = { ...practiceAccount(), currencies: [{ code: "GBP", exponent: 2 }] };
    const { backend } = await adding([
      fakeAccount(),
      fakeAccount({ id: "account-2", currencies: [USD, EUR] }),
      practice,
    ]);
    const fields = [...document.querySelectorAll('[data-test^="product-price-"]')];
    expect(fields.map((field) => field.getAttribute("data-test"))).toEqual([
      "product-price-EUR",
      "product-price-USD",
    ]);
    await fill("product-name", "Bowl");
    await typePrice("USD", "1000");
    await click("product-save");
    expect(sent(backend)[0]?.prices, "nothing typed is no price").toEqual([
      { currency: "USD", minor: "1000" },
    ]);
  });

  test("takes another currency, counted as the till counts it", async () => {
    const { backend } = await adding();
    backend.answer("readAmount", async () => ({ kind: "READ", amount: priceOf(1, "JPY") }));
    await fill("product-currency", " jpy ");
    const enter = await press("Enter", 120, hook("product-currency"));
    expect(enter.defaultPrevented, "Enter there adds, and saves nothing").toBe(true);
    expect(backend.called("readAmount")).toMatchObject([{ text: "1", currency: "JPY" }]);
    expect(document.activeElement).toBe(hook("product-price-JPY"));
    await typePrice("JPY", "1200");
    expect(hook("product-price-JPY")).toHaveValue("1200");
    await fill("product-name", "Bowl");
    await click("product-save");
    expect(sent(backend)[0]?.prices).toEqual([{ currency: "JPY", minor: "1200" }]);
  });

  test("pressed twice, a currency is added once", async () => {
    await adding();
    await fill("product-currency", "usd");
    hook("product-currency-add").click();
    hook("product-currency-add").click();
    await settle();
    expect(hooks("product-price-USD")).toHaveLength(1);
    expect(hooks("product-currency-said")).toEqual([]);
  });

  test("says what is wrong with a further currency", async () => {
    const { backend } = await adding();
    await fill("product-currency", "eur");
    await click("product-currency-add");
    expect(hook("product-currency-said")).toHaveTextContent("EUR is there already.");
    backend.fail("readAmount", { code: "CURRENCY_NOT_OFFERED", currency: "XXQ", offered: [] });
    await fill("product-currency", "xxq");
    await click("product-currency-add");
    expect(hook("product-currency-said")).toHaveTextContent("knows no currency XXQ");
    expect(hook("product-currency")).toHaveValue("xxq");
    backend.fail("readAmount", { code: "UNKNOWN_ERROR" });
    await click("product-currency-add");
    const said = hook("product-currency-said");
    expect(said, "what failed says nothing of the currency").toHaveTextContent(
      errorWords({ code: "UNKNOWN_ERROR" }),
    );
  });

  test("a scanner's Enter in the barcode saves nothing", async () => {
    await adding();
    const enter = await press("Enter", 120, hook("product-barcode"));
    expect(enter.defaultPrevented).toBe(true);
    const elsewhere = await press("Enter", 120, hook("product-name"));
    expect(elsewhere.defaultPrevented, "elsewhere Enter saves").toBe(false);
  });

  test("categories in use are offered, and fill the field", async () => {
    await adding();
    const offered = () => hooks("product-category-known").map((chip) => chip.textContent);
    expect(offered()).toEqual(["Kitchen", "Clothes"]);
    await fill("product-category", "clo");
    expect(offered()).toEqual(["Clothes"]);
    await click("product-category-known");
    expect(hook("product-category")).toHaveValue("Clothes");
    expect(document.activeElement).toBe(hook("product-category"));
    expect(offered()).toEqual([]);
  });

  test("the dashboard's id is asked for only where a provider has a catalogue", async () => {
    const { counter } = await adding();
    expect(hooks("product-catalogue-id")).toEqual([]);
    await click("product-cancel");
    const can = { ...fakeAccount().can, freeAmount: false };
    counter.become(fakeTill({ accounts: [fakeAccount({ can })] }));
    await settle();
    await click("products-add");
    expect(hook("product-catalogue-id-said")).toHaveTextContent("merchant dashboard");
  });
});

describe("what is wrong stands beside its field, and nothing typed is lost", () => {
  test.each<[TillError, string, string]>([
    [
      { code: "MISSING_REQUIRED_FIELDS", fields: ["PRODUCT_NAME"] },
      "product-name",
      "Fill this in.",
    ],
    [{ code: "MISSING_REQUIRED_FIELDS", fields: ["PRICE"] }, "product-price-EUR", "Fill this in."],
    [
      { code: "INVALID_PRICE", currency: "EUR", fault: "TOO_LARGE" },
      "product-price-EUR",
      "larger than the till takes",
    ],
    [{ code: "INVALID_FIELD", field: "PRICE" }, "product-price-EUR", "currency"],
    [{ code: "CARD_NUMBER_IN_TEXT", field: "CATEGORY" }, "product-category", "card number"],
    [{ code: "ALREADY_IN_USE", field: "BARCODE" }, "product-barcode", "Another product has this"],
    [{ code: "INVALID_FIELD", field: "BARCODE" }, "product-barcode", "4 to 64"],
    [{ code: "INVALID_FIELD", field: "CATALOGUE_ID" }, "product-catalogue-id", "no spaces"],
    [{ code: "LEDGER_DISK_FULL" }, "product-problem", "disk is full"],
  ])("%o", async (error, field, words) => {
    const { backend } = await changing("product-1");
    await fill("product-name", "Mug, blue");
    backend.fail("saveProduct", error);
    await submit();
    const said = field === "product-problem" ? hook(field) : hook(`${field}-said`);
    expect(said).toHaveTextContent(words);
    if (field !== "product-problem") {
      expect(hook(field)).toHaveAttribute("aria-invalid", "true");
      expect(document.activeElement).toBe(hook(field));
      expect(hooks("product-problem")).toEqual([]);
    }
    expect(hook("product-name")).toHaveValue("Mug, blue");
    expect(await axeFindings()).toEqual([]);
    backend.behave("saveProduct");
    await submit();
    expect(hook("products-done")).toHaveTextContent("Mug, blue is saved.");
  });

  test("a price in another currency than the first says so there", async () => {
    const { backend } = await changing("product-2");
    backend.fail("saveProduct", { code: "INVALID_PRICE", currency: "USD", fault: "TOO_LARGE" });
    await submit();
    expect(hook("product-price-USD")).toHaveAttribute("aria-invalid", "true");
    expect(hook("product-price-EUR")).not.toHaveAttribute("aria-invalid");
  });

  test("a text that is too long is not sent", async () => {
    const { backend } = await adding();
    await fill("product-name", "x".repeat(101));
    expect(hook("product-name-said")).toHaveTextContent("100 characters fit");
    await submit();
    expect(sent(backend)).toEqual([]);
  });
});

describe("changing a product", () => {
  test("keeps what is not touched, and sends all of it", async () => {
    const { backend } = await changing("product-2");
    expect(hook("product-dialog")).toHaveAccessibleName("Change the product");
    expect(hook("product-price-USD")).toHaveValue("26.90");
    await fill("product-name", "Big teapot");
    await submit();
    expect(sent(backend)).toEqual([
      {
        id: "product-2",
        environment: "LIVE",
        name: "Big teapot",
        category: "Kitchen",
        barcode: "5012345678900",
        catalogueId: "prod_teapot",
        prices: [
          { currency: "EUR", minor: "2490" },
          { currency: "USD", minor: "2690" },
        ],
      },
    ]);
    expect(backend.called("clearProductPicture"), "its picture stays").toEqual([]);
    expect(hooks("product-row")[1]).toHaveTextContent("Big teapot");
  });

  test("one press at a time", async () => {
    const { backend } = await changing("product-1");
    backend.answer("saveProduct", () => new Promise(() => undefined));
    await submit();
    await submit();
    expect(sent(backend)).toHaveLength(1);
    expect(hook("product-save")).toHaveTextContent("Saving…");
    await escape();
    expect(hook("product-dialog"), "nobody knows yet how it ends").toBeInTheDocument();
  });
});

describe("Esc", () => {
  test("leaves at once where nothing was typed", async () => {
    await changing("product-1");
    await escape();
    expect(hooks("product-dialog")).toEqual([]);
  });

  test("asks where something was typed, and goes on where that was", async () => {
    const { counter } = await changing("product-1");
    await fill("product-name", "Mug");
    await escape();
    expect(hook("product-leave-confirm")).toHaveTextContent("What you typed is lost then.");
    expect(document.activeElement).toBe(hook("product-leave-keep"));
    expect(await axeFindings()).toEqual([]);
    await escape();
    expect(hooks("product-leave-confirm")).toEqual([]);
    expect(hook("product-name")).toHaveValue("Mug");
    await escape();
    await click("product-leave-yes");
    expect(hooks("product-dialog")).toEqual([]);
    expect(counter.products.list[0]?.name).toBe("Blue mug");
  });

  test("a web view that closes on the second Esc loses nothing", async () => {
    await changing("product-1");
    await fill("product-name", "Mug");
    await escape();
    (hook("product-dialog") as HTMLDialogElement).close();
    await settle();
    expect(hook("product-dialog")).toHaveAttribute("open");
    await click("product-leave-keep");
    expect(hook("product-name")).toHaveValue("Mug");
  });

  test("Cancel asks the same", async () => {
    await adding();
    await typePrice("EUR", "1");
    await click("product-cancel");
    expect(hook("product-leave-confirm")).toBeInTheDocument();
  });
});

describe("deleting", () => {
  test("asks first, and says what goes", async () => {
    const { backend } = await changing("product-1");
    await click("product-delete");
    expect(hook("product-delete-confirm")).toHaveTextContent("Delete Blue mug?");
    await click("product-delete-keep");
    expect(backend.called("deleteProduct")).toEqual([]);
    expect(document.activeElement).toBe(hook("product-delete"));
    await click("product-delete");
    await click("product-delete-yes");
    expect(backend.called("deleteProduct")).toEqual([{ product: "product-1" }]);
    expect(hooks("product-dialog")).toEqual([]);
    expect(hook("products-done")).toHaveTextContent("Blue mug is deleted.");
    expect(hooks("product-row")).toHaveLength(3);
    expect(document.activeElement, "its row is gone").toBe(hook("products-search"));
  });

  test("that fails stays at the question", async () => {
    const { backend } = await changing("product-1");
    backend.fail("deleteProduct", { code: "NOT_FOUND" });
    await click("product-delete");
    await click("product-delete-yes");
    expect(hook("product-delete-problem")).toHaveAttribute("data-code", "NOT_FOUND");
    expect(hook("products-done")).toHaveTextContent("");
  });

  test("is not offered for what is not in the list", async () => {
    await adding();
    expect(hooks("product-delete")).toEqual([]);
  });
});

describe("the picture", () => {
  test("that is dropped is shown, and saved after the product", async () => {
    const { backend } = await adding();
    await fill("product-name", "Bowl");
    await typePrice("EUR", "100");
    const drop = await dropPicture(PNG);
    expect(drop.defaultPrevented, "the page stays").toBe(true);
    expect(hook("product-picture-preview")).toBeInTheDocument();
    expect(hook("product-picture-chosen")).toHaveTextContent("mug.png is shown once");
    await click("product-save");
    await saved(backend, "setProductPicture");
    expect(backend.called("setProductPicture")).toEqual([{ product: "made-1", file: "iVBORw==" }]);
    expect(hooks("product-dialog")).toEqual([]);
  });

  test("that is refused leaves the product saved, and another press makes no second one", async () => {
    const { backend } = await adding();
    await fill("product-name", "Bowl");
    await typePrice("EUR", "100");
    await dropPicture(PNG);
    backend.fail("setProductPicture", { code: "PICTURE_REFUSED", fault: "DAMAGED" });
    await click("product-save");
    await saved(backend, "setProductPicture");
    expect(hook("product-picture-said")).toHaveTextContent(
      "The product is saved, but not its picture. This picture is damaged",
    );
    expect(hook("product-dialog")).toHaveAccessibleName("Change the product");
    await click("product-picture-remove");
    expect(hooks("product-picture-said")).toEqual([]);
    await click("product-save");
    expect(sent(backend).map(({ id }) => id)).toEqual([null, "made-1"]);
    expect(hooks("product-dialog")).toEqual([]);
  });

  test("that is too large is not even read", async () => {
    const { backend } = await adding();
    const large = new File([], "wall.jpg");
    Object.defineProperty(large, "size", { value: 10 * 1024 * 1024 + 1 });
    await dropPicture(large);
    expect(hook("product-picture-said")).toHaveTextContent("larger than 10 MB");
    expect(hook("product-picture-said")).not.toHaveTextContent("saved");
    expect(hooks("product-picture-preview")).toEqual([]);
    expect(backend.called("setProductPicture")).toEqual([]);
  });

  test("is removed once the product is saved", async () => {
    const { backend } = await changing("product-2");
    await click("product-picture-remove");
    expect(hook("product-picture-chosen")).toHaveTextContent("goes when the product is saved");
    expect(backend.called("clearProductPicture")).toEqual([]);
    await escape();
    expect(hook("product-leave-confirm"), "that is something to lose").toBeInTheDocument();
    await click("product-leave-keep");
    await click("product-save");
    expect(backend.called("clearProductPicture")).toEqual([{ product: "product-2" }]);
  });

  test("of a product that has one is shown in the form", async () => {
    await changing("product-2");
    const form = hook("product-form");
    expect(form.querySelector("img")?.src).toContain("v=picture-1");
    expect(hook("product-picture-remove")).toBeInTheDocument();
    expect(await axeFindings()).toEqual([]);
  });
});

test("a price that was there stays where its currency is offered no more", async () => {
  const { backend } = await openProducts([fakeAccount({ currencies: [USD] })]);
  backend.catalogue.fill("LIVE", [fakeProduct()]);
  await click("product-open");
  await submit();
  expect(sent(backend)[0]?.prices).toEqual([{ currency: "EUR", minor: "1250" }]);
});

test("a code that is scanned goes to the barcode, whichever field has the focus", async () => {
  await adding();
  const field = hook("product-name") as HTMLInputElement;
  field.focus();
  await fill("product-name", "Cup");
  const code = "4006381333948";
  await press(code[0] ?? "", 500, field);
  field.value += code[0];
  for (const key of code.slice(1)) {
    await press(key, 8, field);
    field.value += key;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await press("Enter", 8, field);
  await settle();
  expect(field).toHaveValue("Cup");
  expect(hook("product-barcode")).toHaveValue(code);
});

test("words that come as fast as a code stay in their field", async () => {
  await adding();
  const field = hook("product-name") as HTMLInputElement;
  field.focus();
  for (const key of "Blue mug") {
    await press(key, 8, field);
    field.value += key;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await press("Enter", 8, field);
  await settle();
  expect(field).toHaveValue("Blue mug");
  expect(hook("product-barcode")).toHaveValue("");
});

test("a code that is scanned into the field of the code takes the place of what stood there", async () => {
  await adding();
  await fill("product-barcode", "5012345678900");
  const field = hook("product-barcode") as HTMLInputElement;
  field.focus();
  const code = "4006381333948";
  await press(code[0] ?? "", 500, field);
  field.value += code[0];
  for (const key of code.slice(1)) {
    await press(key, 8, field);
    field.value += key;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await press("Enter", 8, field);
  await settle();
  expect(field).toHaveValue(code);
});
