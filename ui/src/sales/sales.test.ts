import { describe, expect, test } from "vitest";
import { FakeBackend, partlyRefundedSale } from "../backend/fake";
import { fourPeople } from "../backend/fake-staff";
import { fakeSale, fakeTill, inSeconds } from "../backend/fake-data";
import type { SaleRow, TillError } from "../contract";
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
} from "../testing";

async function openSales() {
  const older = fakeSale({ id: "sale-0", at: inSeconds(-90_000), whatFor: "table 4", link: null });
  const backend = new FakeBackend(fakeTill(), [fakeSale(), partlyRefundedSale(), older]);
  const opened = await openCounter(backend);
  await click("rail-sales");
  await settle();
  return opened;
}

test("every open link shows its code and Copy again", async () => {
  const { backend } = await openSales();
  hooks("sale-row")
    .find((row) => row.dataset["sale"] === "sale-1")
    ?.click();
  await settle();
  expect(hook("qr")).toHaveAttribute("data-link", "link-1");
  await click("copy-again");
  expect(backend.called("copyLink")).toEqual([{ link: "link-1" }]);
  expect(hook("copied")).toHaveTextContent("Copied.");
});

test("rows stand under their day", async () => {
  await openSales();
  const days = [...document.querySelectorAll(".rows h2")].map((title) => title.textContent);
  expect(days[0]).toContain("Today");
  expect(days).toHaveLength(2);
  expect(hooks("sale-row")).toHaveLength(3);
});

test("the search asks the till as it is typed, and shows the best row", async () => {
  const { backend } = await openSales();
  const search = hook("search") as HTMLInputElement;
  search.value = "table";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
  await settle();
  expect(backend.called("findSales").at(-1)).toMatchObject({ query: { text: "table" } });
  expect(hooks("sale-row")).toHaveLength(1);
  expect(hook("detail")).toHaveAttribute("data-sale", "sale-0");
});

test("the old rows stand until the new answer is there", async () => {
  const { backend } = await openSales();
  let answer: (rows: SaleRow[]) => void = () => undefined;
  backend.answer("findSales", () => new Promise((resolve) => (answer = resolve)));
  const search = hook("search") as HTMLInputElement;
  search.value = "table";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
  expect(hooks("sale-row")).toHaveLength(3);
  expect(hooks("no-sales")).toEqual([]);
  answer([]);
  await settle();
  expect(hooks("sale-row")).toEqual([]);
  expect(hook("no-sales")).toBeInTheDocument();
});

test("a filter is asked of the till", async () => {
  const { backend } = await openSales();
  await click("filter-refunded");
  expect(backend.called("findSales").at(-1)).toMatchObject({ query: { filter: "REFUNDED" } });
});

test("up and down move through the rows", async () => {
  await openSales();
  const first = hook("detail").dataset["sale"];
  await press("ArrowDown");
  const second = hook("detail").dataset["sale"];
  expect(second).not.toBe(first);
  await press("ArrowUp");
  expect(hook("detail").dataset["sale"]).toBe(first);
});

test("Enter on the row that is looked at goes to the sale's first key", async () => {
  await openSales();
  const row = hooks("sale-row").find((one) => one.hasAttribute("aria-current"));
  row?.focus();
  await press("Enter", 120, row);
  expect(hook("detail")).toContainElement(document.activeElement as HTMLElement);
});

test("keys inside the sale at the side are its own", async () => {
  await openSales();
  const shown = hook("detail").dataset["sale"];
  await press("ArrowDown", 120, hook("detail"));
  expect(hook("detail").dataset["sale"]).toBe(shown);
});

test("Ctrl K opens the search from anywhere", async () => {
  await openCounter(new FakeBackend(fakeTill(), [fakeSale()]));
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true }));
  await settle();
  expect(document.activeElement).toBe(hook("search"));
});

test("a payment with nothing left offers no refund", async () => {
  const { counter } = await openSales();
  counter.goSales("sale-1");
  await settle();
  expect(hooks("refund")).toEqual([]);
});

test("words that were understood are shown, and can be taken away", async () => {
  const { backend } = await openSales();
  await fill("search", "yesterday blue refunded");
  const last = () => backend.called("findSales").at(-1);
  expect(last()).toMatchObject({ query: { text: "blue", filter: "REFUNDED" } });
  expect(last()?.query.days).not.toBeNull();
  expect(hook("filter-refunded")).toHaveAttribute("aria-pressed", "true");
  expect(hook("find-quotes")).toHaveTextContent('"paid"');
  await click("understood-days");
  expect(hook("search")).toHaveValue("blue refunded");
  expect(last()).toMatchObject({ query: { text: "blue", filter: "REFUNDED", days: null } });
  expect(document.activeElement).toBe(hook("search"));
  await click("filter-paid");
  expect(hook("search")).toHaveValue("blue");
  expect(hooks("find-quotes")).toEqual([]);
  expect(last()).toMatchObject({ query: { text: "blue", filter: "PAID" } });
});

test("what needs a person is one of the filters", async () => {
  const { backend } = await openSales();
  await click("filter-needs_person");
  expect(backend.called("findSales").at(-1)).toMatchObject({ query: { filter: "NEEDS_PERSON" } });
});

test("with several accounts, the list can be of one", async () => {
  const till = fakeTill();
  const [account] = till.accounts;
  if (!account) throw new Error("the pretend till has an account");
  till.accounts = [account, { ...account, id: "account-2", name: "Market stall" }];
  const { backend, counter } = await openCounter(new FakeBackend(till, [fakeSale()]));
  await click("rail-sales");
  await select("filter-account", "account-2");
  expect(backend.called("findSales").at(-1)).toMatchObject({ query: { account: "account-2" } });
  expect(hook("no-sales")).toBeInTheDocument();
  await press("Escape", 120, hook("filter-account"));
  expect(counter.screen.name, "Esc leads back from there, too").toBe("TAKE");
});

test("a sale that could not be read is no complaint any more once another one is", async () => {
  const { backend } = await openSales();
  backend.fail("saleDetail", GONE);
  await press("ArrowDown");
  expect(hook("problem")).toHaveAttribute("data-code", "LEDGER_FAILED");
  backend.behave("saleDetail");
  await press("ArrowUp");
  expect(hooks("problem")).toEqual([]);
});

/** How a till says no to whoever reads its sales. */
const GONE: TillError = { code: "LEDGER_FAILED" };

describe("a long list", () => {
  const MANY = 600;

  async function openMany() {
    const sales = Array.from({ length: MANY }, (_, number) =>
      fakeSale({ id: `sale-${number}`, at: inSeconds(-60 - number), whatFor: `lamp ${number}` }),
    );
    const opened = await openCounter(new FakeBackend(fakeTill(), sales));
    await click("rail-sales");
    await settle();
    return opened;
  }

  /** jsdom lays nothing out: the list is as high as it is where the web view does not tell. */
  async function scrollTo(top: number) {
    hook("sale-rows").scrollTop = top;
    hook("sale-rows").dispatchEvent(new Event("scroll"));
    await settle();
  }

  const names = () => hooks("sale-row").map((row) => row.dataset["sale"]);

  /** Where a row is drawn, in pixels from the top of the list. */
  function placeOf(sale: string): number {
    const row = hooks("sale-row").find((one) => one.dataset["sale"] === sale);
    const places = [row?.closest("li"), row?.closest("section")];
    return places.reduce((sum, part) => sum + parseFloat(part?.style.top ?? ""), 0);
  }

  test("draws what is in sight, and reads on as one scrolls", async () => {
    const { backend } = await openMany();
    expect(names()).toContain("sale-0");
    expect(names().length).toBeLessThan(40);
    await scrollTo(200 * 64);
    expect(names()).toContain("sale-200");
    expect(names()).not.toContain("sale-0");
    expect(names().length).toBeLessThan(40);
    expect(placeOf("sale-201") - placeOf("sale-200")).toBe(64);
    // Below the headings of its day and of the day before, if there is one.
    expect([40, 80]).toContain(placeOf("sale-200") - 200 * 64);
    for (let reads = 0; reads < 5; reads += 1) await scrollTo(MANY * 64);
    expect(names()).toContain(`sale-${MANY - 1}`);
    expect(hooks("sales-reading")).toEqual([]);
    const asked = backend.called("findSales").map(({ query }) => query.before);
    expect(new Set(asked.filter((before) => before !== null)).size).toBe(3);
  });

  test("has no row twice where it is read anew while somebody scrolls on", async () => {
    const { backend } = await openMany();
    await scrollTo(200 * 64);
    const asked = () => backend.called("findSales");
    const held: (() => void)[] = [];
    backend.answer("findSales", () => new Promise((_, reject) => held.push(() => reject(GONE))));
    backend.become(fakeSale({ id: "sale-new", at: inSeconds(0), whatFor: "sofa" }));
    await settle();
    const before = asked().length;
    await scrollTo(245 * 64);
    expect(asked().slice(before), "the rows below follow from what is being read").toEqual([]);
    backend.behave("findSales");
    held.forEach((answer) => answer());
    backend.become(fakeSale({ id: "sale-newer", at: inSeconds(1), whatFor: "sofa" }));
    for (let reads = 0; reads < 5; reads += 1) await scrollTo(MANY * 64);
    expect(new Set(names()).size).toBe(names().length);
    expect(names()).toContain(`sale-${MANY - 1}`);
  });

  test("keeps its place while sales change", async () => {
    const { backend } = await openMany();
    await scrollTo(200 * 64);
    backend.become(fakeSale({ id: "sale-300", at: inSeconds(-360), whatFor: "sofa" }));
    await settle();
    await settle();
    expect(names()).toContain("sale-200");
  });

  test("goes by pages, and to its ends", async () => {
    await openMany();
    const shown = () => hook("detail").dataset["sale"];
    await press("PageDown");
    const page = Number(shown()?.slice(5));
    expect(page).toBeGreaterThan(5);
    await press("PageUp");
    expect(shown()).toBe("sale-0");
    await press("End");
    await settle();
    expect(shown(), "the oldest of all, not of those that were read").toBe(`sale-${MANY - 1}`);
    expect(names()).toContain(`sale-${MANY - 1}`);
    expect(new Set(names()).size).toBe(names().length);
    await press("Home");
    expect(shown()).toBe("sale-0");
  });

  test("stays where somebody goes while its end is being read", async () => {
    const { backend } = await openMany();
    const { query } = backend.called("findSales").at(-1) ?? {};
    if (!query) throw new Error("nothing was asked");
    const rows = await backend.findSales({ query: { ...query, before: "sale-49", limit: 200 } });
    let answer: (rows: SaleRow[]) => void = () => undefined;
    backend.answer("findSales", () => new Promise((resolve) => (answer = resolve)));
    await press("End");
    await press("ArrowDown");
    backend.behave("findSales");
    answer(rows);
    await settle();
    expect(hook("detail")).toHaveAttribute("data-sale", "sale-1");
  });

  test("says how many were found once, and not while somebody reads on", async () => {
    const { backend } = await openMany();
    await scrollTo(200 * 64);
    backend.become(fakeSale({ id: "sale-new", at: inSeconds(0), whatFor: "sofa" }));
    await settle();
    expect(hook("sales-found")).toHaveTextContent("50 sales and more");
    await fill("search", "sofa");
    expect(hook("sales-found")).toHaveTextContent("1 sale");
  });

  test("has one stop for the Tab key, and takes the keyboard along", async () => {
    await openMany();
    const stops = () => hooks("sale-row").filter((row) => row.tabIndex === 0);
    expect(stops().map((row) => row.dataset["sale"])).toEqual(["sale-0"]);
    stops()[0]?.focus();
    await press("ArrowDown");
    expect(stops().map((row) => row.dataset["sale"])).toEqual(["sale-1"]);
    expect(document.activeElement).toBe(stops()[0]);
    await press("Home", 120, hook("search"));
    expect(hook("detail").dataset["sale"]).toBe("sale-1");
  });

  test("tells how many there are, and where each stands", async () => {
    await openMany();
    expect(hook("sales-found")).toHaveTextContent("50 sales and more");
    const first = hooks("sale-row")[0]?.closest("li");
    expect(first).toHaveAttribute("aria-posinset", "1");
    expect(first).toHaveAttribute("aria-setsize", "-1");
  });
});

test("what is listed is saved as a file", async () => {
  const { backend } = await openSales();
  await fill("search", "table");
  await click("sales-export");
  expect(backend.called("exportSales").at(-1)).toMatchObject({ query: { text: "table" } });
  expect(hook("sales-exported")).toHaveTextContent("tillside-sales-live-2026-11-20.csv");
  await fill("search", "blue");
  expect(hook("sales-exported")).toHaveTextContent("");
});

test("whoever may not export is offered no file, and can list their own sales", async () => {
  const backend = new FakeBackend(fakeTill(), [fakeSale()]);
  backend.staff.open(fourPeople(), "carla");
  await openCounter(backend);
  await click("rail-sales");
  expect(hooks("sale-row")).toHaveLength(1);
  expect(hooks("sales-export")).toEqual([]);
  expect(hook("filter-mine")).toHaveAttribute("aria-pressed", "false");
  await click("filter-mine");
  expect(backend.called("findSales").at(-1)).toMatchObject({ query: { mine: true } });
  await fill("search", "mine");
  await click("filter-mine");
  expect(hook("filter-mine")).toHaveAttribute("aria-pressed", "false");
  expect(backend.called("findSales").at(-1)).toMatchObject({ query: { text: "", mine: false } });
});

test("any sale can be made once more, with its words filled in", async () => {
  const { counter } = await openSales();
  counter.goSales("sale-1");
  await settle();
  await click("duplicate");
  expect(counter.screen.name).toBe("TAKE");
  expect(counter.draft.whatFor).toBe("Blue jacket, alteration");
});

test("a name for support is copied, and said only once the till has read it back", async () => {
  const { backend, counter } = await openSales();
  counter.goSales("sale-1");
  await settle();
  const copy = hooks("copy-id").find((button) => button.dataset["id"] === "LNK_3f9a");
  copy?.click();
  await settle();
  expect(backend.called("copyId")).toEqual([{ sale: "sale-1", id: "LNK_3f9a" }]);
  expect(hook("id-copied")).toHaveTextContent("Copied: LNK_3f9a");
  backend.fail("copyId", { code: "CLIPBOARD_FAILED" });
  copy?.click();
  await settle();
  expect(hook("id-copied")).toHaveTextContent("");
  expect(hook("copy-id-problem")).toBeInTheDocument();
});

test("the provider's own words are there, folded away", async () => {
  const { counter } = await openSales();
  counter.goSales("sale-1");
  await settle();
  expect(hook("provider-said")).not.toHaveAttribute("open");
  expect(hook("provider-said")).toHaveTextContent("OPEN");
});

test("the list is free of axe findings", async () => {
  await openSales();
  expect(await axeFindings()).toEqual([]);
});

test("an answer that comes late takes no other sale's place", async () => {
  const { backend } = await openSales();
  const row = (id: string) => hooks("sale-row").find((one) => one.dataset["sale"] === id);
  row("sale-1")?.click();
  await settle();
  const first = await backend.saleDetail({ sale: "sale-1" });
  let answer: (sale: typeof first) => void = () => undefined;
  backend.answer("linkStatus", () => new Promise((resolve) => (answer = resolve)));
  await click("check-now");
  row("sale-0")?.click();
  await settle();
  // Whatever is read anew behind it takes longer.
  for (const read of ["findSales", "saleDetail"] as const) {
    backend.answer(read, () => new Promise(() => undefined));
  }
  answer(first);
  await settle();
  expect(hook("detail")).toHaveAttribute("data-sale", "sale-0");
});
