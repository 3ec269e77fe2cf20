//! What the provider offers, and what it promises of repeated writes.

use std::time::Duration;

use domain::capabilities::{
    Capabilities, Changes, KeyPromise, MadeOf, RateLimit, Sweep, WriteRules,
};

/// There is no idempotency key (fact sheet, 'What it does not have'). The bounds for late effects and for reads that lag
/// are the till's own (RELIABILITY 1.6, R7).
const CREATE: WriteRules = WriteRules {
    key: KeyPromise::None,
    key_window: None,
    late_bound: Duration::from_mins(15),
    read_lag: Duration::from_mins(1),
};

/// No limit of requests is published. What the till allows itself is little for a dashboard that serves a staff's
/// browsers too, which ask for more with each page.
const RATE: RateLimit = RateLimit { per_minute: 60, burst: 10 };

/// Links are made from the organization's catalogue, end by themselves, and their terms but for the products can be
/// changed. Refunds are made in the dashboard alone (fact sheet, 'What it does not have').
pub(super) static CAPABILITIES: Capabilities = Capabilities {
    create: CREATE,
    refund: None,
    capture: None,
    release: None,
    partial_refund: false,
    partial_capture: false,
    cancel: true,
    links_end: true,
    change: Changes::AllButAmount,
    most_uses: 1_000,
    shipping: false,
    reservations: false,
    card_checks: false,
    subscriptions: false,
    made_of: MadeOf::Catalogue,
    preview: true,
    own_pay_pages: true,
    needs_host: true,
    session_key: true,
    reports: false,
    payout_key: false,
    webhook_secret: false,
    confirms_pay_host: true,
    customers: false,
    refund_takes: None,
    customer_email: false,
    page_languages: &[],
    lists: false,
    sweep: Sweep::Links,
    rate_live: RATE,
    rate_test: RATE,
    name_limit: 100,
    description_limit: 250,
    forbidden: &[],
};
