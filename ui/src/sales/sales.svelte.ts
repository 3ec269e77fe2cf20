import { asError, hasCode } from "../words/errors";
import type { Backend } from "../backend/backend";
import type { SaleFilter, SaleRow, SaleView, TillError } from "../contract";

/** Rows that are read at a time. */
const PAGE = 50;

/** The list of sales, what is searched in it, and the one that is looked at. */
export class SalesList {
  text = $state("");
  filter = $state<SaleFilter>("ALL");
  rows = $state.raw<SaleRow[]>([]);
  /** Whether older rows may follow. */
  more = $state(false);
  read = $state(false);
  error = $state.raw<TillError | null>(null);
  detail = $state.raw<SaleView | null>(null);
  readonly #backend: Backend;
  #asked = 0;
  #wanted: string | null;

  constructor(backend: Backend, first: string | null, filter: SaleFilter) {
    this.#backend = backend;
    this.#wanted = first;
    this.filter = filter;
  }

  /** Asks anew. An answer to an older question is dropped. */
  async find(limit = Math.max(PAGE, this.rows.length)): Promise<void> {
    const question = ++this.#asked;
    await this.#ask(question, null, limit, (rows) => (this.rows = rows));
    if (question !== this.#asked) return;
    const wanted = this.#wanted ?? this.rows[0]?.id ?? null;
    if (wanted !== null) await this.choose(wanted);
    else this.detail = null;
  }

  async older(): Promise<void> {
    const last = this.rows.at(-1);
    if (!last) return;
    await this.#ask(++this.#asked, last.id, PAGE, (rows) => (this.rows = [...this.rows, ...rows]));
  }

  /** Words or filter changed: the best row is looked at. The old rows stand until the answer. */
  async searchAnew(): Promise<void> {
    this.#wanted = null;
    await this.find(PAGE);
  }

  async choose(sale: string): Promise<void> {
    this.#wanted = sale;
    try {
      const detail = await this.#backend.saleDetail({ sale });
      if (this.#wanted === sale) this.detail = detail;
    } catch (cause) {
      this.error = asError(cause);
      // Whoever came back may not see it any more.
      if (hasCode(this.error, "NOT_FOUND") && this.#wanted === sale) this.detail = null;
    }
  }

  /** The row above (-1) or below (1). */
  async step(by: -1 | 1): Promise<void> {
    const at = this.rows.findIndex(({ id }) => id === this.#wanted);
    const next = this.rows[Math.max(0, at + by)];
    if (next && next.id !== this.#wanted) await this.choose(next.id);
  }

  async #ask(
    question: number,
    before: string | null,
    limit: number,
    take: (rows: SaleRow[]) => void,
  ): Promise<void> {
    const query = { text: this.text.trim(), filter: this.filter, before, limit };
    try {
      const rows = await this.#backend.findSales({ query });
      if (question !== this.#asked) return;
      take(rows);
      this.more = rows.length === limit;
      this.error = null;
    } catch (cause) {
      if (question === this.#asked) this.error = asError(cause);
    } finally {
      this.read = true;
    }
  }
}
