import { asError } from "../words/errors";
import type { Backend } from "../backend/backend";
import type { CustomerCard, CustomerList, CustomerRow, TillError } from "../contract";

/** The shop's customers as their provider finds them, page by page. */
export class CustomerSearch {
  /** As typed: the whole address, or nothing for all of them. */
  email = $state("");
  rows = $state.raw<CustomerRow[]>([]);
  /** Whether the provider has told what there is. */
  answered = $state(false);
  busy = $state(false);
  /** The one that is being opened. */
  opening = $state<string | null>(null);
  error = $state.raw<TillError | null>(null);
  #more = $state.raw<string | null>(null);
  /** What the shown pages were asked for; the field may hold something else by now. */
  #asked = "";
  readonly #backend: Backend;
  readonly #account: string;

  constructor(backend: Backend, account: string, email: string) {
    this.#backend = backend;
    this.#account = account;
    this.email = email;
  }

  get hasMore(): boolean {
    return this.#more !== null;
  }

  async find(): Promise<void> {
    if (this.busy) return;
    this.#asked = this.email.trim();
    const found = await this.#ask("");
    if (!found) return;
    this.answered = true;
    this.rows = found.customers;
    this.#more = found.moreAfter;
  }

  async more(): Promise<void> {
    if (this.busy || this.#more === null) return;
    const found = await this.#ask(this.#more);
    if (!found) return;
    this.rows = [...this.rows, ...found.customers];
    this.#more = found.moreAfter;
  }

  /** All that the provider keeps of one of them. */
  async open(customer: string): Promise<CustomerCard | null> {
    if (this.opening !== null) return null;
    this.opening = customer;
    this.error = null;
    try {
      return await this.#backend.customerCard({ account: this.#account, customer });
    } catch (cause) {
      this.error = asError(cause);
      return null;
    } finally {
      this.opening = null;
    }
  }

  async #ask(after: string): Promise<CustomerList | null> {
    this.busy = true;
    this.error = null;
    try {
      const query = { account: this.#account, email: this.#asked, after };
      return await this.#backend.findCustomers({ query });
    } catch (cause) {
      this.error = asError(cause);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
