import type { LockScreen, StaffTile } from "../contract";

/** How long PINs rest, counted from the moment at which the till told it. */
export class Waits {
  readonly #screen: () => LockScreen;
  /** That moment, on a clock that nobody sets, milliseconds. */
  readonly #told = $derived.by(() => {
    this.#screen();
    return performance.now();
  });
  #ended = $state(0);

  constructor(screen: () => LockScreen) {
    this.#screen = screen;
  }

  /** Whole seconds until a PIN of theirs may be tried, the begun one among them. */
  left({ waits }: StaffTile): number {
    void this.#ended;
    const told = this.#told;
    return Math.max(0, Math.ceil(waits - (performance.now() - told) / 1000));
  }

  /** Tells when the next wait ends; gives what stops that. */
  watch(ended: () => void): (() => void) | undefined {
    const waits = this.#screen().staff.map((tile) => this.left(tile));
    const next = Math.min(...waits.filter((left) => left > 0));
    if (!Number.isFinite(next)) return undefined;
    const timer = setTimeout(() => {
      this.#ended += 1;
      ended();
    }, next * 1000);
    return () => clearTimeout(timer);
  }
}
