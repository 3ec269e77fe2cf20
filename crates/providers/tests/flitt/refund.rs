//! Giving money back.

use domain::{Outcome, error::Doubt, outcome::RejectionClass};
use providers::{Class, MadeRefund, Request, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, MERCHANT, REFERENCE, became, flitt, key, money, order, outcome, payment_id,
    play, refund_of, refusal, refused, said, shop, signed, unsigned, with, without,
};

const KEY_TEXT: &str = "5b0b3a0e-6d1f-4a0c-9a64-1f7f5e3d0001";

fn reversal() -> Value {
    json!({
        "response_status": "success",
        "order_id": REFERENCE,
        "merchant_id": MERCHANT,
        "reverse_status": "approved",
        "reverse_id": KEY_TEXT,
        "reversal_amount": "500",
        "transaction_id": "2040604060",
        "response_code": "",
        "response_description": "",
    })
}

fn refunded(answer: &Value) -> Outcome<MadeRefund> {
    outcome(flitt().refund(&shop(), refund_of(500), key()), vec![signed(answer)])
}

#[test]
fn a_refund_names_its_key_the_sum_and_the_order() {
    let exchange = flitt().refund(&shop(), refund_of(500), key());
    let (_, sent) = play(&shop(), exchange, vec![signed(&reversal())]);
    let asked = json!({
        "order_id": REFERENCE, "amount": 500, "currency": "GEL", "reverse_id": KEY_TEXT,
    });
    assert_eq!(said(&sent[0], "/reverse/order_id", Class::Writes), asked);
}

#[test]
fn a_refund_that_is_approved_stands() {
    for status in ["approved", "reversed"] {
        let Outcome::Done(MadeRefund::Stands(refund)) =
            refunded(&with(reversal(), "reverse_status", status))
        else {
            panic!("{status}");
        };
        assert_eq!(refund.provider_id.as_str(), "2040604060");
        assert_eq!(refund.payment, Some(payment_id()));
        assert_eq!(refund.amount, money(500, "GEL"));
        assert!(refund.stands);
    }
    let nameless = without(reversal(), "transaction_id");
    let Outcome::Done(MadeRefund::Stands(refund)) = refunded(&nameless) else {
        panic!("it stands");
    };
    assert_eq!(refund.provider_id.as_str(), KEY_TEXT);
}

#[test]
fn a_decline_of_this_very_key_is_final_and_any_other_one_a_no_to_this_request() {
    let declined = with(with(reversal(), "reverse_status", "declined"), "response_code", 1_069);
    let declined = with(declined, "response_description", "Turnover too small");
    let no = refused("1069", "Turnover too small");
    assert_eq!(refunded(&declined), Outcome::Done(MadeRefund::Refused(no.clone())));
    assert_eq!(refunded(&without(declined, "reverse_id")), Outcome::Rejected(no));
    let wordless = with(reversal(), "reverse_status", "expired");
    assert_eq!(refunded(&wordless), Outcome::Done(MadeRefund::Refused(refused("", ""))));
    // A success with a code and no status.
    let bare = with(with(reversal(), "reverse_status", ""), "response_code", "1084");
    assert_eq!(became(&refunded(&bare)), Became::Rejected(RejectionClass::Refused));
    let trouble = with(with(reversal(), "reverse_status", ""), "response_code", "1089");
    assert_eq!(became(&refunded(&trouble)), Became::Unclear(Doubt::ProviderError));
}

#[test]
fn what_is_not_decided_or_not_ours_is_unclear() {
    for (name, value, doubt) in [
        ("reverse_status", json!("created"), Doubt::InWork),
        ("reverse_status", json!("processing"), Doubt::InWork),
        ("reverse_status", json!("soon"), Doubt::Unreadable),
        ("reverse_status", json!(""), Doubt::Unreadable),
        ("reversal_amount", json!("499"), Doubt::Different),
        ("reversal_amount", json!("0"), Doubt::Different),
        ("reversal_amount", json!(""), Doubt::Unreadable),
        ("reversal_amount", json!("5.00"), Doubt::Unreadable),
        // An answer about another one does not even say that ours is there.
        ("currency", json!("USD"), Doubt::Unreadable),
        ("reverse_id", json!("5b0b3a0e-6d1f-4a0c-9a64-1f7f5e3d0002"), Doubt::Unreadable),
        ("order_id", json!("INV-13-0123456789"), Doubt::Unreadable),
        ("merchant_id", json!(1_549_902), Doubt::Unreadable),
    ] {
        let outcome = refunded(&with(reversal(), name, value.clone()));
        assert_eq!(became(&outcome), Became::Unclear(doubt), "{name} {value}");
    }
    // Without our key it may be any refund's.
    for status in ["created", "processing"] {
        let keyless = without(with(reversal(), "reverse_status", status), "reverse_id");
        let doubt = Doubt::ProviderError;
        assert!(!doubt.proves_existence());
        assert_eq!(became(&refunded(&keyless)), Became::Unclear(doubt), "{status}");
    }
    let exchange = flitt().refund(&shop(), refund_of(500), key());
    let loose = outcome(exchange, vec![unsigned(&reversal())]);
    assert_eq!(became(&loose), Became::Unclear(Doubt::Unreadable));
}

/// Behind the gateway something broke: the bank may have done it.
#[test]
fn a_decline_for_trouble_behind_the_gateway_is_no_no() {
    for code in ["1002", "1049", "1066", "1089", "1122", "1123"] {
        for status in ["declined", "expired"] {
            let record = with(with(reversal(), "reverse_status", status), "response_code", code);
            for record in [record.clone(), without(record, "reverse_id")] {
                let due = Became::Unclear(Doubt::ProviderError);
                assert_eq!(became(&refunded(&record)), due, "{code} {status}");
            }
        }
    }
}

/// The second refund of an order, where the gateway tells the sum of both.
fn refunded_as(told: &str, answers: Vec<Answer>) -> (Outcome<MadeRefund>, Vec<Request>) {
    let mut all = vec![signed(&with(reversal(), "reversal_amount", told))];
    all.extend(answers);
    play(&shop(), flitt().refund(&shop(), refund_of(500), key()), all)
}

fn gone_back(total: &str) -> Value {
    with(order(), "reversal_amount", total)
}

#[test]
fn a_larger_sum_is_that_of_all_where_the_order_tells_the_same() {
    for status in ["approved", "reversed"] {
        let order = with(gone_back("800"), "order_status", status);
        let (outcome, sent) = refunded_as("800", vec![signed(&order)]);
        let Outcome::Done(MadeRefund::Stands(refund)) = outcome else {
            panic!("{status}: {outcome:?}");
        };
        assert_eq!((refund.amount, refund.provider_id.as_str()), (money(500, "GEL"), "2040604060"));
        let asked = json!({ "order_id": REFERENCE });
        assert_eq!(said(&sent[1], "/status/order_id", Class::Reads), asked);
    }
}

#[test]
fn a_larger_sum_that_the_order_does_not_tell_is_unclear() {
    for answer in [
        signed(&gone_back("300")),
        signed(&gone_back("500")),
        signed(&gone_back("1000")),
        signed(&gone_back("")),
        signed(&with(gone_back("800"), "order_status", "declined")),
        signed(&with(gone_back("800"), "payment_id", 1)),
        unsigned(&gone_back("800")),
        refusal("1018", ""),
        Err(TransportFault::TimedOut),
    ] {
        let (outcome, _) = refunded_as("800", vec![answer.clone()]);
        assert_eq!(became(&outcome), Became::Unclear(Doubt::Different), "{answer:?}");
    }
}

#[test]
fn a_larger_sum_without_our_key_may_be_of_any_refund() {
    let keyless = without(with(reversal(), "reversal_amount", "800"), "reverse_id");
    let exchange = flitt().refund(&shop(), refund_of(500), key());
    let (outcome, sent) = play(&shop(), exchange, vec![signed(&keyless)]);
    assert_eq!((became(&outcome), sent.len()), (Became::Unclear(Doubt::Unreadable), 1));
}
