import { asError } from "../words/errors";
import { daySpan } from "../time/days";
import type { Backend } from "../backend/backend";
import type {
  ChainReport,
  HistoryEntry,
  HistoryGroup,
  HistoryQuery,
  StaffMember,
  TillError,
} from "../contract";

/** A sale that the list is about alone. */
export type OneSale = { id: string; reference: string };

/** Whether it is a day: a field lets people type a year of five digits, too. */
export function isDay(text: string): boolean {
  return daySpan(text) !== null;
}

/** Who did what, as the owner asks for it, and whether the book is whole. */
export class History {
  /** Whose entries; empty for everybody's. */
  by = $state("");
  /** About what; empty for everything. */
  group = $state<HistoryGroup | "">("");
  /** Whether what the till did by itself is among them. */
  alsoTill = $state(false);
  /** First and last day, as the field has it. */
  from = $state("");
  to = $state("");
  sale = $state.raw<OneSale | null>(null);
  entries = $state.raw<readonly HistoryEntry[]>([]);
  /** Whether older ones follow. */
  more = $state(false);
  /** Whether the entries answer what is asked. */
  read = $state(false);
  reading = $state(false);
  error = $state.raw<TillError | null>(null);
  /** Everybody who ever was on the staff. */
  people = $state.raw<readonly StaffMember[]>([]);
  checking = $state(false);
  report = $state.raw<ChainReport | null>(null);
  /** Why the book could not be checked. */
  checkError = $state.raw<TillError | null>(null);
  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend, sale: string | null) {
    this.#backend = backend;
    if (sale !== null) this.sale = { id: sale, reference: "" };
  }

  /** Whether the first day lies after the last one: then nothing is asked. */
  get daysSwapped(): boolean {
    return this.from !== "" && this.to !== "" && this.from > this.to;
  }

  /** Whether the days can be asked about as they are typed. */
  get daysFit(): boolean {
    const typed = [this.from, this.to].filter((day) => day !== "");
    return !this.daysSwapped && typed.every(isDay);
  }

  /** What is asked: the same for the list and for the file. */
  get query(): HistoryQuery {
    return {
      by: this.by === "" ? null : this.by,
      group: this.group === "" ? null : this.group,
      onlyPeople: !this.alsoTill,
      from: daySpan(this.from)?.from ?? null,
      to: daySpan(this.to)?.to ?? null,
      sale: this.sale?.id ?? null,
      before: null,
    };
  }

  /** For the choice of a person. Where they can't be read, the entries are there all the same. */
  async readPeople(): Promise<void> {
    try {
      this.people = (await this.#backend.staffList()).members;
    } catch {
      this.people = [];
    }
  }

  /** Asks anew. What was there stands until the answer; one to an older question is dropped. */
  async find(): Promise<void> {
    if (!this.daysFit) return;
    await this.#ask(this.query, (entries) => entries);
  }

  async older(): Promise<void> {
    const before = this.entries.at(-1)?.seq;
    if (before === undefined || this.reading) return;
    await this.#ask({ ...this.query, before }, (entries) => [...this.entries, ...entries]);
  }

  async #ask(
    query: HistoryQuery,
    put: (entries: readonly HistoryEntry[]) => readonly HistoryEntry[],
  ): Promise<void> {
    const question = ++this.#asked;
    this.reading = true;
    try {
      const { entries, more } = await this.#backend.history({ query });
      if (question !== this.#asked) return;
      this.entries = put(entries);
      this.more = more;
      this.read = true;
      this.error = null;
    } catch (cause) {
      if (question === this.#asked) this.error = asError(cause);
    } finally {
      if (question === this.#asked) this.reading = false;
    }
  }

  /** Looks at every row of the book, whether it is as it was written. */
  async check(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    this.report = null;
    this.checkError = null;
    try {
      this.report = await this.#backend.verifyHistory();
    } catch (cause) {
      this.checkError = asError(cause);
    } finally {
      this.checking = false;
    }
  }
}
