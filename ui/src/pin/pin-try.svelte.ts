import { asError, hasCode } from "../words/errors";
import { Countdown } from "./countdown.svelte";
import type { PinFault, TillError } from "../contract";

export type PinLength = { least: number; most: number };

type Ways = {
  length: () => PinLength;
  submit: (pin: string) => Promise<unknown>;
};

/** More digits than anybody means to type, so that a held scanner fills no memory. */
const MOST_TYPED = 64;

/**
 * The PIN that is being typed, and the try that runs. A try takes the digits away at once, so that
 * they stand nowhere any longer; digits typed while it runs are those of the next try, and Enter
 * waits for its end.
 */
export class PinTry {
  digits = $state("");
  running = $state(false);
  /** Why the last try did not succeed. */
  error = $state.raw<TillError | null>(null);
  /** Why what was typed was no try at all. */
  unfit = $state.raw<PinFault | null>(null);
  readonly wait = new Countdown();
  readonly #ways: Ways;

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  get waiting(): boolean {
    return this.wait.left > 0;
  }

  type(digits: string): void {
    if (this.waiting) return;
    this.digits = (this.digits + digits.replace(/[^0-9]/g, "")).slice(0, MOST_TYPED);
  }

  back(): void {
    this.digits = this.digits.slice(0, -1);
  }

  clear(): void {
    this.digits = "";
  }

  /** No try for so many seconds. */
  holdFor(seconds: number): void {
    if (seconds > 0) this.clear();
    this.wait.start(seconds);
  }

  /** Without a digit nothing happens, so that what was said of the last try stays in sight. */
  async submit(): Promise<void> {
    if (this.running || this.waiting || this.digits === "") return;
    this.unfit = this.#unfit();
    if (this.unfit) {
      if (this.unfit.kind === "TOO_LONG") this.clear();
      return;
    }
    const pin = this.digits;
    this.clear();
    this.error = null;
    this.running = true;
    try {
      await this.#ways.submit(pin);
    } catch (cause) {
      this.#failed(asError(cause));
    } finally {
      this.running = false;
    }
  }

  #failed(error: TillError): void {
    this.error = error;
    if (hasCode(error, "PIN_WAIT")) this.holdFor(error.seconds);
  }

  /** No PIN has so few or so many digits: trying it would cost a try for nothing. */
  #unfit(): PinFault | null {
    const { least, most } = this.#ways.length();
    if (this.digits.length < least) return { kind: "TOO_SHORT", least };
    return this.digits.length > most ? { kind: "TOO_LONG", most } : null;
  }
}
