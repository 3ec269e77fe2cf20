import { asError, errorFields, hasCode } from "../words/errors";
import { Countdown } from "../pin/countdown.svelte";
import { isWhole } from "../pin/recovery-code";
import type { Session } from "../session/session.svelte";
import type { StaffTile, TillError } from "../contract";

/** No PIN: the till reads the code, and then misses the PIN. */
const NO_PIN = "";

/** An owner's way back: the recovery code first, then a new PIN. */
export class Recovering {
  step = $state<"CODE" | "PIN">("CODE");
  code = $state("");
  /** Whose PIN it will be; empty where only the till's book tells who is an owner. */
  member = $state("");
  /** Whether the code was sent while it was not whole. */
  short = $state(false);
  /** Whether the code is being read. */
  reading = $state(false);
  error = $state.raw<TillError | null>(null);
  readonly wait = new Countdown();
  readonly #session: Session;

  constructor(session: Session, owners: readonly StaffTile[]) {
    this.#session = session;
    const last = owners.find(({ id }) => id === session.lastMember);
    this.member = (last ?? owners[0])?.id ?? "";
  }

  get waiting(): boolean {
    return this.wait.left > 0;
  }

  /** A typo is told before a PIN is chosen: the till reads the code first, which costs no try. */
  async next(): Promise<void> {
    if (this.reading || this.waiting) return;
    this.error = null;
    this.short = !isWhole(this.code);
    if (this.short) return;
    this.reading = true;
    try {
      await this.#send(NO_PIN);
    } catch (cause) {
      const error = asError(cause);
      if (hasCode(error, "NEW_PIN_REFUSED")) this.step = "PIN";
      else this.#failed(error);
    } finally {
      this.reading = false;
    }
  }

  back(): void {
    this.error = null;
    this.step = "CODE";
  }

  /** What is wrong with the new PIN is told where it is typed, the rest at the code. */
  async finish(newPin: string): Promise<void> {
    try {
      await this.#send(newPin);
    } catch (cause) {
      const error = asError(cause);
      if (hasCode(error, "NEW_PIN_REFUSED")) throw error;
      this.#failed(error);
    }
  }

  /** Whether the error stands at the code itself. */
  get isAboutCode(): boolean {
    return this.error !== null && errorFields(this.error).includes("RECOVERY_CODE");
  }

  #send(newPin: string): Promise<void> {
    return this.#session.recover({ member: this.member, code: this.code, newPin });
  }

  #failed(error: TillError): void {
    this.step = "CODE";
    if (hasCode(error, "PIN_WAIT")) this.wait.start(error.seconds);
    else this.error = error;
  }
}
