//! What comes after a link's end, and links that are read by themselves.

use desk::view::NewSaleForm;
use practice::global_payments::CustomerTrouble;

use super::{hours, let_watch, minutes, word_after};
use crate::rig::{Call, Rig, word};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_ends_is_read_shortly_after_its_end() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    assert_eq!(word_after(&rig, minutes(15), &sale).await, "WAITING");
    assert_eq!(word_after(&rig, minutes(2), &sale).await, "EXPIRED");
    assert_eq!(rig.network.sent(Call::ReadLink), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_days_after_the_end_is_found() {
    let rig = Rig::start().await;
    rig.books().plan(CustomerTrouble::PaysLate { seconds: 59 * 3_600 });
    let sale = rig.waiting("2500").await;
    assert_eq!(word_after(&rig, minutes(20), &sale).await, "EXPIRED");
    // The computer sleeps over the weekend.
    rig.clock.advance(hours(60));
    assert_eq!(word_after(&rig, minutes(3), &sale).await, "PAID_LATE");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_long_sleep_the_links_are_read_one_after_the_other() {
    let rig = Rig::start().await;
    for _ in 0..12 {
        let form = NewSaleForm { payable_for: 9 * 24 * 3_600, ..rig.form("2500") };
        assert_eq!(word(&rig.desk().create_link(form).await.unwrap()), "WAITING");
    }
    let_watch(&rig, minutes(1)).await;
    assert_eq!(rig.network.sent(Call::ReadLink), 0);
    rig.clock.advance(hours(30));
    let_watch(&rig, super::seconds(9)).await;
    let read = rig.network.sent(Call::ReadLink);
    assert!((1..=5).contains(&read), "{read} links read within seconds");
    let_watch(&rig, minutes(2)).await;
    assert_eq!(rig.network.sent(Call::ReadLink), 12);
}
