/** How often the countdown looks at the clock, milliseconds. */
const LOOK = 250;

/** Seconds that are left, on a clock that nobody sets. */
export class Countdown {
  #left = $state(0);
  #whole = $state(0);
  #looks: ReturnType<typeof setInterval> | undefined;

  /** Whole seconds, the begun one among them; 0 when it is over. */
  get left(): number {
    return this.#left;
  }

  /** What it began with, seconds. */
  get whole(): number {
    return this.#whole;
  }

  start(seconds: number): void {
    this.stop();
    this.#whole = seconds;
    const end = performance.now() + seconds * 1000;
    const look = () => {
      this.#left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      if (this.#left === 0) clearInterval(this.#looks);
    };
    look();
    if (this.#left > 0) this.#looks = setInterval(look, LOOK);
  }

  stop(): void {
    clearInterval(this.#looks);
    this.#left = 0;
  }
}

/** `0:24`, `15:00`, `60:00`. */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
