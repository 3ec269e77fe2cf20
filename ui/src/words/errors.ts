import { isTillError } from "../backend/till-error";
import { backupWords } from "./backups";
import { m } from "../language/messages";
import { environmentName } from "./environments";
import { flittWords } from "./flitt-codes";
import { money } from "../money/format";
import { refusalWords } from "./product-faults";
import { pictureWords } from "./products";
import { pinFaultWords, triesWords, waitWords } from "./staff";
import { reader } from "./reader.svelte";
import type { AmountFault, Doubt, Fault, Field, Keychain, Right, TillError } from "../contract";

export type ErrorCode = TillError["code"];
type ErrorOf<Code extends ErrorCode> = Extract<TillError, { code: Code }>;

const FIELDS: Record<Field, () => string> = {
  AMOUNT: m.field_amount,
  CURRENCY: m.field_currency,
  REFERENCE: m.field_reference,
  NAME: m.field_shop_name,
  DESCRIPTION: m.field_what_for,
  STAFF_NOTE: m.field_staff_note,
  CUSTOMER_EMAIL: m.field_customer_email,
  PAGE_LANGUAGE: m.field_page_language,
  PAYABLE_FOR: m.field_payable_for,
  REASON: m.field_reason,
  NOTE: m.field_note,
  SHOP_NAME: m.field_shop_name,
  ACCOUNT_NAME: m.field_account_name,
  KEY_ID: m.field_key_id,
  KEY: m.field_key,
  PAYOUT_KEY: m.field_payout_key,
  WEBHOOK_SECRET: m.field_webhook_secret,
  PAY_HOST: m.field_pay_host,
  CUSTOMER_NAME: m.field_customer_name,
  CUSTOMER_PHONE: m.field_customer_phone,
  REPORTS_ID: m.field_reports_id,
  REPORTS_KEY: m.field_reports_key,
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
  LINK_KIND: m.field_link_kind,
  EACH_CHARGE: m.field_each_charge,
  EVERY: m.field_every,
  STARTS_ON: m.field_starts_on,
  TIMES: m.field_times,
  PRODUCTS: m.field_products,
  PAY_PAGE: m.field_pay_page,
  PRODUCT_NAME: m.products_field_name,
  CATEGORY: m.products_field_category,
  BARCODE: m.products_field_barcode,
  CATALOGUE_ID: m.products_field_catalogue_id,
  PRICE: m.products_field_price,
  STAFF_NAME: m.field_staff_name,
  PIN: m.field_pin,
  RECOVERY_CODE: m.field_recovery_code,
  REFUND_LIMIT: m.field_refund_limit,
  DAY_LIMIT: m.field_day_limit,
  PIN_LIMIT: m.field_pin_limit,
  LOCK_AFTER: m.field_lock_after,
  TIME_ZONE: m.settings_time_zone,
  DAY_END: m.settings_day_end,
  COUNTER_LIFE: m.settings_counter_life,
  SENT_LIFE: m.settings_sent_life,
  SOUND_VOLUME: m.settings_sound_volume,
  PAID_SCREEN: m.settings_paid_screen,
  CLIPBOARD_KEYS: m.settings_clipboard_keys,
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
  IN_WORK: m.doubt_in_work,
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

/** What only the owner may do; a manager may do the rest. */
const OWNERS: ReadonlySet<Right> = new Set<Right>([
  "MANAGE_ACCOUNTS",
  "MANAGE_STAFF",
  "CHANGE_SETTINGS",
  "READ_HISTORY",
  "EXPORT",
  "BACK_UP",
  "RESTORE",
]);

/** Codes about what is in one field. */
type FieldCode =
  | "TEXT_TOO_LONG"
  | "CARD_NUMBER_IN_TEXT"
  | "FORBIDDEN_CHARACTER"
  | "INVALID_FIELD"
  | "FIELD_REFUSED"
  | "ALREADY_IN_USE";

const FIELD_WORDS: { [Code in FieldCode]: (error: ErrorOf<Code>, field: string) => string } = {
  TEXT_TOO_LONG: ({ limit, length }, field) => m.error_text_too_long({ field, limit, length }),
  CARD_NUMBER_IN_TEXT: (_error, field) => m.error_card_number({ field }),
  FORBIDDEN_CHARACTER: ({ character }, field) => m.error_forbidden_character({ field, character }),
  INVALID_FIELD: (_error, field) => m.error_invalid_field({ field }),
  FIELD_REFUSED: ({ detail }, field) =>
    detail ? m.error_field_refused({ field, detail }) : m.error_field_refused_silent({ field }),
  ALREADY_IN_USE: (_error, field) => m.products_error_already_in_use({ field }),
};

function isAboutField(error: TillError): error is ErrorOf<FieldCode> {
  return error.code in FIELD_WORDS;
}

/** What is wrong with a field; forms call some fields by the provider's own name. */
function aboutField(error: ErrorOf<FieldCode>, name = known(FIELDS, error.field)): string {
  const say = FIELD_WORDS[error.code] as (error: TillError, field: string) => string;
  return say(error, name);
}

/** The provider's own words where the till has none, and its code for whoever asks the provider. */
function providerWords({ detail, providerCode: code }: ErrorOf<"API_ERROR">): string {
  const words = flittWords(code);
  if (words) return words;
  if (code === "") return detail ? m.error_api({ detail }) : m.error_api_silent();
  return detail ? m.error_api_with_code({ detail, code }) : m.error_api_code({ code });
}

const WORDS: { [Code in ErrorCode]: (error: ErrorOf<Code>) => string } = {
  MISSING_REQUIRED_FIELDS: ({ fields }) =>
    fields.length === 1 && fields[0] === "PRODUCTS"
      ? m.error_missing_products()
      : m.error_missing_fields({ fields: fields.map((field) => known(FIELDS, field)).join(", ") }),
  INVALID_AMOUNT: ({ fault }) => known(AMOUNT_FAULTS, fault),
  CURRENCY_NOT_OFFERED: ({ currency, offered }) =>
    m.error_currency({ currency, offered: offered.join(", ") }),
  CURRENCY_NOT_COUNTED: ({ currency }) => m.error_currency_not_counted({ currency }),
  CURRENCY_DISPUTED: ({ currency }) => m.error_currency_disputed({ currency }),
  ACCOUNT_KNOWN: m.error_account_known,
  KEY_FOR_OTHER_ENVIRONMENT: ({ live }) => (live ? m.error_live_key() : m.error_test_key()),
  KEY_OF_OTHER_MERCHANT: m.error_key_of_other_merchant,
  CONFIRM_PAY_HOST: ({ hosts }) =>
    hosts.length > 0
      ? m.error_confirm_pay_host({ hosts: hosts.join(", ") })
      : m.error_confirm_pay_host_none(),
  APP_USED_ELSEWHERE: ({ environment }) =>
    m.error_app_used_elsewhere({ environment: environmentName(environment) }),
  HOST_NOT_FOR_ENVIRONMENT: ({ host }) => m.error_host_not_for_environment({ host }),
  CHOOSE_PROVIDER_ACCOUNT: m.error_choose_provider_account,
  NOT_OFFERED: m.error_not_offered,
  LINK_OVER: m.error_link_over,
  NOT_RESERVED: m.error_not_reserved,
  EVIDENCE_CHANGED: m.error_evidence_changed,
  NO_SUBSCRIPTION: m.error_no_subscription,
  TEXT_TOO_LONG: (error) => aboutField(error),
  CARD_NUMBER_IN_TEXT: (error) => aboutField(error),
  FORBIDDEN_CHARACTER: (error) => aboutField(error),
  INVALID_FIELD: (error) => aboutField(error),
  FIELD_REFUSED: (error) => aboutField(error),
  ALREADY_IN_USE: (error) => aboutField(error),
  INVALID_PRICE: ({ currency, fault }) =>
    m.products_error_price({ currency, fault: known(AMOUNT_FAULTS, fault) }),
  PICTURE_REFUSED: ({ fault }) => pictureWords(fault),
  BACKUP_REFUSED: ({ fault }) => backupWords(fault),
  IMPORT_OUTDATED: m.products_error_outdated,
  TOKEN_GENERATION_ERROR: m.error_token,
  CREDENTIALS_REFUSED: m.error_credentials,
  PERMISSION_MISSING: ({ permission }) => m.error_permission({ permission }),
  API_ERROR: providerWords,
  INVALID_RESPONSE: ({ doubt }) => m.error_invalid_response({ doubt: known(DOUBTS, doubt) }),
  FOREIGN_HOST: ({ host }) => m.error_foreign_host({ host }),
  LINK_NEVER_MADE: m.error_link_never_made,
  ADDRESS_LOST: m.error_address_lost,
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
  RESTORE_LAID_READY: m.error_restore_laid_ready,
  OVER_REFUND: ({ left }) => m.error_over_refund({ left: money(left) }),
  NOT_REFUNDABLE: m.error_not_refundable,
  MAY_BE_REFUNDED: m.error_may_be_refunded,
  STILL_SETTLING: m.error_still_settling,
  MONEY_RESERVED: m.error_money_reserved,
  SUBSCRIPTIONS_RUNNING: m.error_subscriptions_running,
  LINKS_STILL_OPEN: m.error_links_still_open,
  NO_FREE_AMOUNT: m.error_no_free_amount,
  PRODUCT_REFUSED: ({ fault, name }) => refusalWords(fault, name),
  TOTAL_DECLINED: m.error_total_declined,
  TOTAL_CHANGED: m.error_total_changed,
  NOT_ALLOWED: ({ right }) =>
    OWNERS.has(right) ? m.error_not_allowed_owner() : m.error_not_allowed_manager(),
  REFUND_NEEDS: m.error_refund_needs,
  LEDGER_CHANGED: ({ row }) =>
    row === null ? m.error_ledger_not_its_own() : m.error_ledger_changed({ row }),
  TILL_LOCKED: m.error_till_locked,
  WRONG_PIN: ({ triesLeft }) => m.error_wrong_pin({ tries: triesWords(triesLeft) }),
  PIN_WAIT: ({ seconds }) => m.error_pin_wait({ wait: waitWords(seconds) }),
  NEW_PIN_REFUSED: ({ fault }) => pinFaultWords(fault),
  NO_PIN_YET: m.error_no_pin_yet,
  FIRST_PIN_FIRST: m.error_first_pin_first,
  PIN_SECRET_MISSING: m.error_pin_secret_missing,
  STAFF_CHANGED_OUTSIDE: m.error_staff_changed_outside,
  BOOK_CHANGED_OUTSIDE: ({ row }) => m.error_book_changed_outside({ row }),
  LAST_OWNER: m.error_last_owner,
  STAFF_NAME_TAKEN: m.error_staff_name_taken,
  STAFF_RETIRED: m.error_staff_retired,
  WRONG_RECOVERY_CODE: ({ triesLeft }) =>
    m.error_wrong_recovery_code({ tries: triesWords(triesLeft) }),
  RECOVERY_CODE_TYPO: ({ group }) =>
    group === null ? m.error_recovery_code_typo() : m.error_recovery_code_typo_in({ group }),
  NOT_FOUND: m.error_not_found,
  CLIPBOARD_FAILED: m.error_clipboard,
  LOGIN_START_FAILED: m.error_login_start,
  QR_FAILED: m.error_qr,
  MAIL_FAILED: m.error_mail,
  BROWSER_FAILED: m.error_browser,
  PRINT_FAILED: m.error_print,
  FILE_NOT_SAVED: m.file_not_saved,
  PRACTICE_FAILED: m.error_practice,
  UNKNOWN_ERROR: m.error_unknown,
};

/** What only whoever manages the accounts can mend, for those who cannot. */
const OWNERS_WORDS: { [Code in ErrorCode]?: (error: ErrorOf<Code>) => string } = {
  CREDENTIALS_REFUSED: m.error_credentials_ask,
  PERMISSION_MISSING: ({ permission }) => m.error_permission_ask({ permission }),
  TOKEN_GENERATION_ERROR: m.error_token_ask,
  VAULT_MISSING: m.error_vault_missing_ask,
  VAULT_NO_STORE: m.error_vault_no_store_ask,
  CONFIRM_PAY_HOST: m.error_confirm_pay_host_ask,
  CHOOSE_PROVIDER_ACCOUNT: m.error_choose_provider_account_ask,
  FOREIGN_HOST: ({ host }) => m.error_foreign_host_ask({ host }),
  NOT_OFFERED: m.error_not_offered_ask,
};

/** Every code that has words. */
export const ERROR_CODES = Object.keys(WORDS) as ErrorCode[];

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
  const owners = reader.managesAccounts ? undefined : OWNERS_WORDS[error.code];
  const words = (owners ?? WORDS[error.code]) as ((error: TillError) => string) | undefined;
  return words ? words(error) : m.error_unknown();
}

/**
 * What stands under a field; nothing where the error is not about it. `name` is what the form
 * calls the field, where that is not its usual name.
 */
export function fieldWords(error: TillError | null, field: Field, name?: string): string | null {
  if (!error || !errorFields(error).includes(field)) return null;
  if (hasCode(error, "MISSING_REQUIRED_FIELDS")) return m.error_missing_field();
  return isAboutField(error) ? aboutField(error, name) : errorWords(error);
}

/** The same for a field that has words for what fits into it: they tell what does not. */
export function fitWords(error: TillError | null, field: Field, fits: string): string | null {
  const unfit = error && hasCode(error, "INVALID_FIELD") && error.field === field;
  return unfit ? fits : fieldWords(error, field);
}

/** The fields that the error is about; empty when it stands for the whole form. */
export function errorFields(error: TillError): Field[] {
  if (hasCode(error, "MISSING_REQUIRED_FIELDS")) return error.fields;
  if (hasCode(error, "INVALID_AMOUNT")) return ["AMOUNT"];
  if (hasCode(error, "INVALID_PRICE")) return ["PRICE"];
  if (hasCode(error, "NO_FREE_AMOUNT")) return ["AMOUNT"];
  if (hasCode(error, "PRODUCT_REFUSED")) return ["PRODUCTS"];
  if (hasCode(error, "CURRENCY_NOT_OFFERED")) return ["CURRENCY"];
  if (hasCode(error, "CURRENCY_NOT_COUNTED")) return ["CURRENCIES"];
  if (hasCode(error, "CURRENCY_DISPUTED")) return ["CURRENCIES"];
  if (hasCode(error, "KEY_FOR_OTHER_ENVIRONMENT")) return ["KEY"];
  if (hasCode(error, "KEY_OF_OTHER_MERCHANT")) return ["KEY"];
  if (hasCode(error, "CONFIRM_PAY_HOST")) return ["PAY_HOST"];
  if (hasCode(error, "ACCOUNT_KNOWN")) return ["KEY_ID"];
  if (hasCode(error, "APP_USED_ELSEWHERE")) return ["KEY_ID"];
  if (hasCode(error, "STAFF_NAME_TAKEN")) return ["STAFF_NAME"];
  if (hasCode(error, "RECOVERY_CODE_TYPO")) return ["RECOVERY_CODE"];
  if (hasCode(error, "WRONG_RECOVERY_CODE")) return ["RECOVERY_CODE"];
  if (hasCode(error, "HOST_NOT_FOR_ENVIRONMENT")) return ["API_BASE"];
  if (hasCode(error, "CHOOSE_PROVIDER_ACCOUNT")) return ["LINK_ACCOUNT", "PAYMENT_ACCOUNT"];
  return isAboutField(error) ? [error.field] : [];
}
