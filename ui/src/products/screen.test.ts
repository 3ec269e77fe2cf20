import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill, practiceAccount } from "../backend/fake-data";
import { fakeProduct, fakeProducts } from "../backend/fake-products";
import { axeFindings, click, fill, hook, hooks, openCounter, press, settle } from "../testing";
import { lettersOf } from "./letters";
import type { ProductsView } from "../contract";

function shop(products = fakeProducts(), till = fakeTill()): FakeBackend {
  const backend = new FakeBackend(till);
  backend.catalogue.fill("LIVE", products);
  return backend;
}

async function openProducts(backend = shop()) {
  const opened = await openCounter(backend);
  await click("rail-products");
  return opened;
}

function rows(): string[] {
  return hooks("product-row").map((row) => row.querySelector("strong")?.textContent ?? "");
}

async function chooseCategory(name: string) {
  hooks("products-category")
    .find((chip) => chip.dataset["category"] === name)
    ?.click();
  await settle();
}

describe("the list", () => {
  test("has the shop's order, with everything that tells products apart", async () => {
    await openProducts();
    expect(hook("rail-products")).toHaveAttribute("aria-current", "page");
    expect(rows()).toEqual(["Blue mug", "Teapot", "Scarf", "Gift card"]);
    expect(hooks("product-row")[1]).toHaveTextContent("Kitchen · 5012345678900 · prod_teapot");
    expect(hooks("product-row")[1]).toHaveTextContent("€24.90");
    expect(hooks("product-row")[1]).toHaveTextContent("$26.90");
    expect(hook("products-count")).toHaveTextContent("4 products");
    expect(await axeFindings()).toEqual([]);
  });

  test("shows a picture, and two letters where there is none or it cannot be shown", async () => {
    await openProducts();
    const [mug, teapot] = hooks("product-picture");
    expect(mug).toHaveTextContent("BM");
    const picture = teapot?.querySelector("img");
    expect(picture?.src).toContain("product=product-2&v=picture-1");
    picture?.dispatchEvent(new Event("error"));
    await settle();
    expect(teapot).toHaveTextContent("Te");
  });

  test.each([
    ["Blue mug", "BM"],
    ["scarf", "Sc"],
    ["  (big)  “café”  mug", "BC"],
    ["7", "7"],
    ["чай зелёный", "ЧЗ"],
  ])("%s has the letters %s", (name, letters) => {
    expect(lettersOf(name)).toBe(letters);
  });

  test("without products offers two keys and one sentence", async () => {
    await openProducts(shop([]));
    expect(hook("products-empty")).toHaveTextContent("stands on Take payment as a tile");
    expect([...hook("products-empty").querySelectorAll("button")]).toHaveLength(2);
    expect(hooks("products-search")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await click("products-add");
    expect(hook("product-form")).toBeInTheDocument();
    await click("product-cancel");
    await click("products-import");
    expect(hook("import-dialog")).toBeInTheDocument();
  });

  test("that cannot be read says so, and is read again", async () => {
    const backend = shop();
    backend.fail("listProducts", { code: "LEDGER_FAILED" });
    await openProducts(backend);
    expect(hook("products-problem")).toHaveAttribute("data-code", "LEDGER_FAILED");
    expect(hooks("products-empty"), "nobody knows that it is empty").toEqual([]);
    backend.behave("listProducts");
    await click("products-again");
    expect(rows()).toHaveLength(4);
    expect(hooks("products-problem")).toEqual([]);
  });

  test("of many products is drawn in parts", async () => {
    const many = Array.from({ length: 250 }, (_, at) =>
      fakeProduct({ id: `product-${at}`, name: `Product ${at}`, barcode: null }),
    );
    await openProducts(shop(many));
    expect(hook("products-count")).toHaveTextContent("250 products");
    expect(rows()).toHaveLength(200);
    await click("products-more");
    expect(rows()).toHaveLength(250);
    expect(hooks("products-more")).toEqual([]);
  });
});

describe("each environment has a list of its own", () => {
  const accounts = [fakeAccount(), practiceAccount()];

  test("practice products are said to be such, and no live one is among them", async () => {
    const backend = shop(undefined, fakeTill({ accounts, activeAccount: "practice" }));
    backend.catalogue.fill("PRACTICE", [fakeProduct({ name: "Practice cup" })]);
    await openProducts(backend);
    expect(rows()).toEqual(["Practice cup"]);
    expect(hook("products-environment")).toHaveTextContent("to practise with");
    await click("products-add");
    expect(hook("product-says")).toHaveTextContent("in practice only");
    await fill("product-name", "Bowl");
    await typePrice("EUR", "500");
    await click("product-save");
    expect(backend.catalogue.view("PRACTICE").products).toHaveLength(2);
    expect(backend.catalogue.view("LIVE").products).toHaveLength(4);
  });

  test("the sandbox's are said to be such", async () => {
    const accounts = [fakeAccount({ environment: "SANDBOX" })];
    const backend = shop(undefined, fakeTill({ accounts }));
    backend.catalogue.fill("SANDBOX", [fakeProduct({ name: "Sandbox cup" })]);
    await openProducts(backend);
    expect(rows()).toEqual(["Sandbox cup"]);
    expect(hook("products-environment")).toHaveTextContent("Products of the sandbox");
    await click("product-open");
    expect(hook("product-says")).toHaveTextContent("in the sandbox only");
  });

  test("another account brings another list, and late answers of the old one are dropped", async () => {
    const backend = shop(undefined, fakeTill({ accounts }));
    backend.catalogue.fill("PRACTICE", [fakeProduct({ name: "Practice cup" })]);
    const { counter } = await openProducts(backend);
    expect(hooks("products-environment")).toEqual([]);
    let late: (view: ProductsView) => void = () => undefined;
    backend.answer("listProducts", () => new Promise((resolve) => (late = resolve)));
    void counter.products.reload();
    backend.behave("listProducts");
    counter.become(await backend.chooseAccount({ account: "practice" }));
    await settle();
    late(backend.catalogue.view("LIVE"));
    await settle();
    expect(rows()).toEqual(["Practice cup"]);
  });

  test("nothing of the other list is shown while the new one is read, whatever comes late", async () => {
    const backend = shop(undefined, fakeTill({ accounts }));
    const { counter } = await openProducts(backend);
    const answers: ((view: ProductsView) => void)[] = [];
    backend.answer("listProducts", () => new Promise((resolve) => answers.push(resolve)));
    void counter.products.reload();
    counter.become(await backend.chooseAccount({ account: "practice" }));
    await settle();
    expect(rows()).toEqual([]);
    expect(hooks("products-empty"), "nobody knows yet that it is empty").toEqual([]);
    answers[0]?.(backend.catalogue.view("LIVE"));
    await settle();
    expect(rows()).toEqual([]);
    answers[1]?.(backend.catalogue.view("PRACTICE"));
    await settle();
    expect(hook("products-empty")).toBeInTheDocument();
  });

  test("the list is read anew when the till changes", async () => {
    const { backend, counter } = await openProducts();
    backend.catalogue.fill("LIVE", [fakeProduct({ name: "Only one left" })]);
    counter.receive({ kind: "TILL" });
    await settle();
    expect(rows()).toEqual(["Only one left"]);
  });

  test("an answer that is older than a change of the list is dropped", async () => {
    const { backend, counter } = await openProducts();
    const before = backend.catalogue.view("LIVE");
    let late: (view: ProductsView) => void = () => undefined;
    backend.answer("listProducts", () => new Promise((resolve) => (late = resolve)));
    const reading = counter.products.reload();
    counter.products.become(backend.catalogue.delete("product-1"));
    late(before);
    await reading;
    expect(counter.products.list).toHaveLength(3);
  });
});

describe("for the other screens", () => {
  test("a barcode finds its product, and each product is told with its price in a currency", async () => {
    const { counter } = await openProducts();
    expect(counter.products.byBarcode(" 5012345678900 ")?.name).toBe("Teapot");
    expect(counter.products.byBarcode("5012345")).toBeNull();
  });

  test("an unknown barcode begins a new product", async () => {
    const { counter } = await openProducts();
    counter.goTake();
    counter.goProducts("9780201379624");
    await settle();
    expect(hook("product-barcode")).toHaveValue("9780201379624");
    await escape();
    expect(hooks("product-dialog"), "nothing was typed, so nothing is asked").toEqual([]);
  });
});

describe("the search", () => {
  test.each([
    ["mug blue", ["Blue mug"]],
    ["KITCHEN", ["Blue mug", "Teapot"]],
    ["50123456", ["Teapot"]],
    ["prod_scarf", ["Scarf"]],
    ["téa", ["Teapot"]],
  ])("finds %s", async (text, found) => {
    await openProducts();
    await fill("products-search", text);
    expect(rows()).toEqual(found);
    expect(hook("products-count")).toHaveTextContent(`${found.length} product`);
    expect(hook("products-count")).toHaveTextContent("of 4");
  });

  test("goes with the category, and says where nothing is left", async () => {
    await openProducts();
    await chooseCategory("Kitchen");
    expect(rows()).toEqual(["Blue mug", "Teapot"]);
    await fill("products-search", "scarf");
    expect(hook("products-none")).toHaveTextContent("No product matches");
    await click("products-show-all");
    expect(rows()).toHaveLength(4);
    expect(document.activeElement).toBe(hook("products-search"));
  });

  test("a category that is gone hides nothing", async () => {
    const { counter, backend } = await openProducts();
    await chooseCategory("Clothes");
    counter.products.become(backend.catalogue.delete("product-3"));
    await settle();
    expect(rows()).toEqual(["Blue mug", "Teapot", "Gift card"]);
  });

  test("Esc clears it first, and then leads back to the till", async () => {
    const { counter } = await openProducts();
    await fill("products-search", "mug");
    await press("Escape", 120, hook("products-search"));
    expect(rows()).toHaveLength(4);
    await press("Escape");
    expect(counter.screen.name).toBe("TAKE");
  });
});

describe("the export", () => {
  test("says where the file is, and shows it there", async () => {
    const { backend } = await openProducts();
    await click("products-export");
    expect(backend.called("exportProducts")).toEqual([{ environment: "LIVE" }]);
    expect(hook("products-exported")).toHaveTextContent(
      "Saved as tillside-products-live-2026-11-21.csv in Downloads.",
    );
    await click("products-show-file");
    expect(backend.called("showInFolder")).toHaveLength(1);
    backend.fail("showInFolder", { code: "NOT_FOUND" });
    await click("products-show-file");
    expect(hook("products-export-problem")).toHaveTextContent("may have been moved");
    expect(await axeFindings()).toEqual([]);
  });

  test("that fails says what to look at", async () => {
    const backend = shop();
    backend.fail("exportProducts", { code: "FILE_NOT_SAVED" });
    await openProducts(backend);
    await click("products-export");
    expect(hook("products-export-problem")).toHaveTextContent("folder for downloads");
    expect(hooks("products-show-file")).toEqual([]);
  });
});

async function escape() {
  hook("product-dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
  await settle();
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
