//! Giving money back, and reading what was given back.

use domain::{Outcome, error::Doubt, ids::ProviderPaymentId, refund::SeenRefund};
use providers::{MadeRefund, RefundsSeen};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, PAYMENT, REFUND, became, global_payments, key, list, ok, outcome, play, query,
    refund, refund_of, refunds_to_find, sandbox, seen_before, with, without,
};

fn refunded(answers: Vec<Answer>) -> Outcome<MadeRefund> {
    outcome(global_payments().refund(&sandbox(), refund_of(500), key()), answers)
}

fn found(rows: &[Value]) -> Outcome<Vec<SeenRefund>> {
    let exchange = global_payments().refunds_of(&sandbox(), refunds_to_find());
    outcome(exchange, vec![list("transactions", rows)]).map(|seen| match seen {
        RefundsSeen::Each(refunds) => refunds,
        other => panic!("no list: {other:?}"),
    })
}

#[test]
fn yen_in_a_list_are_counted_as_the_provider_does() {
    let row = |units: &str| with(with(refund(), "currency", "JPY"), "amount", units);
    let Outcome::Done(refunds) = found(&[row("50000")]) else {
        panic!("no list");
    };
    assert_eq!(refunds[0].amount.minor(), 500);
    assert_eq!(became(&found(&[row("50050")])), Some(Became::Unclear(Doubt::Unreadable)));
}

#[test]
fn loose_forms_of_the_answer_do_no_harm() {
    for answer in [
        with(refund(), "parent_resource_id", REFUND),
        with(refund(), "parent_resource_id", ""),
        with(refund(), "time_created", ""),
        without(refund(), "type"),
    ] {
        let outcome = refunded(vec![ok(&answer)]);
        assert!(matches!(outcome, Outcome::Done(MadeRefund::Stands(_))), "{answer}");
    }
}

#[test]
fn a_decline_with_http_200_is_a_no_in_the_providers_words() {
    let declined = with(
        with(refund(), "status", "DECLINED"),
        "payment_method",
        json!({ "result": "101", "message": "DECLINED BY ISSUER" }),
    );
    let unsaid = with(without(declined.clone(), "status"), "action/result_code", "DECLINED");
    for answer in [&declined, &unsaid] {
        let Outcome::Rejected(no) = refunded(vec![ok(answer)]) else {
            panic!("the decline is no no");
        };
        assert_eq!((no.provider_code.as_str(), no.detail.as_str()), ("101", "DECLINED BY ISSUER"));
    }
    // Somebody else's decline says nothing about ours.
    let other = with(declined, "parent_resource_id", "TRN_other");
    assert_eq!(became(&refunded(vec![ok(&other)])), Some(Became::Unclear(Doubt::Different)));
}

#[test]
fn a_known_key_that_names_a_link_leads_nowhere() {
    let outcome = refunded(vec![seen_before("LNK_1")]);
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::SeenBefore)));
    // A record that does not say what it is could be anything.
    let outcome = refunded(vec![seen_before(REFUND), ok(&without(refund(), "type"))]);
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Different)));
}

#[test]
fn a_refund_names_its_payment_where_its_record_does() {
    let Outcome::Done(refunds) = found(&[
        refund(),
        with(with(refund(), "id", "TRN_b"), "parent_resource_id", ""),
        with(with(refund(), "id", "TRN_c"), "parent_resource_id", "TRN_c"),
    ]) else {
        panic!("no list");
    };
    let named: Vec<Option<&str>> = refunds
        .iter()
        .map(|refund| refund.payment.as_ref().map(ProviderPaymentId::as_str))
        .collect();
    assert_eq!(named, [Some(PAYMENT), None, None]);
}

#[test]
fn refunds_are_found_by_reference_in_a_wide_window() {
    let exchange = global_payments().refunds_of(&sandbox(), refunds_to_find());
    let (_, sent) = play(exchange, vec![list("transactions", &[])]);
    let query = query(&sent[0]);
    for (name, value) in [
        ("reference", "Table 7 #2-0123456789"),
        ("type", "REFUND"),
        ("from_time_created", "2026-11-19"),
        ("to_time_created", "2026-11-21"),
        ("page_size", "100"),
    ] {
        assert!(query.contains(&(name.to_owned(), value.to_owned())), "{name}");
    }
}
