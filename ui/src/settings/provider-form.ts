import { m } from "../language/messages";
import type { ProviderId, RightName } from "../contract";

/** What the forms ask about an account of a provider: before there is one, no account can tell. */
type ProviderForm = {
  /** Keys that speak for a merchant of somebody else's. */
  partners: boolean;
  /** Several accounts at the provider behind one key. */
  accountsBehindKeys: boolean;
  /** Keys for reports and payouts, beside the one that takes payments. */
  furtherKeys: boolean;
  /** A secret of its own with which the provider signs its messages. */
  webhookSecret: boolean;
  /** Whether only the owner can say on which host customers pay. */
  confirmsPayHost: boolean;
  /** Whether it is at a host of the organization's own, which the owner names. */
  needsHost: boolean;
  /** Whether the owner may say how tax is counted and how addresses of pay pages are made. */
  ownPayPages: boolean;
  /** Whether customers can be sent back to a page of the shop. */
  returnPage: boolean;
  /** Whether test accounts are at the live ones' host. */
  sandboxAtSameHost: boolean;
  /** Whether the provider sends signed news to a shop's own server, which the till can check. */
  notifications: boolean;
  /** What its keys never hold, because it offers no such thing: worth no word where it is missing. */
  neverHeld: readonly RightName[];
  payHostHint: () => string;
  countryHint: () => string;
  currenciesHint: () => string;
  apiBaseHint: () => string;
  /** What merchants of a country can usually take, the usual one first. */
  currenciesOf: Readonly<Record<string, readonly string[]>>;
  /** What merchants of any other country can take, where the provider takes only these. */
  currenciesAnywhere: readonly string[];
};

export const PROVIDER_FORMS: Record<ProviderId, ProviderForm> = {
  GLOBAL_PAYMENTS: {
    partners: true,
    accountsBehindKeys: true,
    furtherKeys: false,
    webhookSecret: false,
    confirmsPayHost: false,
    needsHost: false,
    ownPayPages: false,
    returnPage: true,
    sandboxAtSameHost: false,
    notifications: false,
    neverHeld: [],
    payHostHint: m.pay_host_hint,
    countryHint: m.country_hint,
    currenciesHint: m.currencies_hint,
    apiBaseHint: m.api_base_hint,
    currenciesOf: {},
    currenciesAnywhere: [],
  },
  FLITT: {
    partners: false,
    accountsBehindKeys: false,
    furtherKeys: true,
    webhookSecret: false,
    confirmsPayHost: false,
    needsHost: false,
    ownPayPages: false,
    returnPage: true,
    sandboxAtSameHost: true,
    notifications: true,
    neverHeld: ["LIST_LINKS", "LIST_PAYMENTS", "ALTER_LINKS"],
    payHostHint: m.pay_host_hint,
    countryHint: m.country_hint_flitt,
    currenciesHint: m.currencies_hint_flitt,
    apiBaseHint: m.api_base_hint_flitt,
    currenciesAnywhere: [],
    currenciesOf: {
      GE: ["GEL", "USD", "EUR"],
      AM: ["AMD"],
      AZ: ["AZN"],
      KZ: ["KZT"],
      MD: ["MDL"],
      UZ: ["UZS"],
    },
  },
  PAYMENT_FLOW: {
    partners: false,
    accountsBehindKeys: false,
    furtherKeys: false,
    webhookSecret: true,
    confirmsPayHost: true,
    needsHost: false,
    ownPayPages: false,
    returnPage: false,
    sandboxAtSameHost: false,
    notifications: true,
    neverHeld: ["CAPTURE", "RELEASE"],
    payHostHint: m.pay_host_hint,
    countryHint: m.country_hint,
    currenciesHint: m.currencies_hint_paymentflow,
    apiBaseHint: m.api_base_hint_paymentflow,
    currenciesOf: {},
    currenciesAnywhere: [],
  },
  MERCHANT_DASHBOARD: {
    partners: false,
    accountsBehindKeys: false,
    furtherKeys: false,
    webhookSecret: false,
    confirmsPayHost: true,
    needsHost: true,
    ownPayPages: true,
    returnPage: false,
    sandboxAtSameHost: false,
    notifications: false,
    neverHeld: ["REFUND", "CAPTURE", "RELEASE"],
    payHostHint: m.pay_host_hint_dashboard,
    countryHint: m.country_hint,
    currenciesHint: m.currencies_hint_dashboard,
    apiBaseHint: m.api_base_hint_dashboard,
    currenciesOf: {},
    currenciesAnywhere: ["EUR", "USD"],
  },
};
