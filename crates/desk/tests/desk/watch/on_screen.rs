//! The link on screen.

use super::{let_watch, minutes, seconds};
use crate::rig::{Call, Rig, Then, Trouble, refusal, word};

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_on_the_link_on_screen_is_known_two_seconds_later_and_then_no_more_is_asked() {
    let rig = Rig::start().await;
    // The same within the first minute, whenever the customer pays.
    for paid_after in [1, 7, 20, 33, 54] {
        let sale = rig.waiting("2500").await;
        rig.desk().look_at(Some(sale.row.id.parse().unwrap()));
        let_watch(&rig, seconds(paid_after)).await;
        assert_eq!(word(&rig.sale(&sale).await), "WAITING");
        rig.pay(&sale);
        let_watch(&rig, seconds(2)).await;
        assert_eq!(word(&rig.sale(&sale).await), "PAID", "paid after {paid_after} s");
    }
    let_watch(&rig, seconds(10)).await;
    let looks = rig.network.sent(Call::ReadLink);
    let_watch(&rig, minutes(2)).await;
    assert_eq!(rig.network.sent(Call::ReadLink), looks);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_customer_opens_the_page_minutes_later_the_till_looks_closely_again() {
    let rig = Rig::start().await;
    for paid_after in [9, 20, 33] {
        let sale = rig.waiting("2500").await;
        rig.desk().look_at(Some(sale.row.id.parse().unwrap()));
        let_watch(&rig, minutes(3)).await;
        rig.books().open_page(&rig.link_of(&sale).id).unwrap();
        let_watch(&rig, seconds(paid_after)).await;
        rig.pay(&sale);
        let_watch(&rig, seconds(2)).await;
        assert_eq!(word(&rig.sale(&sale).await), "PAID", "paid {paid_after} s later");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_on_screen_is_watched_closely_where_no_list_may_be_read() {
    let rig = Rig::start().await;
    let refused = refusal(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled");
    rig.network.always(Call::FindTransactions, Trouble::Unheard(Then::Answer(refused)));
    for paid_after in [5, 8, 11] {
        let sale = rig.waiting("2500").await;
        rig.desk().look_at(Some(sale.row.id.parse().unwrap()));
        let_watch(&rig, seconds(paid_after)).await;
        rig.pay(&sale);
        let_watch(&rig, seconds(4)).await;
        assert_eq!(word(&rig.sale(&sale).await), "PAID", "paid after {paid_after} s");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_shown_again_is_asked_about_at_once() {
    let rig = Rig::start().await;
    let (old, other) = (rig.waiting("2500").await, rig.waiting("3500").await);
    rig.desk().look_at(Some(other.row.id.parse().unwrap()));
    let_watch(&rig, minutes(6)).await;
    let looks = rig.network.sent(Call::ReadLink);
    rig.desk().look_at(Some(old.row.id.parse().unwrap()));
    rig.pay(&old);
    let_watch(&rig, seconds(0)).await;
    assert_eq!(rig.network.sent(Call::ReadLink), looks + 1);
    assert_eq!(word(&rig.sale(&old).await), "PAID");

    // Nobody looks any more.
    rig.desk().look_at(None);
    let_watch(&rig, seconds(30)).await;
    assert_eq!(rig.network.sent(Call::ReadLink), looks + 1);
}
