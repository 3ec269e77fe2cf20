//! Reading a link and the payments on it.

use domain::{
    Money, Outcome, Timestamp,
    error::Doubt,
    link::ProviderLinkState,
    payment::{PaymentStatus, SeenPayment},
};
use providers::{LinkReport, Request, TransportFault};
use serde_json::{Value, json};

use crate::{
    support::{
        Answer, LINK, PAYMENT, error, global_payments, link, link_to_read, list, money, not_found,
        ok, path, play, query, response, sale, sandbox, with, without,
    },
    troubles::{Became, became},
};

fn read(answers: Vec<Answer>) -> (Outcome<LinkReport>, Vec<Request>) {
    play(global_payments().read_link(&sandbox(), link_to_read()), answers)
}

fn report(answers: Vec<Answer>) -> LinkReport {
    match read(answers).0 {
        Outcome::Done(report) => report,
        other => panic!("no report: {other:?}"),
    }
}

/// The link with these rows in its list.
fn link_with(rows: &[Value]) -> Answer {
    ok(&with(link(), "transactions/transaction_list", rows))
}

fn row(id: &str, kind: &str, status: &str) -> Value {
    json!({ "id": id, "type": kind, "status": status, "amount": "1999", "currency": "GBP", "reference": "" })
}

/// The only payment, where its own record is `transaction`.
fn payment(transaction: &Value) -> Option<SeenPayment> {
    let mut payments =
        report(vec![link_with(&[row(PAYMENT, "SALE", "CAPTURED")]), ok(transaction)]).payments;
    assert!(payments.len() <= 1);
    payments.pop()
}

#[test]
fn a_payment_is_read_from_its_own_record() {
    let listed = with(with(sale(), "status", "PREAUTHORIZED"), "amount", "1");
    let (outcome, sent) = read(vec![link_with(&[listed]), ok(&sale())]);
    let Outcome::Done(report) = outcome else {
        panic!("no report");
    };
    assert_eq!(report.state, Some(ProviderLinkState::Open));
    let [payment] = report.payments.as_slice() else {
        panic!("not one payment");
    };
    assert_eq!(payment.status, PaymentStatus::Paid);
    assert_eq!(payment.amount, Money::new(1999, "GBP".parse().unwrap()));
    assert_eq!(payment.at, Timestamp::parse("2026-11-20T14:05:36.709Z"));
    let card = payment.card.as_ref().unwrap();
    assert_eq!((card.brand.as_str(), card.last_four.as_str()), ("VISA", "5262"));
    let paths: Vec<_> = sent.iter().map(path).collect();
    assert_eq!(paths, [format!("/ucp/links/{LINK}"), format!("/ucp/transactions/{PAYMENT}")]);
}

#[test]
fn each_status_means_what_the_fact_sheet_says() {
    for (word, status) in [
        ("AUTHENTICATED", PaymentStatus::Pending),
        ("SUCCESS_AUTHENTICATED", PaymentStatus::Pending),
        ("PENDING", PaymentStatus::Pending),
        ("PREAUTHORIZED", PaymentStatus::Reserved),
        ("CAPTURED", PaymentStatus::Paid),
        ("BATCHED", PaymentStatus::Paid),
        ("FUNDED", PaymentStatus::Paid),
        ("REVERSED", PaymentStatus::Reversed),
        ("DECLINED", PaymentStatus::Refused),
        ("REJECTED", PaymentStatus::Refused),
        ("FAILED", PaymentStatus::Refused),
        ("CANCELLED", PaymentStatus::Refused),
        ("EXPIRED", PaymentStatus::Refused),
        ("FOR_REVIEW", PaymentStatus::Unknown("FOR_REVIEW".to_owned())),
        ("captured", PaymentStatus::Unknown("captured".to_owned())),
        ("", PaymentStatus::Unknown(String::new())),
    ] {
        let seen = payment(&with(sale(), "status", word)).unwrap();
        assert_eq!(seen.status, status, "{word}");
    }
}

#[test]
fn the_links_own_state_is_a_hint_and_never_a_payment() {
    for (word, state) in [
        ("ACTIVE", ProviderLinkState::Open),
        ("PAID", ProviderLinkState::Paid),
        ("EXPIRED", ProviderLinkState::Expired),
        ("CLOSED", ProviderLinkState::Closed),
        ("INACTIVE", ProviderLinkState::Closed),
        ("SLEEPING", ProviderLinkState::Unknown("SLEEPING".to_owned())),
    ] {
        let link = with(with(link(), "status", word), "usage_count", "1");
        let report = report(vec![ok(&link), list("transactions", &[])]);
        assert_eq!(report.state, Some(state));
        assert_eq!(report.payments, []);
    }
}

#[test]
fn a_begun_payment_is_none() {
    // Listed as begun, without a type: not even looked at.
    let answers = vec![link_with(&[row(PAYMENT, "", "INITIATED")]), list("transactions", &[])];
    assert_eq!(report(answers).payments, []);
    // A sale that is listed as begun may have gone on since.
    let listed = || link_with(&[row(PAYMENT, "SALE", "INITIATED")]);
    let begun = with(sale(), "status", "INITIATED");
    let answers = vec![listed(), ok(&begun), list("transactions", &[])];
    assert_eq!(report(answers).payments, []);
    assert_eq!(report(vec![listed(), ok(&sale())]).payments.len(), 1);
}

#[test]
fn a_row_without_a_type_that_went_on_is_looked_at() {
    let answers = vec![link_with(&[row(PAYMENT, "", "CAPTURED")]), ok(&sale())];
    assert_eq!(report(answers).payments[0].status, PaymentStatus::Paid);
}

#[test]
fn only_money_of_ours_counts() {
    let foreign = with(sale(), "reference", "somebody else's");
    let answers = vec![
        link_with(&[row(PAYMENT, "SALE", "CAPTURED")]),
        ok(&foreign),
        list("transactions", &[foreign]),
    ];
    assert_eq!(report(answers).payments, []);

    let refund = with(sale(), "type", "REFUND");
    let answers = vec![
        link_with(&[row(PAYMENT, "SALE", "CAPTURED")]),
        ok(&refund),
        list("transactions", &[]),
    ];
    assert_eq!(report(answers).payments, []);

    // The link itself names it.
    assert!(payment(&with(sale(), "reference", "")).is_some());
}

#[test]
fn the_amount_and_currency_are_the_payments_own() {
    let seen = payment(&with(with(sale(), "amount", 2101), "currency", "EUR")).unwrap();
    assert_eq!(seen.amount, Money::new(2101, "EUR".parse().unwrap()));
}

/// A payer who has something shipped pays the amount and the shipping in one payment.
#[test]
fn a_payment_with_shipping_is_told_as_it_is() {
    let link = with(with(link(), "shippable", "YES"), "shipping_amount", "350");
    let paid = with(sale(), "amount", "2349");
    let link = with(link, "transactions/transaction_list", [paid.clone()]);
    let report = report(vec![ok(&link), ok(&paid)]);
    assert_eq!(report.payments[0].amount, money(2349, "GBP"));
    assert_eq!(report.payments[0].status, PaymentStatus::Paid);
}

/// Whoever allowed a currency when the link was made: what comes back is counted as it went out.
#[test]
fn yen_come_back_as_they_went_out() {
    let yen = |units: &str| {
        let yen = with(with(sale(), "currency", "JPY"), "amount", units);
        payment(&yen).unwrap()
    };
    assert_eq!(yen("199900").amount, money(1_999, "JPY"));
    assert_eq!(yen("199900").status, PaymentStatus::Paid);
    // Half a yen is no sum: the provider counts in another way than it is taken to.
    assert_eq!(yen("199950").status, PaymentStatus::Unknown("CAPTURED".to_owned()));
    assert_eq!(yen("1999").status, PaymentStatus::Unknown("CAPTURED".to_owned()));
    for code in ["KRW", "KWD"] {
        let seen = payment(&with(sale(), "currency", code)).unwrap();
        assert_eq!(seen.amount, money(1_999, code));
    }
}

#[test]
fn money_that_can_not_be_counted_is_not_taken_for_paid() {
    for transaction in [
        with(sale(), "amount", "19.99"),
        with(sale(), "amount", ""),
        with(sale(), "currency", "XXQ"),
        without(sale(), "currency"),
    ] {
        let seen = payment(&transaction).unwrap();
        assert_eq!(seen.status, PaymentStatus::Unknown("CAPTURED".to_owned()), "{transaction}");
    }
}

#[test]
fn a_payment_of_an_unknown_kind_is_not_taken_for_paid() {
    let seen = payment(&with(sale(), "type", "GIFT")).unwrap();
    assert_eq!(seen.status, PaymentStatus::Unknown("GIFT".to_owned()));
}

#[test]
fn loose_forms_of_a_transaction_do_no_harm() {
    for transaction in [
        with(sale(), "time_created", ""),
        with(sale(), "payment_method", ""),
        with(sale(), "payment_method/card", Value::Null),
        with(sale(), "action", "TRANSACTION_SINGLE"),
        with(sale(), "risk_assessment", json!([{ "mode": "ACTIVE" }])),
    ] {
        assert_eq!(payment(&transaction).unwrap().status, PaymentStatus::Paid);
    }
    for (text, moment) in [
        ("2026-11-20T14:05:36Z", "2026-11-20T14:05:36Z"),
        ("2026-11-20T14:05:36", "2026-11-20T14:05:36Z"),
        ("2026-11-20T14:05:36.123456789Z", "2026-11-20T14:05:36.123Z"),
        ("2026-11-20", "2026-11-20T00:00:00Z"),
    ] {
        let seen = payment(&with(sale(), "time_created", text)).unwrap();
        assert_eq!(seen.at, Timestamp::parse(moment), "{text}");
    }
}

#[test]
fn two_payments_on_one_link_are_both_told() {
    let second = with(sale(), "id", "TRN_second");
    let report = report(vec![
        link_with(&[
            row(PAYMENT, "SALE", "DECLINED"),
            row("TRN_second", "SALE", "CAPTURED"),
            row(PAYMENT, "SALE", "DECLINED"),
        ]),
        ok(&with(sale(), "status", "DECLINED")),
        ok(&second),
    ]);
    let statuses: Vec<_> = report.payments.iter().map(|seen| &seen.status).collect();
    assert_eq!(statuses, [&PaymentStatus::Refused, &PaymentStatus::Paid]);
}

#[test]
fn payments_that_the_link_does_not_name_are_looked_for_by_reference() {
    let foreign = with(with(sale(), "id", "TRN_foreign"), "reference", "other");
    for first in [
        ok(&link()),
        ok(&with(link(), "status", "PAID")),
        not_found(),
        error(403, "ACTION_NOT_AUTHORIZED", "40212", ""),
        Ok(response(200, "<html>")),
        Ok(response(500, "")),
    ] {
        let answers = vec![first, list("transactions", &[foreign.clone(), sale()]), ok(&sale())];
        let (outcome, sent) = read(answers);
        let Outcome::Done(report) = outcome else {
            panic!("no report");
        };
        assert_eq!(report.payments[0].status, PaymentStatus::Paid);
        assert_eq!(report.payments.len(), 1);
        assert_eq!(path(&sent[1]), "/ucp/transactions");
        let query = query(&sent[1]);
        for (name, value) in [
            ("reference", "Table 7 #2-0123456789"),
            ("type", "SALE"),
            ("from_time_created", "2026-11-19"),
            ("to_time_created", "2026-11-21"),
        ] {
            assert!(query.contains(&(name.to_owned(), value.to_owned())), "{name}");
        }
    }
}

#[test]
fn a_paid_link_with_only_refused_payments_in_it_is_looked_at_twice() {
    let paid = with(link(), "status", "PAID");
    let refused = with(with(sale(), "id", "TRN_refused"), "status", "DECLINED");
    let report = report(vec![
        ok(&with(paid, "transactions/transaction_list", [refused.clone()])),
        ok(&refused),
        list("transactions", &[refused, sale()]),
        ok(&sale()),
    ]);
    assert_eq!(report.payments.len(), 2);
    assert_eq!(report.payments[1].status, PaymentStatus::Paid);
}

#[test]
fn an_unreadable_link_without_payments_is_not_called_unpaid() {
    let (outcome, _) = read(vec![not_found(), list("transactions", &[])]);
    assert!(matches!(became(&outcome), Some(Became::Rejected(_))));
    let (outcome, _) = read(vec![Ok(response(500, "")), list("transactions", &[])]);
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::ProviderError)));
}

#[test]
fn a_link_without_the_right_to_list_transactions_still_tells_its_state() {
    let refused = error(403, "ACTION_NOT_AUTHORIZED", "40212", "");
    let report = report(vec![ok(&with(link(), "status", "EXPIRED")), refused]);
    assert_eq!(report.state, Some(ProviderLinkState::Expired));
}

#[test]
fn a_payment_that_can_not_be_read_hides_nothing_as_settled() {
    let listed = || link_with(&[row(PAYMENT, "SALE", "CAPTURED")]);
    for (answer, meaning) in [
        (Err(TransportFault::TimedOut), Doubt::TimedOut),
        (Ok(response(500, "")), Doubt::ProviderError),
        (ok(&with(sale(), "id", "TRN_other")), Doubt::Different),
    ] {
        let (outcome, _) = read(vec![listed(), answer]);
        assert_eq!(became(&outcome), Some(Became::Unclear(meaning)));
    }
    // Listed as captured, but the provider shows no record of its own: no proof.
    let report = report(vec![listed(), not_found()]);
    assert_eq!(report.payments[0].status, PaymentStatus::Unknown("CAPTURED".to_owned()));
}

#[test]
fn another_link_in_the_answer_is_not_ours() {
    let other = with(with(link(), "id", "LNK_other"), "status", "PAID");
    let (outcome, _) = read(vec![ok(&other), list("transactions", &[])]);
    assert_eq!(became(&outcome), Some(Became::Unclear(Doubt::Different)));
}
