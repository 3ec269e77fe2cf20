//! Payments on links that nobody looks at: found by lists, proven by a look.

use desk::{
    domain::hold::HoldEndKind,
    seams::{Clock, Timestamp},
    view::NewSaleForm,
};
use practice::global_payments::{APPROVED_CARDS, Behaviour};
use providers::TransportFault;
use serde_json::json;

use super::{hours, let_watch, minutes, seconds, word_after};
use crate::rig::{Call, Rig, Then, Trouble, refusal, word};

/// The mark up to which payments were swept. Ends the till.
async fn mark(rig: &mut Rig) -> Option<Timestamp> {
    rig.close().await;
    let book = ledger::Ledger::open(rig.folder()).unwrap();
    let mark = book.sweep_mark(rig.account().parse().unwrap()).unwrap();
    drop(book);
    rig.reopen().await;
    mark
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_known_within_seconds_and_only_its_link_is_read() {
    let rig = Rig::start().await;
    let mut sales = Vec::new();
    for _ in 0..8 {
        sales.push(rig.waiting("2500").await);
    }
    let_watch(&rig, minutes(1)).await;
    assert_eq!(rig.network.sent(Call::ReadLink), 0, "nothing happened, so no link is read");

    rig.pay(&sales[3]);
    assert_eq!(word_after(&rig, seconds(5), &sales[3]).await, "PAID");
    assert_eq!(rig.network.sent(Call::ReadLink), 1);
    assert_eq!(word(&rig.sale(&sales[4]).await), "WAITING");
    // The list shows it for days, and it is no news any more.
    let_watch(&rig, minutes(2)).await;
    assert_eq!(rig.network.sent(Call::ReadLink), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_list_shows_is_believed_only_when_the_payment_itself_says_so() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.pay(&sale);
    let lags = Trouble::Acted(Then::Field("status", json!("PENDING")));
    rig.network.once(Call::ReadTransaction, lags);
    let_watch(&rig, seconds(3)).await;
    assert_eq!(rig.network.sent(Call::ReadTransaction), 1);
    assert_ne!(word(&rig.sale(&sale).await), "PAID");
    assert_eq!(word_after(&rig, seconds(10), &sale).await, "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_takes_their_time_on_the_page_is_not_missed() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.books().open_page(&rig.link_of(&sale).id).unwrap();
    let_watch(&rig, minutes(8)).await;
    let looks = rig.network.sent(Call::ReadLink);
    assert!(looks <= 6, "{looks} looks at a page that is only open");
    rig.pay(&sale);
    assert_eq!(word_after(&rig, seconds(8), &sale).await, "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_was_begun_long_ago_keeps_its_place_in_the_list_and_is_found() {
    let rig = Rig::start().await;
    let lasting = NewSaleForm { payable_for: 24 * 3_600, ..rig.form("2500") };
    let sale = rig.desk().create_link(lasting).await.unwrap();
    rig.books().open_page(&rig.link_of(&sale).id).unwrap();
    rig.clock.advance(minutes(1));
    let form = NewSaleForm { use_limit: Some(200), ..rig.form("100") };
    let many = rig.desk().create_link(form).await.unwrap();
    let link = rig.link_of(&many).id;
    for _ in 0..120 {
        rig.books().pay(&link, APPROVED_CARDS[0]).unwrap();
    }
    let_watch(&rig, minutes(10)).await;
    // The newest hundred are others by now.
    rig.pay(&sale);
    assert_eq!(word_after(&rig, minutes(6), &sale).await, "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn reserved_money_that_is_taken_elsewhere_is_seen() {
    let rig = Rig::start().await;
    let sale = rig.reserved("2500").await;
    let_watch(&rig, minutes(1)).await;
    rig.end_hold_elsewhere(&sale, HoldEndKind::Capture, 2500).await;
    assert_eq!(word_after(&rig, seconds(10), &sale).await, "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_while_the_till_was_off_is_found_at_its_start() {
    let mut rig = Rig::start().await;
    let form = NewSaleForm { payable_for: 3 * 24 * 3_600, ..rig.form("2500") };
    let (one, other) = (rig.waiting("2500").await, rig.desk().create_link(form).await.unwrap());
    let_watch(&rig, minutes(1)).await;
    rig.close().await;
    rig.pay(&one);
    rig.clock.advance(hours(40));
    rig.pay(&other);
    rig.clock.advance(hours(1));
    rig.reopen().await;
    assert_eq!(word_after(&rig, seconds(20), &one).await, "PAID");
    assert_eq!(word(&rig.sale(&other).await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mark_moves_only_with_a_list_that_was_read_to_its_end() {
    let mut rig = Rig::start().await;
    rig.waiting("2500").await;
    let fault = Trouble::Unheard(Then::Fault(TransportFault::ConnectionLost));
    rig.network.always(Call::FindTransactions, fault.clone());
    let_watch(&rig, minutes(1)).await;
    assert!(rig.network.sent(Call::FindTransactions) > 0);
    assert_eq!(mark(&mut rig).await, None);

    rig.rested();
    let_watch(&rig, minutes(2)).await;
    let first = mark(&mut rig).await.unwrap();
    let behind = Clock::now(&*rig.clock).since(first);
    assert!(behind <= minutes(2), "{behind:?} behind");

    rig.network.always(Call::FindTransactions, fault);
    let_watch(&rig, minutes(10)).await;
    assert_eq!(mark(&mut rig).await, Some(first));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_list_may_be_read_each_link_is_read_by_itself() {
    let rig = Rig::start().await;
    let refused = refusal(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled");
    rig.network.always(Call::FindTransactions, Trouble::Unheard(Then::Answer(refused)));
    let (one, other) = (rig.waiting("2500").await, rig.waiting("3500").await);
    let_watch(&rig, minutes(1)).await;
    rig.pay(&other);
    assert_eq!(word_after(&rig, seconds(40), &other).await, "PAID");
    assert_eq!(word(&rig.sale(&one).await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_with_nothing_to_watch_asks_nothing() {
    let rig = Rig::start().await;
    let before = rig.network.sent_in_all();
    let_watch(&rig, hours(10)).await;
    assert_eq!(rig.network.sent_in_all(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_that_lag_behind_hide_nothing_for_long() {
    let rig = Rig::start().await;
    let lag = Some(seconds(2));
    rig.books().set_behaviour(Behaviour { replication_lag: lag, ..Behaviour::default() });
    let sale = rig.waiting("2500").await;
    let_watch(&rig, seconds(30)).await;
    rig.pay(&sale);
    assert_eq!(word_after(&rig, seconds(12), &sale).await, "PAID");
}
