//! The recordings with card numbers, which are the public test cards.

use providers::flitt::{
    NewOrder, OrderId,
    card_data::{Card, CardPayment, Payout, PayoutTo, StepTwo},
};

use super::{all_alike, pinned, unsaid};
use crate::stage::gel;

#[test]
fn a_payout_to_a_card() {
    all_alike("v1.0.4-payment-p2pcredit", |name| {
        let (to, description) = if name.contains("rectoken") {
            (PayoutTo::Token("REC_TOKEN".into()), unsaid())
        } else {
            (PayoutTo::CardNumber("4444555566661111".into()), "Payout to customer".into())
        };
        let payout = Payout {
            order_id: pinned(),
            description,
            money: gel(100),
            to,
            server_callback_url: None,
        };
        (payout.call().unwrap(), vec![])
    });
}

#[test]
fn a_payout_to_an_account() {
    all_alike("v3.0.0-payment-ibancredit", |_| {
        let payout = Payout {
            order_id: pinned(),
            description: unsaid(),
            money: gel(10_000),
            to: PayoutTo::Iban("GE00TB0000000000000001".into()),
            server_callback_url: None,
        };
        (payout.call().unwrap(), vec![])
    });
}

#[test]
fn a_card_in_two_steps() {
    all_alike("v1.0.4-pcidss-step-one", |_| {
        let order = NewOrder {
            preauth: Some(false),
            required_rectoken: Some(false),
            ..NewOrder::new(pinned(), "Direct card payment", gel(100))
        };
        let card =
            Card { number: "4444555511116666".into(), cvv2: "123".into(), expiry: "1225".into() };
        (CardPayment { order, card, client_ip: None }.call().unwrap(), vec![])
    });
    all_alike("v1.0.4-pcidss-step-two", |_| {
        let step = StepTwo {
            order_id: OrderId::new("order_from_step_one").unwrap(),
            pares: "eJzVWFmTqkgW...".into(),
            md: "merchant_data_from_step_one".into(),
        };
        (step.call().unwrap(), vec![])
    });
}
