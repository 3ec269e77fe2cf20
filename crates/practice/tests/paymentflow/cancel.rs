use practice::paymentflow::CustomerTrouble;
use serde_json::json;

use crate::shop::{BAD_CARD, GOOD_CARD, Shop, moved};

const VALIDATION: &str = "validation_error";

#[test]
fn a_pending_link_is_cancelled_and_nobody_can_pay_it() {
    let shop = Shop::open();
    let id = shop.create(&json!({}));
    assert_eq!(shop.cancel(&id).ok()["status"], "cancelled");
    assert_eq!(shop.status(&id), "cancelled");
    assert!(shop.books().pay(&id, GOOD_CARD).is_err());
    assert_eq!(shop.happened(), moved(1, (0, 0), (0, 0)));
}

#[test]
fn only_a_pending_link_can_be_cancelled() {
    let shop = Shop::open();
    let refused = |id: &str| {
        shop.cancel(id).refused(409, VALIDATION, "payment_not_cancellable");
    };
    let paid = shop.paid();
    let failed = shop.create(&json!({}));
    shop.books().pay(&failed, BAD_CARD).unwrap();
    let cancelled = shop.create(&json!({}));
    shop.cancel(&cancelled).ok();
    shop.books().plan(CustomerTrouble::StaysProcessing { seconds: 0 });
    let processing = shop.create(&json!({}));
    for (id, status) in [
        (&paid, "succeeded"),
        (&failed, "failed"),
        (&cancelled, "cancelled"),
        (&processing, "processing"),
    ] {
        refused(id);
        assert_eq!(shop.status(id), status);
    }
    shop.cancel("pay_nothing").refused(404, VALIDATION, "resource_missing");
}
