import { asError, hasCode } from "../words/errors";
import { localDay } from "../time/days";
import { now } from "../time/now.svelte";
import { understand, type Understood } from "./understood";
import type { Backend } from "../backend/backend";
import type { SaleFilter, SaleQuery, SaleRow, SaleView, TillError } from "../contract";

/** Rows that are read first: more than a screen has. */
const FIRST = 50;
/** Rows that are read at a time after them: as many as the till gives. */
const PAGE = 200;
/** So many rows before the last one, the next ones are read. */
const AHEAD = 20;

/** The list of sales, what is searched in it, and the one that is looked at. */
export class SalesList {
  text = $state("");
  filter = $state<SaleFilter>("ALL");
  /** Only those that who is at the till began. */
  mine = $state(false);
  /** Only those of an account; empty for every one. */
  account = $state("");
  rows = $state.raw<readonly SaleRow[]>([]);
  /** Whether older rows may follow. */
  more = $state(false);
  read = $state(false);
  error = $state.raw<TillError | null>(null);
  detail = $state.raw<SaleView | null>(null);
  /** What the last question found; what is read on, or anew, is no answer to it. */
  found = $state.raw<{ count: number; more: boolean } | null>(null);
  /** How far down rows are shown: those are read anew when something changed. */
  shownTo = 0;
  /** A moment of the shop's day: nothing is read anew each second. */
  readonly #today = $derived(Date.parse(localDay(now.at).from));
  /** What was typed, read by the shop's calendar of today. */
  readonly understood: Understood = $derived(understand(this.text, this.#today));
  readonly #backend: Backend;
  #asked = 0;
  #readingOlder: Promise<void> | null = null;
  /** Whether the last sale of all is on its way. */
  #goesToLast = false;
  #notRead: TillError | null = null;
  #finding = 0;
  #wanted = $state.raw<string | null>(null);

  constructor(backend: Backend, first: string | null, filter: SaleFilter) {
    this.#backend = backend;
    this.#wanted = first;
    this.filter = filter;
  }

  /** The filter that holds: a word for one in the text goes before the one that was chosen. */
  get shownFilter(): SaleFilter {
    return this.understood.filter ?? this.filter;
  }

  /** What is asked: the same for the list and for the file. */
  get query(): SaleQuery {
    const { words, days, filter, mine } = this.understood;
    return {
      text: words,
      filter: filter ?? this.filter,
      days,
      mine: mine || this.mine,
      account: this.account === "" ? null : this.account,
      before: null,
      limit: FIRST,
    };
  }

  /** Where the sale that is looked at, or about to be, stands in the list; -1 where it is not in it. */
  get current(): number {
    return this.rows.findIndex(({ id }) => id === this.#wanted);
  }

  /** Reads anew, as far down as rows are shown. An answer to an older question is dropped. */
  async find(): Promise<void> {
    const question = ++this.#asked;
    const isNew = this.found === null;
    const { query } = this;
    const wanted = Math.max(FIRST, Math.min(this.shownTo + 1, this.rows.length));
    let rows: readonly SaleRow[] = [];
    let more = true;
    this.#finding += 1;
    try {
      while (more && rows.length < wanted) {
        const before = rows.at(-1)?.id ?? null;
        const limit = wanted > FIRST ? PAGE : FIRST;
        const page = await this.#backend.findSales({ query: { ...query, before, limit } });
        if (question !== this.#asked) return;
        rows = [...rows, ...page];
        more = page.length === limit;
      }
      this.#take(rows, more);
      if (isNew) this.found = { count: rows.length, more };
    } catch (cause) {
      if (question === this.#asked) this.error = asError(cause);
      return;
    } finally {
      this.#finding -= 1;
      this.read = true;
    }
    const shown = this.#wanted ?? this.rows[0]?.id ?? null;
    if (shown !== null) await this.#show(shown);
    else this.detail = null;
  }

  /** Reads on where the rows that are shown come near the last one. */
  readAhead(): void {
    if (this.more && this.shownTo > this.rows.length - AHEAD) void this.#older();
  }

  /** Reads the next rows below the last one, once at a time; all of them on the way to the last sale. */
  #older(): Promise<void> {
    const last = this.rows.at(-1);
    if (this.#readingOlder) return this.#readingOlder;
    // What is read anew may end elsewhere: the rows below follow from it.
    if (!last || !this.more || this.#finding > 0) return Promise.resolve();
    this.#readingOlder = this.#readBelow(last);
    return this.#readingOlder;
  }

  async #readBelow(last: SaleRow): Promise<void> {
    const question = this.#asked;
    const rows: SaleRow[] = [];
    let more = true;
    try {
      do {
        const before = (rows.at(-1) ?? last).id;
        const page = await this.#backend.findSales({
          query: { ...this.query, before, limit: PAGE },
        });
        if (question !== this.#asked) break;
        rows.push(...page);
        more = page.length === PAGE;
      } while (more && this.#goesToLast);
      if (question === this.#asked) this.#take([...this.rows, ...rows], more);
    } catch (cause) {
      if (question === this.#asked) this.error = asError(cause);
    } finally {
      this.#readingOlder = null;
    }
    // Another question was answered meanwhile: its rows may be few.
    if (question !== this.#asked) this.readAhead();
  }

  #take(rows: readonly SaleRow[], more: boolean): void {
    this.rows = rows;
    this.more = more;
    this.error = null;
  }

  /** Words or filter changed: the best row is looked at. The old rows stand until the answer. */
  async searchAnew(): Promise<void> {
    this.#goesToLast = false;
    this.#wanted = null;
    this.found = null;
    this.shownTo = 0;
    await this.find();
  }

  async choose(sale: string): Promise<void> {
    this.#goesToLast = false;
    await this.#show(sale);
  }

  async #show(sale: string): Promise<void> {
    this.#wanted = sale;
    try {
      const detail = await this.#backend.saleDetail({ sale });
      if (this.#wanted === sale) this.detail = detail;
      if (this.error === this.#notRead) this.error = null;
    } catch (cause) {
      this.error = this.#notRead = asError(cause);
      // Whoever came back may not see it any more.
      if (hasCode(this.error, "NOT_FOUND") && this.#wanted === sale) this.detail = null;
    }
  }

  /** So many rows down, or up; as far as there are any. */
  async step(by: number): Promise<void> {
    this.#goesToLast = false;
    const at = Math.max(0, Math.min(this.current + by, this.rows.length - 1));
    const next = this.rows[at];
    if (next && next.id !== this.#wanted) await this.choose(next.id);
  }

  /** To the oldest sale that fits. The rows before it are read first, unless somebody goes elsewhere meanwhile. */
  async toLast(): Promise<void> {
    this.#goesToLast = true;
    if (this.more) await this.#older();
    if (this.#goesToLast) await this.step(Infinity);
  }
}
