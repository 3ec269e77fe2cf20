//! What is read of answers to staff, also of such as nobody promised.

use providers::merchant_dashboard::{
    DashboardError, Deleted, PaymentStatus, PricingMode, SeenPricingMode, Told, Unreadable, links,
};
use serde_json::{Value, json};

use crate::stage::{
    OTHER, UUID, at, link, money, new_link, read, response, told_link, uuid, with, without,
};

#[test]
fn a_link_is_read_whole() {
    let told = with(told_link(), "unknown", json!({ "deep": [1, { "a": null }] }));
    let link = read(&links::create(&new_link()).unwrap(), &told).unwrap();
    assert_eq!(link.uuid.as_str(), UUID);
    assert_eq!(link.name.unwrap().as_str(), "Two coffees");
    assert_eq!(link.is_active, Told::Is(true));
    assert_eq!(link.currency, Told::Is("EUR".parse().unwrap()));
    let inclusive = SeenPricingMode::Known(PricingMode::TaxInclusive);
    assert_eq!(link.pricing_mode, Told::Is(inclusive));
    assert_eq!(link.subtotal, Told::Is(money(1_042, "EUR")));
    assert_eq!(link.tax, Told::Is(money(208, "EUR")));
    assert_eq!(link.total, Told::Is(money(1_250, "EUR")));
    assert_eq!(link.revenue, Told::Is(money(0, "EUR")));
    assert_eq!(link.expires_at, Told::Is(at("2026-11-21T12:00:00Z")));
    assert_eq!((link.max_uses, link.times_used), (Told::Is(1), Told::Is(0)));
    assert_eq!(link.paid_count, Told::Is(0));
    assert_eq!(link.created_at, Told::Is(at("2026-11-20T12:00:00Z")));
    assert_eq!(link.updated_at, Told::Is(at("2026-11-20T12:00:00.123Z")));
    assert_eq!(link.public_url.unwrap(), format!("https://pay.example.com/pay/{UUID}"));
    let Told::Is(lines) = link.products else { panic!() };
    let [Ok(espresso)] = lines.as_slice() else { panic!() };
    assert_eq!(espresso.product_id.known().unwrap().as_str(), "prd_espresso");
    assert_eq!(espresso.name.as_ref().unwrap().as_str(), "Espresso");
    assert_eq!(espresso.quantity, Told::Is(2));
    assert_eq!(
        (espresso.unit_price, espresso.total),
        (Told::Is(money(625, "EUR")), Told::Is(money(1_250, "EUR")),)
    );
}

const OPTIONAL: [&str; 16] = [
    "name",
    "is_active",
    "currency",
    "pricing_mode",
    "products",
    "subtotal",
    "tax",
    "total",
    "expires_at",
    "max_uses",
    "times_used",
    "paid_count",
    "revenue",
    "created_at",
    "updated_at",
    "public_url",
];

#[test]
fn absent_and_null_are_two_things_and_neither_spoils_the_rest() {
    let bare = link(&json!({ "uuid": UUID })).unwrap();
    assert_eq!((bare.is_active, bare.expires_at), (Told::NotTold, Told::NotTold));
    assert_eq!((bare.max_uses, bare.times_used), (Told::NotTold, Told::NotTold));
    assert_eq!((bare.total, bare.revenue), (Told::NotTold, Told::NotTold));
    assert_eq!((bare.products, bare.pricing_mode), (Told::NotTold, Told::NotTold));
    assert_eq!((bare.name, bare.public_url), (None, None));
    let nulls = OPTIONAL.iter().fold(told_link(), |told, name| with(told, name, Value::Null));
    let nulls = link(&nulls).unwrap();
    assert_eq!((nulls.is_active, nulls.expires_at), (Told::Nothing, Told::Nothing));
    assert_eq!((nulls.max_uses, nulls.times_used), (Told::Nothing, Told::Nothing));
    assert_eq!((nulls.total, nulls.products), (Told::Nothing, Told::Nothing));
    assert_eq!((nulls.name, nulls.public_url), (None, None));
}

#[test]
fn each_optional_member_may_be_odd_and_the_link_is_still_known() {
    for name in OPTIONAL {
        assert_eq!(link(&without(told_link(), name)).unwrap().uuid, uuid());
        for odd in [json!({}), json!([1]), json!(-1), json!("?"), json!(true), json!(1e300)] {
            assert_eq!(link(&with(told_link(), name, odd)).unwrap().uuid, uuid(), "{name}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_told_as_such_and_never_as_nothing() {
    let odd = |name, value| link(&with(told_link(), name, value)).unwrap();
    for value in [json!("perhaps"), json!(2), json!([]), json!({})] {
        assert_eq!(odd("is_active", value).is_active, Told::Unreadable);
    }
    for value in [json!("soon"), json!("2026-11-21T12:00:00"), json!("2026-11-21"), json!(0)] {
        assert_eq!(odd("expires_at", value).expires_at, Told::Unreadable);
    }
    for value in [json!(-1), json!(1.5), json!("one"), json!(true), json!([1])] {
        assert_eq!(odd("max_uses", value.clone()).max_uses, Told::Unreadable);
        assert_eq!(odd("times_used", value).times_used, Told::Unreadable);
    }
    for value in [json!({}), json!("prd_espresso"), json!(1)] {
        assert_eq!(odd("products", value).products, Told::Unreadable);
    }
    assert_eq!(odd("max_uses", json!("1")).max_uses, Told::Is(1));
}

#[test]
fn sums_without_a_currency_that_counts_them_are_no_sums() {
    for told in [
        without(told_link(), "currency"),
        with(told_link(), "currency", json!("XXX")),
        with(told_link(), "currency", json!(null)),
        with(told_link(), "currency", json!(978)),
    ] {
        let link = link(&told).unwrap();
        assert_eq!((link.total, link.tax), (Told::Unreadable, Told::Unreadable));
    }
    // Any currency is read, whatever links are made in.
    for (code, sum) in [("usd", money(1_250, "USD")), ("KWD", money(12_500, "KWD"))] {
        let told = with(told_link(), "currency", code.into());
        assert_eq!(link(&told).unwrap().total, Told::Is(sum));
    }
}

#[test]
fn a_line_that_cannot_be_read_hides_none_of_the_others() {
    let lines = json!([7, { "product_id": "a b", "quantity": 1 }, { "product_id": "p" }]);
    let link = link(&with(told_link(), "products", lines)).unwrap();
    let Told::Is(lines) = link.products else { panic!() };
    assert_eq!(lines[0], Err(Unreadable::Format));
    let odd = lines[1].as_ref().unwrap();
    assert_eq!((&odd.product_id, odd.quantity), (&Told::Unreadable, Told::Is(1)));
    let bare = lines[2].as_ref().unwrap();
    assert_eq!((bare.quantity, bare.total), (Told::NotTold, Told::NotTold));
}

#[test]
fn an_unknown_pricing_mode_survives() {
    let told = with(told_link(), "pricing_mode", "TAX_FREE".into());
    let unknown = SeenPricingMode::Unknown("TAX_FREE".to_owned());
    assert_eq!(link(&told).unwrap().pricing_mode, Told::Is(unknown));
}

#[test]
fn payments_are_read_whole_and_in_part() {
    let told = json!([
        { "id": 17, "status": "paid", "amount": "12.50", "currency": "EUR",
          "customer_email": "nino@shop.example", "created_at": "2026-11-20T12:01:00Z",
          "paid_at": "2026-11-20T12:02:00Z", "fee": "0.10" },
        { "id": "txn_2" },
    ]);
    let page = read(&links::payments(&uuid()), &told).unwrap();
    let [Ok(paid), Ok(bare)] = page.data.as_slice() else { panic!() };
    assert_eq!((paid.id.as_str(), &paid.status), ("17", &PaymentStatus::Paid));
    assert_eq!(paid.amount, Told::Is(money(1_250, "EUR")));
    assert_eq!(paid.customer_email.as_ref().unwrap().as_str(), "nino@shop.example");
    assert_eq!(paid.created_at, Told::Is(at("2026-11-20T12:01:00Z")));
    assert_eq!(paid.paid_at, Told::Is(at("2026-11-20T12:02:00Z")));
    assert_eq!(bare.status, PaymentStatus::Unknown(String::new()));
    assert_eq!((bare.amount, bare.paid_at), (Told::NotTold, Told::NotTold));
}

#[test]
fn the_states_of_a_payment_are_the_assumed_words_and_nothing_like_them() {
    for (word, status) in [
        ("pending", PaymentStatus::Pending),
        ("paid", PaymentStatus::Paid),
        ("failed", PaymentStatus::Failed),
        ("refunded", PaymentStatus::Refunded),
        ("Paid", PaymentStatus::Unknown("Paid".to_owned())),
        ("paid ", PaymentStatus::Unknown("paid ".to_owned())),
        ("partially_refunded", PaymentStatus::Unknown("partially_refunded".to_owned())),
        ("succeeded", PaymentStatus::Unknown("succeeded".to_owned())),
    ] {
        let told = json!([{ "id": "t", "status": word }]);
        let page = read(&links::payments(&uuid()), &told).unwrap();
        let read = &page.rows().next().unwrap().status;
        assert_eq!((read.word(), read), (word, &status));
    }
}

#[test]
fn a_deletion_is_nothing_or_an_object_and_no_page() {
    let delete = links::delete(&uuid());
    for (status, body) in [(204, ""), (200, " \n"), (200, "{}"), (200, r#"{"detail":"ok"}"#)] {
        assert_eq!(delete.read(Ok(&response(status, body))), Ok(Deleted), "{body}");
    }
    let other = json!({ "uuid": OTHER }).to_string();
    for (body, why) in [
        ("<html>Sign in to the wireless network</html>", Unreadable::Format),
        ("[]", Unreadable::Format),
        ("{", Unreadable::Format),
        (other.as_str(), Unreadable::NotOurs { name: "uuid" }),
    ] {
        let read = delete.read(Ok(&response(200, body)));
        assert_eq!(read, Err(DashboardError::Unreadable(why)), "{body}");
    }
}
