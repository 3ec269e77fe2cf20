import { emptyEntry, entryOf, total, withExponent, type Entry } from "../keypad/entry";
import { isDayAfter } from "../time/format";
import type {
  CanDo,
  Currency,
  Field,
  LinkKind,
  LinkKindForm,
  Money,
  Period,
  Schedule,
  TillError,
} from "../contract";
import type { Pasted } from "../paste/pasted";

/** Most periods between two charges, and most charges. */
export const MOST_CHARGES = 3650;

/** Whether an account's provider makes such links. */
const OFFERED: Record<LinkKind["kind"], (can: CanDo) => boolean> = {
  PAYMENT: () => true,
  RESERVATION: (can) => can.reservations,
  CARD_CHECK: (can) => can.cardChecks,
  SUBSCRIPTION: (can) => can.subscriptions,
};

/** What a link of this account can be for, the usual one first. */
export function offeredKinds(can: CanDo): LinkKind["kind"][] {
  const kinds = Object.keys(OFFERED) as LinkKind["kind"][];
  return kinds.filter((kind) => OFFERED[kind](can));
}

/** What a link was made for, as a form says it. */
export function kindForm(kind: LinkKind): LinkKindForm {
  if (kind.kind !== "SUBSCRIPTION") return { kind: kind.kind };
  const { each, every, period, startsOn, times } = kind;
  return { kind: kind.kind, eachMinor: each.minor, every, period, startsOn, times };
}

/** A typed count, where it is one that a subscription can have. */
function count(text: string): number | null {
  const number = /^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return number >= 1 && number <= MOST_CHARGES ? number : null;
}

/** What a link is for, as staff choose it. */
export class KindDraft {
  chosen = $state<LinkKind["kind"]>("PAYMENT");
  /** How much each later charge is of. */
  each: Entry = $state.raw(emptyEntry(2));
  /** A pasted amount that staff have to say the meaning of. */
  pasted = $state.raw<Pasted | null>(null);
  /** Counts and the day, as typed. */
  every = $state("1");
  period = $state<Period>("MONTH");
  startsOn = $state("");
  times = $state("12");

  /** A kind that a sale was made with. */
  set(kind: LinkKind): void {
    this.clear();
    this.chosen = kind.kind;
    if (kind.kind !== "SUBSCRIPTION") return;
    this.each = entryOf(kind.each.minor, kind.each.exponent);
    this.every = String(kind.every);
    this.period = kind.period;
    this.startsOn = kind.startsOn;
    this.times = String(kind.times);
  }

  /** Whether anything else than one payment is chosen. */
  get special(): boolean {
    return this.chosen !== "PAYMENT";
  }

  clear(): void {
    this.chosen = "PAYMENT";
    this.each = emptyEntry(this.each.exponent);
    this.pasted = null;
    this.every = "1";
    this.period = "MONTH";
    this.startsOn = "";
    this.times = "12";
  }

  fit(currency: Currency): void {
    this.each = withExponent(this.each, currency.exponent);
  }

  /** What is chosen, as long as the account can do it. */
  kind(can: CanDo): LinkKind["kind"] {
    return OFFERED[this.chosen](can) ? this.chosen : "PAYMENT";
  }

  /** When it charges again, once all of it is filled in well, on a link that ends at `linkEnds`. */
  schedule(like: Omit<Money, "minor">, linkEnds: number): Schedule | null {
    const [every, times] = [count(this.every), count(this.times)];
    const minor = total(this.each);
    if (minor === 0n || every === null || times === null) return null;
    if (!isDayAfter(this.startsOn.trim(), linkEnds)) return null;
    const each = { ...like, minor: minor.toString() };
    return { each, every, period: this.period, startsOn: this.startsOn.trim(), times };
  }

  /** What is wrong with it before anything is sent, on a link that ends at `linkEnds`. */
  wrong(can: CanDo, linkEnds: number): TillError | null {
    if (this.kind(can) !== "SUBSCRIPTION") return null;
    const empty: [Field, boolean][] = [
      ["EACH_CHARGE", total(this.each) === 0n],
      ["EVERY", this.every.trim() === ""],
      ["STARTS_ON", this.startsOn.trim() === ""],
      ["TIMES", this.times.trim() === ""],
    ];
    const fields = empty.filter(([, isEmpty]) => isEmpty).map(([field]) => field);
    if (fields.length > 0) return { code: "MISSING_REQUIRED_FIELDS", fields };
    const wrong: [Field, boolean][] = [
      ["EVERY", count(this.every) === null],
      ["STARTS_ON", !isDayAfter(this.startsOn.trim(), linkEnds)],
      ["TIMES", count(this.times) === null],
    ];
    const found = wrong.find(([, isWrong]) => isWrong);
    return found ? { code: "INVALID_FIELD", field: found[0] } : null;
  }

  form(can: CanDo): LinkKindForm {
    const kind = this.kind(can);
    if (kind !== "SUBSCRIPTION") return { kind };
    return {
      kind,
      eachMinor: total(this.each).toString(),
      every: count(this.every) ?? 0,
      period: this.period,
      startsOn: this.startsOn.trim(),
      times: count(this.times) ?? 0,
    };
  }
}
