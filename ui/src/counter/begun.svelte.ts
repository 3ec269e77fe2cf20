import { Kept } from "./kept";
import type { Changing } from "../change/changing.svelte";
import type { History } from "../history/history.svelte";
import type { HoldEnding } from "../hold/hold-ending.svelte";
import type { Importing } from "../products/importing.svelte";
import type { ProductDraft } from "../products/product-draft.svelte";
import type { Refunding } from "../refund/refunding.svelte";
import type { SalesList } from "../sales/sales.svelte";
import type { Saving } from "../shop-customer/saving.svelte";
import type { Task } from "../sale/tasks";

/** What one person has open and not finished, beside the next sale itself. No PIN is among it. */
export class Begun {
  /** By their tasks. A press that runs, or that nobody knows the end of, is the same one later. */
  readonly refunds = new Kept<Refunding>();
  readonly holdEnds = new Kept<HoldEnding>();
  readonly changes = new Kept<Changing>();
  /** By their screens: what was searched and looked at. */
  readonly lists = new Kept<SalesList>();
  readonly histories = new Kept<History>();

  /** What was begun with a sale in the list of sales. */
  listed = $state.raw<{ sale: string; task: Task } | null>(null);
  /** The product that is being typed. */
  product = $state.raw<ProductDraft | null>(null);
  /** The file of products that is looked at, and whether it is just now. */
  importing = $state.raw<Importing | null>(null);
  choosingFile = $state(false);
  /** Whether staff look for one of the shop's customers, for the next sale. */
  findingCustomer = $state(false);
  /** A customer who is typed and not saved yet. */
  customer = $state.raw<Saving | null>(null);

  readonly #shown = new WeakSet<object>();

  /** Whether a screen has begun nothing yet: one that a lock took away comes back as it was. */
  isNew(screen: object): boolean {
    const isNew = !this.#shown.has(screen);
    this.#shown.add(screen);
    return isNew;
  }

  /** Whether nothing is open. */
  get isBlank(): boolean {
    const open = [this.listed, this.product, this.importing, this.customer];
    return open.every((begun) => begun === null) && !this.choosingFile && !this.findingCustomer;
  }

  /** The screen is left: what was open on it is closed. */
  close(): void {
    this.listed = null;
    this.closeProducts();
    this.importing = null;
    this.findingCustomer = false;
  }

  closeProducts(): void {
    this.product = null;
    this.choosingFile = false;
  }
}
