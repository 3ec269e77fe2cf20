import { describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill } from "../backend/fake-data";
import { dashboardAccount } from "../backend/fake-dashboard";
import { fakeProduct, fakeProducts, priceOf } from "../backend/fake-products";
import { letterKeys } from "../keys/letters.svelte";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openCounter,
  press,
  select,
  settle,
  typeKeys,
} from "../testing";
import type { AccountView, NewSaleForm, ProductView, TillError } from "../contract";

function sent(backend: FakeBackend): NewSaleForm[] {
  return backend.called("createLink").map(({ form }) => form);
}

async function openShop(account: AccountView = fakeAccount(), products = fakeProducts()) {
  const till = fakeTill({ accounts: [account], activeAccount: account.id });
  const backend = new FakeBackend(till);
  backend.catalogue.fill("LIVE", products);
  const opened = await openCounter(backend);
  await settle();
  return opened;
}

/** The shop changed its list. */
async function become(backend: FakeBackend, products: ProductView[]) {
  backend.catalogue.fill("LIVE", products);
  backend.tell({ kind: "TILL" });
  await settle();
  await settle();
}

function tile(id: string): HTMLElement {
  const found = hooks("tile").find(({ dataset }) => dataset.product === id);
  if (!found) throw new Error(`no tile of ${id}`);
  return found;
}

async function tap(...ids: string[]) {
  for (const id of ids) {
    tile(id).click();
    await settle();
  }
}

const names = () => hooks("tile").map((one) => one.querySelector(".name")?.textContent);
const lines = () => hooks("basket-line").map(({ dataset }) => dataset.product);

async function scan(code: string, target: Element = document.body) {
  const [first = "", ...rest] = code;
  await press(first, 500, target);
  for (const key of rest) await press(key, 8, target);
  await press("Enter", 8, target);
}

describe("tiles", () => {
  test("are not there where the shop has no products, and nothing else is", async () => {
    await openShop(fakeAccount(), []);
    for (const gone of ["tiles", "basket", "no-products"]) expect(hooks(gone), gone).toEqual([]);
    expect(hook("key-1")).toBeInTheDocument();
  });

  test("stand in the shop's order, with letters or a picture, name and price", async () => {
    await openShop();
    expect(names()).toEqual(["Blue mug", "Teapot", "Scarf", "Gift card"]);
    expect(tile("product-1")).toHaveTextContent("€12.50");
    expect(tile("product-1").querySelector("svg")).toHaveTextContent("BM");
    expect(tile("product-2").querySelector("img")).toHaveAttribute("src");
    expect(await axeFindings()).toEqual([]);
  });

  test("a product without a price in the currency is greyed, says why, and adds nothing", async () => {
    const currencies = ["EUR", "USD"].map((code) => ({ code, exponent: 2 }));
    await openShop(fakeAccount({ currencies }));
    expect(tile("product-4")).toHaveAttribute("aria-disabled", "true");
    expect(tile("product-4")).toHaveTextContent("No price in EUR");
    await tap("product-4");
    expect(hooks("basket")).toEqual([]);
    await select("currency", "USD");
    expect(tile("product-4")).toHaveTextContent("$25.00");
    expect(tile("product-1")).toHaveTextContent("No price in USD");
  });

  test("add one for each tap; the sum is said once and stands on the key", async () => {
    const { counter } = await openShop();
    await tap("product-1", "product-1", "product-3");
    expect(lines()).toEqual(["product-1", "product-3"]);
    expect(hook("line-quantity")).toHaveValue("2");
    expect(hook("line-total")).toHaveTextContent("€25.00");
    expect(tile("product-1").querySelector('[data-test="tile-chosen"]')).toHaveTextContent("2");
    expect(hook("amount")).toHaveTextContent("44.90");
    expect(hook("create-link")).toHaveTextContent("Create payment link €44.90");
    expect(counter.announcement).toBe("Scarf added, 1 in this sale. Sum €44.90.");
    expect(tile("product-3")).toHaveClass("latest");
    expect(await axeFindings()).toEqual([]);
  });

  test("flash anew each time that the same one is added", async () => {
    await openShop();
    await tap("product-1");
    const first = tile("product-1").classList.contains("again");
    await tap("product-1");
    expect(tile("product-1").classList.contains("again")).toBe(!first);
  });

  test("are found by words and by category", async () => {
    await openShop();
    await fill("tile-search", "tea");
    expect(names()).toEqual(["Teapot"]);
    await fill("tile-search", "nothing like it");
    expect(hook("no-tiles")).toBeInTheDocument();
    await fill("tile-search", "");
    const clothes = hooks("category").find((one) => one.textContent === "Clothes");
    clothes?.click();
    await settle();
    expect(names()).toEqual(["Scarf"]);
    await click("category-all");
    expect(names()).toHaveLength(4);
  });

  test("/ begins the search, Enter adds the first found, Esc leaves it", async () => {
    const { backend } = await openShop();
    await press("/");
    await new Promise((resolve) => setTimeout(resolve, 60));
    const search = hook("tile-search");
    expect(document.activeElement).toBe(search);
    await fill("tile-search", "scarf");
    await press("Enter", 120, search);
    expect(lines()).toEqual(["product-3"]);
    expect(search).toHaveValue("");
    expect(sent(backend)).toEqual([]);
    const again = await press("Enter", 20, search);
    // The screen around it would take an Enter that is left alone for its own.
    expect(again.defaultPrevented).toBe(true);
    expect(sent(backend)).toEqual([]);
    await fill("tile-search", "mug");
    await press("Escape", 120, search);
    expect(search).toHaveValue("");
    await press("Escape", 120, search);
    expect(document.activeElement).not.toBe(search);
  });

  test("one Tab reaches them, arrows go among them, and digits still type an amount", async () => {
    await openShop();
    expect(hooks("tile").map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1]);
    hook("tile-search").focus();
    await press("ArrowDown", 120, hook("tile-search"));
    expect(document.activeElement).toBe(tile("product-1"));
    await press("ArrowRight", 120, tile("product-1"));
    expect(document.activeElement).toBe(tile("product-2"));
    await press("5", 120, tile("product-2"));
    expect(hook("amount")).toHaveTextContent("0.05");
  });

  test("where lines run from right to left, the arrow to the left goes on", async () => {
    await openShop();
    const grid = tile("product-1").parentElement;
    if (grid) grid.style.direction = "rtl";
    tile("product-1").focus();
    await press("ArrowLeft", 120, tile("product-1"));
    expect(document.activeElement).toBe(tile("product-2"));
    await press("ArrowRight", 120, tile("product-2"));
    expect(document.activeElement).toBe(tile("product-1"));
  });

  test("that could not be read say why", async () => {
    const backend = new FakeBackend();
    backend.fail("listProducts", { code: "LEDGER_DAMAGED" });
    await openCounter(backend);
    expect(hook("tiles-problem")).toHaveAttribute("data-code", "LEDGER_DAMAGED");
    backend.behave("listProducts");
    backend.catalogue.fill("LIVE", fakeProducts());
    await click("tiles-again");
    expect(names()).toContain("Blue mug");
  });

  test("do not promise a key that is switched off", async () => {
    letterKeys.on = false;
    await openShop();
    expect(hook("tile-search")).toHaveAttribute("placeholder", "Find a product");
    letterKeys.on = true;
  });
});

test("a long list is drawn by pages; the search finds among all of it", async () => {
  const many = Array.from({ length: 130 }, (_, at) =>
    fakeProduct({ id: `many-${at}`, name: `Number ${at}`, barcode: null }),
  );
  await openShop(fakeAccount(), many);
  expect(hooks("tile")).toHaveLength(120);
  await fill("tile-search", "129");
  expect(names()).toEqual(["Number 129"]);
  await fill("tile-search", "");
  await click("tiles-more");
  expect(hooks("tile")).toHaveLength(130);
  expect(hooks("tiles-more")).toEqual([]);
});

describe("the products of a sale", () => {
  test("are changed by steps and by number, up to 999", async () => {
    await openShop();
    await tap("product-1");
    await click("line-more");
    expect(hook("line-quantity")).toHaveValue("2");
    await click("line-less");
    await click("line-less");
    expect(hook("line-quantity")).toHaveValue("1");
    expect(hook("line-less")).toHaveAttribute("aria-disabled", "true");
    await fill("line-quantity", "999");
    expect(hook("amount")).toHaveTextContent("12,487.50");
    await click("line-more");
    expect(hook("line-quantity")).toHaveValue("999");
    await tap("product-1");
    expect(hook("take-notice")).toHaveAttribute("data-kind", "BASKET_FULL");
  });

  test.each(["0", "1000", "1.5", "x"])(
    "%j is no number of pieces, and makes no link",
    async (text) => {
      const { backend } = await openShop();
      await tap("product-1", "product-1");
      const field = hook("line-quantity") as HTMLInputElement;
      field.focus();
      for (let end = 1; end <= text.length; end += 1)
        await fill("line-quantity", text.slice(0, end));
      expect(field).toHaveAttribute("aria-invalid", "true");
      expect(hook("line-said")).toHaveTextContent("1 to 999 pieces");
      expect(hook("amount")).toHaveTextContent("25.00");
      field.blur();
      await settle();
      expect(field).toHaveValue(text);
      await press("Enter");
      expect(sent(backend)).toEqual([]);
      expect(document.activeElement).toBe(field);
      await press("Escape", 120, field);
      expect(hooks("line-said")).toEqual([]);
      expect(field).toHaveValue("2");
      await press("Enter");
      expect(sent(backend)[0]?.lines).toMatchObject([{ quantity: 2 }]);
    },
  );

  test("an empty number is the one from before again", async () => {
    await openShop();
    await tap("product-1", "product-1");
    hook("line-quantity").focus();
    await fill("line-quantity", "");
    hook("line-quantity").blur();
    await settle();
    expect(hook("line-quantity")).toHaveValue("2");
    expect(hooks("line-said")).toEqual([]);
  });

  test("a number that is clicked is marked, so that typing takes its place", async () => {
    await openShop();
    await tap("product-1", "product-1");
    const field = hook("line-quantity") as HTMLInputElement;
    const down = new MouseEvent("mousedown", { bubbles: true, cancelable: true });
    field.dispatchEvent(down);
    // Left alone, the web view would put the caret there and unmark it.
    expect(down.defaultPrevented).toBe(true);
    expect(document.activeElement).toBe(field);
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, 1]);
    const again = new MouseEvent("mousedown", { bubbles: true, cancelable: true });
    field.dispatchEvent(again);
    expect(again.defaultPrevented).toBe(false);
  });

  test("the keyboard goes on at the search once the last one is out, and it is said", async () => {
    const { counter } = await openShop();
    await tap("product-1");
    hook("line-remove").focus();
    await click("line-remove");
    expect(document.activeElement).toBe(hook("tile-search"));
    expect(counter.announcement).toBe("Blue mug taken out.");
    await tap("product-1", "product-3");
    hook("basket-clear").focus();
    await click("basket-clear");
    expect(document.activeElement).toBe(hook("tile-search"));
    expect(counter.announcement).toBe("All products taken out.");
  });

  test("words that the till made and cut are made anew for a new link", async () => {
    const long = "A long name ".repeat(8).trim();
    const products = [1, 2, 3, 4].map((at) =>
      fakeProduct({ id: `product-${at}`, name: `${long} ${at} | ${at}`, prices: [priceOf(500)] }),
    );
    const { backend, counter } = await openShop(fakeAccount(), products);
    await tap(...products.map(({ id }) => id));
    const placeholder = hook("what-for").getAttribute("placeholder") ?? "";
    expect([...placeholder].length).toBeLessThanOrEqual(fakeAccount().limits.description);
    expect(placeholder).toMatch(/…$/);
    await press("Enter");
    const [made] = [...backend.sales.values()];
    if (!made) throw new Error("no sale");
    const sale = { ...made, whatFor: placeholder.replaceAll("|", "/") };
    backend.sales.set(sale.id, sale);
    counter.goTake();
    await settle();
    await tap(...products.map(({ id }) => id));
    expect(hook("alike")).toBeInTheDocument();
    counter.createAgain(sale);
    await settle();
    expect(hook("what-for")).toHaveValue("");
    counter.createAgain({ ...sale, whatFor: "A present…" });
    await settle();
    expect(hook("what-for")).toHaveValue("A present…");
  });

  test("Enter in a number leaves it and makes no link", async () => {
    const { backend } = await openShop();
    await tap("product-1");
    hook("line-quantity").focus();
    await fill("line-quantity", "7");
    const enter = await press("Enter", 120, hook("line-quantity"));
    expect(enter.defaultPrevented).toBe(true);
    expect(document.activeElement).toBe(document.body);
    expect(sent(backend)).toEqual([]);
    await press("Enter");
    expect(sent(backend)[0]?.lines).toMatchObject([{ quantity: 7 }]);
  });

  test("are taken out one by one, or all at once", async () => {
    await openShop();
    await tap("product-1", "product-3", "product-2");
    const [first] = hooks("line-remove");
    first?.focus();
    first?.click();
    await settle();
    expect(lines()).toEqual(["product-3", "product-2"]);
    expect(document.activeElement).toBe(hooks("line-remove")[0]);
    await click("basket-clear");
    expect(hooks("basket")).toEqual([]);
    expect(hook("amount")).toHaveTextContent("0.00");
  });

  test("and a typed amount add up, and go apart to the till", async () => {
    const { backend } = await openShop();
    await tap("product-1", "product-1", "product-3");
    await typeKeys("995");
    expect(hook("amount")).toHaveTextContent("54.85");
    expect(hook("amount-parts")).toHaveTextContent("Products 44.90 + 9.95");
    await press("Enter");
    expect(sent(backend)[0]).toMatchObject({
      amountMinor: "995",
      currency: "EUR",
      description: "",
      lines: [
        { product: "product-1", quantity: 2, unitMinor: "1250" },
        { product: "product-3", quantity: 1, unitMinor: "1990" },
      ],
    });
    expect(hook("sale-amount")).toHaveTextContent("€54.85");
    expect(hook("sale")).toHaveTextContent("2 × Blue mug, Scarf");
  });

  test("alone need no amount and no words: the words are proposed", async () => {
    const { backend, counter } = await openShop();
    await tap("product-1", "product-1", "product-3");
    expect(hook("what-for")).toHaveAttribute("placeholder", "2 × Blue mug, Scarf");
    await press("Enter");
    expect(sent(backend)[0]).toMatchObject({ amountMinor: "", description: "" });
    counter.goTake();
    await settle();
    expect(hooks("basket")).toEqual([]);
  });

  test("a sale without products goes as it always did", async () => {
    const { backend } = await openShop();
    await typeKeys("2500");
    await press("Enter");
    expect(sent(backend)[0]).toMatchObject({
      amountMinor: "2500",
      description: "Goods and services",
      lines: [],
    });
  });

  test("of one environment are not those of another, and nothing is lost", async () => {
    const practice = fakeAccount({ id: "practice", environment: "PRACTICE" });
    const { backend, counter } = await openShop();
    await tap("product-1");
    const accounts = [fakeAccount(), practice];
    backend.state = fakeTill({ accounts, activeAccount: "practice" });
    counter.become(backend.state);
    await settle();
    expect(hooks("basket")).toEqual([]);
    // A sale of one of them empties its own basket alone.
    counter.draft.clear(practice);
    backend.state = fakeTill({ accounts, activeAccount: "account-1" });
    counter.become(backend.state);
    await settle();
    expect(lines()).toEqual(["product-1"]);
  });

  test("come back for a new link, with the prices of now", async () => {
    const { backend, counter } = await openShop();
    await tap("product-1", "product-1");
    await typeKeys("500");
    await press("Enter");
    const [sale] = [...backend.sales.values()];
    if (!sale) throw new Error("no sale");
    await become(backend, [fakeProduct({ prices: [priceOf(1300)] })]);
    counter.createAgain(sale);
    await settle();
    expect(lines()).toEqual(["product-1"]);
    expect(hook("amount")).toHaveTextContent("31.00");
    expect(hook("what-for")).toHaveValue("");
  });

  test("that left the list are named, cost nothing and stop the link", async () => {
    const { backend } = await openShop();
    await tap("product-1", "product-3");
    await become(
      backend,
      fakeProducts().filter(({ id }) => id !== "product-1"),
    );
    expect(hook("basket-line")).toHaveTextContent("Blue mug");
    expect(hook("line-said")).toHaveTextContent("Not in the list any more");
    expect(hook("amount")).toHaveTextContent("19.90");
    await press("Enter");
    expect(hook("line-said")).toHaveTextContent("Take it out, then try again.");
    expect(sent(backend)).toEqual([]);
    await click("line-remove");
    await press("Enter");
    expect(sent(backend)[0]?.lines).toMatchObject([{ product: "product-3" }]);
  });

  test("whose prices are not told yet make no link", async () => {
    const { backend, counter } = await openShop();
    await tap("product-1");
    counter.products.read = false;
    counter.products.list = [];
    await settle();
    expect(hooks("line-said")).toEqual([]);
    expect(hook("create-link")).toBeDisabled();
    await press("Enter");
    expect(sent(backend)).toEqual([]);
    backend.fail("listProducts", { code: "LEDGER_DAMAGED" });
    await counter.products.reload();
    await settle();
    expect(hook("line-said"), "why the key does nothing").toHaveTextContent("price");
  });
});

describe("what the till refuses of products", () => {
  test("a price that changed is said at its line, and the new one stands there", async () => {
    const { backend } = await openShop();
    await tap("product-1");
    backend.answer("createLink", async () => {
      backend.catalogue.fill("LIVE", [fakeProduct({ prices: [priceOf(1300)] })]);
      const error: TillError = {
        code: "PRODUCT_REFUSED",
        product: "product-1",
        name: "Blue mug",
        fault: "PRICE_CHANGED",
      };
      throw error;
    });
    await press("Enter");
    await settle();
    expect(hook("line-said")).toHaveTextContent("The price of Blue mug is another one by now.");
    expect(hook("line-unit")).toHaveTextContent("€13.00");
    expect(hooks("amount-problem")).toEqual([]);
    expect(hooks("take-problem")).toEqual([]);
    backend.behave("createLink");
    await press("Enter");
    expect(sent(backend)[1]?.lines).toMatchObject([{ unitMinor: "1300" }]);
  });

  test.each<[TillError, string]>([
    [
      { code: "FIELD_REFUSED", field: "PRODUCTS", providerCode: "", detail: "Total above 500.00." },
      "Total above 500.00.",
    ],
    [{ code: "NO_FREE_AMOUNT" }, "Clear the amount and choose products."],
    [
      { code: "PRODUCT_REFUSED", product: "other", name: "Plate", fault: "NOT_IN_CATALOGUE" },
      "Plate has no product id of the dashboard.",
    ],
  ])("$code stands beside the total", async (error, words) => {
    const { backend } = await openShop();
    await tap("product-1");
    backend.fail("createLink", error);
    await press("Enter");
    expect(hook("amount-problem")).toHaveTextContent(words);
    expect(hooks("take-problem")).toEqual([]);
    expect(lines()).toEqual(["product-1"]);
  });
});

describe("a scanner", () => {
  test("adds the product that has the code, never an amount", async () => {
    const { backend, counter } = await openShop();
    await typeKeys("12");
    await scan("4006381333931");
    expect(lines()).toEqual(["product-1"]);
    expect(hook("amount")).toHaveTextContent("12.62");
    expect(hooks("take-notice")).toEqual([]);
    expect(hooks("scanned")).toEqual([]);
    expect(counter.announcement).toContain("Blue mug added");
    expect(sent(backend)).toEqual([]);
    await scan("4006381333931");
    expect(hook("line-quantity")).toHaveValue("2");
  });

  test("without an Enter behind the code adds it all the same, once", async () => {
    await openShop();
    const [first = "", ...rest] = "4006381333931";
    await press(first, 500);
    vi.useFakeTimers();
    for (const key of rest) await press(key, 8);
    vi.advanceTimersByTime(110);
    vi.useRealTimers();
    await settle();
    expect(hook("line-quantity")).toHaveValue("1");
  });

  test("in a field leaves the field as it was, and adds the product", async () => {
    await openShop();
    await fill("reference", "INV-7");
    const field = hook("reference") as HTMLInputElement;
    const code = "4006381333931";
    await press(code[0] ?? "", 500, field);
    field.value = "INV-74";
    for (const key of code.slice(1)) {
      await press(key, 8, field);
      field.value += key;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await press("Enter", 8, field);
    expect(lines()).toEqual(["product-1"]);
    expect(field).toHaveValue("INV-7");
  });

  test("in a field leaves a code there that no product has", async () => {
    await openShop();
    const field = hook("reference") as HTMLInputElement;
    field.value = "SLIP-1";
    await scan("SLIP-1", field);
    expect(hooks("take-notice")).toEqual([]);
    expect(field).toHaveValue("SLIP-1");
  });

  test("in the search of products says that none has the code", async () => {
    await openShop();
    const field = hook("tile-search") as HTMLInputElement;
    await press("9", 500, field);
    field.value = "9";
    for (const key of "999999") {
      await press(key, 8, field);
      field.value += key;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await press("Enter", 8, field);
    await settle();
    expect(hook("take-notice")).toHaveAttribute("data-kind", "UNKNOWN_CODE");
    expect(field).toHaveValue("");
  });

  test("in a number of pieces changes no number", async () => {
    await openShop();
    await tap("product-1", "product-1");
    const field = hook("line-quantity") as HTMLInputElement;
    field.focus();
    field.value = "";
    for (const [at, key] of [..."4009999"].entries()) {
      const { defaultPrevented } = await press(key, at === 0 ? 500 : 8, field);
      if (!defaultPrevented) await fill("line-quantity", field.value + key);
    }
    await press("Enter", 8, field);
    expect(field).toHaveValue("2");
    expect(hook("amount")).toHaveTextContent("25.00");
    expect(hook("take-notice")).toHaveAttribute("data-kind", "UNKNOWN_CODE");
  });

  test("of a code that no product has says so, and the way to a product", async () => {
    const { counter } = await openShop();
    await typeKeys("12");
    await scan("9999999");
    expect(hook("take-notice")).toHaveTextContent("No product has the barcode 9999999.");
    expect(hook("amount")).toHaveTextContent("0.12");
    await click("add-scanned");
    expect(counter.screen).toEqual({ name: "PRODUCTS", barcode: "9999999" });
  });

  test("of a product without a price says why, and adds nothing", async () => {
    await openShop(fakeAccount(), [fakeProduct({ prices: [priceOf(5, "USD")] })]);
    await scan("4006381333931");
    expect(hook("take-notice")).toHaveTextContent("Blue mug was not added: No price in EUR");
    expect(hooks("basket")).toEqual([]);
  });

  test("adds nothing behind an open dialog, and hears no hidden field", async () => {
    await openShop();
    const secret = document.createElement("input");
    secret.type = "password";
    document.body.append(secret);
    await scan("4006381333931", secret);
    expect(hooks("basket")).toEqual([]);
    secret.remove();
    const dialog = document.createElement("dialog");
    document.body.append(dialog);
    dialog.showModal();
    await scan("4006381333931");
    expect(hooks("basket")).toEqual([]);
    dialog.remove();
  });
});

describe("an account of a catalogue", () => {
  test("has tiles where the keypad was, and says why", async () => {
    await openShop(dashboardAccount());
    expect(hook("no-free-amount")).toHaveTextContent(
      "This account sells products of the merchant dashboard; an amount can’t be typed.",
    );
    expect(hooks("key-1")).toEqual([]);
    expect(hooks("amount-parts")).toEqual([]);
    expect(hook("tiles")).toHaveClass("large");
    expect(tile("product-4")).toHaveTextContent("No product id of the dashboard");
    await tap("product-4");
    expect(hooks("basket")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
  });

  test("takes no typed amount, and says what to do", async () => {
    const { backend } = await openShop(dashboardAccount());
    await tap("product-1");
    await typeKeys("25+");
    await press("Backspace");
    expect(hook("amount")).toHaveTextContent("12.50");
    expect(hook("take-notice")).toHaveTextContent("Digits do nothing here.");
    await press("Enter");
    expect(sent(backend)[0]).toMatchObject({
      amountMinor: "",
      lines: [{ product: "product-1", quantity: 1, unitMinor: "1250" }],
    });
  });

  test("does not ask for what was typed for another account, and keeps it", async () => {
    const { backend, counter } = await openShop();
    await typeKeys("500");
    const accounts = [fakeAccount(), dashboardAccount()];
    counter.become({ ...backend.state, accounts, activeAccount: "account-dashboard" });
    await settle();
    expect(hook("amount")).toHaveTextContent("0.00");
    counter.become({ ...backend.state, accounts, activeAccount: "account-1" });
    await settle();
    expect(hook("amount")).toHaveTextContent("5.00");
  });

  test("a sale of its own leaves what was typed for another account as it was", async () => {
    const { backend, counter } = await openShop();
    await typeKeys("500");
    const accounts = [fakeAccount(), dashboardAccount()];
    counter.become({ ...backend.state, accounts, activeAccount: "account-dashboard" });
    backend.state = { ...backend.state, accounts, activeAccount: "account-dashboard" };
    await settle();
    await tap("product-1");
    await press("Enter");
    expect(sent(backend)).toHaveLength(1);
    counter.goTake();
    counter.become({ ...backend.state, activeAccount: "account-1" });
    await settle();
    expect(hook("amount")).toHaveTextContent("5.00");
  });

  test("asks for a product first", async () => {
    const { backend } = await openShop(dashboardAccount());
    await press("Enter");
    expect(hook("amount-problem")).toHaveTextContent("Choose a product first.");
    expect(sent(backend)).toEqual([]);
  });

  test("without products shows the way to them", async () => {
    const { counter } = await openShop(dashboardAccount(), []);
    await click("go-products");
    expect(counter.screen.name).toBe("PRODUCTS");
  });
});
