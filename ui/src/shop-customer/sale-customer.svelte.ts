import { asError, hasCode } from "../words/errors";
import type { Backend } from "../backend/backend";
import type { CustomerCard, SaleView, TillError } from "../contract";

type Changed = (sale: SaleView) => void;

/** The customer of one sale, as their provider keeps them. The till itself keeps their id alone. */
export class SaleCustomer {
  loading = $state(false);
  /** The choice or the deletion is running. */
  busy = $state(false);
  error = $state.raw<TillError | null>(null);
  #card = $state.raw<CustomerCard | null>(null);
  readonly #backend: Backend;
  readonly #sale: () => SaleView;
  readonly #changed: Changed;

  constructor(backend: Backend, sale: () => SaleView, changed: Changed) {
    this.#backend = backend;
    this.#sale = sale;
    this.#changed = changed;
  }

  /** Empty where nobody is chosen. */
  get id(): string {
    return this.#sale().customerId;
  }

  /** Null until the provider has shown them. */
  get card(): CustomerCard | null {
    return this.#card?.id === this.id ? this.#card : null;
  }

  /** Whether the provider said that it has them no more. */
  get gone(): boolean {
    return this.error !== null && hasCode(this.error, "NOT_FOUND");
  }

  /** Whether the link may be asked for again: every request for it has to name the same customer. */
  get settling(): boolean {
    const { state } = this.#sale();
    return (
      state.kind === "MAKING" ||
      state.kind === "NOT_SENT" ||
      (state.kind === "NOT_SURE" && state.about === "LINK")
    );
  }

  /** Reads them, unless that was done or there is nobody. */
  look(): void {
    if (this.id !== "" && this.card === null) void this.load();
  }

  async load(): Promise<void> {
    const asked = this.id;
    this.loading = true;
    this.error = null;
    try {
      const { accountId: account } = this.#sale();
      const told = await this.#backend.customerCard({ account, customer: asked });
      if (asked === this.id) this.#card = told;
    } catch (cause) {
      if (asked === this.id) this.error = asError(cause);
    } finally {
      if (asked === this.id) this.loading = false;
    }
  }

  /** Found, made or edited: it is this sale's customer from now on. */
  async take(chosen: CustomerCard): Promise<void> {
    if (chosen.id !== this.id) return void (await this.#choose(chosen));
    this.#card = chosen;
    this.error = null;
  }

  /** The provider said that it has them no more. */
  lose(): void {
    this.#card = null;
    this.error = { code: "NOT_FOUND" };
  }

  /** Takes them off the sale; the provider keeps them. False where that failed. */
  remove(): Promise<boolean> {
    return this.#choose(null);
  }

  /**
   * Deletes them at the provider.
   *
   * @throws what the till says.
   */
  async erase(): Promise<void> {
    const { id: sale, accountId: account, customerId: customer } = this.#sale();
    this.busy = true;
    try {
      await this.#backend.deleteCustomer({ account, customer });
      this.#card = null;
      this.#changed(await this.#backend.saleDetail({ sale }));
    } finally {
      this.busy = false;
    }
  }

  async #choose(chosen: CustomerCard | null): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      const choice = { sale: this.#sale().id, customer: chosen?.id ?? "" };
      const after = await this.#backend.chooseCustomer(choice);
      this.#card = chosen;
      this.loading = false;
      this.#changed(after);
      return true;
    } catch (cause) {
      this.error = asError(cause);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
