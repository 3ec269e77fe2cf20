import { hasCode } from "../words/errors";
import type { AccountView, Pricing, TillError } from "../contract";

/** How the provider and ISO 4217 count a currency, in digits; null where only the dispute is known. */
export type Dispute = { currency: string; digits: { ours: number; theirs: number } | null };

/** What the owner types about an account, new or in use. */
export class AccountDraft {
  name = $state("");
  country = $state("");
  currencies = $state("");
  description = $state("");
  returnPage = $state("");
  /** The host of the pages where customers pay, where the owner must confirm it. */
  payHost = $state("");
  /** Hosts that the provider's own links lead to, once it has shown some. */
  payHosts = $state.raw<string[]>([]);
  /** How addresses of pay pages are made; empty for the provider's usual way. */
  payPage = $state("");
  /** Whether tax is within the prices; null leaves it to the provider. */
  pricing = $state<Pricing | null>(null);
  /** The provider's accounts; empty for the only one that may. */
  linkAccount = $state("");
  paymentAccount = $state("");
  /** Accounts to choose from, once the provider has told them. */
  linkAccounts = $state.raw<string[]>([]);
  paymentAccounts = $state.raw<string[]>([]);
  /** Currencies that the owner allowed although the provider may count them differently. */
  allowed = $state.raw<string[]>([]);
  #disputes = $state.raw<Dispute[]>([]);

  /** The currencies as a person may have written them. */
  get codes(): string[] {
    return this.currencies
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean);
  }

  /** The disputed ones of the currencies that are typed at the moment. */
  get disputes(): Dispute[] {
    const codes = this.codes;
    return this.#disputes.filter(({ currency }) => codes.includes(currency));
  }

  allow(currency: string, allowed: boolean): void {
    const others = this.allowed.filter((code) => code !== currency);
    this.allowed = allowed ? [...others, currency] : others;
  }

  /** An account as it is in use. */
  fill(account: AccountView): void {
    this.name = account.name;
    this.country = account.country;
    this.currencies = account.currencies.map(({ code }) => code).join(", ");
    this.description = account.description;
    this.returnPage = account.returnPage;
    this.payHost = account.payHost;
    this.payPage = account.payPage;
    this.pricing = account.pricing;
    this.linkAccount = account.linkAccount;
    this.paymentAccount = account.paymentAccount;
    this.allowed = account.allowedDisputed;
    this.#disputes = account.allowedDisputed.map((currency) => ({ currency, digits: null }));
  }

  /** The provider's accounts that the keys may use. */
  offer(linkAccounts: string[], paymentAccounts: string[]): void {
    this.linkAccounts = linkAccounts;
    this.paymentAccounts = paymentAccounts;
    if (!linkAccounts.includes(this.linkAccount)) this.linkAccount = "";
    if (!paymentAccounts.includes(this.paymentAccount)) this.paymentAccount = "";
  }

  /** An error may bring a question that the form then asks. */
  learn(error: TillError): void {
    if (hasCode(error, "CURRENCY_DISPUTED")) {
      const { currency, ours, theirs } = error;
      const others = this.#disputes.filter((dispute) => dispute.currency !== currency);
      this.#disputes = [...others, { currency, digits: { ours, theirs } }];
      this.allow(currency, false);
    }
    if (hasCode(error, "CONFIRM_PAY_HOST")) this.payHosts = error.hosts;
    if (hasCode(error, "CHOOSE_PROVIDER_ACCOUNT")) {
      this.offer(error.linkAccounts, error.paymentAccounts);
    }
  }

  /** The part of a form that every account has. */
  form() {
    const codes = this.codes;
    return {
      name: this.name.trim(),
      country: this.country.trim().toUpperCase(),
      currencies: codes,
      allowedDisputed: this.allowed.filter((code) => codes.includes(code)),
      description: this.description.trim(),
      linkAccount: this.linkAccount,
      paymentAccount: this.paymentAccount,
      returnPage: this.returnPage.trim(),
      payHost: this.payHost.trim(),
      payPage: this.payPage.trim(),
      pricing: this.pricing,
    };
  }

  /** Whether nothing is typed or chosen. */
  get isBlank(): boolean {
    const { name, country, description, returnPage, payHost, payPage } = this;
    const { linkAccount, paymentAccount } = this;
    const words = [name, country, description, returnPage, payHost, payPage];
    const typed = [...words, linkAccount, paymentAccount, ...this.codes];
    return typed.every((text) => text === "") && this.pricing === null;
  }

  clear(): void {
    this.name = "";
    this.country = "";
    this.currencies = "";
    this.description = "";
    this.returnPage = "";
    this.payHost = "";
    this.payHosts = [];
    this.payPage = "";
    this.pricing = null;
    this.linkAccount = "";
    this.paymentAccount = "";
    this.linkAccounts = [];
    this.paymentAccounts = [];
    this.allowed = [];
    this.#disputes = [];
  }
}
