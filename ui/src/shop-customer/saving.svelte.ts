import { asError, hasCode, type ErrorCode } from "../words/errors";
import type { Backend } from "../backend/backend";
import type { CustomerCard, CustomerForm, TillError } from "../contract";

/** The provider answered this very request for good: the next press is a new one. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>(["API_ERROR", "FIELD_REFUSED"]);

/** After these the customer may have been saved all the same. */
const UNCLEAR: ReadonlySet<string> = new Set<ErrorCode>(["UNCLEAR_OUTCOME", "INVALID_RESPONSE"]);

/** One customer as staff type them, new or kept by the provider already, until they are saved. */
export class Saving {
  email = $state("");
  name = $state("");
  phone = $state("");
  running = $state(false);
  error = $state.raw<TillError | null>(null);
  /** No answer tells whether it worked: until staff have looked, only the same goes again. */
  unclear = $state(false);
  /** The provider's id; empty for a new one. */
  readonly id: string;
  /** The account whose provider keeps them. */
  readonly account: string;
  readonly #backend: Backend;
  #pressed: { typed: string; form: CustomerForm } | null = null;

  constructor(backend: Backend, account: string, kept: CustomerCard | null, email = "") {
    this.#backend = backend;
    this.account = account;
    this.id = kept?.id ?? "";
    this.email = kept?.email ?? email;
    this.name = kept?.name ?? "";
    this.phone = kept?.phone ?? "";
  }

  /** What is to be said beside the doubt, which has words of its own. */
  get problem(): TillError | null {
    return this.error && UNCLEAR.has(this.error.code) ? null : this.error;
  }

  /** Whether the provider has them no more. */
  get gone(): boolean {
    return this.error !== null && hasCode(this.error, "NOT_FOUND");
  }

  /** Staff have seen whom the provider has: they may go on typing. The same words stay the same press. */
  looked(): void {
    this.unclear = false;
    this.error = null;
  }

  /** Null where it was not saved, or where nobody knows. */
  async save(): Promise<CustomerCard | null> {
    if (this.running) return null;
    if (this.email.trim() === "") {
      this.error = { code: "MISSING_REQUIRED_FIELDS", fields: ["CUSTOMER_EMAIL"] };
      return null;
    }
    this.running = true;
    this.error = null;
    try {
      const saved = await this.#backend.saveCustomer({ form: this.#form() });
      this.unclear = false;
      this.#pressed = null;
      return saved;
    } catch (cause) {
      const error = asError(cause);
      // What is unclear stays so until there is an answer: that nothing was sent now is none.
      this.unclear ||= UNCLEAR.has(error.code);
      this.error = error;
      if (FINAL.has(error.code)) {
        this.unclear = false;
        this.#pressed = null;
      }
      return null;
    } finally {
      this.running = false;
    }
  }

  #form(): CustomerForm {
    const typed = {
      account: this.account,
      id: this.id,
      email: this.email.trim(),
      name: this.name.trim(),
      phone: this.phone.trim(),
    };
    const key = JSON.stringify(typed);
    if (this.#pressed?.typed !== key) {
      this.#pressed = { typed: key, form: { press: crypto.randomUUID(), ...typed } };
    }
    return this.#pressed.form;
  }
}
