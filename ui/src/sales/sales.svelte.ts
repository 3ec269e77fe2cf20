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
/** So many rows are read anew from the top when something changed; below them those that are shown. */
const ANEW = 1_000;
/** So many rows are read on the way to the last sale before they stand in the list. */
const MANY = 5_000;
/** Rows of a list, at most. At 64 pixels a row it stays below the 2^25 that a web view draws also at a scale of 300 %. */
const LONGEST = 150_000;

/** What is known below the rows that were read: below the last of them that was known. */
function below(read: readonly SaleRow[], known: readonly SaleRow[]): readonly SaleRow[] {
  for (let from = read.length - 1; from >= 0; from -= 1) {
    const at = known.findIndex(({ id }) => id === read[from]?.id);
    if (at >= 0) return known.slice(at + 1);
  }
  return [];
}

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
  /** From which row to before which one they are shown: those are read anew when something changed. */
  shownFrom = 0;
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
  /** The rows that are read anew, while they are. */
  #anew: Promise<boolean> | null = null;
  /** From this row on they stand as they were read before something changed; but for some of them. */
  #oldFrom = Infinity;
  #readAgain = { from: 0, to: 0 };
  #readingShown: Promise<void> | null = null;
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
    this.#anew = this.#readAnew();
    if (!(await this.#anew)) return;
    const shown = this.#wanted ?? this.rows[0]?.id ?? null;
    if (shown !== null) await this.#show(shown);
    else this.detail = null;
  }

  /** Whether the rows are those of the newest question. */
  async #readAnew(): Promise<boolean> {
    const question = ++this.#asked;
    const isNew = this.found === null;
    const wanted = Math.max(FIRST, Math.min(this.shownTo + 1, this.rows.length, ANEW));
    let rows: readonly SaleRow[] = [];
    let more = true;
    try {
      while (more && rows.length < wanted) {
        const limit = wanted > FIRST ? PAGE : FIRST;
        const page = await this.#page(rows.at(-1), limit);
        if (question !== this.#asked) return false;
        rows = [...rows, ...page];
        more = page.length === limit;
      }
      const known = !isNew && more && this.#isFarDown ? below(rows, this.rows) : [];
      this.#oldFrom = known.length > 0 ? rows.length : Infinity;
      this.#readAgain = { from: 0, to: 0 };
      this.#take([...rows, ...known], known.length > 0 ? this.more : more);
      if (isNew) this.found = { count: rows.length, more };
    } catch (cause) {
      if (question === this.#asked) this.error = asError(cause);
      return false;
    } finally {
      this.read = true;
      if (question === this.#asked) this.#anew = null;
    }
    await this.#readShown();
    return question === this.#asked;
  }

  /** Whether it takes too long to read all the rows anew that are shown, or that are on their way. */
  get #isFarDown(): boolean {
    return this.#goesToLast || this.shownTo >= ANEW;
  }

  /** Reads anew what is shown of the rows that stand as they were, once at a time. */
  #readShown(): Promise<void> {
    if (this.#readingShown) return this.#readingShown;
    const from = Math.max(this.shownFrom, this.#oldFrom);
    const again = this.#readAgain;
    const isFresh = from >= again.from && this.shownTo <= again.to;
    const above = this.rows[from - 1];
    // What is read below the last row follows from it.
    if (!above || from >= this.shownTo || isFresh || this.#readingOlder) return Promise.resolve();
    this.#readingShown = this.#readBetween(above);
    return this.#readingShown;
  }

  async #readBetween(above: SaleRow): Promise<void> {
    const question = this.#asked;
    try {
      const page = await this.#page(above, PAGE);
      const at = this.rows.findIndex(({ id }) => id === above.id);
      if (question !== this.#asked || at < 0) return;
      const known = page.length === PAGE ? below(page, this.rows) : [];
      const more = page.length === PAGE && (known.length === 0 || this.more);
      this.#readAgain = { from: at + 1, to: at + 1 + page.length };
      this.#take([...this.rows.slice(0, at + 1), ...page, ...known], more);
    } catch (cause) {
      if (question === this.#asked) this.error = asError(cause);
    } finally {
      this.#readingShown = null;
    }
    // Something changed meanwhile, and what was read is older than that.
    if (question !== this.#asked) await this.#readShown();
  }

  /** Rows below one; the first ones where there is none. */
  #page(above: SaleRow | undefined, limit: number): Promise<readonly SaleRow[]> {
    return this.#backend.findSales({ query: { ...this.query, before: above?.id ?? null, limit } });
  }

  /** Whether the list ends before its last sale: a web view draws nothing that is so tall. */
  get isCut(): boolean {
    return this.more && this.rows.length >= LONGEST;
  }

  /** Reads on where the rows that are shown come near the last one, and anew what stands there as it was. */
  readAhead(): void {
    if (this.more && this.shownTo > this.rows.length - AHEAD) void this.#older();
    void this.#readShown();
  }

  /** Reads the next rows below the last one, once at a time; many of them on the way to the last sale. */
  #older(): Promise<unknown> {
    const last = this.rows.at(-1);
    if (this.#readingOlder) return this.#readingOlder;
    // What is read anew may end elsewhere: the rows below follow from it.
    const anew = this.#anew ?? this.#readingShown;
    if (anew) return anew;
    if (!last || !this.more || this.isCut) return Promise.resolve();
    this.#readingOlder = this.#readBelow(last);
    return this.#readingOlder;
  }

  async #readBelow(last: SaleRow): Promise<void> {
    const question = this.#asked;
    const asked = JSON.stringify(this.query);
    const rows: SaleRow[] = [];
    let more = true;
    try {
      do {
        const page = await this.#page(rows.at(-1) ?? last, PAGE);
        if (question !== this.#asked) break;
        rows.push(...page);
        more = page.length === PAGE;
      } while (more && this.#goesToLast && rows.length < MANY);
      // Also where only something changed meanwhile: a long way would begin anew each time.
      const isSame = question === this.#asked || JSON.stringify(this.query) === asked;
      if (isSame && this.rows.at(-1)?.id === last.id) {
        if (question !== this.#asked) this.#oldFrom = Math.min(this.#oldFrom, this.rows.length);
        this.#take([...this.rows, ...rows], more);
      }
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
    this.shownFrom = this.shownTo = 0;
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
    while (this.#goesToLast && this.more && !this.isCut) {
      await this.#older();
      if (this.error || this.rows.length === 0) break;
    }
    if (this.#goesToLast) await this.step(Infinity);
  }
}
