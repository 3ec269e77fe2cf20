import { asError, errorWords } from "../words/errors";
import { m } from "../language/messages";
import type { Backend } from "../backend/backend";
import type { SavedFile } from "../contract";

/** Has the till write a file, and shows where it lies. */
export class Exporting {
  running = $state(false);
  saved = $state.raw<SavedFile | null>(null);
  /** Why there is no file, or why it cannot be shown, in words. */
  problem = $state<string | null>(null);
  readonly #backend: Backend;
  readonly #write: () => Promise<SavedFile>;

  constructor(backend: Backend, write: () => Promise<SavedFile>) {
    this.#backend = backend;
    this.#write = write;
  }

  forget(): void {
    this.saved = null;
    this.problem = null;
  }

  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.forget();
    try {
      this.saved = await this.#write();
    } catch (cause) {
      this.problem = errorWords(asError(cause));
    } finally {
      this.running = false;
    }
  }

  /** Opens the folder with the file in it. */
  async show(): Promise<void> {
    this.problem = null;
    try {
      await this.#backend.showInFolder();
    } catch {
      this.problem = m.folder_not_opened();
    }
  }
}
