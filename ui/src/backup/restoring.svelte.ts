import { asError, hasCode } from "../words/errors";
import { isWhole } from "../pin/recovery-code";
import type { Backend } from "../backend/backend";
import type { BackupPreview, BackupSource, TillError } from "../contract";

/** A backup on its way to be the book: looked into, and restored once an owner says so. */
export class Restoring {
  looking = $state(false);
  preview = $state.raw<BackupPreview | null>(null);
  /** Why the backup cannot be looked into. */
  lookError = $state.raw<TillError | null>(null);
  code = $state("");
  /** The code was sent while it was not whole. */
  short = $state(false);
  /** The code is typed, and the PIN is asked for. */
  asksPin = $state(false);
  running = $state(false);
  /** The till has it: the program starts again. */
  done = $state(false);
  error = $state.raw<TillError | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Looks into a backup. Whoever chooses no file changes nothing. */
  async look(source: BackupSource): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    this.lookError = null;
    try {
      const preview = await this.#backend.lookIntoBackup({ source });
      if (preview) this.#show(preview);
    } catch (cause) {
      this.lookError = asError(cause);
    } finally {
      this.looking = false;
    }
  }

  #show(preview: BackupPreview): void {
    this.preview = preview;
    this.code = "";
    this.short = false;
    this.error = null;
    this.asksPin = preview.needs === "PIN";
  }

  /** Nothing of what was typed stays. */
  leave(): void {
    if (this.running || this.done) return;
    this.preview = null;
    this.code = "";
    this.asksPin = false;
    this.error = null;
  }

  get needsCode(): boolean {
    const needs = this.preview?.needs;
    return needs === "RECOVERY_CODE" || needs === "PIN_AND_RECOVERY_CODE";
  }

  /** Goes on from the code, or from a backup that needs none. */
  async next(): Promise<void> {
    this.error = null;
    this.short = this.needsCode && !isWhole(this.code);
    if (this.short) return;
    if (this.preview?.needs === "PIN_AND_RECOVERY_CODE") this.asksPin = true;
    else await this.#restore(null).catch(() => undefined);
  }

  /** Restores it by the PIN of who is at the till. Rejects where that does not fit. */
  async withPin(pin: string): Promise<void> {
    await this.#restore(pin);
  }

  async #restore(pin: string | null): Promise<void> {
    if (!this.preview || this.running) return;
    this.running = true;
    this.error = null;
    const { fingerprint } = this.preview;
    const code = this.needsCode ? this.code : null;
    try {
      await this.#backend.restoreBackup({ form: { fingerprint, pin, code } });
      this.done = true;
    } catch (cause) {
      this.#refused(asError(cause));
      throw cause;
    } finally {
      this.running = false;
    }
  }

  /** The pad says what is wrong with a PIN; whatever is wrong with the code is mended there. */
  #refused(error: TillError): void {
    const isAboutPin =
      hasCode(error, "WRONG_PIN") || hasCode(error, "PIN_WAIT") || hasCode(error, "NO_PIN_YET");
    if (isAboutPin) return;
    this.error = error;
    if (this.needsCode) this.asksPin = false;
  }
}
