import { asError, hasCode } from "../words/errors";
import type { Backend } from "../backend/backend";
import type { Found, PersonCase, SaleView, TillError } from "../contract";

/** The evidence about one thing that only a person can decide, and the decision. */
export class Deciding {
  evidence = $state.raw<PersonCase | null>(null);
  looking = $state(false);
  deciding = $state(false);
  error = $state.raw<TillError | null>(null);
  readonly #backend: Backend;
  readonly #sale: string;

  constructor(backend: Backend, sale: string) {
    this.#backend = backend;
    this.#sale = sale;
  }

  /** Asks the provider what it shows. What was shown before stands until the answer. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.error = null;
    await this.#look();
  }

  /** Null where nothing was decided; the evidence is then read anew where it has changed. */
  async decide(found: Found): Promise<SaleView | null> {
    if (!this.evidence || this.deciding) return null;
    this.deciding = true;
    this.error = null;
    try {
      const decision = { subject: this.evidence.subject, found };
      return await this.#backend.decideCase({ decision });
    } catch (cause) {
      const error = asError(cause);
      this.error = error;
      if (hasCode(error, "EVIDENCE_CHANGED")) await this.#look();
      return null;
    } finally {
      this.deciding = false;
    }
  }

  async #look(): Promise<void> {
    this.looking = true;
    try {
      this.evidence = await this.#backend.personCase({ sale: this.#sale });
    } catch (cause) {
      this.error = asError(cause);
    } finally {
      this.looking = false;
    }
  }
}
