//! Sums: what was asked, what was charged, what was captured, what went back.

use domain::{
    Outcome,
    error::Doubt,
    link::OwnRecord,
    link_kind::LinkKind,
    payment::{PaymentStatus, SeenPayment},
};
use providers::{RefundedTotal, RefundsSeen, RefundsToFind};
use serde_json::{Value, json};

use crate::support::{
    Became, became, flitt, info, lari, link_to_read, money, order_with, outcome, own,
    payment_to_read, refunds_to_find, shop, signed,
};

fn seen(own: OwnRecord, members: &[(&str, Value)]) -> SeenPayment {
    let exchange = flitt().read_link(&shop(), link_to_read(own));
    match outcome(exchange, vec![signed(&order_with(members))]) {
        Outcome::Done(report) => report.payments[0].clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_came_is_what_was_asked_or_less() {
    for (actual, currency, came) in [
        ("1020", "GEL", 1_020),
        ("", "", 1_020),
        ("900", "GEL", 900),
        // A fee on top is not the shop's.
        ("1050", "GEL", 1_020),
        // The customer was charged in another currency.
        ("15118", "UAH", 1_020),
        ("300", "USD", 1_020),
    ] {
        let members = [("actual_amount", actual.into()), ("actual_currency", currency.into())];
        let seen = seen(own(LinkKind::Payment), &members);
        assert_eq!(
            (seen.status, seen.amount),
            (PaymentStatus::Paid, money(came, "GEL")),
            "{actual} {currency}"
        );
    }
}

#[test]
fn what_is_held_is_what_the_gateway_says_also_where_it_is_more() {
    for (actual, currency, held) in
        [("1050", "GEL", 1_050), ("900", "GEL", 900), ("300", "USD", 1_020), ("", "", 1_020)]
    {
        let members = [("actual_amount", actual.into()), ("actual_currency", currency.into())];
        let seen = seen(own(LinkKind::Reservation), &members);
        assert_eq!((seen.status, seen.amount), (PaymentStatus::Reserved, money(held, "GEL")));
    }
}

#[test]
fn of_money_that_was_held_though_nobody_asked_only_what_we_captured_came() {
    let captured = json!({ "capture_status": "captured", "capture_amount": "5.10" });
    let members = [("additional_info", info(&captured))];
    let ours = OwnRecord { captured: vec![lari(510)], ..own(LinkKind::Payment) };
    let seen = seen(ours, &members);
    assert_eq!((seen.status, seen.amount), (PaymentStatus::Paid, money(510, "GEL")));
}

#[test]
fn numbers_may_be_texts_or_numbers() {
    let members = [
        ("amount", json!(1020)),
        ("actual_amount", json!(1020)),
        ("payment_id", json!("805234567890123456")),
        ("merchant_id", json!("1549901")),
    ];
    assert_eq!(seen(own(LinkKind::Payment), &members).status, PaymentStatus::Paid);
}

#[test]
fn a_sum_that_is_missing_or_nothing_proves_no_money() {
    for (name, value) in [("amount", ""), ("actual_amount", "0"), ("amount", "0")] {
        let seen = seen(own(LinkKind::Payment), &[(name, value.into())]);
        assert_eq!(seen.status, PaymentStatus::Unknown("approved".to_owned()), "{name} {value:?}");
    }
    for (name, value) in [
        ("amount", json!("10.20")),
        ("amount", json!("-1020")),
        ("amount", json!("a lot")),
        ("actual_amount", json!("1e3")),
        ("currency", json!("LARI")),
    ] {
        let exchange = flitt().read_link(&shop(), link_to_read(own(LinkKind::Payment)));
        let read = outcome(exchange, vec![signed(&order_with(&[(name, value.clone())]))]);
        assert_eq!(became(&read), Became::Unclear(Doubt::Unreadable), "{name} {value}");
    }
}

fn captured(own_minor: Option<u64>, told: &Value) -> (PaymentStatus, u64) {
    let own = OwnRecord {
        kind: LinkKind::Reservation,
        captured: own_minor.map(lari).into_iter().collect(),
    };
    let told = json!({ "capture_status": "captured", "capture_amount": told });
    let seen = seen(own, &[("additional_info", info(&told))]);
    (seen.status, seen.amount.minor())
}

#[test]
fn our_own_record_tells_in_which_unit_a_capture_is_counted() {
    let paid = |minor| (PaymentStatus::Paid, minor);
    let nobody_knows = (PaymentStatus::Taken, 1_020);
    for told in
        [json!("6"), json!("6.0"), json!("6.00"), json!(6.0), json!(6), json!("600"), json!(600)]
    {
        assert_eq!(captured(Some(600), &told), paid(600), "{told}");
    }
    // All of it, in either unit.
    assert_eq!(captured(Some(1_020), &json!("10.2")), paid(1_020));
    assert_eq!(captured(Some(1_020), &json!("1020")), paid(1_020));
    // One lari counts as 1.0, and as 100; neither is ever taken for a hundredth or a hundredfold.
    assert_eq!(captured(Some(100), &json!("1.0")), paid(100));
    assert_eq!(captured(Some(100), &json!("100")), paid(100));
    // A sum of nobody's that can mean one thing alone is what somebody else captured.
    for (told, minor) in [(json!("5.99"), 599), (json!("601"), 601), (json!("0.6"), 60)] {
        assert_eq!(captured(Some(600), &told), paid(minor), "{told}");
    }
    // 6.00 and 0.06: the point says which.
    assert_eq!(captured(Some(6), &json!("6.0")), paid(600));
    assert_eq!(captured(Some(6), &json!("6")), nobody_knows);
    for told in [json!(""), json!(null), json!("0"), json!("six"), json!("-6")] {
        assert_eq!(captured(Some(600), &told), nobody_knows, "{told}");
    }
}

#[test]
fn a_capture_made_elsewhere_counts_only_where_it_can_mean_one_thing() {
    let nobody_knows = || (PaymentStatus::Taken, 1_020);
    // 5.25 has a fraction, so it is major units; 600.00 would be more than was held.
    assert_eq!(captured(None, &json!("5.25")), (PaymentStatus::Paid, 525));
    assert_eq!(captured(None, &json!("600")), (PaymentStatus::Paid, 600));
    // Minor units have no use for a point.
    assert_eq!(captured(None, &json!("10.0")), (PaymentStatus::Paid, 1_000));
    // 10.00, or 0.10.
    for told in ["10", "0", ""] {
        assert_eq!(captured(None, &json!(told)), nobody_knows(), "{told}");
    }
}

#[test]
fn a_capture_that_was_refunded_in_full_stays_paid() {
    for status in ["captured", "reversed", "hold"] {
        let own = OwnRecord { kind: LinkKind::Reservation, captured: vec![lari(600)] };
        let told = json!({ "capture_status": status, "capture_amount": "6.0" });
        let members = [("order_status", "reversed".into()), ("additional_info", info(&told))];
        let seen = seen(own, &members);
        assert_eq!(
            (seen.status, seen.amount),
            (PaymentStatus::Paid, money(600, "GEL")),
            "{status}"
        );
    }
}

fn refunded(find: RefundsToFind, members: &[(&str, Value)]) -> Outcome<RefundsSeen> {
    outcome(flitt().refunds_of(&shop(), find), vec![signed(&order_with(members))])
}

#[test]
fn refunds_are_told_as_one_sum() {
    for (told, total) in [(json!("0"), 0), (json!(0), 0), (json!("120"), 120), (json!(1020), 1_020)]
    {
        let seen = refunded(refunds_to_find(), &[("reversal_amount", told)]);
        let at_most = Some(money(1_020, "GEL"));
        let total = RefundedTotal { gone: money(total, "GEL"), at_most };
        assert_eq!(seen, Outcome::Done(RefundsSeen::Total(total)));
    }
}

#[test]
fn no_more_goes_back_than_was_charged_and_that_may_be_more_than_was_asked() {
    for (actual, currency, at_most) in [
        ("1070", "GEL", Some(1_070)),
        ("900", "GEL", Some(900)),
        ("1070", "USD", None),
        ("", "", None),
    ] {
        let members = [("actual_amount", json!(actual)), ("actual_currency", json!(currency))];
        let members = [&members[..], &[("reversal_amount", json!("0"))]].concat();
        let Outcome::Done(RefundsSeen::Total(seen)) = refunded(refunds_to_find(), &members) else {
            panic!("{actual} {currency}");
        };
        assert_eq!(seen.at_most, at_most.map(|units| money(units, "GEL")), "{actual} {currency}");
    }
}

#[test]
fn a_sum_of_refunds_that_may_mean_something_else_is_none() {
    for (members, doubt) in [
        (vec![("payment_id", json!(1))], Doubt::Different),
        (vec![("payment_id", json!(""))], Doubt::Unreadable),
        (vec![("currency", json!("USD"))], Doubt::Different),
        (vec![("reversal_amount", json!("1.2"))], Doubt::Unreadable),
        (vec![("reversal_amount", json!(""))], Doubt::Unreadable),
        (
            vec![("actual_currency", json!("USD")), ("reversal_amount", json!("120"))],
            Doubt::Different,
        ),
    ] {
        let outcome = refunded(refunds_to_find(), &members);
        assert_eq!(became(&outcome), Became::Unclear(doubt), "{members:?}");
    }
    let foreign = [("actual_currency", json!("USD"))];
    assert_eq!(became(&refunded(refunds_to_find(), &foreign)), Became::Done);
    // All of it is all of it in either currency.
    let all = [
        ("actual_currency", json!("USD")),
        ("actual_amount", json!("380")),
        ("reversal_amount", json!("380")),
        ("order_status", json!("reversed")),
    ];
    let Outcome::Done(RefundsSeen::Total(total)) = refunded(refunds_to_find(), &all) else {
        panic!("not told");
    };
    assert_eq!(total.gone, money(1_020, "GEL"));
}

#[test]
fn a_payment_of_another_currency_or_id_is_none_of_ours() {
    let read = |members: &[(&str, Value)]| {
        let exchange = flitt().read_payment(&shop(), payment_to_read());
        became(&outcome(exchange, vec![signed(&order_with(members))]))
    };
    assert_eq!(read(&[("payment_id", json!(805))]), Became::Unclear(Doubt::Different));
    assert_eq!(read(&[("currency", json!("USD"))]), Became::Unclear(Doubt::Different));
    assert_eq!(read(&[("amount", json!(""))]), Became::Unclear(Doubt::Unreadable));
    assert_eq!(read(&[("payment_id", json!(""))]), Became::Unclear(Doubt::Unreadable));
    let link = |members: &[(&str, Value)]| {
        let exchange = flitt().read_link(&shop(), link_to_read(own(LinkKind::Payment)));
        became(&outcome(exchange, vec![signed(&order_with(members))]))
    };
    assert_eq!(link(&[("currency", json!("USD"))]), Became::Unclear(Doubt::Different));
    assert_eq!(link(&[("payment_id", json!(""))]), Became::Unclear(Doubt::Unreadable));
}
