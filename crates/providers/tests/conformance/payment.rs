//! Reading one payment by its own id.

use domain::{
    Outcome,
    error::Doubt,
    payment::{PaymentStatus, SeenPayment},
};
use providers::Method;

use crate::{
    support::{
        Answer, PAYMENT, global_payments, money, ok, outcome, path, payment_to_read, play,
        reserved, sale, sandbox, with, without,
    },
    troubles::{Became, became},
};

fn read(answer: Answer) -> Outcome<SeenPayment> {
    outcome(global_payments().read_payment(&sandbox(), payment_to_read()), vec![answer])
}

#[test]
fn a_payment_is_read_by_its_own_id() {
    let (outcome, sent) =
        play(global_payments().read_payment(&sandbox(), payment_to_read()), vec![ok(&reserved())]);
    let Outcome::Done(payment) = outcome else {
        panic!("no payment");
    };
    assert_eq!(payment.status, PaymentStatus::Reserved);
    assert_eq!(payment.amount, money(1999, "GBP"));
    assert_eq!(payment.card.unwrap().last_four.as_str(), "5262");
    assert_eq!(sent[0].method, Method::Get);
    assert_eq!(path(&sent[0]), format!("/ucp/transactions/{PAYMENT}"));

    for (answer, status) in [
        (sale(), PaymentStatus::Paid),
        (with(sale(), "status", "REVERSED"), PaymentStatus::Reversed),
        (with(sale(), "reference", ""), PaymentStatus::Paid),
        (with(sale(), "status", "INITIATED"), PaymentStatus::Pending),
        (with(sale(), "status", "NEW"), PaymentStatus::Unknown("NEW".to_owned())),
        (with(sale(), "type", "GIFT"), PaymentStatus::Unknown("GIFT".to_owned())),
    ] {
        let Outcome::Done(payment) = read(ok(&answer)) else {
            panic!("no payment: {answer}");
        };
        assert_eq!(payment.status, status);
    }
}

#[test]
fn another_payment_is_none_of_ours() {
    for (answer, doubt) in [
        (with(sale(), "id", "TRN_other"), Doubt::Different),
        (with(sale(), "reference", "another"), Doubt::Different),
        (with(sale(), "type", "REFUND"), Doubt::Different),
        (with(sale(), "amount", "19.99"), Doubt::Unreadable),
        (with(sale(), "currency", ""), Doubt::Unreadable),
        (without(sale(), "id"), Doubt::Unreadable),
    ] {
        assert_eq!(became(&read(ok(&answer))), Some(Became::Unclear(doubt)), "{answer}");
    }
}
