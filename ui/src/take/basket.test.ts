import { describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeAccount, fakeTill } from "../backend/fake-data";
import { fakeProduct, fakeProducts } from "../backend/fake-products";
import { axeFindings, click, fill, hook, hooks, openCounter, press, settle } from "../testing";
import type { NewSaleForm } from "../contract";

async function openShop(products = fakeProducts()) {
  const account = fakeAccount();
  const backend = new FakeBackend(fakeTill({ accounts: [account], activeAccount: account.id }));
  backend.catalogue.fill("LIVE", products);
  const opened = await openCounter(backend);
  await settle();
  return opened;
}

function many(count: number) {
  return Array.from({ length: count }, (_, at) =>
    fakeProduct({ id: `many-${at}`, name: `Thing ${at}`, barcode: null }),
  );
}

function sent(backend: FakeBackend): NewSaleForm[] {
  return backend.called("createLink").map(({ form }) => form);
}

const quantity = () => hook("line-quantity") as HTMLInputElement;

async function tap(...ids: string[]) {
  for (const id of ids) {
    hooks("tile")
      .find(({ dataset }) => dataset.product === id)
      ?.click();
    await settle();
  }
}

function boxAt(top: number, bottom: number): DOMRect {
  return new DOMRect(0, top, 100, bottom - top);
}

describe("a number of pieces", () => {
  test("is marked by the first click, so that a digit replaces it", async () => {
    await openShop();
    await tap("product-1", "product-1", "product-1");
    const event = new MouseEvent("mousedown", { bubbles: true, cancelable: true });
    quantity().dispatchEvent(event);
    // The web view would take the mark away with its own answer to the click.
    expect(event.defaultPrevented).toBe(true);
    expect(document.activeElement).toBe(quantity());
    expect([quantity().selectionStart, quantity().selectionEnd]).toEqual([0, 1]);
    const again = new MouseEvent("mousedown", { bubbles: true, cancelable: true });
    quantity().dispatchEvent(again);
    expect(again.defaultPrevented).toBe(false);
  });

  test("is marked again after a code was taken out of it", async () => {
    await openShop();
    await tap("product-1", "product-1");
    quantity().focus();
    for (const [at, key] of [..."4009999"].entries()) {
      const { defaultPrevented } = await press(key, at === 0 ? 500 : 8, quantity());
      if (!defaultPrevented) await fill("line-quantity", (at === 0 ? "" : quantity().value) + key);
    }
    await press("Enter", 8, quantity());
    expect(quantity()).toHaveValue("2");
    expect([quantity().selectionStart, quantity().selectionEnd]).toEqual([0, 1]);
  });

  test("too large counts in no part, says the limit, and the link waits for it", async () => {
    const { backend } = await openShop();
    await tap("product-1", "product-1");
    quantity().focus();
    for (const text of ["1", "10", "100", "1000"]) await fill("line-quantity", text);
    expect(hook("amount")).toHaveTextContent("25.00");
    expect(hook("line-said")).toHaveTextContent("999");
    expect(quantity()).toHaveAccessibleDescription(hook("line-said").textContent.trim());
    expect(await axeFindings()).toEqual([]);
    await press("Enter", 120, quantity());
    quantity().blur();
    await settle();
    expect(quantity()).toHaveValue("1000");
    await click("create-link");
    expect(sent(backend)).toEqual([]);
    expect(document.activeElement).toBe(quantity());
    await fill("line-quantity", "100");
    expect(hooks("line-said")).toEqual([]);
    await click("create-link");
    expect(sent(backend)[0]?.lines).toMatchObject([{ quantity: 100 }]);
  });

  test.each(["1000", "1.5", ""])("that is none (%j) is put back by Esc", async (text) => {
    const { backend } = await openShop();
    await tap("product-1", "product-1");
    quantity().focus();
    await fill("line-quantity", "1");
    await fill("line-quantity", text);
    await press("Escape", 120, quantity());
    expect(quantity()).toHaveValue("2");
    expect(hooks("line-said")).toEqual([]);
    expect(hook("amount")).toHaveTextContent("25.00");
    await press("Enter");
    expect(sent(backend)[0]?.lines).toMatchObject([{ quantity: 2 }]);
  });

  test("shows what a tile adds while the field has the focus, and goes back to that", async () => {
    await openShop();
    await tap("product-1");
    quantity().focus();
    await fill("line-quantity", "3");
    await tap("product-1");
    expect(quantity()).toHaveValue("4");
    await fill("line-quantity", "4000");
    expect(hook("amount")).toHaveTextContent("50.00");
  });
});

describe("the lines", () => {
  test("after the last one is taken out the keyboard goes on at the search, and it is said", async () => {
    const { counter } = await openShop();
    await tap("product-1");
    hook("line-remove").focus();
    await click("line-remove");
    expect(document.activeElement).toBe(hook("tile-search"));
    expect(counter.announcement).toBe("Blue mug taken out.");
  });

  test("after Clear the keyboard goes on at the search, and it is said", async () => {
    const { counter } = await openShop();
    await tap("product-1", "product-3");
    hook("basket-clear").focus();
    await click("basket-clear");
    expect(document.activeElement).toBe(hook("tile-search"));
    expect(counter.announcement).toBe("All products taken out.");
  });

  test("scroll to the one that was added last, and nothing around them does", async () => {
    await openShop();
    await tap("product-1");
    const list = hook("basket-line").parentElement;
    if (!list) throw new Error("no list");
    vi.spyOn(list, "getBoundingClientRect").mockReturnValue(boxAt(0, 100));
    const into = vi.fn();
    HTMLElement.prototype.scrollIntoView = into;
    const screen = hook("take");
    vi.spyOn(screen, "getBoundingClientRect").mockReturnValue(boxAt(0, 80));
    const rects = vi
      .spyOn(HTMLLIElement.prototype, "getBoundingClientRect")
      .mockReturnValue(boxAt(90, 160));
    await tap("product-3");
    expect(list.scrollTop).toBe(60);
    for (let box: Element | null = screen; box; box = box.parentElement)
      expect(box.scrollTop).toBe(0);
    expect(into).not.toHaveBeenCalled();
    rects.mockReturnValue(boxAt(-20, 40));
    await tap("product-1");
    expect(list.scrollTop).toBe(40);
    vi.restoreAllMocks();
  });

  test("a long name is whole in its title", async () => {
    const name = "Donaudampfschifffahrtsgesellschaft".repeat(2);
    await openShop([fakeProduct({ name })]);
    await tap("product-1");
    expect(hook("basket-line").querySelector(".name")).toHaveAttribute("title", name);
  });
});

describe("many products", () => {
  test("are drawn by pages, and found all", async () => {
    await openShop(many(300));
    expect(hooks("tile")).toHaveLength(120);
    await click("tiles-more");
    expect(hooks("tile")).toHaveLength(240);
    await click("tiles-more");
    expect(hooks("tile")).toHaveLength(300);
    expect(hooks("tiles-more")).toEqual([]);
  });

  test("beyond the drawn ones are found by words", async () => {
    await openShop(many(300));
    await fill("tile-search", "Thing 299");
    expect(hooks("tile").map(({ dataset }) => dataset.product)).toEqual(["many-299"]);
  });

  test("the arrows draw the next page", async () => {
    await openShop(many(130));
    const last = hooks("tile").at(-1);
    last?.focus();
    await press("ArrowRight", 120, last);
    expect(hooks("tile")).toHaveLength(130);
    expect(document.activeElement).toBe(hooks("tile")[120]);
  });

  test("have pictures that hold up nothing", async () => {
    await openShop();
    const [picture] = document.querySelectorAll('[data-test="tile"] img');
    expect(picture).toHaveAttribute("loading", "lazy");
    expect(picture).toHaveAttribute("decoding", "async");
  });
});
