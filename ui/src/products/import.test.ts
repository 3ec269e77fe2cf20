import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fakeTill, practiceAccount } from "../backend/fake-data";
import { fakeProducts, priceOf } from "../backend/fake-products";
import { axeFindings, click, fill, hook, hooks, openCounter, settle } from "../testing";
import { columnName, IMPORT_FAULT_KINDS, importFaultWords, pictureWords } from "../words/products";
import type { ImportPreview } from "../contract";

const ROWS = "name,price_EUR\nCup,3.5\nPlate,7\n";

const MIXED: ImportPreview = {
  fresh: [
    {
      line: 2,
      name: "Cup",
      category: "Kitchen",
      barcode: "4006381333948",
      catalogueId: null,
      prices: [priceOf(350), priceOf(400, "USD")],
    },
  ],
  changed: [
    {
      line: 3,
      id: "product-1",
      name: "Blue mug",
      changes: [
        { column: "price_EUR", before: "12.50", after: "13.00" },
        { column: "category", before: "Kitchen", after: "" },
      ],
    },
  ],
  unchanged: 2,
  faults: [],
  faultsLeftOut: 0,
  fingerprint: "print-1",
};

const FAULTY: ImportPreview = {
  fresh: [],
  changed: [],
  unchanged: 0,
  faults: [
    { line: 4, column: "price_EUR", fault: "NOT_A_PRICE", text: "1.250,00" },
    { line: 6, column: null, fault: "CELL_COUNT", text: "" },
  ],
  faultsLeftOut: 0,
  fingerprint: null,
};

async function importing(preview: ImportPreview | null = null) {
  const backend = new FakeBackend();
  backend.catalogue.fill("LIVE", fakeProducts());
  backend.catalogue.nextPreview = preview;
  const opened = await openCounter(backend);
  await click("rail-products");
  await click("products-import");
  return opened;
}

async function chooseFile(file: File) {
  const input = hook("import-file") as HTMLInputElement;
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  input.dispatchEvent(new Event("change", { bubbles: true }));
  await settle();
  await settle();
}

function csv(text: string, name = "spring.csv"): File {
  const file = new File([text], name, { type: "text/csv" });
  // jsdom reads no file into text.
  Object.defineProperty(file, "text", { value: async () => text, configurable: true });
  return file;
}

async function look(text = ROWS) {
  await fill("import-rows", text);
  hook("import-choice").dispatchEvent(new Event("submit", { cancelable: true }));
  await settle();
}

async function escape() {
  hook("import-dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
  await settle();
}

describe("a file of products", () => {
  test("is chosen, looked at, and imported", async () => {
    const { backend } = await importing();
    expect(document.activeElement).toBe(hook("import-file"));
    expect(hook("import-choice")).toHaveTextContent("product_id, and price_EUR");
    expect(await axeFindings()).toEqual([]);
    await chooseFile(csv(ROWS));
    expect(backend.called("previewProductImport")).toEqual([{ environment: "LIVE", text: ROWS }]);
    expect(backend.called("importProducts"), "nothing changes by looking").toEqual([]);
    expect(hook("import-view")).toHaveTextContent("spring.csv");
    expect(hook("import-fresh")).toHaveTextContent("2 new products");
    expect(hook("import-run")).toHaveTextContent("Import 2 products");
    await click("import-run");
    expect(backend.called("importProducts")).toEqual([
      { environment: "LIVE", text: ROWS, fingerprint: `of ${ROWS.length}` },
    ]);
    expect(hooks("import-dialog")).toEqual([]);
    expect(hook("products-done")).toHaveTextContent("Imported: 2 new, 0 changed.");
    expect(hook("products-count")).toHaveTextContent("6 products");
  });

  test("can be dropped", async () => {
    const { backend } = await importing();
    const drop = new Event("drop", { bubbles: true, cancelable: true });
    Object.defineProperty(drop, "dataTransfer", { value: { files: [csv(ROWS)] } });
    hook("import-drop").dispatchEvent(drop);
    await settle();
    expect(drop.defaultPrevented).toBe(true);
    expect(backend.called("previewProductImport")).toHaveLength(1);
  });

  test("that misses its place does not take the page's own", async () => {
    await importing();
    const drop = new Event("drop", { bubbles: true, cancelable: true });
    document.body.dispatchEvent(drop);
    expect(drop.defaultPrevented).toBe(true);
  });

  test("larger than 2 MB is not read", async () => {
    const { backend } = await importing();
    const large = csv(ROWS);
    Object.defineProperty(large, "size", { value: 2 * 1024 * 1024 + 1 });
    await chooseFile(large);
    expect(hook("import-said")).toHaveTextContent("larger than 2 MB, and the till has not read it");
    expect(hook("import-file")).toHaveAttribute("aria-invalid", "true");
    expect(backend.called("previewProductImport")).toEqual([]);
  });

  test("that cannot be read says so", async () => {
    await importing();
    const gone = csv(ROWS);
    Object.defineProperty(gone, "text", { value: () => Promise.reject(new Error("gone")) });
    await chooseFile(gone);
    expect(hook("import-said")).toHaveTextContent("could not be read");
  });

  test("goes into the list of its environment, and says which that is", async () => {
    const accounts = [practiceAccount()];
    const backend = new FakeBackend(fakeTill({ accounts, activeAccount: "practice" }));
    await openCounter(backend);
    await click("rail-products");
    await click("products-import");
    expect(hook("import-says")).toHaveTextContent("to practise with");
    await look();
    expect(backend.called("previewProductImport")).toMatchObject([{ environment: "PRACTICE" }]);
  });
});

describe("pasted rows", () => {
  test("are looked at, and stay for a second look", async () => {
    const { backend } = await importing();
    await look();
    expect(backend.called("previewProductImport")).toEqual([{ environment: "LIVE", text: ROWS }]);
    expect(hook("import-view")).toHaveTextContent("What you pasted");
    await escape();
    expect(hooks("import-view")).toEqual([]);
    expect(hook("import-rows")).toHaveValue(ROWS);
    await escape();
    expect(hooks("import-dialog")).toEqual([]);
    await click("products-import");
    expect(hook("import-rows"), "nothing typed is lost").toHaveValue(ROWS);
  });

  test("are asked for where there are none", async () => {
    const { backend } = await importing();
    await look("  ");
    expect(hook("import-said")).toHaveTextContent("Paste the rows first");
    expect(backend.called("previewProductImport")).toEqual([]);
  });
});

describe("what will change", () => {
  test("is shown: what is new, what changes from what to what, what stays", async () => {
    const { backend } = await importing(MIXED);
    await look();
    expect(hook("import-fresh")).toHaveTextContent("1 new product");
    expect(hook("import-fresh-row")).toHaveTextContent("Cup");
    expect(hook("import-fresh-row")).toHaveTextContent("€3.50 + $4.00 · Kitchen · 4006381333948");
    expect(hook("import-changed")).toHaveTextContent("1 product changes");
    expect(hook("import-changed-row")).toHaveTextContent(/Price in EUR 12\.50 → 13\.00/);
    expect(hook("import-changed-row")).toHaveTextContent(/Category Kitchen → nothing/);
    expect(hook("import-same")).toHaveTextContent("2 products stay as they are");
    expect(hook("import-run")).toHaveTextContent("Import 2 products");
    expect(await axeFindings()).toEqual([]);
    backend.answer("importProducts", async () => backend.catalogue.view("LIVE"));
    await click("import-run");
    expect(hook("products-done")).toHaveTextContent("Imported: 1 new, 1 changed.");
  });

  test("nothing of a file with a fault; each is named with its line and column", async () => {
    await importing(FAULTY);
    await look();
    expect(hook("import-faults")).toHaveTextContent("2 things to mend in the file");
    expect(hook("import-faults")).toHaveTextContent("Nothing is imported until then");
    const [price, cells] = hooks("import-faults-row");
    expect(price).toHaveTextContent("Line 4, price_EUR");
    expect(price).toHaveTextContent("Write it like 12.50");
    expect(price).toHaveTextContent("It says “1.250,00”.");
    expect(cells).toHaveTextContent(/Line 6 This row has more or fewer cells/);
    expect(cells).not.toHaveTextContent("It says");
    expect(hooks("import-run")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await click("import-back");
    expect(hook("import-choice")).toBeInTheDocument();
  });

  test("nothing, where all of it is there already", async () => {
    await importing({ ...MIXED, fresh: [], changed: [], unchanged: 4 });
    await look();
    expect(hook("import-nothing")).toHaveTextContent("nothing to import");
    expect(hooks("import-run")).toEqual([]);
  });

  test("a long list is drawn in parts, and none of it is left out", async () => {
    const faults = Array.from({ length: 130 }, (_, at) => ({
      line: at + 2,
      column: "name",
      fault: "NO_NAME" as const,
      text: "",
    }));
    await importing({ ...FAULTY, faults });
    await look();
    expect(hook("import-faults")).toHaveTextContent("130 things to mend");
    expect(hooks("import-faults-row")).toHaveLength(100);
    await click("import-faults-more");
    expect(hooks("import-faults-row")).toHaveLength(130);
    expect(hooks("import-faults-left-out")).toEqual([]);
  });

  test("how many more are wrong than the till names", async () => {
    await importing({ ...FAULTY, faultsLeftOut: 800 });
    await look();
    expect(hook("import-faults")).toHaveTextContent("802 things to mend");
    expect(hook("import-faults-left-out")).toHaveTextContent("800 more are not listed here");
  });
});

describe("what goes wrong", () => {
  test("the list changed since: nothing is imported, and staff look again", async () => {
    const { backend } = await importing(MIXED);
    await look();
    backend.fail("importProducts", { code: "IMPORT_OUTDATED" });
    backend.catalogue.nextPreview = { ...MIXED, changed: [], fingerprint: "print-2" };
    await click("import-run");
    expect(hook("import-problem")).toHaveTextContent("have changed since you looked");
    expect(hooks("import-changed")).toEqual([]);
    expect(hook("import-run")).toHaveTextContent("Import 1 product");
    backend.answer("importProducts", async () => backend.catalogue.view("LIVE"));
    await click("import-run");
    expect(backend.called("importProducts").at(-1)).toMatchObject({ fingerprint: "print-2" });
    expect(hooks("import-dialog")).toEqual([]);
  });

  test("a look that fails keeps what was pasted", async () => {
    const { backend } = await importing();
    backend.fail("previewProductImport", { code: "LEDGER_FAILED" });
    await look();
    expect(hook("import-problem")).toHaveAttribute("data-code", "LEDGER_FAILED");
    expect(hook("import-rows")).toHaveValue(ROWS);
  });

  test("an import that runs cannot be left, or pressed twice", async () => {
    const { backend } = await importing(MIXED);
    await look();
    backend.answer("importProducts", () => new Promise(() => undefined));
    await click("import-run");
    await click("import-run");
    await escape();
    expect(backend.called("importProducts")).toHaveLength(1);
    expect(hook("import-dialog")).toHaveAttribute("open");
    expect(hook("import-run")).toHaveTextContent("Importing…");
  });
});

describe("words", () => {
  test.each(IMPORT_FAULT_KINDS)("%s says what is wrong", (fault) => {
    expect(importFaultWords(fault)).toMatch(/^[A-Z].{15,}\.$/);
    expect(importFaultWords(fault)).not.toMatch(/undefined|\{|!/);
  });

  test("the faults are those of the till", () => {
    const rust = readFileSync("../crates/desk/src/view/product.rs", "utf8");
    const body = rust.slice(rust.indexOf("pub enum ImportFaultKind"));
    const kinds = [...body.matchAll(/^ {4}([A-Z][A-Za-z]+),/gm)].map(([, name = ""]) =>
      name.replace(/(?!^)[A-Z]/g, "_$&").toUpperCase(),
    );
    expect(new Set(IMPORT_FAULT_KINDS)).toEqual(new Set(kinds));
  });

  test.each(["OTHER_KIND", "FILE_TOO_LARGE", "TOO_MANY_PIXELS", "DAMAGED"] as const)(
    "a picture that is %s",
    (fault) => {
      expect(pictureWords(fault)).toMatch(/Choose/);
    },
  );

  test("columns have names, and one that the till does not know stays as it is", () => {
    expect(columnName("product_id")).toBe("Product id");
    expect(columnName("price_JPY")).toBe("Price in JPY");
    expect(columnName("toString")).toBe("toString");
  });
});
