import { emptyEntry, entryOf, isUntouched, total, withExponent, type Entry } from "../keypad/entry";
import {
  Basket,
  basketForm,
  isMadeOf,
  sumOf,
  type BasketLine,
  type Selling,
} from "./basket.svelte";
import { KindDraft } from "../link/kind.svelte";
import { Terms } from "../link/terms.svelte";
import { errorFields, hasCode, type ErrorCode } from "../words/errors";
import { m } from "../language/messages";
import type {
  AccountView,
  CanDo,
  Currency,
  CustomerCard,
  Environment,
  Field,
  NewSaleForm,
  SaleView,
  TillError,
} from "../contract";

/** The provider or the till answered for good: what was pressed will never become a link. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>([
  "API_ERROR",
  "FIELD_REFUSED",
  "PERMISSION_MISSING",
  "FOREIGN_HOST",
]);

/** Fields that are folded away until staff ask for them. */
const FOLDED: ReadonlySet<string> = new Set<Field>([
  "USE_LIMIT",
  "SHIPPING",
  "LINK_KIND",
  "EACH_CHARGE",
  "EVERY",
  "STARTS_ON",
  "TIMES",
  "CUSTOMER_EMAIL",
  "PAGE_LANGUAGE",
]);

/** Whether the error is about one of the further options. */
export function isAboutOptions(error: TillError): boolean {
  return errorFields(error).some((field) => FOLDED.has(field));
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** A reference for a sale that staff gave none, readable on a list: `SALE-20261120-140355`. */
export function madeReference(now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(twoDigits).join("");
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join("");
  return `SALE-${day}-${time}`;
}

/** One of the shop's customers, chosen for the next sale. */
export type Chosen = {
  /** The account whose provider keeps them: another one does not know them. */
  account: string;
  /** The provider's id. */
  id: string;
  /** What staff read of them. */
  label: string;
  email: string;
};

/** What staff typed for the next sale. It outlives the screen, and every error. */
export class Draft {
  entry = $state.raw<Entry>(emptyEntry(2));
  /** The products of one environment are unknown in another one. */
  readonly #baskets: Record<Environment, Basket> = {
    LIVE: new Basket(),
    SANDBOX: new Basket(),
    PRACTICE: new Basket(),
  };
  whatFor = $state("");
  reference = $state("");
  staffNote = $state("");
  /** Seconds; until staff change it, what the till proposes. */
  payableFor = $state<number | null>(null);
  /** How often the link can be paid, and shipping. */
  readonly terms = new Terms();
  /** What the customer does. */
  readonly kind = new KindDraft();
  customerEmail = $state("");
  /** Which of the shop's customers it is for. */
  chosen = $state.raw<Chosen | null>(null);
  /** The language of the pay page; empty leaves it to the provider. */
  pageLanguage = $state("");
  /** Whether the further options are shown. */
  unfolded = $state(false);
  error = $state.raw<TillError | null>(null);
  /** The account that the press with the error went to; null where it went nowhere. */
  #errorOf = $state.raw<AccountView | null>(null);
  sending = $state(false);
  /** Whether its screen asks or tells something about the amount that stands nowhere else. */
  unanswered = $state(false);
  /** While another account is chosen: a link that is created now would be at the one before. */
  choosingAccount = $state(false);
  #chosen = $state<string | null>(null);
  #pressed: { typed: string; form: NewSaleForm } | null = null;

  /** The chosen currency, as long as the account offers it. */
  currency(account: AccountView): Currency {
    return (
      account.currencies.find(({ code }) => code === this.#chosen) ?? this.#usualCurrency(account)
    );
  }

  #usualCurrency({ currencies }: AccountView): Currency {
    return currencies[0] ?? { code: "EUR", exponent: 2 };
  }

  choose(currency: Currency): void {
    this.#chosen = currency.code;
    this.#count(currency);
  }

  /** The account changed: the amounts are read by its currency. */
  fit(account: AccountView): void {
    this.#count(this.currency(account));
    this.forgetStranger(account);
    if (!this.#errorOf) return;
    if (this.#errorOf.id !== account.id || this.#isSettled(this.#errorOf, account)) {
      this.error = null;
      this.#errorOf = null;
    } else {
      this.#errorOf = account;
    }
  }

  /** Whether staff have given the account another key since the old one was refused. */
  #isSettled(before: AccountView, after: AccountView): boolean {
    if (!this.error || !hasCode(this.error, "CREDENTIALS_REFUSED")) return false;
    const accepted = before.health.kind === "KEYS_REFUSED" && after.health.kind !== "KEYS_REFUSED";
    return accepted || before.keyId !== after.keyId;
  }

  /** The error of the last press, as long as no other account answered it. */
  errorAt({ id }: AccountView): TillError | null {
    return this.#errorOf && this.#errorOf.id !== id ? null : this.error;
  }

  /** Nothing of a customer whom one account's provider keeps goes to another account. */
  forgetStranger(account: AccountView): void {
    if (this.chosen && this.chosen.account !== account.id) this.unchooseCustomer();
  }

  #count(currency: Currency): void {
    this.entry = withExponent(this.entry, currency.exponent);
    this.terms.fit(currency);
    this.kind.fit(currency);
  }

  /** Whether staff still have to say what a pasted text means. */
  get asking(): boolean {
    return this.terms.pasted !== null || this.kind.pasted !== null;
  }

  /** The customer's e-mail, as long as the account has a use for it. */
  email(can: CanDo): string {
    return can.customerEmail ? this.customerEmail.trim() : "";
  }

  /** The language of the pay page, as long as the account can ask for it. */
  language(can: CanDo): string {
    return can.pageLanguages.includes(this.pageLanguage) ? this.pageLanguage : "";
  }

  /** The chosen customer, as long as the account's provider is the one that keeps them. */
  customer(account: AccountView): Chosen | null {
    const mine = account.can.customers && this.chosen?.account === account.id;
    return mine ? this.chosen : null;
  }

  /** The sale is for this customer, who is told of it at their own address. */
  chooseCustomer(account: AccountView, { id, name, maskedEmail, email }: CustomerCard): void {
    this.chosen = { account: account.id, id, label: name || maskedEmail, email };
    this.customerEmail = email;
  }

  /** The address goes with whom it belongs to, unless staff typed another one. */
  unchooseCustomer(): void {
    if (this.chosen && this.customerEmail.trim() === this.chosen.email) this.customerEmail = "";
    this.chosen = null;
  }

  get untouched(): boolean {
    return isUntouched(this.entry);
  }

  /** Whether a new one would be the same at this account: nothing is typed, chosen or on its way. */
  isBlank(account: AccountView): boolean {
    const { whatFor, reference, staffNote, customerEmail, pageLanguage } = this;
    const words = [whatFor, reference, staffNote, customerEmail, pageLanguage];
    const chosen = [this.payableFor, this.chosen, this.error, this.#pressed];
    const isUsual = this.currency(account).code === this.#usualCurrency(account).code;
    const isOnItsWay = this.sending || this.choosingAccount || this.unanswered;
    return (
      this.untouched &&
      isUsual &&
      words.every((text) => text === "") &&
      chosen.every((choice) => choice === null) &&
      Object.values(this.#baskets).every((basket) => basket.isEmpty) &&
      !(this.terms.special || this.kind.special || this.asking || this.unfolded || isOnItsWay)
    );
  }

  basket({ environment }: Pick<AccountView, "environment">): Basket {
    return this.#baskets[environment];
  }

  /** What was typed, where the account takes an amount that is typed. */
  free(can: CanDo): bigint {
    return can.freeAmount ? total(this.entry) : 0n;
  }

  /** What the customer is to pay: the products, and what was typed beside them. */
  sum(lines: readonly BasketLine[], can: CanDo): bigint {
    return sumOf(lines) + this.free(can);
  }

  /** When a link ends that is made at `now`. */
  linkEnds(counterPayableFor: number, now: number): number {
    return now + (this.payableFor ?? counterPayableFor) * 1000;
  }

  /**
   * The form for this press; null while a product has no price. As long as the till may still make
   * a link of an earlier press of the same words, it is that press.
   */
  press(
    account: AccountView,
    selling: Selling,
    shopName: string,
    counterPayableFor: number,
  ): NewSaleForm | null {
    const lines = basketForm(this.basket(account).lines(selling));
    if (lines === null) return null;
    const products = lines.length > 0;
    const free = this.free(account.can);
    const typed = {
      account: account.id,
      lines,
      amountMinor: products && free === 0n ? "" : free.toString(),
      currency: this.currency(account).code,
      reference: this.reference.trim(),
      name: shopName,
      // Where there are products and no words, the till makes the words of them.
      description: this.whatFor.trim() || (products ? "" : account.description),
      staffNote: this.staffNote.trim(),
      payableFor: this.payableFor ?? counterPayableFor,
      ...this.terms.form(account.can),
      kind: this.kind.form(account.can),
      customerEmail: this.email(account.can),
      pageLanguage: this.language(account.can),
      customer: this.customer(account)?.id ?? "",
    };
    const key = JSON.stringify(typed);
    if (this.#pressed?.typed !== key) {
      const form = {
        ...typed,
        press: crypto.randomUUID(),
        reference: typed.reference || madeReference(new Date()),
      };
      this.#pressed = { typed: key, form };
    }
    return this.#pressed.form;
  }

  failed(error: TillError, account: AccountView | null = null): void {
    this.error = error;
    this.#errorOf = account;
    // What is wrong in a folded field would be told to nobody.
    if (isAboutOptions(error)) this.unfolded = true;
    if (FINAL.has(error.code)) this.#pressed = null;
  }

  /**
   * The sale is on its way: the next one starts empty, for one payment, in the same currency. An amount that was typed for
   * another account, and that this one has no use for, is not lost.
   */
  clear(account: Pick<AccountView, "environment"> & { can?: Pick<CanDo, "freeAmount"> }): void {
    if (account.can?.freeAmount !== false) this.entry = emptyEntry(this.entry.exponent);
    this.basket(account).clear();
    this.whatFor = "";
    this.reference = "";
    this.staffNote = "";
    this.payableFor = null;
    this.terms.clear();
    this.kind.clear();
    this.customerEmail = "";
    this.chosen = null;
    this.pageLanguage = "";
    this.unfolded = false;
    this.error = null;
    this.#errorOf = null;
    this.#pressed = null;
  }

  /** The words of an earlier sale, for a new link. */
  refill(sale: SaleView, error: TillError | null): void {
    this.clear(sale);
    this.#chosen = sale.amount.currency;
    const { basket, amount } = sale;
    const free = basket ? basket.free : amount;
    this.entry = free ? entryOf(free.minor, free.exponent) : emptyEntry(amount.exponent);
    if (basket) this.basket(sale).refill(basket);
    // Words that the till made of the products are made anew of what the next sale has of them.
    this.whatFor = basket && isMadeOf(sale.whatFor, basket.lines) ? "" : sale.whatFor;
    this.reference = sale.reference;
    this.staffNote = sale.staffNote;
    this.terms.set(sale.useLimit, sale.shipping, sale.amount.exponent);
    this.kind.set(sale.kind);
    this.customerEmail = sale.customerEmail;
    this.pageLanguage = sale.pageLanguage;
    if (sale.customerId !== "") {
      const { accountId: account, customerId: id, customerEmail: email } = sale;
      // The sale's address may be somebody else's: only the id is sure to be theirs.
      this.chosen = { account, id, label: `${m.customer_chosen()} · ${id}`, email };
    }
    const aboutCustomer =
      sale.customerEmail !== "" || sale.pageLanguage !== "" || sale.customerId !== "";
    const aboutOptions = error !== null && isAboutOptions(error);
    this.unfolded = this.terms.special || this.kind.special || aboutCustomer || aboutOptions;
    this.error = error;
  }
}
