import type {
  Environment,
  ImportPreview,
  Money,
  ProductForm,
  ProductsView,
  ProductView,
  TillError,
} from "../contract";

/** Minor digits of the currencies that the pretend till knows. */
const EXPONENTS: Record<string, number> = { EUR: 2, USD: 2, GBP: 2, JPY: 0 };

export function priceOf(minor: number | string, currency = "EUR"): Money {
  return { minor: String(minor), currency, exponent: EXPONENTS[currency] ?? 2 };
}

export function fakeProduct(changes: Partial<ProductView> = {}): ProductView {
  return {
    id: "product-1",
    name: "Blue mug",
    category: "Kitchen",
    barcode: "4006381333931",
    catalogueId: null,
    prices: [priceOf(1250)],
    picture: null,
    ...changes,
  };
}

/** A small shop: two categories, one product without any, one without a price in euros. */
export function fakeProducts(): ProductView[] {
  return [
    fakeProduct({ catalogueId: "prod_mug" }),
    fakeProduct({
      id: "product-2",
      name: "Teapot",
      barcode: "5012345678900",
      catalogueId: "prod_teapot",
      prices: [priceOf(2490), priceOf(2690, "USD")],
      picture: "picture-1",
    }),
    fakeProduct({
      id: "product-3",
      name: "Scarf",
      category: "Clothes",
      barcode: null,
      catalogueId: "prod_scarf",
      prices: [priceOf(1990)],
    }),
    fakeProduct({
      id: "product-4",
      name: "Gift card",
      category: null,
      barcode: null,
      prices: [priceOf(2500, "USD")],
    }),
  ];
}

function refuse(error: TillError): never {
  throw error;
}

/** What the pretend shop sells, one list for each environment. */
export class FakeCatalogue {
  /** What the next look at a file says; one new product for each of its rows unless told. */
  nextPreview: ImportPreview | null = null;
  readonly #lists = new Map<Environment, ProductView[]>();
  #made = 0;

  fill(environment: Environment, products: ProductView[]): void {
    this.#lists.set(environment, products);
  }

  view(environment: Environment): ProductsView {
    const products = this.#list(environment);
    const categories = [...new Set(products.flatMap(({ category }) => category ?? []))];
    return { environment, products, categories };
  }

  save(form: ProductForm): ProductsView {
    const list = this.#list(form.environment);
    const missing = [
      ...(form.name.trim() === "" ? (["PRODUCT_NAME"] as const) : []),
      ...(form.prices.length === 0 ? (["PRICE"] as const) : []),
    ];
    if (missing.length > 0) refuse({ code: "MISSING_REQUIRED_FIELDS", fields: missing });
    const kept = list.find(({ id }) => id === form.id);
    if (form.id !== null && !kept) refuse({ code: "NOT_FOUND" });
    const others = list.filter((product) => product !== kept);
    if (form.barcode !== "" && others.some(({ barcode }) => barcode === form.barcode)) {
      refuse({ code: "ALREADY_IN_USE", field: "BARCODE" });
    }
    const saved: ProductView = {
      id: kept?.id ?? `made-${++this.#made}`,
      name: form.name.trim(),
      category: form.category.trim() || null,
      barcode: form.barcode.trim() || null,
      catalogueId: form.catalogueId.trim() || null,
      prices: form.prices.map(({ currency, minor }) => priceOf(minor, currency)),
      picture: kept?.picture ?? null,
    };
    const after = kept ? list.map((product) => (product === kept ? saved : product)) : null;
    this.#lists.set(form.environment, after ?? [...list, saved]);
    return this.view(form.environment);
  }

  delete(id: string): ProductsView {
    const environment = this.#where(id);
    const left = this.#list(environment).filter((product) => product.id !== id);
    this.#lists.set(environment, left);
    return this.view(environment);
  }

  order(environment: Environment, ids: string[]): ProductsView {
    const list = this.#list(environment);
    const ordered = ids.flatMap((id) => list.find((product) => product.id === id) ?? []);
    if (ordered.length !== list.length || ids.length !== list.length)
      refuse({ code: "INVALID_FIELD", field: "PRODUCTS" });
    this.#lists.set(environment, ordered);
    return this.view(environment);
  }

  picture(id: string, has: boolean): ProductsView {
    const environment = this.#where(id);
    const picture = has ? `picture-${++this.#made}` : null;
    const list = this.#list(environment);
    this.#lists.set(
      environment,
      list.map((product) => (product.id === id ? { ...product, picture } : product)),
    );
    return this.view(environment);
  }

  preview(_environment: Environment, text: string): ImportPreview {
    if (this.nextPreview) return this.nextPreview;
    const fresh = text
      .split(/\r?\n/)
      .slice(1)
      .filter((line) => line.trim() !== "")
      .map((line, row) => {
        const [name = "", price = "0"] = line.split(",");
        const prices = [priceOf(Math.round(Number(price) * 100))];
        return { line: row + 2, name, category: null, barcode: null, catalogueId: null, prices };
      });
    const nothingWrong = { faults: [], faultsLeftOut: 0 };
    const fingerprint = `of ${text.length}`;
    return { fresh, changed: [], unchanged: 0, ...nothingWrong, fingerprint };
  }

  import(environment: Environment, text: string, fingerprint: string): ProductsView {
    const { fresh, fingerprint: now } = this.preview(environment, text);
    if (fingerprint !== now) refuse({ code: "IMPORT_OUTDATED" });
    const added = fresh.map(({ line, ...rest }) =>
      fakeProduct({ ...rest, id: `made-${++this.#made}-${line}` }),
    );
    this.#lists.set(environment, [...this.#list(environment), ...added]);
    return this.view(environment);
  }

  #list(environment: Environment): ProductView[] {
    return this.#lists.get(environment) ?? [];
  }

  #where(id: string): Environment {
    for (const [environment, products] of this.#lists) {
      if (products.some((product) => product.id === id)) return environment;
    }
    return refuse({ code: "NOT_FOUND" });
  }
}
