import { asError } from "../words/errors";
import { base64Of } from "../products/base64";
import { InOrder } from "../counter/order";
import type { Backend } from "../backend/backend";
import type { DisplayChoice, DisplaysView, TillError } from "../contract";

/** The screens of this computer, and what customers see on theirs. */
export class Displays {
  view = $state.raw<DisplaysView | null>(null);
  /** Why the last thing that somebody chose did not work. */
  error = $state.raw<TillError | null>(null);
  busy = $state(false);
  /** Whoever is at the till does not want to be asked now: not before other screens are plugged in. */
  #later = $state.raw<string | null>(null);
  readonly #backend: Backend;
  readonly #inOrder = new InOrder();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Whether the till cannot know which screen faces the customer, and nobody said so yet. */
  get asks(): boolean {
    return this.view?.screen === "ASK" && this.#later !== this.#plugged;
  }

  later(): void {
    this.#later = this.#plugged;
  }

  /** Reads them. What cannot be read stays as it was: the sale does not wait for screens. */
  async read(): Promise<void> {
    const inOrder = this.#inOrder.ask();
    try {
      const view = await this.#backend.displays();
      inOrder(() => (this.view = view));
    } catch {
      return;
    }
  }

  choose(choice: DisplayChoice): Promise<boolean> {
    return this.#change(() => this.#backend.chooseDisplay({ choice }));
  }

  fill(): Promise<boolean> {
    return this.#change(() => this.#backend.fillDisplay());
  }

  setPicture(file: File): Promise<boolean> {
    return this.#change(async () => this.#backend.setIdlePicture({ file: await base64Of(file) }));
  }

  clearPicture(): Promise<boolean> {
    return this.#change(() => this.#backend.clearIdlePicture());
  }

  get #plugged(): string {
    return JSON.stringify(this.view?.monitors.map(({ monitor }) => monitor) ?? []);
  }

  /** True where it worked. */
  async #change(call: () => Promise<DisplaysView>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      const view = await call();
      this.#inOrder.ask()(() => (this.view = view));
      return true;
    } catch (cause) {
      this.error = asError(cause);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
