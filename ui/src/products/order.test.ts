import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeProducts } from "../backend/fake-products";
import { axeFindings, click, fill, hook, hooks, openCounter, press, settle } from "../testing";

/** Height of a row in these tests, pixels; jsdom lays nothing out. */
const ROW = 60;

async function openProducts() {
  const backend = new FakeBackend();
  backend.catalogue.fill("LIVE", fakeProducts());
  const opened = await openCounter(backend);
  await click("rail-products");
  return opened;
}

function names(): string[] {
  return hooks("product-row").map((row) => row.querySelector("strong")?.textContent ?? "");
}

function handle(name: string): HTMLElement {
  const found = hooks("product-handle").find((one) => one.ariaLabel === `Move ${name}`);
  if (!found) throw new Error(`no handle of ${name}`);
  return found;
}

/** Space or Enter on a button: a click without a pointer. */
async function take(name: string) {
  handle(name).focus();
  handle(name).click();
  await settle();
}

async function key(name: string) {
  const event = await press(name, 120, document.activeElement ?? document.body);
  await settle();
  return event;
}

const ORDER = ["Blue mug", "Teapot", "Scarf", "Gift card"];

describe("by keyboard", () => {
  test("a product is taken, moved, dropped, and each step is said once", async () => {
    const { backend } = await openProducts();
    await take("Blue mug");
    expect(handle("Blue mug")).toHaveAttribute("aria-pressed", "true");
    expect(hook("order-said")).toHaveTextContent("Blue mug is taken. It is number 1 of 4.");
    expect(handle("Blue mug")).toHaveAccessibleDescription(/Space takes it.*Esc puts it back/);
    await key("ArrowDown");
    await key("ArrowDown");
    expect(names()).toEqual(["Teapot", "Scarf", "Blue mug", "Gift card"]);
    expect(hook("order-said")).toHaveTextContent("Blue mug: number 3 of 4.");
    expect(document.activeElement, "the keyboard goes with it").toBe(handle("Blue mug"));
    expect(backend.called("orderProducts"), "nothing is saved yet").toEqual([]);
    await take("Blue mug");
    expect(backend.called("orderProducts")).toEqual([
      { environment: "LIVE", products: ["product-2", "product-3", "product-1", "product-4"] },
    ]);
    expect(hook("order-said")).toHaveTextContent("Blue mug is now number 3 of 4.");
    expect(names()).toEqual(["Teapot", "Scarf", "Blue mug", "Gift card"]);
    expect(document.activeElement).toBe(handle("Blue mug"));
    expect(await axeFindings()).toEqual([]);
  });

  test("Home and End go to the ends, and no further", async () => {
    await openProducts();
    await take("Teapot");
    await key("End");
    expect(names().at(-1)).toBe("Teapot");
    await key("ArrowDown");
    expect(names().at(-1)).toBe("Teapot");
    await key("Home");
    await key("ArrowUp");
    expect(names()[0]).toBe("Teapot");
  });

  test("Esc puts it back and leaves the screen where it is", async () => {
    const { backend, counter } = await openProducts();
    await take("Blue mug");
    await key("ArrowDown");
    await key("Escape");
    expect(names()).toEqual(ORDER);
    expect(hook("order-said")).toHaveTextContent("Blue mug is back where it was, number 1 of 4.");
    expect(document.activeElement).toBe(handle("Blue mug"));
    expect(counter.screen.name).toBe("PRODUCTS");
    expect(backend.called("orderProducts")).toEqual([]);
    await key("Escape");
    expect(counter.screen.name).toBe("TAKE");
  });

  test.each([
    ["Tab", () => key("Tab")],
    ["a press elsewhere", async () => void window.dispatchEvent(new Event("pointerdown"))],
    ["another one taken", () => take("Scarf")],
  ])("%s puts it back", async (_how, leave) => {
    const { backend } = await openProducts();
    await take("Blue mug");
    await key("ArrowDown");
    await leave();
    await settle();
    expect(names()).toEqual(ORDER);
    expect(handle("Blue mug")).toHaveAttribute("aria-pressed", "false");
    expect(backend.called("orderProducts")).toEqual([]);
  });

  test("a key that is held down takes once", async () => {
    await openProducts();
    handle("Blue mug").focus();
    const held = new KeyboardEvent("keydown", {
      key: "Enter",
      repeat: true,
      bubbles: true,
      cancelable: true,
    });
    handle("Blue mug").dispatchEvent(held);
    expect(held.defaultPrevented).toBe(true);
  });

  test("dropped where it was, nothing is saved", async () => {
    const { backend } = await openProducts();
    await take("Blue mug");
    await take("Blue mug");
    expect(backend.called("orderProducts")).toEqual([]);
    expect(hook("order-said")).toHaveTextContent("back where it was");
  });
});

describe("an order that is not saved", () => {
  test("stands as it was, with what went wrong", async () => {
    const { backend } = await openProducts();
    backend.fail("orderProducts", { code: "LEDGER_DISK_FULL" });
    await take("Blue mug");
    await key("ArrowDown");
    await take("Blue mug");
    expect(names()).toEqual(ORDER);
    expect(hook("order-problem")).toHaveAttribute("data-code", "LEDGER_DISK_FULL");
    expect(hook("order-said")).toHaveTextContent("");
  });

  test("because the products changed meanwhile says so, and shows them as they are", async () => {
    const { backend } = await openProducts();
    await take("Blue mug");
    await key("ArrowDown");
    backend.catalogue.delete("product-4");
    await take("Blue mug");
    expect(hook("order-changed")).toHaveTextContent("have changed meanwhile");
    expect(names()).toEqual(["Blue mug", "Teapot", "Scarf"]);
  });

  test("stands in its new order while the till answers", async () => {
    const { backend } = await openProducts();
    let answer: () => void = () => undefined;
    const later = new Promise<void>((resolve) => (answer = resolve));
    const ids = ["product-2", "product-1", "product-3", "product-4"];
    backend.answer("orderProducts", async () => {
      await later;
      return backend.catalogue.order("LIVE", ids);
    });
    await take("Blue mug");
    await key("ArrowDown");
    await take("Blue mug");
    expect(names()).toEqual(["Teapot", "Blue mug", "Scarf", "Gift card"]);
    await take("Scarf");
    expect(handle("Scarf"), "one at a time").toHaveAttribute("aria-pressed", "false");
    answer();
    await settle();
    expect(names()).toEqual(["Teapot", "Blue mug", "Scarf", "Gift card"]);
  });
});

test.each([
  ["a search", () => fill("products-search", "t")],
  [
    "a category",
    async () => {
      hooks("products-category")[1]?.click();
      await settle();
    },
  ],
])("with %s the order stays, and the reason is said", async (_what, narrow) => {
  await openProducts();
  await narrow();
  expect(hook("order-how")).toHaveTextContent("Clear the search and the category");
  expect(hook("order-how")).not.toHaveClass("visually-hidden");
  expect(handle("Teapot")).toHaveAttribute("aria-disabled", "true");
  expect(handle("Teapot")).toHaveAccessibleDescription(/Clear the search/);
  await take("Teapot");
  expect(handle("Teapot")).toHaveAttribute("aria-pressed", "false");
});

describe("by pointer", () => {
  beforeEach(() => {
    const measure = function (this: Element): DOMRect {
      const at = hooks("product-row").indexOf(this as HTMLElement);
      return at < 0 ? new DOMRect(0, 0, 800, 600) : new DOMRect(0, at * ROW, 800, ROW);
    };
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(measure);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  function pointer(type: string, y: number, more: MouseEventInit & { pointerId?: number } = {}) {
    const event = new MouseEvent(type, { clientY: y, bubbles: true, cancelable: true, ...more });
    Object.defineProperties(event, {
      pointerId: { value: more.pointerId ?? 1 },
      isPrimary: { value: true },
    });
    return event;
  }

  async function carry(name: string, from: number, to: number) {
    handle(name).dispatchEvent(pointer("pointerdown", from));
    window.dispatchEvent(pointer("pointermove", to));
    await settle();
  }

  test("a product is carried to its place, shown by a line, and dropped there", async () => {
    const { backend } = await openProducts();
    await carry("Blue mug", 30, 170);
    const [mug, , scarf, card] = hooks("product-row");
    expect(mug).toHaveClass("carried");
    expect(mug?.style.transform).toBe("translateY(140px)");
    expect(card).toHaveClass("above");
    expect(scarf).not.toHaveClass("above");
    expect(names(), "the others stay until it is dropped").toEqual(ORDER);
    window.dispatchEvent(pointer("pointermove", 400));
    await settle();
    expect(card).toHaveClass("below");
    window.dispatchEvent(pointer("pointermove", 170));
    window.dispatchEvent(pointer("pointerup", 170));
    await settle();
    expect(names()).toEqual(["Teapot", "Scarf", "Blue mug", "Gift card"]);
    expect(backend.called("orderProducts")).toEqual([
      { environment: "LIVE", products: ["product-2", "product-3", "product-1", "product-4"] },
    ]);
    expect(hook("order-said")).toHaveTextContent("Blue mug is now number 3 of 4.");
  });

  test("upwards too", async () => {
    await openProducts();
    await carry("Gift card", 210, 10);
    expect(hooks("product-row")[0]).toHaveClass("above");
    window.dispatchEvent(pointer("pointerup", 10));
    await settle();
    expect(names()).toEqual(["Gift card", "Blue mug", "Teapot", "Scarf"]);
  });

  test.each([
    ["Esc", () => new KeyboardEvent("keydown", { key: "Escape", cancelable: true })],
    ["a cancelled touch", () => pointer("pointercancel", 170)],
  ])("%s puts it back", async (_how, event) => {
    const { backend, counter } = await openProducts();
    await carry("Blue mug", 30, 170);
    window.dispatchEvent(event());
    window.dispatchEvent(pointer("pointerup", 170));
    await settle();
    expect(hooks("product-row")[0]).not.toHaveClass("carried");
    expect(backend.called("orderProducts")).toEqual([]);
    expect(counter.screen.name).toBe("PRODUCTS");
  });

  test("a slip of the hand, another button and another finger carry nothing", async () => {
    const { backend } = await openProducts();
    await carry("Blue mug", 30, 32);
    expect(hooks("product-row")[0]).not.toHaveClass("carried");
    window.dispatchEvent(pointer("pointerup", 32));
    handle("Blue mug").dispatchEvent(pointer("pointerdown", 30, { button: 2 }));
    window.dispatchEvent(pointer("pointermove", 170));
    handle("Blue mug").dispatchEvent(pointer("pointerdown", 30));
    window.dispatchEvent(pointer("pointermove", 170, { pointerId: 2 }));
    await settle();
    expect(hooks("product-row")[0]).not.toHaveClass("carried");
    window.dispatchEvent(pointer("pointerup", 30));
    handle("Blue mug").dispatchEvent(new MouseEvent("click", { detail: 1, bubbles: true }));
    await settle();
    expect(handle("Blue mug"), "a click takes nothing").toHaveAttribute("aria-pressed", "false");
    expect(backend.called("orderProducts")).toEqual([]);
  });

  test("near the edge the list scrolls on", async () => {
    const frames: FrameRequestCallback[] = [];
    vi.spyOn(window, "requestAnimationFrame").mockImplementation((frame) => frames.push(frame));
    await openProducts();
    await carry("Blue mug", 30, 590);
    frames.shift()?.(0);
    await settle();
    expect(hook("products").scrollTop).toBe(10);
    expect(hooks("product-row")[0]?.style.transform).toBe("translateY(570px)");
    window.dispatchEvent(pointer("pointerup", 590));
    frames.shift()?.(0);
    expect(hook("products").scrollTop, "and stops with it").toBe(10);
  });
});
