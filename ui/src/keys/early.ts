import { characterOf, isOfAmount } from "./letter";

/** Whether a key types a part of an amount. */
export function typesAmount(event: KeyboardEvent): boolean {
  return isOfAmount(characterOf(event)) && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Keys of an amount that are pressed before the page can take them. */
class EarlyKeys {
  #last = Number.NEGATIVE_INFINITY;

  /**
   * To be called before anything is waited for. A page that takes the place of one before it may begin in the midst of an
   * amount: what nobody heard of it counts as typed just now.
   */
  listen(): void {
    const [begun] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (begun && begun.type !== "navigate") this.#last = performance.now();
    const pressed = (event: KeyboardEvent) => {
      if (typesAmount(event)) this.#last = event.timeStamp;
    };
    addEventListener("keydown", pressed, { capture: true });
  }

  /** When the latest one was pressed, by the clock of the page's events. */
  get last(): number {
    return this.#last;
  }
}

/** Those of this window. */
export const earlyKeys = new EarlyKeys();
