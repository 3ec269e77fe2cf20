import { asError } from "../words/errors";
import { LimitsDraft } from "./limits-draft.svelte";
import type { Backend } from "../backend/backend";
import type { Currency, Field, RefundPin, TillError, TillRules } from "../contract";

/** Longest time after a payment that can be free of a PIN: a week, in minutes. */
const MOST_MINUTES = 7 * 24 * 60;
/** Longest time without a touch before the till locks, minutes. */
const MOST_IDLE = 60;

/** What stands in the fields of what is not chosen yet, minutes. */
const USUAL = { minutes: "15", idle: "2" };

function wholeMinutes(text: string, most: number): number | null {
  const minutes = /^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return minutes >= 1 && minutes <= most ? minutes : null;
}

/** The rules of the till as the owner types them, until they are saved. */
export class RulesDraft {
  pin = $state<RefundPin["kind"]>("ALWAYS");
  above = $state.raw(new LimitsDraft([]));
  minutes = $state(USUAL.minutes);
  each = $state.raw(new LimitsDraft([]));
  day = $state.raw(new LimitsDraft([]));
  locksIdle = $state(false);
  idle = $state(USUAL.idle);
  lockAfterSale = $state(false);
  /** Whether the rules in force were told. */
  read = $state(false);
  running = $state(false);
  error = $state.raw<TillError | null>(null);
  /** Whether what stands here was saved by the last press. */
  saved = $state(false);
  #before = $state("");
  /** The idle time as the till had it, where no whole minutes are: left alone, it stays. */
  #idleSeconds: { typed: string; seconds: number } | null = null;
  #currencies: readonly Currency[] = [];
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Whether something was typed or chosen that is not saved. */
  get isChanged(): boolean {
    return this.read && this.#typed !== this.#before;
  }

  get isAsking(): boolean {
    const { above, each, day } = this;
    return (this.pin === "ABOVE" && above.isAsking) || each.isAsking || day.isAsking;
  }

  /** The currencies of the shop's accounts. */
  fit(currencies: readonly Currency[]): void {
    this.#currencies = currencies;
    for (const limits of [this.above, this.each, this.day]) limits.fit(currencies);
  }

  /** Reads the rules in force. What was typed and not saved stays. */
  async load(): Promise<void> {
    if (this.running || this.isChanged) return;
    this.running = true;
    this.error = null;
    try {
      this.#become(await this.#backend.tillRules());
    } catch (cause) {
      this.error = asError(cause);
    } finally {
      this.running = false;
    }
  }

  async save(): Promise<void> {
    if (this.running || this.isAsking) return;
    this.saved = false;
    const rules = this.#rules();
    if (typeof rules === "string") {
      this.error = { code: "INVALID_FIELD", field: rules };
      return;
    }
    this.running = true;
    this.error = null;
    try {
      this.#become(await this.#backend.changeRules({ rules }));
      this.saved = true;
    } catch (cause) {
      this.error = asError(cause);
    } finally {
      this.running = false;
    }
  }

  #become(rules: TillRules): void {
    const { refundPin, lockAfterIdle } = rules;
    this.pin = refundPin.kind;
    this.above = new LimitsDraft(refundPin.kind === "ABOVE" ? refundPin.limits : []);
    this.above.on = true;
    if (refundPin.kind === "AFTER_MINUTES") this.minutes = String(refundPin.minutes);
    this.each = new LimitsDraft(rules.eachLimit);
    this.day = new LimitsDraft(rules.dayLimit);
    this.locksIdle = lockAfterIdle !== null;
    this.#idleSeconds = null;
    if (lockAfterIdle !== null) {
      this.idle = String(lockAfterIdle / 60);
      this.#idleSeconds = { typed: this.idle, seconds: lockAfterIdle };
    }
    this.lockAfterSale = rules.lockAfterSale;
    this.fit(this.#currencies);
    this.read = true;
    this.#before = this.#typed;
  }

  /** What is typed, to compare: also what cannot be saved. */
  get #typed(): string {
    const { pin, above, minutes, each, day, locksIdle, idle, lockAfterSale } = this;
    return JSON.stringify([
      pin,
      pin === "ABOVE" && above.limits,
      pin === "AFTER_MINUTES" && minutes.trim(),
      each.limits,
      day.limits,
      locksIdle && idle.trim(),
      lockAfterSale,
    ]);
  }

  /** The rules as typed, or the field that does not fit. */
  #rules(): TillRules | Field {
    const refundPin = this.#refundPin();
    if (refundPin === null) return "PIN_LIMIT";
    const lockAfterIdle = this.#lockAfterIdle();
    if (lockAfterIdle === undefined) return "LOCK_AFTER";
    return {
      refundPin,
      eachLimit: this.each.limits,
      dayLimit: this.day.limits,
      lockAfterIdle,
      lockAfterSale: this.lockAfterSale,
    };
  }

  #refundPin(): RefundPin | null {
    if (this.pin === "ABOVE") return { kind: "ABOVE", limits: this.above.limits };
    if (this.pin !== "AFTER_MINUTES") return { kind: this.pin };
    const minutes = wholeMinutes(this.minutes, MOST_MINUTES);
    return minutes === null ? null : { kind: "AFTER_MINUTES", minutes };
  }

  /** Seconds; null for never, nothing where it does not fit. */
  #lockAfterIdle(): number | null | undefined {
    if (!this.locksIdle) return null;
    if (this.#idleSeconds?.typed === this.idle.trim()) return this.#idleSeconds.seconds;
    const minutes = wholeMinutes(this.idle, MOST_IDLE);
    return minutes === null ? undefined : minutes * 60;
  }
}
