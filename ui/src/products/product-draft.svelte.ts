import { asError, hasCode } from "../words/errors";
import { base64Of } from "./base64";
import { emptyEntry, entryOf, total, type Entry } from "../keypad/entry";
import { markName } from "../money/format";
import type { Backend } from "../backend/backend";
import type { Pasted } from "../paste/pasted";
import type { Products } from "./products.svelte";
import type { Currency, Environment, ProductForm, ProductView, TillError } from "../contract";

/** Most currencies that a product has prices in. */
const MOST_PRICES = 10;
/** Largest file that is a picture, bytes. The till refuses a larger one. */
const LARGEST_PICTURE = 10 * 1024 * 1024;

/** What one piece costs in one currency, as it is typed. Nothing typed is no price. */
export class PriceDraft {
  readonly currency: Currency;
  entry = $state.raw<Entry>(emptyEntry(0));
  pasted = $state.raw<Pasted | null>(null);

  constructor(currency: Currency, minor: string | null = null) {
    this.currency = currency;
    const { exponent } = currency;
    this.entry = minor === null ? emptyEntry(exponent) : entryOf(minor, exponent);
  }

  get minor(): string {
    return total(this.entry).toString();
  }
}

/** Why a currency is not added. */
export type CurrencyFault = "UNKNOWN" | "THERE" | "FULL";

function pricesOf(offered: readonly Currency[], product: ProductView | null): PriceDraft[] {
  const prices = product?.prices ?? [];
  const own = prices.map(({ currency: code, exponent }) => ({ code, exponent }));
  const others = own.filter(({ code }) => !offered.some((currency) => currency.code === code));
  return [...offered, ...others].map((currency) => {
    const price = prices.find((other) => other.currency === currency.code);
    return new PriceDraft(currency, price?.minor);
  });
}

/** One product as it is typed, new or in the list already, until it is saved. */
export class ProductDraft {
  name = $state("");
  category = $state("");
  barcode = $state("");
  catalogueId = $state("");
  prices = $state.raw<readonly PriceDraft[]>([]);
  /** A picture that was chosen and is not saved yet. */
  file = $state.raw<File | null>(null);
  /** Whether the picture that it has goes. */
  pictureGoes = $state(false);
  running = $state(false);
  error = $state.raw<TillError | null>(null);
  /** Why the picture was not taken. */
  pictureError = $state.raw<TillError | null>(null);
  /** Whether all but the picture was saved. */
  savedWithout = $state(false);
  /** What the till has of it; null for a new one. */
  product = $state.raw<ProductView | null>(null);
  readonly environment: Environment;
  readonly #backend: Backend;
  readonly #products: Products;
  #before = $state("");

  constructor(
    backend: Backend,
    products: Products,
    offered: readonly Currency[],
    environment: Environment,
    product: ProductView | null,
    barcode = "",
  ) {
    this.#backend = backend;
    this.#products = products;
    this.environment = environment;
    this.product = product;
    this.name = product?.name ?? "";
    this.category = product?.category ?? "";
    this.barcode = product?.barcode ?? barcode;
    this.catalogueId = product?.catalogueId ?? "";
    this.prices = pricesOf(offered, product);
    this.#before = JSON.stringify(this.#form());
  }

  /** Whether something was typed or chosen that is not saved. */
  get isTyped(): boolean {
    return this.file !== null || this.pictureGoes || JSON.stringify(this.#form()) !== this.#before;
  }

  /** Whether a pasted text waits for its meaning. */
  get isAsking(): boolean {
    return this.prices.some(({ pasted }) => pasted !== null);
  }

  choosePicture(file: File): void {
    this.#forgetPictureError();
    if (file.size > LARGEST_PICTURE) {
      this.pictureError = { code: "PICTURE_REFUSED", fault: "FILE_TOO_LARGE" };
      return;
    }
    this.file = file;
    this.pictureGoes = false;
  }

  removePicture(): void {
    this.#forgetPictureError();
    this.file = null;
    this.pictureGoes = this.product?.picture !== undefined && this.product.picture !== null;
  }

  /** The till knows how a currency is counted; the page does not guess it. */
  async addCurrency(typed: string): Promise<CurrencyFault | TillError | null> {
    const code = typed.trim().toUpperCase();
    if (this.#hasCurrency(code)) return "THERE";
    if (this.prices.length >= MOST_PRICES) return "FULL";
    try {
      const reading = await this.#backend.readAmount({
        text: "1",
        currency: code,
        decimalMark: markName(),
      });
      if (reading.kind !== "READ" || reading.amount.currency !== code) return "UNKNOWN";
      // Pressed twice, it was added while the till was asked.
      if (this.#hasCurrency(code)) return null;
      const { exponent } = reading.amount;
      this.prices = [...this.prices, new PriceDraft({ code, exponent })];
      return null;
    } catch (cause) {
      const error = asError(cause);
      return hasCode(error, "CURRENCY_NOT_OFFERED") ? "UNKNOWN" : error;
    }
  }

  #hasCurrency(code: string): boolean {
    return this.prices.some(({ currency }) => currency.code === code);
  }

  /** The product as it was saved; null where it was not, or not with its picture. */
  async save(): Promise<ProductView | null> {
    if (this.running) return null;
    this.running = true;
    this.error = null;
    this.#forgetPictureError();
    try {
      const form = this.#form();
      const view = await this.#backend.saveProduct({ form });
      this.#products.become(view);
      // From here on another press changes this one, and makes no second one.
      const saved = view.products.find(({ id }) => id === form.id) ?? view.products.at(-1);
      if (!saved) return null;
      this.product = saved;
      this.#before = JSON.stringify(this.#form());
      return await this.#savePicture(saved);
    } catch (cause) {
      this.error = asError(cause);
      return null;
    } finally {
      this.running = false;
    }
  }

  async delete(): Promise<void> {
    if (!this.product) return;
    this.#products.become(await this.#backend.deleteProduct({ product: this.product.id }));
  }

  #forgetPictureError(): void {
    this.pictureError = null;
    this.savedWithout = false;
  }

  async #savePicture(saved: ProductView): Promise<ProductView | null> {
    try {
      if (this.file) {
        const file = await base64Of(this.file);
        this.#products.become(await this.#backend.setProductPicture({ product: saved.id, file }));
      } else if (this.pictureGoes) {
        this.#products.become(await this.#backend.clearProductPicture({ product: saved.id }));
      }
    } catch (cause) {
      this.pictureError = asError(cause);
      this.savedWithout = true;
      return null;
    }
    this.file = null;
    this.pictureGoes = false;
    return saved;
  }

  #form(): ProductForm {
    return {
      id: this.product?.id ?? null,
      environment: this.environment,
      name: this.name.trim(),
      category: this.category.trim(),
      barcode: this.barcode.trim(),
      catalogueId: this.catalogueId.trim(),
      prices: this.prices
        .filter(({ minor }) => minor !== "0")
        .map(({ currency, minor }) => ({ currency: currency.code, minor })),
    };
  }
}
