//! What the dashboard can do for the till, and what it can't.

use std::time::Duration;

use domain::{
    account::Environment,
    capabilities::{Changes, KeyPromise, MadeOf, Sweep},
    hold::{HoldEndKind, NewHoldEnd},
    outcome::RejectionClass,
    refund::{NewRefund, RefundReason},
};
use providers::{Counting, SubscriptionToSet};

use crate::support::{
    Became, became, dashboard, euros, key, link_id, now, payment_id, play, reference, shop,
};

#[test]
fn no_key_is_ever_relied_on() {
    let create = &dashboard().capabilities().create;
    assert_eq!(create.key, KeyPromise::None);
    assert!(!create.key_still_known(Duration::ZERO));
    assert_eq!(create.quiet_period(), Duration::from_mins(16));
}

#[test]
fn links_are_made_of_products_and_end_by_themselves() {
    let can = dashboard().capabilities();
    assert_eq!((can.made_of, can.change), (MadeOf::Catalogue, Changes::AllButAmount));
    assert!(
        can.links_end && can.cancel && can.preview && can.session_key && can.sweep == Sweep::Links
    );
    assert!(can.needs_host && can.own_pay_pages && can.confirms_pay_host);
    assert_eq!(can.most_uses, 1_000);
    assert!(dashboard().sweeps(&shop()));
    for environment in [Environment::Live, Environment::Sandbox, Environment::Practice] {
        let rate = can.rate(environment);
        assert_eq!((rate.per_minute, rate.burst), (60, 10));
    }
}

#[test]
fn what_is_not_offered_is_not_sent() {
    let can = dashboard().capabilities();
    assert!(can.refund.is_none() && can.capture.is_none() && can.release.is_none());
    assert!(!can.subscriptions && !can.reservations && !can.lists && !can.customers);
    let refused = |came| assert_eq!(came, (Became::Rejected(RejectionClass::Refused), 0));
    for kind in [HoldEndKind::Capture, HoldEndKind::Release] {
        let (payment, reference) = (payment_id(), reference());
        let end = NewHoldEnd { kind, payment, reference, amount: euros(5) };
        let (outcome, sent) = play(dashboard().end_hold(&shop(), end, key()), vec![]);
        refused((became(&outcome), sent.len()));
    }
    let refund = NewRefund {
        id: "019a0b0c-0d0e-7f10-8a12-00abcdef6789".parse().unwrap(),
        payment: payment_id(),
        reference: reference(),
        amount: euros(5),
        reason: RefundReason::CustomerAsked,
        paid_at: now(),
    };
    let (outcome, sent) = play(dashboard().refund(&shop(), refund, key()), vec![]);
    refused((became(&outcome), sent.len()));
    let charges =
        SubscriptionToSet { provider_id: link_id(), reference: reference(), charge: false };
    let (outcome, sent) = play(dashboard().set_charges(&shop(), charges), vec![]);
    refused((became(&outcome), sent.len()));
}

#[test]
fn two_currencies_are_taken() {
    for (code, due) in [
        ("USD", Counting::Agrees),
        ("EUR", Counting::Agrees),
        ("GBP", Counting::NotTaken),
        ("JPY", Counting::NotTaken),
    ] {
        assert_eq!(dashboard().counting(code.parse().unwrap()), due, "{code}");
    }
}
