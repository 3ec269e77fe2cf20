import { asError } from "../words/errors";
import { m } from "../language/messages";
import type { Backend } from "../backend/backend";
import type { CopiedLink, LinkView, SavedFile, TillError } from "../contract";

type Copy = (of: { host: string }) => string;

/** Sends one link on its way, and says what was done only once the till says that it was. */
export class Sharing {
  running = $state(false);
  /** What was done last, in words. */
  done = $state<string | null>(null);
  /** Whether that was a file, which can be shown in its folder. */
  saved = $state(false);
  error = $state.raw<TillError | null>(null);
  readonly #backend: Backend;
  readonly #link: LinkView;

  constructor(backend: Backend, link: LinkView) {
    this.#backend = backend;
    this.#link = link;
  }

  copyLink(): Promise<void> {
    return this.#copied(this.#backend.copyLink({ link: this.#link.id }), m.copied);
  }

  copyForEmail(): Promise<void> {
    const copied = this.#backend.copyForEmail({ link: this.#link.id });
    return this.#copied(copied, m.share_copied_email);
  }

  copyMessage(): Promise<void> {
    const copied = this.#backend.copyMessage({ link: this.#link.id });
    return this.#copied(copied, m.share_copied_message);
  }

  copyCode(format: "PNG" | "SVG"): Promise<void> {
    const copied = this.#backend.copyQr({ link: this.#link.id, format });
    return this.#copied(copied, m.share_copied_code);
  }

  openInMail(): Promise<void> {
    return this.#did(async () => {
      await this.#backend.openInMail({ link: this.#link.id });
      return m.share_mail_opened();
    });
  }

  saveEmail(): Promise<void> {
    return this.#savedAs(this.#backend.saveEmail({ link: this.#link.id }));
  }

  saveCode(format: "PNG" | "SVG"): Promise<void> {
    return this.#savedAs(this.#backend.saveQr({ link: this.#link.id, format }));
  }

  async showFile(): Promise<void> {
    try {
      await this.#backend.showInFolder();
    } catch (cause) {
      this.error = asError(cause);
    }
  }

  #copied(copied: Promise<CopiedLink>, says: Copy): Promise<void> {
    return this.#did(async () => {
      const { url, host } = await copied;
      if (url !== this.#link.url) throw { code: "CLIPBOARD_FAILED" } satisfies TillError;
      return says({ host });
    });
  }

  #savedAs(file: Promise<SavedFile>): Promise<void> {
    return this.#did(async () => {
      const words = m.file_saved({ ...(await file) });
      this.saved = true;
      return words;
    });
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
