//! What Flitt can do for the till, and what it can't.

use std::time::Duration;

use domain::{
    Outcome,
    capabilities::{Changes, KeyPromise},
    link::Alteration,
    outcome::RejectionClass,
};
use providers::{Class, LinkToAlter, TransportFault};

use crate::support::{
    Became, became, flitt, link_id, now, outcome, play, reference, refusal, response, said, shop,
};

#[test]
fn nothing_ends_or_changes_a_link_and_nothing_is_sent_for_it() {
    let can = flitt().capabilities();
    assert!(!can.cancel && can.change == Changes::None && !can.lists && !can.shipping);
    assert_eq!(can.most_uses, 1);
    let link = LinkToAlter {
        provider_id: link_id(),
        reference: reference(),
        since: now(),
        alteration: Alteration::Cancel,
    };
    let (outcome, sent) = play(&shop(), flitt().alter_link(&shop(), link), vec![]);
    assert_eq!(became(&outcome), Became::Rejected(RejectionClass::Refused));
    assert!(sent.is_empty());
}

#[test]
fn keys_are_kept_for_ever_and_only_a_create_tells_nothing_of_what_it_made() {
    let can = flitt().capabilities();
    assert_eq!(can.create.key, KeyPromise::UniqueReference);
    for rules in [can.refund.unwrap(), can.capture.unwrap(), can.release.unwrap()] {
        assert_eq!((rules.key, rules.key_window), (KeyPromise::Replay, None));
        assert_eq!(rules.quiet_period(), Duration::from_mins(16));
    }
    assert!(can.reservations && can.card_checks && can.subscriptions);
    assert!(can.partial_capture && can.partial_refund && can.reports && can.payout_key);
    assert_eq!(can.forbidden, ['|']);
}

#[test]
fn a_warm_up_reads_and_takes_any_answer() {
    let (outcome_of, sent) = play(&shop(), flitt().warm_up(&shop()), vec![refusal("1018", "")]);
    assert_eq!(outcome_of, Outcome::Done(()));
    assert!(said(&sent[0], "/status/order_id", Class::Reads)["order_id"].is_string());
    let trouble = outcome(flitt().warm_up(&shop()), vec![Ok(response(500, "<html>"))]);
    assert_eq!(trouble, Outcome::Done(()));
    let lost = outcome(flitt().warm_up(&shop()), vec![Err(TransportFault::Connect)]);
    assert!(matches!(lost, Outcome::NotSent(_)));
}
