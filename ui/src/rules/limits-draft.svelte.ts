import { emptyEntry, entryOf, total, type Entry } from "../keypad/entry";
import { moneyOf } from "../money/format";
import type { Currency, Money } from "../contract";
import type { Pasted } from "../paste/pasted";

/** A sum in one currency, as it is typed. */
export class LimitDraft {
  readonly currency: Currency;
  entry = $state.raw<Entry>(emptyEntry(0));
  pasted = $state.raw<Pasted | null>(null);

  constructor(currency: Currency, minor: string | null = null) {
    this.currency = currency;
    const { exponent } = currency;
    this.entry = minor === null ? emptyEntry(exponent) : entryOf(minor, exponent);
  }

  get isZero(): boolean {
    return total(this.entry) === 0n;
  }

  get money(): Money {
    return moneyOf(total(this.entry), this.currency);
  }
}

/** One sum for each currency of the shop, or no limit at all. */
export class LimitsDraft {
  on = $state(false);
  sums = $state.raw<readonly LimitDraft[]>([]);

  constructor(limits: readonly Money[]) {
    this.on = limits.length > 0;
    this.sums = limits.map(
      ({ currency: code, exponent, minor }) => new LimitDraft({ code, exponent }, minor),
    );
  }

  /** Each currency gets a sum of its own. One that the shop has no longer keeps what it had. */
  fit(currencies: readonly Currency[]): void {
    const sumOf = (code: string) => this.sums.find(({ currency }) => currency.code === code);
    const own = currencies.map((currency) => sumOf(currency.code) ?? new LimitDraft(currency));
    this.sums = [...own, ...this.sums.filter((sum) => !own.includes(sum))];
  }

  /**
   * What is saved. A currency without a sum counts as above the limit where others have one, so zero
   * is left out, unless there is nothing else: an empty list would be no limit.
   */
  get limits(): Money[] {
    if (!this.on) return [];
    const typed = this.sums.filter(({ isZero }) => !isZero);
    return (typed.length > 0 ? typed : this.sums).map(({ money }) => money);
  }

  /** Whether a pasted text waits for its meaning. */
  get isAsking(): boolean {
    return this.on && this.sums.some(({ pasted }) => pasted !== null);
  }
}
