//! Making a link, and whether what was made is what was asked for.

use domain::{
    Outcome,
    account::{Account, Pricing},
    error::{Doubt, Field},
    link::{MadeLink, NewLink},
    link_kind::LinkKind,
    outcome::RejectionClass,
    usage::{Usage, UseLimit},
};
use providers::{Class, CreatedLink, Method, TransportFault};
use serde_json::{Value, json};

use crate::support::{
    Answer, Became, IS_THERE, LABEL, LINK_ID, PAGE, PAYABLE, REFERENCE, TOKEN, UNREADABLE, UUID,
    ahead, ask, became, body, dashboard, euros, header, key, line, link, link_id, money, no, now,
    ok, outcome, paths, play, practice, response, shop, unusable, with, without,
};

fn created(wanted: NewLink, answer: Answer) -> Outcome<CreatedLink> {
    outcome(dashboard().create_link(&shop(), wanted, key()), vec![answer])
}

/// The link that the answer gives.
fn made(answer: &Value) -> CreatedLink {
    match created(ask(), ok(answer)) {
        Outcome::Done(created) => created,
        other => panic!("{other:?}: {answer}"),
    }
}

#[test]
fn a_link_is_made_of_products_for_one_payment_with_our_own_marks() {
    let create = dashboard().create_link(&shop(), ask(), key());
    let (outcome, sent) = play(create, vec![ok(&link())]);
    assert_eq!(became(&outcome), Became::Done);
    assert_eq!(paths(&sent), [""]);
    assert_eq!((sent[0].method, sent[0].class), (Method::Post, Class::Writes));
    assert_eq!(header(&sent[0], "authorization"), Some(format!("Token {TOKEN}")));
    let due = json!({
        "name": LABEL,
        "products": [
            { "product_id": "prd_mug", "quantity": 2 },
            { "product_id": "prd_scarf", "quantity": 1 },
        ],
        "currency": "EUR",
        "expires_at": ahead(PAYABLE),
        "max_uses": 1,
        "metadata": { "intent_id": LINK_ID, "reference": REFERENCE },
    });
    assert_eq!(body(&sent[0]), due);
}

#[test]
fn what_the_owner_and_staff_chose_goes_with_it() {
    let several = Usage::Multiple { limit: UseLimit::try_from(12).unwrap() };
    let mugs = vec![line(Some("prd_mug"), 2), line(Some("prd_scarf"), 1), line(Some("prd_mug"), 3)];
    let wanted = NewLink {
        usage: several,
        amount: domain::Amount::new(money(3_490, "USD")).unwrap(),
        description: "Two\nmugs".to_owned(),
        lines: mugs,
        ..ask()
    };
    let shop = Account { pricing: Some(Pricing::TaxExclusive), ..shop() };
    let (_, sent) = play(dashboard().create_link(&shop, wanted, key()), vec![no(400)]);
    let sent = body(&sent[0]);
    assert_eq!(sent["max_uses"], 12);
    assert_eq!(sent["currency"], "USD");
    assert_eq!(sent["pricing_mode"], "TAX_EXCLUSIVE");
    assert_eq!(sent["name"], "INV-12-0123456789 Two mugs");
    // One product is one line, however often staff chose it.
    let products = json!([{ "product_id": "prd_mug", "quantity": 5 }, { "product_id": "prd_scarf", "quantity": 1 }]);
    assert_eq!(sent["products"], products);
}

#[test]
fn what_a_dashboard_can_not_make_is_not_sent() {
    let refused = |account: &Account, wanted: NewLink| {
        let (outcome, sent) = play(dashboard().create_link(account, wanted, key()), vec![]);
        assert!(sent.is_empty());
        became(&outcome)
    };
    let not_offered = Became::Rejected(RejectionClass::Refused);
    for wanted in [
        NewLink { kind: LinkKind::Reservation, ..ask() },
        NewLink { shipping: Some(money(0, "EUR")), ..ask() },
        NewLink { lines: Vec::new(), ..ask() },
        NewLink {
            customer_email: Some("nino@shop.example".to_owned().try_into().unwrap()),
            ..ask()
        },
        NewLink { customer: Some("cus_1".to_owned().try_into().unwrap()), ..ask() },
    ] {
        assert_eq!(refused(&shop(), wanted), not_offered);
    }
    let invalid = |field| Became::Rejected(RejectionClass::Invalid(field));
    let nameless = NewLink { lines: vec![line(Some("prd_mug"), 1), line(None, 1)], ..ask() };
    assert_eq!(refused(&shop(), nameless), invalid(Field::Products));
    let too_many = NewLink { lines: vec![line(Some("a"), 999), line(Some("a"), 1)], ..ask() };
    assert_eq!(refused(&shop(), too_many), invalid(Field::Products));
    let pounds = domain::Amount::new(money(3_490, "GBP")).unwrap();
    assert_eq!(refused(&shop(), NewLink { amount: pounds, ..ask() }), invalid(Field::Currency));
    let unconfirmed = Account { pay_host: None, ..shop() };
    assert_eq!(refused(&unconfirmed, ask()), invalid(Field::PayHost));
}

#[test]
fn what_fits_is_shown_to_the_letter_with_its_own_end() {
    let CreatedLink::Usable(made) = made(&with(link(), "expires_at", ahead(PAYABLE - 60))) else {
        panic!("not usable")
    };
    let MadeLink { provider_id, url, expires_at, total } = made;
    assert_eq!((provider_id.as_str(), url.as_str(), total), (UUID, PAGE, None));
    assert_eq!(expires_at.map(|end| end.since(now()).as_secs()), Some(PAYABLE - 60));
}

#[test]
fn what_is_not_told_is_not_compared() {
    for name in ["name", "is_active", "pricing_mode", "products", "expires_at", "metadata"] {
        let made = made(&without(link(), name));
        assert!(matches!(made, CreatedLink::Usable(_)), "{name}: {made:?}");
    }
    let quiet = json!([{ "name": "Blue mug" }, { "product_id": "prd_scarf" }]);
    assert!(matches!(made(&with(link(), "products", quiet)), CreatedLink::Usable(_)));
    // Whole seconds, rounded up.
    let rounded = made(&with(link(), "expires_at", "2026-11-20T14:18:00.999Z"));
    assert!(matches!(rounded, CreatedLink::Usable(_)));
}

#[test]
fn another_sum_is_told_so_that_staff_can_take_it() {
    let CreatedLink::Usable(made) = made(&with(link(), "total", "42.23")) else {
        panic!("not usable")
    };
    assert_eq!(made.total, Some(euros(4_223)));
}

#[test]
fn what_is_not_what_was_asked_for_is_never_shown() {
    let marks = |intent: &str, reference: &str| {
        with(link(), "metadata", json!({ "intent_id": intent, "reference": reference }))
    };
    let products = |lines: Value| with(link(), "products", lines);
    let mugs = |quantity: u32| json!({ "product_id": "prd_mug", "quantity": quantity });
    let scarf = json!({ "product_id": "prd_scarf", "quantity": 1 });
    for answer in [
        marks("another", REFERENCE),
        marks(LINK_ID, "another"),
        with(link(), "metadata", json!({})),
        with(link(), "currency", "USD"),
        with(link(), "total", "0.00"),
        with(link(), "max_uses", 2),
        with(link(), "max_uses", Value::Null),
        with(link(), "expires_at", ahead(PAYABLE + 1)),
        with(link(), "expires_at", Value::Null),
        products(json!([])),
        products(json!([mugs(2)])),
        products(json!([mugs(3), scarf])),
        products(json!([mugs(2), mugs(2)])),
        products(json!([mugs(2), scarf, mugs(1)])),
        products(json!([mugs(2), { "product_id": "prd_hat", "quantity": 1 }])),
    ] {
        assert_eq!(made(&answer), unusable(Doubt::Different), "{answer}");
    }
    for answer in [
        with(link(), "total", "34.905"),
        with(link(), "total", Value::Null),
        without(link(), "currency"),
        with(link(), "max_uses", "many"),
        with(link(), "expires_at", "soon"),
        with(link(), "products", "two mugs"),
        products(json!([mugs(2), "?"])),
        with(link(), "public_url", "javascript:alert(1)"),
        with(link(), "public_url", "http://pay.dash.example.com/l/1"),
    ] {
        assert_eq!(made(&answer), unusable(Doubt::Unreadable), "{answer}");
    }
    let foreign = with(link(), "public_url", "https://pay.dash.example.com.evil.example/l/1");
    let CreatedLink::Unusable { error, .. } = made(&foreign) else { panic!("it is shown") };
    assert_eq!(
        error,
        domain::TillError::ForeignHost { host: "pay.dash.example.com.evil.example".into() }
    );
}

#[test]
fn a_link_in_another_pricing_mode_than_the_owners_is_not_shown() {
    let made = |pricing, mode: &str| {
        let shop = Account { pricing, ..shop() };
        let answer = ok(&with(link(), "pricing_mode", mode));
        outcome(dashboard().create_link(&shop, ask(), key()), vec![answer])
    };
    let inclusive = Some(Pricing::TaxInclusive);
    assert_eq!(made(inclusive, "TAX_EXCLUSIVE"), Outcome::Done(unusable(Doubt::Different)));
    for (pricing, mode) in
        [(inclusive, "TAX_INCLUSIVE"), (inclusive, "TAX_OF_TOMORROW"), (None, "TAX_EXCLUSIVE")]
    {
        let made = made(pricing, mode);
        assert!(matches!(made, Outcome::Done(CreatedLink::Usable(_))), "{pricing:?}, {mode}");
    }
}

#[test]
fn an_answer_that_leaves_the_sum_or_the_uses_open_is_read_once_more() {
    for name in ["total", "max_uses"] {
        let short = || ok(&without(link(), name));
        let create = || dashboard().create_link(&shop(), ask(), key());
        let (came, sent) = play(create(), vec![short(), ok(&link())]);
        assert!(matches!(came, Outcome::Done(CreatedLink::Usable(_))), "{came:?}");
        assert_eq!(paths(&sent), [String::new(), format!("{UUID}/")]);
        let more = with(link(), "max_uses", 2);
        let came = outcome(create(), vec![short(), ok(&more)]);
        assert_eq!(came, Outcome::Done(unusable(Doubt::Different)));
        // It is there, whatever the second look tells.
        for second in [no(404), no(401), Ok(response(500, "")), Err(TransportFault::Connect)] {
            assert_eq!(became(&outcome(create(), vec![short(), second])), IS_THERE);
        }
    }
    let both = outcome(
        dashboard().create_link(&shop(), ask(), key()),
        vec![ok(&without(link(), "total")), ok(&without(link(), "total"))],
    );
    assert_eq!(both, Outcome::Done(unusable(Doubt::Unreadable)));
}

#[test]
fn a_practice_link_lies_on_this_computer() {
    let page = format!("http://127.0.0.1:7704/pay/{UUID}");
    let create = dashboard().create_link(&practice(), ask(), key());
    let came = outcome(create, vec![ok(&with(link(), "public_url", page.as_str()))]);
    let Outcome::Done(CreatedLink::Usable(made)) = came else { panic!("{came:?}") };
    assert_eq!((made.url.as_str(), made.provider_id), (page.as_str(), link_id()));
}

#[test]
fn what_was_not_plainly_answered_may_have_been_made() {
    for answer in [
        Ok(response(500, "")),
        Ok(response(502, "<html>")),
        Ok(response(201, "<html>")),
        Ok(response(301, "")),
        Err(TransportFault::TimedOut),
        Err(TransportFault::ConnectionLost),
        ok(&json!({})),
        ok(&without(link(), "uuid")),
    ] {
        let came = created(ask(), answer.clone());
        assert!(matches!(came, Outcome::Unclear(_)), "{answer:?}: {came:?}");
    }
    assert_eq!(became(&created(ask(), Ok(response(404, "<html>")))), UNREADABLE);
}
