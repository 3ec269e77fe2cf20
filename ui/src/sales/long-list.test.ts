import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { SalesList } from "./sales.svelte";
import { click, hook, openCounter, press, settle } from "../testing";
import { fakeSale, fakeTill } from "../backend/fake-data";
import type { Backend } from "../backend/backend";
import type { SaleQuery, SaleRow } from "../contract";

const ROW: SaleRow = fakeSale();

/** A till with so many sales, the newest first: sale-0 is the newest. */
class LongBook extends FakeBackend {
  readonly changed = new Map<string, string>();
  pages = 0;
  newest = 0;
  /** What happens as soon as so many pages were read. */
  at: { pages: number; happens: () => void } | null = null;
  readonly #count: number;

  constructor(count: number) {
    super(fakeTill(), []);
    this.#count = count;
  }

  override findSales: Backend["findSales"] = (args) =>
    this.call("findSales", args, () => this.#read(args.query));

  override saleDetail: Backend["saleDetail"] = (args) =>
    this.call("saleDetail", args, () => ({ ...fakeSale(), id: args.sale }));

  #read({ before, limit }: SaleQuery): SaleRow[] {
    this.pages += 1;
    if (this.pages === this.at?.pages) this.at.happens();
    const first = before === null ? this.newest : Number(before.slice(5)) + 1;
    const length = Math.max(0, Math.min(limit, this.#count - first));
    return Array.from({ length }, (_, at) => {
      const id = `sale-${String(first + at)}`;
      return { ...ROW, id, whatFor: this.changed.get(id) ?? "" };
    });
  }
}

async function listOf(book: LongBook): Promise<SalesList> {
  const list = new SalesList(book, null, "ALL");
  await list.find();
  return list;
}

/** The end of the list is drawn. */
function showEnd(list: SalesList) {
  list.shownFrom = list.rows.length - 20;
  list.shownTo = list.rows.length;
}

describe("a list of many sales", () => {
  test("goes to the last one, also where a sale comes in while it is read", async () => {
    const book = new LongBook(12_345);
    const list = await listOf(book);
    book.at = {
      pages: 20,
      happens: () => {
        book.newest = -1;
        void list.find();
      },
    };
    await list.toLast();
    expect(list.detail?.id).toBe("sale-12344");
    expect(list.rows).toHaveLength(12_346);
    expect(new Set(list.rows.map(({ id }) => id)).size).toBe(list.rows.length);
  });

  test("reads little anew where its end is shown, and that is what is new", async () => {
    const book = new LongBook(12_345);
    const list = await listOf(book);
    await list.toLast();
    showEnd(list);
    book.changed.set("sale-12340", "a sofa");
    book.changed.set("sale-3", "a table");
    const before = book.pages;
    await list.find();
    expect(book.pages - before).toBeLessThan(8);
    expect(list.rows).toHaveLength(12_345);
    expect(list.rows[12_340]?.whatFor).toBe("a sofa");
    expect(list.rows[3]?.whatFor).toBe("a table");
  });

  test("shows what changed in its middle as soon as somebody comes there", async () => {
    const book = new LongBook(12_345);
    const list = await listOf(book);
    await list.toLast();
    showEnd(list);
    book.changed.set("sale-6000", "a sofa");
    await list.find();
    expect(list.rows[6_000]?.whatFor).toBe("");
    list.shownFrom = 5_990;
    list.shownTo = 6_020;
    list.readAhead();
    await new Promise((resolve) => setTimeout(resolve));
    expect(list.rows[6_000]?.whatFor).toBe("a sofa");
    expect(list.rows).toHaveLength(12_345);
  });

  test("shows what changed near its top while its end was being read", async () => {
    const book = new LongBook(12_345);
    const list = await listOf(book);
    book.at = {
      pages: 20,
      happens: () => {
        book.changed.set("sale-100", "a sofa");
        void list.find();
      },
    };
    await list.toLast();
    list.shownFrom = 90;
    list.shownTo = 120;
    list.readAhead();
    await new Promise((resolve) => setTimeout(resolve));
    expect(list.rows[100]?.whatFor).toBe("a sofa");
    expect(list.rows).toHaveLength(12_345);
  });

  test("has each row once, and none left out, where it is read on while something changes", async () => {
    const book = new LongBook(12_345);
    const list = await listOf(book);
    for (let pages = 0; pages < 8; pages += 1) {
      list.shownFrom = list.rows.length - 20;
      list.shownTo = list.rows.length;
      book.changed.set("sale-1", String(pages));
      void list.find();
      list.readAhead();
      await new Promise((resolve) => setTimeout(resolve));
      list.readAhead();
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect(list.rows.length).toBeGreaterThan(1_400);
    expect(list.rows.map(({ id }) => id)).toEqual(list.rows.map((_, at) => `sale-${String(at)}`));
  });

  test("is not read again and again where something changes while its end is shown", async () => {
    const book = new LongBook(3_000);
    await openCounter(book);
    await click("rail-sales");
    await settle();
    await press("End");
    await settle();
    expect(hook("detail")).toHaveAttribute("data-sale", "sale-2999");
    const before = book.pages;
    book.become(fakeSale({ id: "sale-new" }));
    for (let looks = 0; looks < 5; looks += 1) await settle();
    expect(book.pages).toBeGreaterThan(before);
    expect(book.pages - before).toBeLessThan(10);
  });

  test("ends where a web view draws no more, and says so", async () => {
    const list = await listOf(new LongBook(300_000));
    await list.toLast();
    expect(list.isCut).toBe(true);
    expect(list.rows.length).toBeLessThan(160_000);
    expect(list.detail?.id).toBe(list.rows.at(-1)?.id);
    const whole = await listOf(new LongBook(1_000));
    await whole.toLast();
    expect(whole.isCut).toBe(false);
  });
});
