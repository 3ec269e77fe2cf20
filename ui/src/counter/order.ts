/**
 * Answers may come in another order than their questions. An answer to an older question never
 * overwrites the answer to a newer one.
 */
export class InOrder {
  #asked = 0;
  #taken = 0;

  /** A question is asked: what its answer has to pass. */
  ask(): (take: () => void) => void {
    const question = ++this.#asked;
    return (take) => {
      if (question < this.#taken) return;
      this.#taken = question;
      take();
    };
  }
}
