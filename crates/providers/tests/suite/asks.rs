//! What the suite asks of every provider, and with whose secrets.

use std::sync::atomic::{AtomicU8, Ordering};

use domain::{
    Amount, Money, Random, Timestamp,
    basket::BasketLine,
    capabilities::{Capabilities, Changes},
    customer::{CustomerChange, CustomerDetails, KeptCustomer},
    hold::{HoldEndKind, NewHoldEnd},
    ids::{IdempotencyKey, ProviderCustomerId, ProviderLinkId, ProviderPaymentId},
    link::{Alteration, LinkTerms, NewLink, OwnRecord},
    link_kind::{Day, LinkKind, Period, Schedule},
    link_wish::LinkFigures,
    payment::PaymentStatus,
    reference::OurReference,
    refund::{NewRefund, RefundReason},
    usage::{Usage, UseLimit},
};
use providers::{
    CustomersToFind, Keys, LinkQuery, LinkToAlter, LinkToPreview, LinkToRead, PaymentToRead,
    RefundsToFind, SubscriptionToSet, SweepAsk, TransactionQuery,
};
use uuid::Uuid;

use crate::{answers::moment, subject::Ids};

/// The key that takes payments: it must show nowhere.
pub(crate) const APP_KEY: &str = "sk_test_canary-app-key-4f9c2b7e1a";

/// The key that signs payouts. The till makes none.
pub(crate) const PAYOUT_KEY: &str = "canary-payout-key-88d1c05b3f";

/// The key that opens the provider's reports.
pub(crate) const REPORTS_KEY: &str = "canary-reports-key-d20f7a6c91";

/// The secret that the provider signs its messages with.
pub(crate) const WEBHOOK_SECRET: &str = "whsec_canary-webhook-secret-71b8e2";

/// The token that a subject's sign-in gives.
pub(crate) const TOKEN: &str = "canary-token-Zk3q9LwT0aBcDeFg";

pub(crate) const REFERENCE: &str = "Table 7 #2-0123456789";
/// Our own id of the link.
pub(crate) const LINK_ID: &str = "019a0b0c-0d0e-7f10-8a12-000123456789";
/// Our own id of the refund.
pub(crate) const REFUND_ID: &str = "019a0b0c-0d0e-7f10-8a12-00abcdef6789";
/// The provider's id of a customer.
pub(crate) const CUSTOMER_ID: &str = "cus_Ab12Cd34Ef56";
/// The products in a provider's own catalogue.
pub(crate) const CHAIR: &str = "prod_Ch41r";
pub(crate) const TABLE: &str = "prod_T4ble";
/// Contact data, which has no place in a log.
pub(crate) const CUSTOMER_EMAIL: &str = "nino.beridze@shop.example";
pub(crate) const CUSTOMER_NAME: &str = "Nino Beridze";
pub(crate) const CUSTOMER_PHONE: &str = "+995 (32) 212-34-67";
pub(crate) const NAME: &str = "Corner shop";
pub(crate) const DESCRIPTION: &str = "Two chairs, café style";

pub(crate) fn now() -> Timestamp {
    moment("2026-11-20T14:03:00Z")
}

pub(crate) fn key() -> IdempotencyKey {
    key_number(1)
}

pub(crate) fn key_number(number: u128) -> IdempotencyKey {
    IdempotencyKey::from(Uuid::from_u128(0x5b0b_3a0e_6d1f_4a0c_9a64_1f7f_5e3d_0000 + number))
}

pub(crate) fn keys() -> Keys {
    Keys {
        main: APP_KEY.into(),
        payout: Some(PAYOUT_KEY.into()),
        reports: Some(REPORTS_KEY.into()),
        webhook: Some(WEBHOOK_SECRET.into()),
    }
}

pub(crate) fn money(minor: u64, code: &str) -> Money {
    Money::new(minor, code.parse().unwrap())
}

pub(crate) fn amount(minor: u64, code: &str) -> Amount {
    Amount::new(money(minor, code)).unwrap()
}

pub(crate) fn reference() -> OurReference {
    OurReference::stored(REFERENCE.to_owned())
}

pub(crate) fn uses(limit: u32) -> Usage {
    Usage::Multiple { limit: UseLimit::try_from(limit).unwrap() }
}

fn link_id(ids: &Ids) -> ProviderLinkId {
    ProviderLinkId::try_from(ids.link.to_owned()).unwrap()
}

pub(crate) fn payment_id(ids: &Ids) -> ProviderPaymentId {
    ProviderPaymentId::try_from(ids.payment.to_owned()).unwrap()
}

/// 19.99 euros, once, for a quarter of an hour.
pub(crate) fn new_link() -> NewLink {
    NewLink {
        id: LINK_ID.parse().unwrap(),
        amount: amount(1999, "EUR"),
        reference: reference(),
        name: NAME.to_owned(),
        description: DESCRIPTION.to_owned(),
        expires_at: moment("2026-11-20T14:18:00.250Z"),
        usage: Usage::Single,
        shipping: None,
        kind: LinkKind::Payment,
        customer_email: None,
        page_language: None,
        customer: None,
        lines: lines(),
    }
}

/// Two chairs and a table: 19.99 euros.
pub(crate) fn lines() -> Vec<BasketLine> {
    vec![line("Chair", CHAIR, amount(500, "EUR"), 2), line("Table", TABLE, amount(999, "EUR"), 1)]
}

/// One product that costs all of `sum`.
pub(crate) fn one_line(sum: Amount) -> Vec<BasketLine> {
    vec![line("Chair", CHAIR, sum, 1)]
}

fn line(name: &str, catalogue_id: &str, unit: Amount, pieces: u32) -> BasketLine {
    BasketLine {
        product: Uuid::from_u128(0x7001).into(),
        name: name.to_owned().try_into().unwrap(),
        catalogue_id: Some(catalogue_id.to_owned().try_into().unwrap()),
        unit,
        quantity: pieces.try_into().unwrap(),
    }
}

/// The same of another kind.
pub(crate) fn new_link_of(kind: LinkKind) -> NewLink {
    NewLink { kind, ..new_link() }
}

/// One link of each kind.
pub(crate) fn kinds() -> [LinkKind; 4] {
    let subscription = LinkKind::Subscription(schedule());
    [LinkKind::Payment, LinkKind::Reservation, LinkKind::CardCheck, subscription]
}

/// Five euros every second month, twelve times.
pub(crate) fn schedule() -> Schedule {
    Schedule {
        each: amount(500, "EUR"),
        every: 2.try_into().unwrap(),
        period: Period::Month,
        starts_on: Day::parse("2026-12-20").unwrap(),
        times: 12.try_into().unwrap(),
    }
}

/// What the book knows of a link that nobody captured anything of.
pub(crate) fn own(kind: LinkKind) -> OwnRecord {
    OwnRecord { kind, captured: Vec::new() }
}

/// What the book knows of a reservation of which 12 euros were captured.
pub(crate) fn own_captured() -> OwnRecord {
    OwnRecord { kind: LinkKind::Reservation, captured: vec![amount(1200, "EUR")] }
}

pub(crate) fn link_to_read(ids: &Ids) -> LinkToRead {
    link_to_read_as(ids, own(LinkKind::Payment))
}

/// A link of which the book knows that.
pub(crate) fn link_to_read_as(ids: &Ids, own: OwnRecord) -> LinkToRead {
    LinkToRead {
        provider_id: link_id(ids),
        reference: reference(),
        currency: "EUR".parse().unwrap(),
        own,
        since: now(),
        known: Vec::new(),
        turn: 0,
    }
}

pub(crate) fn link_to_preview(ids: &Ids) -> LinkToPreview {
    LinkToPreview {
        provider_id: link_id(ids),
        reference: reference(),
        currency: "EUR".parse().unwrap(),
    }
}

pub(crate) fn link_to_alter(ids: &Ids, alteration: Alteration) -> LinkToAlter {
    LinkToAlter { provider_id: link_id(ids), reference: reference(), since: now(), alteration }
}

/// Other terms than those of [`new_link`] in every point that a provider who can that much changes.
pub(crate) fn new_terms(can: &Capabilities) -> LinkTerms {
    let sum = if can.change == Changes::AllButAmount { 1999 } else { 1008 };
    LinkTerms {
        figures: LinkFigures {
            amount: amount(sum, "EUR"),
            usage: uses(5),
            shipping: can.shipping.then(|| money(350, "EUR")),
            expires_at: moment("2026-12-02T10:15:30.500Z"),
        },
        name: "Corner shop corrected".to_owned(),
        description: "One chair".to_owned(),
    }
}

pub(crate) fn payment_to_read(ids: &Ids) -> PaymentToRead {
    PaymentToRead {
        provider_id: payment_id(ids),
        reference: reference(),
        currency: "EUR".parse().unwrap(),
        own: own(LinkKind::Payment),
    }
}

/// The whole of the payment.
pub(crate) fn hold_end(ids: &Ids, kind: HoldEndKind) -> NewHoldEnd {
    NewHoldEnd {
        kind,
        payment: payment_id(ids),
        reference: reference(),
        amount: amount(1999, "EUR"),
    }
}

/// Five euros of the payment.
pub(crate) fn new_refund(ids: &Ids) -> NewRefund {
    NewRefund {
        id: REFUND_ID.parse().unwrap(),
        payment: payment_id(ids),
        reference: reference(),
        amount: amount(500, "EUR"),
        reason: RefundReason::CustomerAsked,
        paid_at: now(),
    }
}

pub(crate) fn refunds_to_find(ids: &Ids) -> RefundsToFind {
    RefundsToFind {
        payment: payment_id(ids),
        reference: reference(),
        currency: "EUR".parse().unwrap(),
        paid_at: now(),
    }
}

/// A subscription that shall charge, or shall not.
pub(crate) fn subscription_to_set(ids: &Ids, charge: bool) -> SubscriptionToSet {
    SubscriptionToSet { provider_id: link_id(ids), reference: reference(), charge }
}

/// A link with a payment that an earlier look saw under way.
pub(crate) fn begun_link_to_read(ids: &Ids) -> LinkToRead {
    let known = vec![(payment_id(ids), PaymentStatus::Processing)];
    LinkToRead { known, ..link_to_read(ids) }
}

pub(crate) fn customer_id() -> ProviderCustomerId {
    CUSTOMER_ID.to_owned().try_into().unwrap()
}

pub(crate) fn customer_details() -> CustomerDetails {
    CustomerDetails {
        email: CUSTOMER_EMAIL.to_owned().try_into().unwrap(),
        name: CUSTOMER_NAME.to_owned(),
        phone: Some(CUSTOMER_PHONE.to_owned().try_into().unwrap()),
    }
}

pub(crate) fn customer() -> KeptCustomer {
    KeptCustomer { id: customer_id(), details: customer_details() }
}

/// A change of all that is kept.
pub(crate) fn customer_change() -> CustomerChange {
    let before = CustomerDetails {
        email: "before@shop.example".to_owned().try_into().unwrap(),
        name: String::new(),
        phone: None,
    };
    CustomerChange { id: customer_id(), before, after: customer_details() }
}

/// The first page of all.
pub(crate) fn customers_to_find() -> CustomersToFind {
    CustomersToFind { email: None, after: None }
}

pub(crate) fn sweep() -> SweepAsk {
    SweepAsk { since: moment("2026-11-20T13:00:00Z"), page: 1, after: None }
}

/// The first page of two days, without a filter.
pub(crate) fn link_query() -> LinkQuery {
    LinkQuery {
        page: 1,
        page_size: 50,
        newest_first: true,
        from: moment("2026-11-18T23:30:00Z"),
        to: now(),
        state: None,
        usage: None,
        reference: None,
        name: None,
        description: None,
        amount: None,
        currency: None,
        country: None,
        ends_on: None,
        shipped: None,
    }
}

/// The first page of two days, without a filter.
pub(crate) fn transaction_query() -> TransactionQuery {
    TransactionQuery {
        page: 1,
        page_size: 50,
        newest_first: true,
        from: moment("2026-11-18T23:30:00Z"),
        to: now(),
        kind: None,
        status: None,
        provider_id: None,
        reference: None,
        amount: None,
        currency: None,
        country: None,
        last_four: None,
        brand: None,
        authcode: None,
        account_name: None,
    }
}

/// Bytes that are different each time, and known.
#[derive(Default)]
pub(crate) struct CountingRandom(AtomicU8);

impl Random for CountingRandom {
    fn sixteen_bytes(&self) -> [u8; 16] {
        [self.0.fetch_add(1, Ordering::Relaxed); 16]
    }
}
