import { asError } from "../words/errors";
import { InOrder } from "../counter/order";
import type { Backend } from "../backend/backend";
import type { Environment, ProductsView, ProductView, TillError } from "../contract";

/** What the shop sells in the environment of the account in use, in the shop's own order. */
export class Products {
  list = $state.raw<readonly ProductView[]>([]);
  /** What they are listed under, in the order of the list. */
  categories = $state.raw<readonly string[]>([]);
  /** Whether the list of this environment was told. */
  read = $state(false);
  /** Why the list could not be read. */
  error = $state.raw<TillError | null>(null);
  #environment = $state.raw<Environment | null>(null);
  readonly #backend: Backend;
  readonly #order = new InOrder();
  readonly #byBarcode = $derived(
    new Map(this.list.flatMap((product) => (product.barcode ? [[product.barcode, product]] : []))),
  );

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get environment(): Environment | null {
    return this.#environment;
  }

  /** The list of that environment is the one in use, and is read anew. Another one's is gone at once. */
  use(environment: Environment): Promise<void> {
    if (environment !== this.#environment) {
      this.#environment = environment;
      this.list = [];
      this.categories = [];
      this.read = false;
      this.error = null;
    }
    return this.reload();
  }

  /** Reads the list anew; the old one stands until the answer. */
  async reload(): Promise<void> {
    const environment = this.#environment;
    if (environment === null) return;
    const inOrder = this.#order.ask();
    try {
      const view = await this.#backend.listProducts({ environment });
      inOrder(() => this.#take(view));
    } catch (cause) {
      inOrder(() => {
        if (environment === this.#environment) this.error = asError(cause);
      });
    }
  }

  /** The till changed the list and answered with it: it is newer than all that was asked before. */
  become(view: ProductsView): void {
    this.#order.ask()(() => this.#take(view));
  }

  /** What a scanner read from it. */
  byBarcode(code: string): ProductView | null {
    return this.#byBarcode.get(code.trim()) ?? null;
  }

  #take(view: ProductsView): void {
    if (view.environment !== this.#environment) return;
    this.list = view.products;
    this.categories = view.categories;
    this.read = true;
    this.error = null;
  }
}
