import { asError } from "../words/errors";
import { m } from "../language/messages";
import { keepPaper, lastPaper } from "./papers";
import type { Backend } from "../backend/backend";
import type { LinkView, Paper, SlipPrint, TillError } from "../contract";

/** What is said of it; of a dialog that staff left, nothing. */
const PRINTED: Partial<Record<SlipPrint, () => string>> = {
  SENT: m.slip_sent,
  ASKED: m.slip_dialog_opened,
};

/** A slip that staff look at before it is printed. */
export class Printing {
  paper = $state<Paper>(lastPaper());
  /** The slip that stands on the page, ready for paper: the address of its picture. */
  drawn = $state<string | null>(null);
  failed = $state<string | null>(null);
  running = $state(false);
  /** The print dialog is open. It is a window of its own: this one may be left meanwhile. */
  asking = $state(false);
  /** What was done last, in words. */
  done = $state<string | null>(null);
  saved = $state(false);
  /** Whether the system may be printing what stands on the page. */
  asked = false;
  error = $state.raw<TillError | null>(null);
  readonly #backend: Backend;
  readonly #link: LinkView;

  constructor(backend: Backend, link: LinkView) {
    this.#backend = backend;
    this.#link = link;
  }

  get source(): string {
    return this.#backend.slipAddress(this.#link.id, this.paper);
  }

  /** Only what is drawn can be printed: the dialog prints the page as it stands. */
  get ready(): boolean {
    return this.drawn === this.source && !this.running && !this.asking;
  }

  choose(paper: Paper): void {
    this.asked = false;
    this.paper = paper;
    this.#forget();
    keepPaper(paper);
  }

  async print(): Promise<void> {
    if (!this.ready) return;
    this.#forget();
    this.asking = true;
    this.asked = true;
    try {
      const print = await this.#backend.printSlip({ link: this.#link.id, paper: this.paper });
      this.asked = print === "ASKED";
      this.done = PRINTED[print]?.() ?? null;
    } catch (cause) {
      this.asked = false;
      this.error = asError(cause);
    } finally {
      this.asking = false;
    }
  }

  async save(): Promise<void> {
    await this.#did(async () => {
      const file = await this.#backend.saveSlip({ link: this.#link.id, paper: this.paper });
      this.saved = true;
      return m.file_saved({ ...file });
    });
  }

  async showFile(): Promise<void> {
    try {
      await this.#backend.showInFolder();
    } catch (cause) {
      this.error = asError(cause);
    }
  }

  #forget(): void {
    this.done = null;
    this.saved = false;
    this.error = null;
  }

  async #did(work: () => Promise<string>): Promise<void> {
    this.#forget();
    this.running = true;
    try {
      this.done = await work();
    } catch (cause) {
      this.error = asError(cause);
    } finally {
      this.running = false;
    }
  }
}
