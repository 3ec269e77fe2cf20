import type { OtherAccount, SaleRow } from "../contract";

/**
 * The presses with which sales are taken to other accounts: one that got no answer goes again as it is, so that it never
 * makes a second link.
 */
export class TryPresses {
  readonly #presses = new Map<string, string>();

  /** Whether each was answered. */
  get isBlank(): boolean {
    return this.#presses.size === 0;
  }

  of(sale: SaleRow, account: OtherAccount): string {
    const key = `${sale.id} ${account.id}`;
    const press = this.#presses.get(key) ?? crypto.randomUUID();
    this.#presses.set(key, press);
    return press;
  }

  /** It was answered: whatever is pressed next is another one. */
  answered(sale: SaleRow, account: OtherAccount): void {
    this.#presses.delete(`${sale.id} ${account.id}`);
  }
}
