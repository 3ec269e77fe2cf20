import { m } from "../paraglide/messages";
import { environmentName } from "./environments";
import { money } from "../money/format";
import type { AmountFault, Doubt, Fault, Field, Keychain, TillError } from "../contract";

export type ErrorCode = TillError["code"];
type ErrorOf<Code extends ErrorCode> = Extract<TillError, { code: Code }>;

const FIELDS: Record<Field, () => string> = {
  AMOUNT: m.field_amount,
  CURRENCY: m.field_currency,
  REFERENCE: m.field_reference,
  NAME: m.field_shop_name,
  DESCRIPTION: m.field_what_for,
  STAFF_NOTE: m.field_staff_note,
  PAYABLE_FOR: m.field_payable_for,
  REASON: m.field_reason,
  NOTE: m.field_note,
  SHOP_NAME: m.field_shop_name,
  ACCOUNT_NAME: m.field_account_name,
  APP_ID: m.field_app_id,
  APP_KEY: m.field_app_key,
  COUNTRY: m.field_country,
  CURRENCIES: m.field_currencies,
  API_BASE: m.field_api_base,
  EXTRA_ROOT: m.field_extra_root,
  MERCHANT: m.field_merchant,
  LINK_ACCOUNT: m.field_link_account,
  PAYMENT_ACCOUNT: m.field_payment_account,
  RETURN_PAGE: m.field_return_page,
  USE_LIMIT: m.field_use_limit,
  SHIPPING: m.field_shipping,
};

const AMOUNT_FAULTS: Record<AmountFault, () => string> = {
  EMPTY: m.amount_empty,
  ZERO: m.amount_zero,
  NEGATIVE: m.amount_negative,
  TOO_LARGE: m.amount_too_large,
  NOT_A_NUMBER: m.amount_not_a_number,
  TOO_PRECISE: m.amount_too_precise,
};

const FAULTS: Record<Fault, () => string> = {
  DNS: m.fault_dns,
  CONNECT: m.fault_connect,
  TLS: m.fault_tls,
  TOO_MANY_REQUESTS: m.fault_too_many_requests,
  SIGN_IN: m.fault_sign_in,
  HELD_UP: m.fault_held_up,
};

const DOUBTS: Record<Doubt, () => string> = {
  TIMED_OUT: m.doubt_timed_out,
  CONNECTION_LOST: m.doubt_connection_lost,
  PROVIDER_ERROR: m.doubt_provider_error,
  UNREADABLE: m.doubt_unreadable,
  DIFFERENT: m.doubt_different,
  REFUSED: m.doubt_refused,
  SEEN_BEFORE: m.doubt_seen_before,
  REFUSED_LATER: m.doubt_refused_later,
  INTERRUPTED: m.doubt_interrupted,
};

const KEYCHAINS: Record<Keychain, () => string> = {
  SECRET_SERVICE: m.keychain_secret_service,
  MACOS_KEYCHAIN: m.keychain_macos,
  WINDOWS_CREDENTIAL_MANAGER: m.keychain_windows,
};

/** A word for a value that a newer till may know and this page does not. */
function known<Key extends string>(table: Record<Key, () => string>, key: Key): string {
  return (table[key] ?? m.not_named)();
}

const WORDS: { [Code in ErrorCode]: (error: ErrorOf<Code>) => string } = {
  MISSING_REQUIRED_FIELDS: ({ fields }) =>
    m.error_missing_fields({ fields: fields.map((field) => known(FIELDS, field)).join(", ") }),
  INVALID_AMOUNT: ({ fault }) => known(AMOUNT_FAULTS, fault),
  CURRENCY_NOT_OFFERED: ({ currency, offered }) =>
    m.error_currency({ currency, offered: offered.join(", ") }),
  CURRENCY_NOT_COUNTED: ({ currency }) => m.error_currency_not_counted({ currency }),
  CURRENCY_DISPUTED: ({ currency }) => m.error_currency_disputed({ currency }),
  ACCOUNT_KNOWN: m.error_account_known,
  APP_USED_ELSEWHERE: ({ environment }) =>
    m.error_app_used_elsewhere({ environment: environmentName(environment) }),
  HOST_NOT_FOR_ENVIRONMENT: ({ host }) => m.error_host_not_for_environment({ host }),
  CHOOSE_PROVIDER_ACCOUNT: m.error_choose_provider_account,
  NOT_OFFERED: m.error_not_offered,
  LINK_OVER: m.error_link_over,
  NOT_RESERVED: m.error_not_reserved,
  EVIDENCE_CHANGED: m.error_evidence_changed,
  TEXT_TOO_LONG: ({ field, limit, length }) =>
    m.error_text_too_long({ field: known(FIELDS, field), limit, length }),
  CARD_NUMBER_IN_TEXT: ({ field }) => m.error_card_number({ field: known(FIELDS, field) }),
  INVALID_FIELD: ({ field }) => m.error_invalid_field({ field: known(FIELDS, field) }),
  TOKEN_GENERATION_ERROR: m.error_token,
  CREDENTIALS_REFUSED: m.error_credentials,
  PERMISSION_MISSING: ({ permission }) => m.error_permission({ permission }),
  API_ERROR: ({ detail, providerCode }) => m.error_api({ detail: detail || providerCode }),
  INVALID_RESPONSE: ({ doubt }) => m.error_invalid_response({ doubt: known(DOUBTS, doubt) }),
  FOREIGN_HOST: ({ host }) => m.error_foreign_host({ host }),
  LINK_NEVER_MADE: m.error_link_never_made,
  NOT_SENT: ({ fault }) => m.error_not_sent({ fault: known(FAULTS, fault) }),
  UNCLEAR_OUTCOME: ({ doubt }) => m.error_unclear({ doubt: known(DOUBTS, doubt) }),
  TOO_MANY_REQUESTS: ({ retryAfter }) =>
    retryAfter === null ? m.error_slow_down() : m.error_slow_down_for({ seconds: retryAfter }),
  VAULT_LOCKED: m.error_vault_locked,
  VAULT_MISSING: m.error_vault_missing,
  VAULT_NO_STORE: ({ keychain }) => known(KEYCHAINS, keychain),
  VAULT_TIMED_OUT: m.error_vault_timed_out,
  VAULT_FAILED: m.error_vault_failed,
  LEDGER_READ_ONLY: m.error_ledger_read_only,
  LEDGER_DISK_FULL: m.error_ledger_disk_full,
  LEDGER_TOO_NEW: m.error_ledger_too_new,
  LEDGER_DAMAGED: m.error_ledger_damaged,
  LEDGER_FAILED: m.error_ledger_failed,
  OVER_REFUND: ({ left }) => m.error_over_refund({ left: money(left) }),
  NOT_REFUNDABLE: m.error_not_refundable,
  STILL_SETTLING: m.error_still_settling,
  MONEY_RESERVED: ({ count }) =>
    count === 1 ? m.error_money_reserved() : m.error_money_reserved_several({ count }),
  LINKS_STILL_OPEN: ({ count }) =>
    count === 1 ? m.error_link_still_open() : m.error_links_still_open({ count }),
  NOT_FOUND: m.error_not_found,
  CLIPBOARD_FAILED: m.error_clipboard,
  QR_FAILED: m.error_qr,
  BROWSER_FAILED: m.error_browser,
  PRACTICE_FAILED: m.error_practice,
  UNKNOWN_ERROR: m.error_unknown,
};

/** Every code that has words. */
export const ERROR_CODES = Object.keys(WORDS) as ErrorCode[];

export function isTillError(value: unknown): value is TillError {
  return (
    typeof value === "object" && value !== null && "code" in value && typeof value.code === "string"
  );
}

/** Whether the error has this code; opens its data to the compiler. */
export function hasCode<Code extends ErrorCode>(
  error: TillError,
  code: Code,
): error is ErrorOf<Code> {
  return error.code === code;
}

/** What a rejected call says, whatever it was rejected with. */
export function asError(cause: unknown): TillError {
  return isTillError(cause) ? cause : { code: "UNKNOWN_ERROR" };
}

/** What happened and what to do next, in the reader's words. */
export function errorWords(error: TillError): string {
  const words = WORDS[error.code] as ((error: TillError) => string) | undefined;
  return words ? words(error) : m.error_unknown();
}

/** What stands under a field; nothing where the error is not about it. */
export function fieldWords(error: TillError | null, field: Field): string | null {
  if (!error || !errorFields(error).includes(field)) return null;
  return hasCode(error, "MISSING_REQUIRED_FIELDS") ? m.error_missing_field() : errorWords(error);
}

/** The fields that the error is about; empty when it stands for the whole form. */
export function errorFields(error: TillError): Field[] {
  if (hasCode(error, "MISSING_REQUIRED_FIELDS")) return error.fields;
  if (hasCode(error, "INVALID_AMOUNT")) return ["AMOUNT"];
  if (hasCode(error, "CURRENCY_NOT_OFFERED")) return ["CURRENCY"];
  if (hasCode(error, "CURRENCY_NOT_COUNTED")) return ["CURRENCIES"];
  if (hasCode(error, "CURRENCY_DISPUTED")) return ["CURRENCIES"];
  if (hasCode(error, "ACCOUNT_KNOWN")) return ["APP_ID"];
  if (hasCode(error, "APP_USED_ELSEWHERE")) return ["APP_ID"];
  if (hasCode(error, "HOST_NOT_FOR_ENVIRONMENT")) return ["API_BASE"];
  if (hasCode(error, "CHOOSE_PROVIDER_ACCOUNT")) return ["LINK_ACCOUNT", "PAYMENT_ACCOUNT"];
  if (
    hasCode(error, "TEXT_TOO_LONG") ||
    hasCode(error, "CARD_NUMBER_IN_TEXT") ||
    hasCode(error, "INVALID_FIELD")
  ) {
    return [error.field];
  }
  return [];
}
