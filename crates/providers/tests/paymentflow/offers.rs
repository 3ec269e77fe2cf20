//! What PaymentFlow can do for the till, and what it can't.

use std::time::Duration;

use domain::{
    account::Environment,
    capabilities::{Changes, KeyPromise, Sweep},
    hold::{HoldEndKind, NewHoldEnd},
    outcome::RejectionClass,
};
use providers::{Counting, SubscriptionToSet};

use crate::support::{
    Became, became, key, link_id, payment_id, paymentflow, play, pounds, reference, shop,
};

#[test]
fn a_create_is_known_by_its_key_for_a_day_and_a_refund_never() {
    let can = paymentflow().capabilities();
    assert_eq!(can.create.key, KeyPromise::Replay);
    let hours = Duration::from_hours;
    assert!(can.create.key_still_known(hours(19)) && !can.create.key_still_known(hours(20)));
    let refund = can.refund.unwrap();
    assert!(!refund.key_still_known(Duration::ZERO));
    assert_eq!(refund.quiet_period(), Duration::from_mins(16));
}

#[test]
fn the_till_stays_below_the_providers_limits_also_after_a_rest() {
    let can = paymentflow().capabilities();
    for (environment, limit) in
        [(Environment::Live, 1_000), (Environment::Sandbox, 100), (Environment::Practice, 100)]
    {
        let rate = can.rate(environment);
        assert!(rate.per_minute + rate.burst < limit, "{environment:?}");
        assert!(rate.per_minute <= limit / 5 * 4, "a key may be shared: {environment:?}");
    }
}

#[test]
fn what_is_not_offered_is_not_sent() {
    let can = paymentflow().capabilities();
    assert!(
        can.capture.is_none()
            && can.release.is_none()
            && can.change == Changes::None
            && !can.subscriptions
    );
    assert!(!can.lists && can.sweep == Sweep::Links && paymentflow().sweeps(&shop()));
    assert!(!can.links_end && can.confirms_pay_host && can.customers && can.webhook_secret);
    for kind in [HoldEndKind::Capture, HoldEndKind::Release] {
        let (payment, reference) = (payment_id(), reference());
        let end = NewHoldEnd { kind, payment, reference, amount: pounds(5) };
        let (outcome, sent) = play(paymentflow().end_hold(&shop(), end, key()), vec![]);
        assert_eq!(became(&outcome), Became::Rejected(RejectionClass::Refused));
        assert!(sent.is_empty());
    }
    let set = SubscriptionToSet { provider_id: link_id(), reference: reference(), charge: false };
    assert!(play(paymentflow().set_charges(&shop(), set), vec![]).1.is_empty());
}

#[test]
fn every_currency_is_counted_as_the_till_does() {
    for code in ["GBP", "JPY", "KWD", "ISK", "UGX"] {
        assert_eq!(paymentflow().counting(code.parse().unwrap()), Counting::Agrees, "{code}");
    }
}
