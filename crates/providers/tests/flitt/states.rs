//! Every state of an order, and what it is to the till.

use domain::{
    Outcome,
    error::Doubt,
    ids::ProviderPaymentId,
    link::{OwnRecord, ProviderLinkState},
    link_kind::LinkKind,
    payment::PaymentStatus,
};
use providers::{Class, LinkReport, LinkToRead};
use serde_json::{Value, json};

use crate::support::{
    Became, PAYMENT, REFERENCE, became, flitt, info, link_to_read, live, money, order, order_with,
    outcome, own, payment_id, payment_to_read, play, practice, said, shop, signed, with,
};

fn read(own: OwnRecord, order: &Value) -> LinkReport {
    let exchange = flitt().read_link(&shop(), link_to_read(own));
    match outcome(exchange, vec![signed(order)]) {
        Outcome::Done(report) => report,
        other => panic!("{other:?}"),
    }
}

/// The link's state, and the payment's status with its sum.
fn stands(
    kind: LinkKind,
    members: &[(&str, Value)],
) -> (ProviderLinkState, Option<(PaymentStatus, u64)>) {
    let report = read(own(kind), &order_with(members));
    assert!(report.payments.len() < 2);
    let payment = report.payments.first();
    (report.state.unwrap(), payment.map(|seen| (seen.status.clone(), seen.amount.minor())))
}

fn strange(word: &str) -> PaymentStatus {
    PaymentStatus::Unknown(word.to_owned())
}

#[test]
fn a_link_is_read_by_our_reference_and_nothing_is_changed() {
    let exchange = flitt().read_link(&shop(), link_to_read(own(LinkKind::Payment)));
    let (_, sent) = play(&shop(), exchange, vec![signed(&order())]);
    assert_eq!(said(&sent[0], "/status/order_id", Class::Reads), json!({ "order_id": REFERENCE }));
}

#[test]
fn a_plain_payment_goes_through_these_states() {
    use PaymentStatus::{Paid, Pending, Refused};
    use ProviderLinkState::{Expired, Open, Paid as LinkPaid};

    for (members, state, payment) in [
        (json!({ "order_status": "created" }), Open, None),
        (json!({ "order_status": "processing" }), Open, Some(Pending)),
        (json!({ "order_status": "processing", "response_code": 1037 }), Open, Some(Refused)),
        (json!({ "order_status": "processing", "response_code": "1037" }), Open, Some(Refused)),
        (json!({ "order_status": "approved" }), LinkPaid, Some(Paid)),
        (json!({ "order_status": "approved", "reversal_amount": "20" }), LinkPaid, Some(Paid)),
        (json!({ "order_status": "declined", "response_code": 1037 }), Expired, Some(Refused)),
        (json!({ "order_status": "declined" }), Expired, Some(Refused)),
        (json!({ "order_status": "expired" }), Expired, None),
        (json!({ "order_status": "expired", "response_code": 1004 }), Expired, Some(Refused)),
        // The refunds tell that all of it went back.
        (json!({ "order_status": "reversed", "reversal_amount": "1020" }), LinkPaid, Some(Paid)),
        (json!({ "order_status": "reversed", "tran_type": "reverse" }), LinkPaid, Some(Paid)),
    ] {
        let members: Vec<(&str, Value)> = members
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        let due = (state, payment.map(|status| (status, 1_020)));
        assert_eq!(stands(LinkKind::Payment, &members), due, "{members:?}");
    }
}

#[test]
fn a_word_that_nobody_knows_is_kept_and_never_paid() {
    for word in ["Approved", "APPROVED", "paid", "on_hold"] {
        let (state, payment) = stands(LinkKind::Payment, &[("order_status", word.into())]);
        assert_eq!(state, ProviderLinkState::Unknown(word.to_owned()));
        assert_eq!(payment, Some((strange(word), 1_020)));
    }
}

#[test]
fn a_reservation_is_reserved_until_the_capture_is_told() {
    use PaymentStatus::{Reserved, Reversed};

    let of = |status: &str, told: Value| {
        let members = [("order_status", status.into()), ("additional_info", info(&told))];
        stands(LinkKind::Reservation, &members).1.unwrap()
    };
    for told in [
        json!({}),
        json!({ "capture_status": null }),
        json!({ "capture_status": "" }),
        json!({ "capture_status": "hold" }),
        json!({ "capture_status": "hold", "capture_amount": "10.2" }),
    ] {
        assert_eq!(of("approved", told.clone()), (Reserved, 1_020), "{told}");
    }
    for told in
        [json!({}), json!({ "capture_status": "hold" }), json!({ "capture_status": "reversed" })]
    {
        assert_eq!(of("reversed", told.clone()), (Reversed, 1_020), "{told}");
    }
    for word in ["reversed", "Captured", "voided"] {
        let told = json!({ "capture_status": word, "capture_amount": "10.2" });
        assert_eq!(of("approved", told), (strange(word), 1_020));
    }
}

#[test]
fn money_that_is_only_held_is_not_there_whatever_was_asked_for() {
    let held = [("additional_info", info(&json!({ "capture_status": "hold" })))];
    let reserved = Some((PaymentStatus::Reserved, 1_020));
    assert_eq!(stands(LinkKind::Payment, &held).1, reserved);
    let back = [held[0].clone(), ("order_status", "reversed".into())];
    assert_eq!(stands(LinkKind::Payment, &back).1, Some((PaymentStatus::Reversed, 1_020)));
    let strangely = [("additional_info", info(&json!({ "capture_status": "maybe" })))];
    assert_eq!(stands(LinkKind::Payment, &strangely).1, Some((strange("maybe"), 1_020)));
    let captured = [("additional_info", info(&json!({ "capture_status": "captured" })))];
    assert_eq!(stands(LinkKind::Payment, &captured).1, Some((PaymentStatus::Paid, 1_020)));
}

#[test]
fn what_else_the_order_tells_is_not_taken_for_nothing_where_it_can_not_be_read() {
    for kind in [LinkKind::Payment, LinkKind::Reservation] {
        for garbled in ["{\"capture_status\": \"capt", "captured", "[{}]"] {
            let exchange = flitt().read_link(&shop(), link_to_read(own(kind)));
            let order = with(order(), "additional_info", garbled);
            let read = outcome(exchange, vec![signed(&order)]);
            assert_eq!(became(&read), Became::Unclear(Doubt::Unreadable), "{garbled}");
        }
    }
    for nothing in ["", "[]", "{}"] {
        let members = [("additional_info", nothing.into())];
        assert_eq!(stands(LinkKind::Payment, &members).1, Some((PaymentStatus::Paid, 1_020)));
    }
}

#[test]
fn a_card_is_confirmed_where_nothing_was_taken() {
    let confirmed = Some((PaymentStatus::CardConfirmed, 1_020));
    for tran_type in ["verification", "purchase", "reverse", ""] {
        let back = [("order_status", "reversed".into()), ("tran_type", tran_type.into())];
        assert_eq!(stands(LinkKind::CardCheck, &back).1, confirmed, "{tran_type}");
        let told = [("reversal_amount", "1020".into()), ("tran_type", tran_type.into())];
        assert_eq!(stands(LinkKind::CardCheck, &told).1, confirmed, "{tran_type}");
    }
    for tran_type in ["verification", ""] {
        let verified =
            [("verification_status", "verified".into()), ("tran_type", tran_type.into())];
        assert_eq!(stands(LinkKind::CardCheck, &verified).1, confirmed);
        // The customer has yet to enter the code.
        let waiting = [("tran_type", tran_type.into())];
        let pending = Some((PaymentStatus::Pending, 1_020));
        assert_eq!(stands(LinkKind::CardCheck, &waiting).1, pending, "{tran_type}");
    }
    for word in ["incorrect", "failed", "created", "Verified"] {
        let members = [("verification_status", word.into()), ("tran_type", "verification".into())];
        assert_eq!(stands(LinkKind::CardCheck, &members).1, Some((strange(word), 1_020)));
    }
}

/// Where a merchant may not check cards, the customer is charged.
#[test]
fn money_that_was_taken_to_check_a_card_is_paid_and_can_be_refunded() {
    let paid = Some((PaymentStatus::Paid, 1_020));
    for members in [
        vec![],
        vec![("reversal_amount", json!("1019"))],
        vec![("reversal_amount", json!("20")), ("tran_type", json!("reverse"))],
        vec![("verification_status", json!("verified"))],
        // In which of the two currencies it is counted, nobody says.
        vec![
            ("reversal_amount", json!("1020")),
            ("actual_amount", json!("15118")),
            ("actual_currency", json!("UAH")),
        ],
    ] {
        assert_eq!(stands(LinkKind::CardCheck, &members).1, paid, "{members:?}");
    }
}

#[test]
fn a_payment_of_another_kind_is_none() {
    // It takes no money, so it never pays for a sale.
    let check = [("tran_type", "verification".into())];
    assert_eq!(stands(LinkKind::Payment, &check).1, Some((strange("verification"), 1_020)));
    for kind in ["p2p credit", "settlement"] {
        let other = [("tran_type", kind.into())];
        assert_eq!(stands(LinkKind::Payment, &other).1, Some((strange(kind), 1_020)));
    }
}

#[test]
fn a_test_payment_pays_no_live_sale() {
    let of = |is_test: Value| {
        let told = info(&json!({ "is_test": is_test }));
        let order = order_with(&[("merchant_id", 1_700_002.into()), ("additional_info", told)]);
        let exchange = flitt().read_link(&live(), link_to_read(own(LinkKind::Payment)));
        match play(&live(), exchange, vec![signed(&order)]).0 {
            Outcome::Done(report) => report.payments[0].status.clone(),
            other => panic!("{other:?}"),
        }
    };
    for is_test in [json!(true), json!("true"), json!("Y"), json!(1)] {
        assert_eq!(of(is_test), strange("test payment"));
    }
    for is_test in [json!(false), json!(null), json!("")] {
        assert_eq!(of(is_test), PaymentStatus::Paid);
    }
    // Neither of the two.
    assert_eq!(of(json!("sandbox")), strange("sandbox"));
    assert_eq!(stands(LinkKind::Payment, &[]).1, Some((PaymentStatus::Paid, 1_020)));
}

/// Test merchants and real ones share a host, and the totals of a test account are no money.
#[test]
fn a_real_payment_is_none_of_a_test_account_s() {
    for account in [shop(), practice()] {
        let of = |is_test: Value| {
            let order = with(order(), "additional_info", info(&json!({ "is_test": is_test })));
            let exchange = flitt().read_link(&account, link_to_read(own(LinkKind::Payment)));
            match play(&account, exchange, vec![signed(&order)]).0 {
                Outcome::Done(report) => report.payments[0].status.clone(),
                other => panic!("{other:?}"),
            }
        };
        for is_test in [json!(false), json!("N"), json!(0)] {
            assert_eq!(of(is_test), strange("real payment"));
        }
        for is_test in [json!(true), json!(null)] {
            assert_eq!(of(is_test), PaymentStatus::Paid);
        }
        assert_eq!(of(json!("sandbox")), strange("sandbox"));
    }
}

#[test]
fn a_payment_bears_its_id_to_the_last_digit_its_card_and_no_moment() {
    let report = read(own(LinkKind::Payment), &order());
    let seen = &report.payments[0];
    assert_eq!(seen.provider_id, payment_id());
    assert_eq!(seen.amount, money(1_020, "GEL"));
    // 18:05:36, nobody says where.
    assert_eq!(seen.at, None);
    let card = seen.card.as_ref().unwrap();
    assert_eq!((card.brand.as_str(), card.last_four.as_str()), ("VISA", "1111"));
    assert_eq!(report.broke_off, None);

    let wallet = order_with(&[("masked_card", "".into()), ("card_type", "".into())]);
    assert_eq!(read(own(LinkKind::Payment), &wallet).payments[0].card, None);
}

#[test]
fn a_payment_that_was_begun_when_the_time_was_over_never_came() {
    let known = vec![(payment_id(), PaymentStatus::Pending)];
    let link = LinkToRead { known, ..link_to_read(own(LinkKind::Payment)) };
    let expired = signed(&with(order(), "order_status", "expired"));
    let Outcome::Done(report) = outcome(flitt().read_link(&shop(), link), vec![expired]) else {
        panic!("not read");
    };
    assert_eq!(report.payments[0].status, PaymentStatus::Refused);
}

/// A link's report on an order, after it was known by these ids.
fn known_as(
    known: &[(&str, PaymentStatus)],
    members: &[(&str, Value)],
) -> Vec<(String, PaymentStatus)> {
    let id = |text: &str| ProviderPaymentId::try_from(text.to_owned()).unwrap();
    let known = known.iter().map(|(text, status)| (id(text), status.clone())).collect();
    let link = LinkToRead { known, ..link_to_read(own(LinkKind::Payment)) };
    match outcome(flitt().read_link(&shop(), link), vec![signed(&order_with(members))]) {
        Outcome::Done(report) => report
            .payments
            .into_iter()
            .map(|seen| (seen.provider_id.as_str().to_owned(), seen.status))
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// Each try of a customer's may have an id of its own, and the order names the last one.
#[test]
fn a_try_under_an_earlier_id_came_to_its_end_with_the_order() {
    use PaymentStatus::{Paid, Pending, Refused};

    let earlier = [("804", Pending), ("803", Refused), ("802", strange("on_hold"))];
    let in_vain = |id: &str| (id.to_owned(), Refused);
    for (members, ours) in [
        (vec![("order_status", json!("expired"))], None),
        (vec![("order_status", json!("declined"))], Some(Refused)),
        (vec![("order_status", json!("approved"))], Some(Paid)),
    ] {
        let mut due: Vec<_> = ours.map(|status| (PAYMENT.to_owned(), status)).into_iter().collect();
        due.extend([in_vain("804"), in_vain("802")]);
        assert_eq!(known_as(&earlier, &members), due, "{members:?}");
    }
    // It may still be at the bank.
    let due = [(PAYMENT.to_owned(), Pending)];
    assert_eq!(known_as(&earlier, &[("order_status", "processing".into())]), due);
}

#[test]
fn two_ids_of_one_order_s_money_are_one_payment() {
    for known in [PaymentStatus::Paid, PaymentStatus::Reserved, PaymentStatus::Reversed] {
        assert_eq!(known_as(&[("804", known)], &[]), []);
    }
    let same = known_as(&[(PAYMENT, PaymentStatus::Paid)], &[]);
    assert_eq!(same, [(PAYMENT.to_owned(), PaymentStatus::Paid)]);
    let declined = known_as(&[("804", PaymentStatus::Refused)], &[]);
    assert_eq!(declined, [(PAYMENT.to_owned(), PaymentStatus::Paid)]);
}

#[test]
fn a_try_without_an_id_hides_nothing_of_the_link() {
    for (status, state) in [
        ("processing", ProviderLinkState::Open),
        ("declined", ProviderLinkState::Expired),
        ("new", ProviderLinkState::Unknown("new".to_owned())),
    ] {
        let members = [("order_status", status.into()), ("payment_id", "".into())];
        assert_eq!(stands(LinkKind::Payment, &members), (state, None));
    }
}

#[test]
fn another_try_may_have_another_id() {
    let report = read(own(LinkKind::Payment), &order_with(&[("payment_id", json!(806))]));
    assert_eq!(report.payments[0].provider_id.as_str(), "806");
    assert_eq!(report.payments[0].status, PaymentStatus::Paid);
}

#[test]
fn one_payment_is_read_in_the_same_way() {
    let read = |order: &Value| {
        outcome(flitt().read_payment(&shop(), payment_to_read()), vec![signed(order)])
    };
    match read(&order()) {
        Outcome::Done(seen) => assert_eq!(
            (seen.provider_id, seen.status, seen.amount),
            (payment_id(), PaymentStatus::Paid, money(1_020, "GEL"))
        ),
        other => panic!("{other:?}"),
    }
}
