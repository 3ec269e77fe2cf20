import { silentSince } from "../words/states";
import type { AccountView, SaleRow, SaleView } from "../contract";

/** How many sales are asked about at once, so that nobody at the till waits behind them. */
const AT_ONCE = 3;
/** How many of the latest open sales are read where the till has told nothing of them yet. */
const READ = 50;

type Silent = { account: string; since: number };
type Work = (sale: string) => Promise<SaleView>;

function moment(at: string | null | undefined): number {
  return at ? Date.parse(at) : -Infinity;
}

/**
 * Since when the providers can't be reached, as far as the till told this page of its open sales, and the web view of
 * the network. Only that is said: whether something was paid meanwhile nobody knows.
 */
export class Connection {
  /** Since when the web view says that there is no network. */
  #offline = $state<number | null>(null);
  #silent = $state.raw<ReadonlyMap<string, Silent>>(new Map());
  /** When an account's provider answered last about a sale. */
  #answered = $state.raw<ReadonlyMap<string, number>>(new Map());
  /** Open sales that the till told of, or was asked about. */
  #known = new Set<string>();
  #looking = false;

  /**
   * Since when an account's provider can't be reached, in milliseconds since 1970; null where it can. Once it has answered
   * about one sale, it can be reached, whatever is not known yet of another one.
   */
  since({ id, environment, lastGoodCall }: AccountView): number | null {
    const answered = Math.max(moment(lastGoodCall), this.#answered.get(id) ?? -Infinity);
    const silent = [...this.#silent.values()].filter(({ account }) => account === id);
    // Practice is on this computer: it takes no network.
    const offline = environment === "PRACTICE" ? null : this.#offline;
    const moments = [...silent.map(({ since }) => since), ...(offline === null ? [] : [offline])];
    const after = moments.filter((since) => since > answered);
    return after.length > 0 ? Math.min(...after) : null;
  }

  /** Since when one sale can't be checked. */
  silentSince(sale: string): string | null {
    const silent = this.#silent.get(sale);
    return silent ? new Date(silent.since).toISOString() : null;
  }

  /** What the web view says of the network. */
  network(isThere: boolean): void {
    if (isThere) this.#offline = null;
    else this.#offline ??= Date.now();
  }

  /** What the till told of a sale. */
  note({ id, accountId, state, link }: SaleView): void {
    this.#known.add(id);
    const since = silentSince(state, link);
    if (since !== null || this.#silent.has(id)) {
      const silent = new Map(this.#silent);
      if (since === null) silent.delete(id);
      else silent.set(id, { account: accountId, since: moment(since) });
      this.#silent = silent;
    }
    const answered = moment(link?.lastChecked);
    if (answered > (this.#answered.get(accountId) ?? -Infinity)) {
      this.#answered = new Map(this.#answered).set(accountId, answered);
    }
  }

  /** These are open. What the till has not told of them is read, for it tells only what changes. */
  async watch(open: readonly SaleRow[], read: Work): Promise<void> {
    const ids = new Set(open.map(({ id }) => id));
    if ([...this.#silent.keys()].some((id) => !ids.has(id))) {
      this.#silent = new Map([...this.#silent].filter(([id]) => ids.has(id)));
    }
    this.#known = new Set([...this.#known].filter((id) => ids.has(id)));
    const unknown = [...ids].slice(0, READ).filter((id) => !this.#known.has(id));
    for (const id of unknown) this.#known.add(id);
    await this.#each(unknown, read);
  }

  /** The network is back: what could not be checked is looked at now, and once. */
  async lookAgain(look: Work): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    await this.#each([...this.#silent.keys()], look, () => this.#offline === null);
    this.#looking = false;
  }

  /** Nothing is told while nobody is at the till. */
  forget(): void {
    this.#silent = new Map();
    this.#known.clear();
  }

  async #each(sales: readonly string[], work: Work, goesOn = () => true): Promise<void> {
    const rest = [...sales];
    const one = async () => {
      for (let sale = rest.shift(); sale !== undefined && goesOn(); sale = rest.shift()) {
        try {
          this.note(await work(sale));
        } catch {
          // The till goes on asking, and tells what changes.
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }
}
