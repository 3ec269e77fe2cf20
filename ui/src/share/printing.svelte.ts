import { asError } from "../words/errors";
import { m } from "../language/messages";
import { keepPaper, lastPaper } from "./papers";
import type { Backend } from "../backend/backend";
import type { LinkView, Paper, TillError } from "../contract";

/** A slip that staff look at before it is printed. */
export class Printing {
  paper = $state<Paper>(lastPaper());
  /** The slip that stands on the page, ready for paper: the address of its picture. */
  drawn = $state<string | null>(null);
  failed = $state<string | null>(null);
  running = $state(false);
  /** What was done last, in words. */
  done = $state<string | null>(null);
  saved = $state(false);
  /** Whether the system was asked to print what is drawn. */
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
    return this.drawn === this.source && !this.running;
  }

  choose(paper: Paper): void {
    this.asked = false;
    this.paper = paper;
    this.done = null;
    this.saved = false;
    this.error = null;
    keepPaper(paper);
  }

  async print(): Promise<void> {
    if (!this.ready) return;
    this.asked = true;
    await this.#did(async () => {
      await this.#backend.printSlip({ link: this.#link.id, paper: this.paper });
      return m.slip_dialog_opened();
    });
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

  async #did(work: () => Promise<string>): Promise<void> {
    this.running = true;
    this.done = null;
    this.saved = false;
    this.error = null;
    try {
      this.done = await work();
    } catch (cause) {
      this.error = asError(cause);
    } finally {
      this.running = false;
    }
  }
}
