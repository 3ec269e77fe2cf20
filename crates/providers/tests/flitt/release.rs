//! Giving up what is held.

use domain::{Outcome, error::Doubt, hold::HoldEndKind, payment::PaymentStatus};
use providers::{Class, MadeHoldEnd};
use serde_json::{Value, json};

use crate::support::{
    Became, REFERENCE, became, flitt, hold_end, key, money, outcome, payment_id, play, refused,
    said, shop, signed, with,
};

const KEY_TEXT: &str = "5b0b3a0e-6d1f-4a0c-9a64-1f7f5e3d0001";

fn reversal() -> Value {
    json!({
        "response_status": "success", "order_id": REFERENCE, "reverse_status": "approved",
        "reverse_id": KEY_TEXT, "reversal_amount": "1020", "transaction_id": "1",
    })
}

fn released(answer: &Value) -> Outcome<MadeHoldEnd> {
    let exchange = flitt().end_hold(&shop(), hold_end(HoldEndKind::Release, 1_020), key());
    outcome(exchange, vec![signed(answer)])
}

#[test]
fn a_release_gives_back_all_that_is_held() {
    let exchange = flitt().end_hold(&shop(), hold_end(HoldEndKind::Release, 1_020), key());
    let (outcome, sent) = play(&shop(), exchange, vec![signed(&reversal())]);
    let asked = json!({
        "order_id": REFERENCE, "amount": 1020, "currency": "GEL", "reverse_id": KEY_TEXT,
    });
    assert_eq!(said(&sent[0], "/reverse/order_id", Class::Writes), asked);
    let Outcome::Done(MadeHoldEnd::Done(seen)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(
        (seen.provider_id, seen.status, seen.amount),
        (payment_id(), PaymentStatus::Reversed, money(1_020, "GEL"))
    );
}

#[test]
fn a_release_that_is_declined_undecided_or_of_a_part_is_not_done() {
    let declined = with(with(reversal(), "reverse_status", "declined"), "response_code", 1_086);
    let no = MadeHoldEnd::Refused(refused("1086", ""));
    assert_eq!(released(&declined), Outcome::Done(no));
    let trouble = released(&with(declined.clone(), "response_code", 1_122));
    assert_eq!(became(&trouble), Became::Unclear(Doubt::ProviderError));
    let undecided = released(&with(reversal(), "reverse_status", "created"));
    assert_eq!(became(&undecided), Became::Unclear(Doubt::InWork));
    for other in ["1000", "2040"] {
        let other = released(&with(reversal(), "reversal_amount", other));
        assert_eq!(became(&other), Became::Unclear(Doubt::Different));
    }
}
