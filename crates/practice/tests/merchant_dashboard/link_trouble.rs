use practice::merchant_dashboard::{LinkState, LinkTrouble};
use serde_json::{Value, json};

use crate::shop::{GOOD_CARD, Shop, moved, text};

/// A shop with one link, and what was answered when it was made.
fn planned(trouble: LinkTrouble, more: &Value) -> (Shop, Value) {
    let shop = Shop::open();
    shop.books().plan(trouble);
    let mut body = crate::shop::order();
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = shop.post(&body).made();
    assert_eq!(shop.books().planned(), []);
    (shop, made)
}

#[test]
fn a_price_changes_for_the_next_link_alone() {
    for (difference, total) in [(100, "33.50"), (-1, "32.49")] {
        let (shop, made) = planned(LinkTrouble::PriceChanges { difference }, &json!({}));
        assert_eq!(made["total"], total);
        let uuid = text(&made["uuid"]);
        assert_eq!((&shop.preview(uuid).ok()["total"], &shop.link(uuid)), (&made["total"], &made));
        let paid = shop.books().pay(uuid, GOOD_CARD).unwrap().amount.get();
        assert_eq!(paid, 3250_u64.saturating_add_signed(difference));
        let next = shop.create(&json!({}));
        assert_eq!(shop.link(&next)["total"], "32.50");
    }
}

#[test]
fn a_link_can_be_over_right_after_it_was_made() {
    for (trouble, state) in [
        (LinkTrouble::Expires, LinkState::Expired),
        (LinkTrouble::UsedUp, LinkState::UsedUp),
        (LinkTrouble::SwitchedOff, LinkState::SwitchedOff),
    ] {
        let (shop, made) =
            planned(trouble, &json!({ "max_uses": 1, "expires_at": "2026-11-20T10:15:00Z" }));
        assert_eq!(
            [&made["is_active"], &made["times_used"], &made["expires_at"]],
            [&json!(true), &json!(0), &json!("2026-11-20T10:15:00Z")],
            "the answer to the create knows nothing of it"
        );
        let uuid = text(&made["uuid"]);
        assert_eq!(shop.books().link_state(uuid), Some(state));
        shop.preview(uuid).refused(410);
        let link = shop.link(uuid);
        let expected = match state {
            LinkState::Expired => ("expires_at", json!("2026-11-20T10:00:00Z")),
            LinkState::UsedUp => ("times_used", json!(1)),
            _ => ("is_active", json!(false)),
        };
        assert_eq!(link[expected.0], expected.1);
        assert!(shop.books().pay(uuid, GOOD_CARD).is_err());
        assert_eq!(shop.payments(uuid), [] as [Value; 0], "no payment stands for it");
        assert_eq!(shop.happened(), moved(1, (0, 0), (0, 0)));
    }
}

#[test]
fn a_link_without_a_limit_gets_one_to_be_used_up() {
    let (shop, made) = planned(LinkTrouble::UsedUp, &json!({}));
    let link = shop.link(text(&made["uuid"]));
    assert_eq!((&link["times_used"], &link["max_uses"]), (&json!(1), &json!(1)));
}

#[test]
fn a_link_that_is_refused_uses_no_trouble_up() {
    let shop = Shop::open();
    shop.books().plan(LinkTrouble::SwitchedOff);
    shop.post(&json!({ "name": "X" })).faults();
    let products = json!([{ "product_id": "prod_teapot", "quantity": 1000 }]);
    shop.post(&json!({ "name": "X", "products": products })).faults();
    assert_eq!(shop.books().planned().len(), 1);
}
