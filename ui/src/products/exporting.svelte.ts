import { asError, errorWords, hasCode } from "../words/errors";
import { m } from "../paraglide/messages";
import type { Backend } from "../backend/backend";
import type { Environment, SavedFile } from "../contract";

/** Writes the products into a file of their own. */
export class Exporting {
  running = $state(false);
  saved = $state.raw<SavedFile | null>(null);
  /** Why there is no file, or why it cannot be shown, in words. */
  problem = $state<string | null>(null);
  readonly #backend: Backend;
  readonly #environment: Environment;

  constructor(backend: Backend, environment: Environment) {
    this.#backend = backend;
    this.#environment = environment;
  }

  forget(): void {
    this.saved = null;
    this.problem = null;
  }

  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      this.saved = await this.#backend.exportProducts({ environment: this.#environment });
    } catch (cause) {
      const error = asError(cause);
      const unnamed = hasCode(error, "UNKNOWN_ERROR");
      this.problem = unnamed ? m.products_export_failed() : errorWords(error);
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
      this.problem = m.products_folder_failed();
    }
  }
}
