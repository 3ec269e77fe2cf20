import { asError } from "../words/errors";
import type { Backend } from "../backend/backend";
import type { BackupReport, BackupsView, TillError } from "../contract";

/** The backups of this computer, and one that is made now. */
export class Backups {
  view = $state.raw<BackupsView | null>(null);
  error = $state.raw<TillError | null>(null);
  making = $state(false);
  /** The one that was made now. */
  made = $state.raw<BackupReport | null>(null);
  makeError = $state.raw<TillError | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    try {
      this.view = await this.#backend.backups();
      this.error = null;
    } catch (cause) {
      this.error = asError(cause);
    }
  }

  /** Makes one in a folder that somebody chooses. Whoever chooses none changes nothing. */
  async make(): Promise<void> {
    if (this.making) return;
    this.making = true;
    this.made = null;
    this.makeError = null;
    try {
      this.made = await this.#backend.backUp();
    } catch (cause) {
      this.makeError = asError(cause);
    } finally {
      this.making = false;
    }
  }
}
