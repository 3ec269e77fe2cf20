import { m } from "../language/messages";
import { roleName } from "./roles";
import { rulesWords } from "./rules";
import { staffName } from "./staff";
import type { HistoryEntry, HistoryGroup, HistoryKind, StaffView } from "../contract";

type Say = () => string;
/** What happened to a thing, by the word that the book has for it. */
type Details = Record<string, Say>;

const LINK: Details = {
  BEGUN: m.event_link_begun,
  MADE: m.event_link_made,
  UNUSABLE: m.event_link_unusable,
  REJECTED: m.event_link_rejected,
  NOT_SENT: m.event_link_not_sent,
  UNCLEAR: m.event_link_unclear,
  ABSENT: m.event_link_absent,
  CONFIRMED: m.event_link_confirmed,
  DECLINED: m.event_link_declined,
  OBSERVED: m.event_link_observed,
  SET_ASIDE: m.event_link_set_aside,
};

const WISH: Details = {
  ASKED: m.event_wish_asked,
  MUST_END: m.event_wish_must_end,
  SENT: m.event_wish_sent,
  ANSWERED: m.event_wish_answered,
  GRANTED: m.event_wish_granted,
  OVERTAKEN: m.event_wish_overtaken,
  REFUSED: m.event_wish_refused,
};

const REFUND: Details = {
  BEGUN: m.event_refund_begun,
  MADE: m.event_refund_made,
  REJECTED: m.event_refund_rejected,
  REFUSED_BY_RECORD: m.event_refund_refused_by_record,
  LOOK_UP_REFUSED: m.event_refund_look_up_refused,
  NOT_SENT: m.event_refund_not_sent,
  UNCLEAR: m.event_refund_unclear,
  ABSENT: m.event_refund_absent,
  CONTRADICTED: m.event_refund_contradicted,
  WITHDRAWN: m.event_refund_withdrawn,
  FAILED_LATE: m.event_refund_failed_late,
  PERSON_FOUND_IT: m.event_refund_person_found_it,
  PERSON_FOUND_NONE: m.event_refund_person_found_none,
};

const HOLD_END: Details = {
  BEGUN: m.event_hold_end_begun,
  MADE: m.event_hold_end_made,
  REJECTED: m.event_hold_end_rejected,
  REFUSED_BY_RECORD: m.event_hold_end_refused_by_record,
  LOOK_UP_REFUSED: m.event_hold_end_look_up_refused,
  NOT_SENT: m.event_hold_end_not_sent,
  UNCLEAR: m.event_hold_end_unclear,
  ABSENT: m.event_hold_end_absent,
  CONTRADICTED: m.event_hold_end_contradicted,
  WITHDRAWN: m.event_hold_end_withdrawn,
  FAILED_LATE: m.event_hold_end_failed_late,
  PERSON_FOUND_IT: m.event_hold_end_person_found_it,
  PERSON_FOUND_NONE: m.event_hold_end_person_found_none,
};

const SHARED: Details = {
  LINK: m.event_link_shared_link,
  EMAIL: m.event_link_shared_email,
  MAIL_PROGRAM: m.event_link_shared_mail_program,
  EMAIL_FILE: m.event_link_shared_email_file,
  MESSAGE: m.event_link_shared_message,
  QR: m.event_link_shared_qr,
  SLIP: m.event_link_shared_slip,
  PRINT_DIALOG: m.event_link_shared_print_dialog,
};

const HOLD_END_PLANNED: Details = {
  CAPTURE: m.event_hold_end_planned_capture,
  RELEASE: m.event_hold_end_planned_release,
};

function named(member: StaffView | null): string {
  return member ? staffName(member.name) : m.event_somebody();
}

/** Words by the detail; what has no words of its own stands behind those for all of its kind. */
function byDetail(details: Details, all: Say): (entry: HistoryEntry) => string {
  return ({ detail }) => {
    const words = Object.hasOwn(details, detail) ? details[detail] : undefined;
    if (words) return words();
    return detail === "" ? all() : m.event_with_detail({ what: all(), detail });
  };
}

function withRole(words: (of: { member: string; role: string }) => string) {
  return ({ member, role }: HistoryEntry) =>
    words({ member: named(member), role: role ? roleName(role) : m.not_named() });
}

function ofMember(words: (of: { member: string }) => string) {
  return ({ member }: HistoryEntry) => words({ member: named(member) });
}

function ofAccount(words: Say) {
  return ({ account }: HistoryEntry) =>
    account === "" ? words() : m.event_of_account({ what: words(), account });
}

const WORDS: Record<HistoryKind, (entry: HistoryEntry) => string> = {
  ACCOUNT_ADDED: ofAccount(m.event_account_added),
  ACCOUNT_CHANGED: ofAccount(m.event_account_changed),
  ACCOUNT_KEY_REPLACED: ofAccount(m.event_account_key_replaced),
  ACCOUNT_FORGOTTEN: ofAccount(m.event_account_forgotten),
  ACCOUNT_CHOSEN: ofAccount(m.event_account_chosen),
  SALE_STARTED: m.event_sale_started,
  SALE_CUSTOMER_CHOSEN: m.event_sale_customer_chosen,
  CUSTOMER_MADE: m.event_customer_made,
  CUSTOMER_CHANGED: m.event_customer_changed,
  CUSTOMER_DELETED: m.event_customer_deleted,
  LINK_PLANNED: m.event_link_planned,
  LINK: byDetail(LINK, m.event_link),
  WISH: byDetail(WISH, m.event_wish),
  LINK_SHARED: byDetail(SHARED, m.event_link_shared),
  PAYMENT_SEEN: m.event_payment_seen,
  REFUND_PLANNED: m.event_refund_planned,
  REFUND: byDetail(REFUND, m.event_refund),
  HOLD_END_PLANNED: byDetail(HOLD_END_PLANNED, m.event_hold_end_planned),
  HOLD_END: byDetail(HOLD_END, m.event_hold_end),
  REFUND_ELSEWHERE: m.event_refund_elsewhere,
  REFUND_ELSEWHERE_FAILED: m.event_refund_elsewhere_failed,
  STAFF_ADDED: withRole(m.event_staff_added),
  STAFF_ROLE_CHANGED: withRole(m.event_staff_role_changed),
  STAFF_RENAMED: ofMember(m.event_staff_renamed),
  STAFF_RETIRED: ofMember(m.event_staff_retired),
  PIN_SET: ofMember(m.event_pin_set),
  PIN_REFUSED: (entry) =>
    entry.member ? ofMember(m.event_pin_refused)(entry) : m.event_recovery_code_refused(),
  SIGNED_IN: m.event_signed_in,
  PIN_PROVEN: ofMember(m.event_pin_proven),
  RECOVERY_CODE_MADE: m.event_recovery_code_made,
  RECOVERED: ofMember(m.event_recovered),
  RULES_CHANGED: ({ rules }) =>
    rules
      ? m.event_rules({ what: m.event_rules_changed(), rules: rulesWords(rules) })
      : m.event_rules_changed(),
  SETTINGS_CHANGED: m.settings_event_changed,
  SHOP_NAMED: m.event_shop_named,
  IDLE_PICTURE_CHANGED: m.event_idle_picture_changed,
  HISTORY_EXPORTED: m.event_history_exported,
  PRODUCTS_EXPORTED: m.event_products_exported,
  SALES_EXPORTED: m.sales_event_exported,
  BACKED_UP: m.backup_event_made,
  BOOK_RESTORED: m.backup_event_restored,
  LOG_EXPORTED: m.backup_event_log,
};

/** Every kind that has words. */
export const HISTORY_KINDS = Object.keys(WORDS) as HistoryKind[];

/** What happened, in words; the book's own word where a newer till wrote it. */
export function historyWords(entry: HistoryEntry): string {
  if (!Object.hasOwn(WORDS, entry.kind)) return entry.kind;
  return WORDS[entry.kind](entry);
}

/** Who did it. */
export function doerWords({ by }: HistoryEntry): string {
  return by ? staffName(by.name) : m.history_by_till();
}

export const HISTORY_GROUPS: Record<HistoryGroup, () => string> = {
  SALES: m.history_group_sales,
  REFUNDS: m.history_group_refunds,
  STAFF: m.history_group_staff,
  ACCOUNTS: m.history_group_accounts,
  SETTINGS: m.history_group_settings,
};
