import { asError } from "../words/errors";
import { isWhole } from "../pin/recovery-code";
import type { Session } from "../session/session.svelte";
import type { TillError } from "../contract";

/** A recovery code that was shown, and is typed back from the note of it. */
export class CodeProof {
  /** The code stands there, or is typed back; or whoever reads it is asked whether to give it up. */
  step = $state<"SHOWN" | "TYPED" | "GIVE_UP">("SHOWN");
  typed = $state("");
  /** Whether it was sent while it was not whole. */
  short = $state(false);
  running = $state(false);
  error = $state.raw<TillError | null>(null);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** One step back. A code that is shown once is not thrown away by a key: that is asked first. */
  stepBack(): void {
    if (!this.running) this.step = this.step === "SHOWN" ? "GIVE_UP" : "SHOWN";
  }

  giveUp(): void {
    if (!this.running) this.step = "GIVE_UP";
  }

  /** Whether it was right: only then anything is written. */
  async prove(): Promise<boolean> {
    if (this.running) return false;
    this.error = null;
    this.short = !isWhole(this.typed);
    if (this.short) return false;
    this.running = true;
    try {
      await this.#session.proveRecoveryCode(this.typed);
      return true;
    } catch (cause) {
      this.error = asError(cause);
      return false;
    } finally {
      this.running = false;
    }
  }
}
