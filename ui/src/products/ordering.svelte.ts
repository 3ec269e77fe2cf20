import { asError, hasCode } from "../words/errors";
import { m } from "../language/messages";
import type { Backend } from "../backend/backend";
import type { Products } from "./products.svelte";
import type { ProductView, TillError } from "../contract";

type Hand = "KEYS" | "POINTER";
type Taken = { id: string; place: number; hand: Hand };

function withMoved(
  list: readonly ProductView[],
  id: string,
  place: number,
): readonly ProductView[] {
  const product = list.find((other) => other.id === id);
  const others = list.filter((other) => other.id !== id);
  return product ? [...others.slice(0, place), product, ...others.slice(place)] : list;
}

/** Brings the products into another order, by keys or by a pointer: one is taken, moved, dropped. */
export class Ordering {
  taken = $state.raw<Taken | null>(null);
  /** Read out by screen readers. */
  said = $state("");
  error = $state.raw<TillError | null>(null);
  /** The order that was dropped, until the till has it. */
  #dropped = $state.raw<readonly ProductView[] | null>(null);
  readonly #backend: Backend;
  readonly #products: Products;

  constructor(backend: Backend, products: Products) {
    this.#backend = backend;
    this.#products = products;
  }

  get saving(): boolean {
    return this.#dropped !== null;
  }

  /** The products as they stand now. What a pointer holds moves only once it is dropped. */
  get list(): readonly ProductView[] {
    if (this.#dropped) return this.#dropped;
    const { list } = this.#products;
    return this.taken?.hand === "KEYS" ? withMoved(list, this.taken.id, this.taken.place) : list;
  }

  take(product: ProductView, hand: Hand): void {
    if (this.saving) return;
    const place = this.#placeOf(product.id);
    if (place < 0) return;
    this.error = null;
    this.taken = { id: product.id, place, hand };
    this.#say(m.products_moved_taken, product.id, place);
  }

  /** To that place, counted from 0, as far as there is one. */
  to(place: number): void {
    const taken = this.taken;
    if (!taken) return;
    const last = this.#products.list.length - 1;
    const there = Math.max(0, Math.min(last, place));
    if (there === taken.place) return;
    this.taken = { ...taken, place: there };
    if (taken.hand === "KEYS") this.#say(m.products_moved_to, taken.id, there);
  }

  putBack(): void {
    const taken = this.taken;
    if (!taken) return;
    this.taken = null;
    this.#say(m.products_moved_back, taken.id, this.#placeOf(taken.id));
  }

  async drop(): Promise<void> {
    const taken = this.taken;
    if (!taken || this.saving) return;
    if (taken.place === this.#placeOf(taken.id)) return this.putBack();
    const ordered = withMoved(this.#products.list, taken.id, taken.place);
    const { environment } = this.#products;
    if (environment === null) return;
    this.#dropped = ordered;
    this.taken = null;
    try {
      const products = ordered.map(({ id }) => id);
      this.#products.become(await this.#backend.orderProducts({ environment, products }));
      this.#say(m.products_moved_dropped, taken.id, taken.place);
    } catch (cause) {
      this.said = "";
      this.error = asError(cause);
      void this.#products.reload();
    } finally {
      this.#dropped = null;
    }
  }

  /** Whether the list was another one by the time that its order was to be saved. */
  get changedMeanwhile(): boolean {
    return this.error !== null && hasCode(this.error, "INVALID_FIELD");
  }

  #placeOf(id: string): number {
    return this.#products.list.findIndex((product) => product.id === id);
  }

  #say(
    words: (of: { name: string; place: number; all: number }) => string,
    id: string,
    place: number,
  ): void {
    const { list } = this.#products;
    const name = list.find((product) => product.id === id)?.name ?? "";
    this.said = words({ name, place: place + 1, all: list.length });
  }
}
