import { entryOf, total, type Entry } from "../keypad/entry";
import { MoneyPress, type Ways } from "./money-press.svelte";
import type { Money } from "../contract";
import type { Pasted } from "../paste/pasted";

/** A press that moves an amount, which staff may type. */
export class AmountPress<Typed extends object> extends MoneyPress<Typed> {
  entry: Entry = $state.raw({ exponent: 2, parts: [], cleared: false });
  /** A pasted text that staff have to say the meaning of. */
  pasted = $state.raw<Pasted | null>(null);

  /** `proposed` stands in the field at first. */
  constructor(ways: Ways<Typed>, proposed: Money) {
    super(ways);
    this.entry = entryOf(proposed.minor, proposed.exponent);
  }

  get minor(): bigint {
    return total(this.entry);
  }

  /** Esc takes back the question about a pasted text first; true where there was one. */
  stepBack(): boolean {
    const asked = this.pasted !== null;
    this.pasted = null;
    return asked;
  }
}
