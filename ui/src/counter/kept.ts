/**
 * What was typed in a dialog or on a screen, for as long as that is open. A lock takes the page
 * away and gives it back; with the page alone, it would be gone.
 */
export class Kept<Typed> {
  readonly #by = new WeakMap<object, Typed>();

  /** What was begun `at` a task or a screen; at first it begins anew. */
  of(at: object, begin: () => Typed): Typed {
    const before = this.#by.get(at);
    if (before !== undefined) return before;
    const begun = begin();
    this.#by.set(at, begun);
    return begun;
  }
}
