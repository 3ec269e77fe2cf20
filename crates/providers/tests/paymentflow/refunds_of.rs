//! Reading what went back of a payment.

use domain::{Outcome, error::Doubt, outcome::RejectionClass, refund::RefundOrigin};
use providers::{RefundedTotal, RefundsSeen, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, DIFFERENT, REFUND_ID, UNREADABLE, became, in_state, list, money, no, ok,
    outcome, page, paths, paymentflow, play, refund, refunds_to_find, response, shop, with,
    without,
};

fn seen(answers: Vec<Answer>) -> Outcome<RefundsSeen> {
    outcome(paymentflow().refunds_of(&shop(), refunds_to_find()), answers)
}

/// Each refund: its id, its sum, whether it stands and whose it is.
fn each(answers: Vec<Answer>) -> Vec<(String, u64, bool, RefundOrigin)> {
    let Outcome::Done(RefundsSeen::Each(refunds)) = seen(answers) else { panic!("no list") };
    refunds
        .iter()
        .map(|one| (one.provider_id.to_string(), one.amount.minor(), one.stands, one.origin))
        .collect()
}

fn named(id: &str) -> Value {
    with(refund(), "id", id)
}

fn nowhere() -> Vec<Answer> {
    vec![no(404, "not_found", None), Ok(response(404, "<html>")), Ok(response(404, ""))]
}

#[test]
fn each_refund_of_all_pages_is_told_with_whose_it_is() {
    let ours = RefundOrigin::Ours(REFUND_ID.parse().unwrap());
    let foreign = with(named("ref_2"), "metadata", json!({ "user_id": "67890" }));
    let of_others = with(named("ref_3"), "metadata", json!({ "intent_id": "order 7" }));
    let mute = with(without(named("ref_4"), "metadata"), "status", "failed");
    let empty = with(named("ref_5"), "metadata", json!({ "intent_id": "" }));
    let (_, sent) = play(
        paymentflow().refunds_of(&shop(), refunds_to_find()),
        vec![page(&[refund()], true), list(&[named("ref_2")])],
    );
    let first = "/refunds?payment_id=pay_abc123&limit=100";
    assert_eq!(paths(&sent), [first, &format!("{first}&starting_after=ref_xyz")]);
    let nameless = with(named("ref_6"), "metadata", json!({}));
    let blank = with(named("ref_7"), "metadata", json!({ "intent_id": null, "user_id": "" }));
    let last = [of_others, mute, empty, nameless, blank, refund()];
    let rows = each(vec![page(&[refund(), foreign], true), list(&last)]);
    let row = |id: &str, stands, origin| (id.to_owned(), 500, stands, origin);
    let due = [
        row("ref_xyz", true, ours),
        row("ref_2", true, RefundOrigin::Elsewhere),
        row("ref_3", true, RefundOrigin::Elsewhere),
        row("ref_4", false, RefundOrigin::NotTold),
        row("ref_5", true, RefundOrigin::NotTold),
        row("ref_6", true, RefundOrigin::NotTold),
        row("ref_7", true, RefundOrigin::NotTold),
    ];
    assert_eq!(rows, due);
    assert_eq!(each(vec![list(&[])]), []);
}

#[test]
fn refunds_of_another_payment_are_passed_over() {
    let other = with(named("ref_9"), "payment_id", "pay_other");
    let rows = [other, refund()];
    assert_eq!(each(vec![page(&rows[..1], true), list(&rows)]).len(), 1);
}

#[test]
fn nothing_of_a_list_is_believed_that_can_not_be_read_whole() {
    for (answers, due) in [
        (vec![list(&[refund(), without(named("ref_2"), "amount")])], UNREADABLE),
        (vec![list(&[refund(), with(named("ref_2"), "amount", "?")])], UNREADABLE),
        (vec![list(&[refund(), json!("?")])], UNREADABLE),
        (vec![list(&[refund(), without(named("ref_2"), "payment_id")])], UNREADABLE),
        (vec![list(&[refund(), with(named("ref_2"), "currency", "EUR")])], DIFFERENT),
        (vec![page(&[], true)], UNREADABLE),
        (vec![page(&[refund()], true), page(&[refund()], true)], UNREADABLE),
        (
            vec![page(&[refund()], true), no(404, "", None)],
            Became::Rejected(RejectionClass::NotFound),
        ),
        (
            vec![page(&[refund()], true), Ok(response(500, ""))],
            Became::Unclear(Doubt::ProviderError),
        ),
        (vec![ok(&json!({ "data": [] }))], UNREADABLE),
        (vec![Err(TransportFault::TimedOut)], Became::Unclear(Doubt::TimedOut)),
        (vec![no(403, "", None)], Became::Rejected(RejectionClass::Credentials)),
    ] {
        assert_eq!(became(&seen(answers.clone())), due, "{answers:?}");
    }
}

#[test]
fn a_list_of_refunds_that_never_ends_is_left() {
    let pages = (0..20).map(|n| page(&[named(&format!("ref_{n}"))], true)).collect();
    assert_eq!(became(&seen(pages)), UNREADABLE);
}

#[test]
fn without_a_list_the_payment_tells_the_sum_or_nothing() {
    for first in nowhere() {
        let paid = with(in_state("succeeded"), "amount_refunded", "700");
        let total = RefundedTotal { gone: money(700, "GBP"), at_most: Some(money(1_999, "GBP")) };
        let (outcome, sent) = play(
            paymentflow().refunds_of(&shop(), refunds_to_find()),
            vec![first.clone(), ok(&paid)],
        );
        assert_eq!(outcome, Outcome::Done(RefundsSeen::Total(total)));
        assert_eq!(paths(&sent)[1], "/payments/pay_abc123");
        for untold in [Value::Null, json!("")] {
            let paid = with(in_state("succeeded"), "amount_refunded", untold);
            let came = seen(vec![first.clone(), ok(&paid)]);
            assert_eq!(came, Outcome::Done(RefundsSeen::Untold));
        }
        // Some of it may have gone back, and nobody can tell how much.
        let garbled = with(in_state("succeeded"), "amount_refunded", "5.00");
        assert_eq!(became(&seen(vec![first.clone(), ok(&garbled)])), UNREADABLE);
    }
}

#[test]
fn a_sum_of_another_payment_or_currency_is_doubted() {
    let gone = |change: Value| seen(vec![no(404, "", None), ok(&change)]);
    let paid = || in_state("succeeded");
    assert_eq!(became(&gone(with(paid(), "currency", "EUR"))), DIFFERENT);
    let other = with(paid(), "metadata", json!({ "reference": "another" }));
    assert_eq!(became(&gone(other)), DIFFERENT);
    assert_eq!(became(&gone(with(paid(), "id", "pay_other"))), UNREADABLE);
    let nothing = seen(vec![no(404, "", None), no(404, "", None)]);
    assert_eq!(became(&nothing), Became::Rejected(RejectionClass::NotFound));
    let page = seen(vec![Ok(response(404, "<html>")), Ok(response(404, "<html>"))]);
    assert_eq!(became(&page), UNREADABLE);
}
