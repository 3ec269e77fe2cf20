import type { Backend } from "../backend/backend";
import type { TillSettings } from "../contract";

/** The settings of a new till: they count until the till says which are in its book. */
const NEW_TILL: TillSettings = {
  language: null,
  customerLanguage: null,
  theme: "SYSTEM",
  timeZone: null,
  dayEndsAt: 0,
  counterPayableFor: 15 * 60,
  sentPayableFor: 10 * 24 * 60 * 60,
  paidScreenFor: 10,
  sounds: { paid: false, attention: false, volume: 70 },
  notifications: true,
  tray: true,
  clipboardKeys: null,
  display: { kind: "FIND" },
};

/** How the till looks, speaks and sounds, and when its day ends. */
export class Settings {
  /** As they are in the till's book. */
  now = $state.raw<TillSettings>(NEW_TILL);
  /** Whether the till has said so. Nothing is changed before: that would undo what is in its book. */
  read = $state(false);
  readonly #backend: Backend;
  /** One change after another, so that none undoes the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Reads them anew. Rejects where they can't be read; they stay as they were. */
  readAgain(): Promise<void> {
    return this.#next(async () => this.#take(await this.#backend.tillSettings()));
  }

  /** Changes some of them. Rejects with a `TillError`, and then they are as they were. */
  change(part: Partial<TillSettings>): Promise<void> {
    return this.#next(async () => {
      if (!this.read) this.#take(await this.#backend.tillSettings());
      this.#take(await this.#backend.changeSettings({ settings: { ...this.now, ...part } }));
    });
  }

  #take(settings: TillSettings): void {
    // What follows from them begins anew only where they are others.
    if (JSON.stringify(settings) !== JSON.stringify(this.now)) this.now = settings;
    this.read = true;
  }

  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#last.then(step, step);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
