import { silentSince } from "../words/states";
import type { AccountView, SaleRow, SaleView } from "../contract";

/** How many sales are read at once, so that nobody at the till waits behind them. */
const AT_ONCE = 3;
/** How many more than the one that is shown are looked at as soon as the network is back; the till looks at the rest. */
const MORE = 3;
/** How many of the latest open sales are read where the till has told nothing of them yet. */
const READ = 50;

/** `refused`: its provider answers, and tells nothing of it. */
type Silent = { account: string; since: number; refused: boolean };
type Work = (sale: string) => Promise<SaleView>;

/** A moment so far ahead was told by a clock that has been put right since, in milliseconds. */
const AHEAD = 60_000;

/** The moment, unless it is yet to come: then it says nothing. */
function past(moment: number): number {
  return moment <= Date.now() + AHEAD ? moment : -Infinity;
}

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
   * about one sale, it can be reached, whatever is not known yet of another one; and who refuses the key, or asks the till
   * to wait, has answered.
   */
  since({ id, environment, lastGoodCall, key, health }: AccountView): number | null {
    const answered = Math.max(
      past(moment(lastGoodCall)),
      past(this.#answered.get(id) ?? -Infinity),
    );
    const hasKey = key === "READY" || key === "SESSION_ONLY";
    const asks = hasKey && health.kind !== "KEYS_REFUSED" && health.kind !== "ASKED_TO_WAIT";
    const silent = [...this.#silent.values()].filter(
      ({ account, refused }) => asks && account === id && !refused,
    );
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
      else
        silent.set(id, {
          account: accountId,
          since: moment(since),
          refused: link?.lookRefused === true,
        });
      this.#silent = silent;
    }
    const answered = past(moment(link?.lastChecked));
    if (answered > past(this.#answered.get(accountId) ?? -Infinity)) {
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

  /**
   * The network is back: what is shown, and a few of what could not be checked, are looked at now, and once. No more: a
   * provider that is asked for everything at once answers nobody.
   */
  async lookAgain(shown: string | null, look: Work): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const first = [...this.#silent.keys()].filter((sale) => sale === shown);
    const others = [...this.#silent.keys()].filter((sale) => sale !== shown).slice(0, MORE);
    await this.#each([...first, ...others], look, () => this.#offline === null);
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
