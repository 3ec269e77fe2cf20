//! Giving money back, and reading what was given back.

use domain::{
    Money, Outcome, Timestamp,
    error::Doubt,
    ids::ProviderPaymentId,
    outcome::RejectionClass,
    refund::{NewRefund, SeenRefund},
};
use providers::{MadeRefund, Method, TransportFault};
use serde_json::{Value, json};

use crate::{
    support::{
        Answer, PAYMENT, REFUND, amount, body, error, global_payments, header, key, list,
        not_found, ok, outcome, path, play, query, refund, refund_of, refunds_to_find, response,
        sale, sandbox, seen_before, with, without,
    },
    troubles::{Became, became},
};

fn refunded(answers: Vec<Answer>) -> Outcome<MadeRefund> {
    outcome(global_payments().refund(&sandbox(), refund_of(500), key()), answers)
}

#[test]
fn one_request_names_the_amount_and_the_key() {
    let exchange = global_payments().refund(&sandbox(), refund_of(500), key());
    let (outcome, sent) = play(exchange, vec![ok(&refund())]);
    let Outcome::Done(MadeRefund::Stands(refund)) = outcome else {
        panic!("the refund is not done");
    };
    assert_eq!(refund.provider_id.as_str(), REFUND);
    assert_eq!(refund.amount, Money::new(500, "GBP".parse().unwrap()));
    assert_eq!(refund.at, Timestamp::parse("2026-11-20T15:00:00Z"));
    assert!(refund.stands);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].method, Method::Post);
    assert_eq!(path(&sent[0]), format!("/ucp/transactions/{PAYMENT}/refund"));
    assert_eq!(body(&sent[0]), json!({ "amount": "500" }));
    assert_eq!(header(&sent[0], "x-gp-idempotency"), Some(key().to_string()));
}

#[test]
fn yen_go_back_as_the_provider_counts_them() {
    let ask = NewRefund { amount: amount(500, "JPY"), ..refund_of(1) };
    let made = |units: &str| {
        let answer = with(with(refund(), "currency", "JPY"), "amount", units);
        // Money that came is given back, whether or not more may be asked for.
        play(global_payments().refund(&sandbox(), ask.clone(), key()), vec![ok(&answer)])
    };
    let (outcome, sent) = made("50000");
    assert_eq!(body(&sent[0]), json!({ "amount": "50000" }));
    let Outcome::Done(MadeRefund::Stands(refund)) = outcome else {
        panic!("the refund is not done");
    };
    assert_eq!(refund.amount, Money::new(500, "JPY".parse().unwrap()));
    assert_eq!(became(&made("500").0), Some(Became::Unclear(Doubt::Different)));
    assert_eq!(became(&made("50050").0), Some(Became::Unclear(Doubt::Unreadable)));
    let unnamed = with(with(crate::support::refund(), "currency", ""), "amount", "50000");
    let (outcome, _) =
        play(global_payments().refund(&sandbox(), ask.clone(), key()), vec![ok(&unnamed)]);
    assert!(
        matches!(outcome, Outcome::Done(MadeRefund::Stands(refund)) if refund.amount.minor() == 500)
    );
    // The same in a list.
    let row = with(with(crate::support::refund(), "currency", "JPY"), "amount", "50000");
    assert!(matches!(found(&[row]), Outcome::Done(refunds) if refunds[0].amount.minor() == 500));
    let row = with(with(crate::support::refund(), "currency", "JPY"), "amount", "50050");
    assert_eq!(became(&found(&[row])), Some(Became::Unclear(Doubt::Unreadable)));
}

#[test]
fn loose_forms_of_the_answer_do_no_harm() {
    for answer in [
        with(refund(), "amount", 500),
        with(refund(), "currency", ""),
        with(refund(), "status", "PENDING"),
        with(refund(), "status", "SOMETHING_NEW"),
        with(refund(), "parent_resource_id", REFUND),
        with(refund(), "parent_resource_id", ""),
        with(refund(), "time_created", ""),
        without(refund(), "type"),
        with(refund(), "news", 1),
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
    assert!(matches!(refunded(vec![ok(&unsaid)]), Outcome::Rejected(_)));
    let Outcome::Rejected(no) = refunded(vec![ok(&declined)]) else {
        panic!("the decline is no no");
    };
    assert_eq!(no.class, RejectionClass::Refused);
    // Somebody else's decline says nothing about ours.
    let other = with(declined, "parent_resource_id", "TRN_other");
    assert_eq!(became(&refunded(vec![ok(&other)])), Some(Became::Unclear(Doubt::Different)));
    assert_eq!((no.provider_code.as_str(), no.detail.as_str()), ("101", "DECLINED BY ISSUER"));
}

#[test]
fn an_answer_that_is_not_the_refund_asked_for_leaves_the_question_open() {
    for (answer, doubt) in [
        (with(refund(), "amount", "600"), Doubt::Different),
        (with(refund(), "currency", "EUR"), Doubt::Different),
        (with(refund(), "type", "SALE"), Doubt::Different),
        (with(refund(), "status", "REVERSED"), Doubt::Different),
        (with(refund(), "parent_resource_id", "TRN_other"), Doubt::Different),
        (with(refund(), "currency", "XXQ"), Doubt::Unreadable),
        (with(refund(), "amount", "5.00"), Doubt::Unreadable),
        (without(refund(), "amount"), Doubt::Unreadable),
        (without(refund(), "id"), Doubt::Unreadable),
        (without(refund(), "status"), Doubt::Unreadable),
    ] {
        assert_eq!(became(&refunded(vec![ok(&answer)])), Some(Became::Unclear(doubt)), "{answer}");
    }
}

#[test]
fn a_known_key_leads_to_the_refund_that_the_first_request_made() {
    let exchange = global_payments().refund(&sandbox(), refund_of(500), key());
    let (outcome, sent) = play(exchange, vec![seen_before(REFUND), ok(&refund())]);
    assert!(matches!(outcome, Outcome::Done(MadeRefund::Stands(_))));
    assert_eq!(sent[1].method, Method::Get);
    assert_eq!(path(&sent[1]), format!("/ucp/transactions/{REFUND}"));
}

/// The key was used: nothing that happens while its refund is read may free the money for a second
/// one.
#[test]
fn a_known_key_whose_refund_can_not_be_confirmed_stays_open() {
    for (answer, doubt) in [
        (Err(TransportFault::Connect), Doubt::SeenBefore),
        (Ok(response(429, "")), Doubt::SeenBefore),
        (error(401, "NOT_AUTHENTICATED", "40001", ""), Doubt::SeenBefore),
        (not_found(), Doubt::SeenBefore),
        (Ok(response(200, "<html>")), Doubt::SeenBefore),
        (ok(&with(refund(), "amount", "600")), Doubt::Different),
        (ok(&sale()), Doubt::Different),
        (ok(&without(refund(), "type")), Doubt::Different),
    ] {
        assert_eq!(
            became(&refunded(vec![seen_before(REFUND), answer.clone()])),
            Some(Became::Unclear(doubt)),
            "{answer:?}"
        );
    }
    let link_id = seen_before("LNK_1");
    assert_eq!(became(&refunded(vec![link_id])), Some(Became::Unclear(Doubt::SeenBefore)));
}

/// What the key made was refused: no earlier attempt can have worked, so the money is free again.
#[test]
fn a_known_key_whose_refund_was_refused_is_a_final_no() {
    let declined = with(
        with(refund(), "status", "DECLINED"),
        "payment_method",
        json!({ "result": "101", "message": "DECLINED BY ISSUER" }),
    );
    let outcome = refunded(vec![seen_before(REFUND), ok(&declined)]);
    let Outcome::Done(MadeRefund::Refused(no)) = outcome else {
        panic!("the record's no is not final: {outcome:?}");
    };
    assert_eq!((no.provider_code.as_str(), no.detail.as_str()), ("101", "DECLINED BY ISSUER"));
    // A record that is not surely ours decides nothing.
    for other in [
        with(declined.clone(), "amount", "600"),
        with(declined.clone(), "parent_resource_id", "TRN_other"),
        with(declined.clone(), "type", "SALE"),
    ] {
        let outcome = refunded(vec![seen_before(REFUND), ok(&other)]);
        assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Different)), "{other}");
    }
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

fn found(rows: &[Value]) -> Outcome<Vec<SeenRefund>> {
    let exchange = global_payments().refunds_of(&sandbox(), refunds_to_find());
    outcome(exchange, vec![list("transactions", rows)])
}

fn found_ids(rows: &[Value]) -> Vec<String> {
    match found(rows) {
        Outcome::Done(refunds) => {
            refunds.into_iter().map(|refund| refund.provider_id.as_str().to_owned()).collect()
        }
        other => panic!("no list: {other:?}"),
    }
}

#[test]
fn refunds_are_found_by_reference_in_a_wide_window() {
    let exchange = global_payments().refunds_of(&sandbox(), refunds_to_find());
    let (_, sent) = play(exchange, vec![list("transactions", &[])]);
    assert_eq!(path(&sent[0]), "/ucp/transactions");
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

#[test]
fn only_refunds_of_this_payment_are_counted_and_each_once() {
    let second = with(with(refund(), "id", "TRN_b"), "parent_resource_id", "");
    let third = with(with(refund(), "id", "TRN_c"), "reference", "");
    assert_eq!(
        found_ids(&[
            refund(),
            second,
            third,
            refund(),
            with(with(refund(), "id", "TRN_d"), "parent_resource_id", "TRN_other"),
            with(with(refund(), "id", "TRN_e"), "reference", "other"),
            sale(),
        ]),
        [REFUND, "TRN_b", "TRN_c"]
    );
}

#[test]
fn a_refund_that_failed_after_all_is_told_as_such() {
    for (status, stands) in [
        ("CAPTURED", true),
        ("FUNDED", true),
        ("PENDING", true),
        ("SOMETHING_NEW", true),
        ("DECLINED", false),
        ("REJECTED", false),
        ("REVERSED", false),
    ] {
        let Outcome::Done(refunds) = found(&[with(refund(), "status", status)]) else {
            panic!("no list");
        };
        assert_eq!(refunds[0].stands, stands, "{status}");
    }
}

#[test]
fn a_refund_that_can_not_be_counted_is_not_left_out() {
    for row in
        [with(refund(), "amount", "5.00"), with(refund(), "currency", ""), with(refund(), "id", "")]
    {
        assert_eq!(became(&found(&[refund(), row])), Some(Became::Unclear(Doubt::Unreadable)));
    }
}

#[test]
fn refunds_are_read_from_every_page() {
    let page = |row: Value| ok(&json!({ "total_count": 2, "transactions": [row] }));
    let exchange = global_payments().refunds_of(&sandbox(), refunds_to_find());
    let second = with(refund(), "id", "TRN_b");
    let (outcome, sent) = play(exchange, vec![page(refund()), page(second)]);
    assert!(matches!(outcome, Outcome::Done(refunds) if refunds.len() == 2));
    assert_eq!(query(&sent[1])[0].1, "2");
}
