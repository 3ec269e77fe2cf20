import { asError, hasCode } from "../words/errors";
import { m } from "../language/messages";
import type { Backend } from "../backend/backend";
import type { Products } from "./products.svelte";
import type { Environment, ImportPreview, TillError } from "../contract";

/** Largest file that the till reads, bytes. */
const LARGEST_FILE = 2 * 1024 * 1024;

/** A file of products, from its choice until it is imported. Nothing changes before staff have seen what. */
export class Importing {
  /** What was pasted. */
  pasted = $state("");
  /** The name of the file that is looked at; empty for what was pasted. */
  name = $state("");
  preview = $state.raw<ImportPreview | null>(null);
  running = $state<"LOOKING" | "IMPORTING" | null>(null);
  /** What is wrong with what was chosen, in words. */
  problem = $state<string | null>(null);
  error = $state.raw<TillError | null>(null);
  readonly environment: Environment;
  readonly #backend: Backend;
  readonly #products: Products;
  #text = "";

  constructor(backend: Backend, products: Products, environment: Environment) {
    this.#backend = backend;
    this.#products = products;
    this.environment = environment;
  }

  /** How many products an import adds or changes. */
  get count(): number {
    return (this.preview?.fresh.length ?? 0) + (this.preview?.changed.length ?? 0);
  }

  async chooseFile(file: File): Promise<void> {
    this.#forget();
    if (file.size > LARGEST_FILE) {
      this.problem = m.products_import_too_large();
      return;
    }
    try {
      this.#text = await file.text();
    } catch {
      this.problem = m.products_import_unread();
      return;
    }
    this.name = file.name;
    await this.#look();
  }

  async lookAtPasted(): Promise<void> {
    this.#forget();
    if (this.pasted.trim() === "") {
      this.problem = m.products_import_empty();
      return;
    }
    this.name = "";
    this.#text = this.pasted;
    await this.#look();
  }

  /** Back to the choice. What was pasted stays. */
  back(): void {
    this.#forget();
  }

  /** In a sentence what was imported; null where nothing was. */
  async import(): Promise<string | null> {
    const preview = this.preview;
    if (this.running || !preview || preview.fingerprint === null) return null;
    this.running = "IMPORTING";
    this.error = null;
    try {
      const { environment } = this;
      const { fingerprint } = preview;
      this.#products.become(
        await this.#backend.importProducts({ environment, text: this.#text, fingerprint }),
      );
      this.#forget();
      this.pasted = "";
      this.#text = "";
      return m.products_imported({ fresh: preview.fresh.length, changed: preview.changed.length });
    } catch (cause) {
      this.error = asError(cause);
    } finally {
      this.running = null;
    }
    // The list is another one by now: staff see what the file would change in that one.
    if (hasCode(this.error, "IMPORT_OUTDATED")) await this.#look();
    return null;
  }

  async #look(): Promise<void> {
    if (this.running) return;
    this.running = "LOOKING";
    try {
      const { environment } = this;
      this.preview = await this.#backend.previewProductImport({ environment, text: this.#text });
    } catch (cause) {
      this.preview = null;
      this.error = asError(cause);
    } finally {
      this.running = null;
    }
  }

  #forget(): void {
    this.preview = null;
    this.problem = null;
    this.error = null;
  }
}
