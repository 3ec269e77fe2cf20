//! What the provider offers, and what it promises of repeated writes.

use std::time::Duration;

use domain::capabilities::{
    Capabilities, Changes, Days, KeyPromise, MadeOf, RateLimit, Sweep, WriteRules,
};

/// A key gives the first payment again for 24 hours, and makes another one after that (fact sheet, 'Idempotency'). The
/// bounds for late effects and for reads that lag are the till's own (RELIABILITY 1.6, R7).
const CREATE: WriteRules = WriteRules {
    key: KeyPromise::Replay,
    key_window: Some(Duration::from_hours(24)),
    late_bound: Duration::from_mins(15),
    read_lag: Duration::from_mins(1),
};

/// No document says that a refund heeds a key (fact sheet, 'Refunds').
const REFUND: WriteRules = WriteRules { key: KeyPromise::None, key_window: None, ..CREATE };

/// The provider's limits are 1,000 requests a minute with real money and 100 without (fact sheet, 'Rate limits'). The till
/// takes four fifths of them (RELIABILITY 5.1), for a key may be shared, and stays below them also where it has rested and
/// then sends at once what it may. A description of any length is taken, but nobody reads much on a page for paying: the
/// limits are those of the till's other forms.
pub(super) static CAPABILITIES: Capabilities = Capabilities {
    create: CREATE,
    refund: Some(REFUND),
    capture: None,
    release: None,
    partial_refund: true,
    partial_capture: false,
    cancel: true,
    links_end: false,
    change: Changes::None,
    most_uses: 1,
    shipping: false,
    reservations: false,
    card_checks: false,
    subscriptions: false,
    made_of: MadeOf::Sum,
    preview: false,
    own_pay_pages: false,
    needs_host: false,
    session_key: false,
    reports: false,
    payout_key: false,
    webhook_secret: true,
    confirms_pay_host: true,
    customers: true,
    refund_takes: Some(Days { least: 5, most: 10 }),
    customer_email: true,
    page_languages: &[],
    lists: false,
    sweep: Sweep::Links,
    rate_live: RateLimit { per_minute: 800, burst: 60 },
    rate_test: RateLimit { per_minute: 80, burst: 10 },
    name_limit: 100,
    description_limit: 250,
    forbidden: &[],
};
