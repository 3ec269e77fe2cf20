use practice::merchant_dashboard::{PaymentStatus, RefundRefusal};
use serde_json::{Value, json};

use crate::shop::{BAD_CARD, GOOD_CARD, Shop, moved};

#[test]
fn the_organization_gives_a_payment_back_and_the_use_stays_used() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({ "max_uses": 2 }));
    let back = shop.books().pay(&uuid, GOOD_CARD).unwrap();
    shop.books().pay(&uuid, GOOD_CARD).unwrap();
    shop.wait(60);
    let refunded = shop.books().refund(back.id.as_str()).unwrap();
    assert_eq!(refunded.status(shop.books().now()), PaymentStatus::Refunded);
    assert_eq!(shop.statuses(&uuid), ["paid", "refunded"]);
    assert_eq!(shop.payments(&uuid)[1]["paid_at"], "2026-11-20T10:00:00Z");
    let link = shop.link(&uuid);
    assert_eq!(
        [&link["times_used"], &link["paid_count"], &link["revenue"]],
        [&json!(2), &json!(1), &json!("32.50")]
    );
    shop.preview(&uuid).refused(410);
    assert_eq!(shop.happened(), moved(1, (2, 6500), (1, 3250)));
}

#[test]
fn only_what_was_paid_goes_back_and_once() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    let paid = shop.books().pay(&uuid, GOOD_CARD).unwrap();
    let failed = shop.books().pay(&uuid, BAD_CARD).unwrap();
    let refund = |id: &str| shop.books().refund(id);
    refund(paid.id.as_str()).unwrap();
    for (id, status) in [(paid.id, PaymentStatus::Refunded), (failed.id, PaymentStatus::Failed)] {
        let refusal = refund(id.as_str()).unwrap_err();
        assert!(matches!(refusal, RefundRefusal::NotPaid(found) if found == status), "{refusal}");
    }
    assert!(matches!(refund("nothing"), Err(RefundRefusal::UnknownPayment)));
    assert_eq!(shop.happened(), moved(1, (1, 3250), (1, 3250)));
}

#[test]
fn there_is_no_route_for_refunds() {
    let shop = Shop::open();
    let uuid = shop.create(&json!({}));
    let paid = shop.books().pay(&uuid, GOOD_CARD).unwrap();
    for path in [
        format!("/api/payment-links/{uuid}/refund/"),
        format!("/api/payment-links/{uuid}/payments/{}/refund/", paid.id),
    ] {
        let answer = shop.send("POST", &path, Value::Null.to_string().as_bytes()).unwrap();
        assert_eq!(answer.status, 404, "{path}");
    }
    assert_eq!(shop.statuses(&uuid), ["paid"]);
}
