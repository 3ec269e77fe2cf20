import { asError } from "../words/errors";
import type { Backend } from "../backend/backend";
import type { LinkView, TillError } from "../contract";

/** How long *Copied* stands, milliseconds. */
const SHOWN_FOR = 6000;

/** Copies a link and says so only once the clipboard was read back. */
export class Copying {
  /** Host of the link that the clipboard holds. */
  host = $state<string | null>(null);
  error = $state.raw<TillError | null>(null);
  readonly #backend: Backend;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async copy(link: LinkView): Promise<void> {
    this.forget();
    try {
      const copied = await this.#backend.copyLink({ link: link.id });
      if (copied.url !== link.url) throw { code: "CLIPBOARD_FAILED" } satisfies TillError;
      this.host = copied.host;
      this.#timer = setTimeout(() => this.forget(), SHOWN_FOR);
    } catch (cause) {
      this.error = asError(cause);
    }
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.host = null;
    this.error = null;
  }
}
