//! A provider that fails or asks for patience: the watcher leaves it alone, and people never wait for the watcher.

use desk::{seams::Clock, view::NewSaleForm};
use providers::{Lane, TransportFault};

use super::{hours, let_watch, minutes, seconds, word_after};
use crate::rig::{Call, Rig, Then, Trouble, refusal, too_many_requests, word};

#[tokio::test(flavor = "multi_thread")]
async fn a_429_silences_the_watcher_and_not_people() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.clock.advance(minutes(1));
    rig.desk().look_at(Some(sale.row.id.parse().unwrap()));
    let asks = Trouble::Unheard(Then::Answer(too_many_requests(minutes(5))));
    rig.network.once(Call::ReadLink, asks);
    let_watch(&rig, seconds(10)).await;
    let sent = rig.network.sent_in_all();
    for lane in [Lane::OnScreen, Lane::Sweep] {
        assert!(rig.desk().work_due(lane).await > minutes(4), "{lane:?} sleeps");
    }
    rig.pay(&sale);
    let_watch(&rig, minutes(4)).await;
    assert_eq!(rig.network.sent_in_all(), sent, "not a single request");
    let known = rig.sale(&sale).await;
    assert_eq!(word(&known), "WAITING");
    assert_eq!(known.link.unwrap().cannot_check_since, None, "the provider can be reached");

    let other = rig.waiting("3500").await;
    assert_eq!(word(&rig.desk().check_now(&sale.row.id).await.unwrap()), "PAID");
    rig.pay(&other);
    assert_eq!(word_after(&rig, minutes(2), &other).await, "PAID", "after the wait");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_refuses_to_tell_of_a_link_is_there_all_the_same() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let gone = refusal(400, "RESOURCE_NOT_FOUND", "40118", "Link LNK_x not found");
    let gone = Trouble::Unheard(Then::Answer(gone));
    let silent = Trouble::Unheard(Then::Fault(TransportFault::TimedOut));
    for (trouble, is_refused) in [(gone.clone(), true), (silent, false)] {
        rig.network.always(Call::ReadLink, trouble);
        let link = rig.desk().check_now(&sale.row.id).await.unwrap().link.unwrap();
        assert!(link.cannot_check_since.is_some());
        assert_eq!(link.look_refused, is_refused);
        rig.network.heal();
        let link = rig.desk().check_now(&sale.row.id).await.unwrap().link.unwrap();
        assert_eq!((link.cannot_check_since, link.look_refused), (None, false));
    }

    rig.network.always(Call::ReadLink, gone);
    rig.desk().check_now(&sale.row.id).await.unwrap();
    rig.network.heal();
    let asks = Trouble::Unheard(Then::Answer(too_many_requests(seconds(5))));
    rig.network.once(Call::ReadLink, asks);
    let link = rig.desk().check_now(&sale.row.id).await.unwrap().link.unwrap();
    assert!(link.look_refused, "who is asked to wait learns nothing new");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_down_is_asked_a_few_times_and_then_left_alone() {
    let rig = Rig::start().await;
    let form = NewSaleForm { payable_for: 24 * 3_600, ..rig.form("2500") };
    let sale = rig.desk().create_link(form).await.unwrap();
    for call in [Call::FindTransactions, Call::ReadLink] {
        rig.network.always(call, Trouble::Unheard(Then::Fault(TransportFault::TimedOut)));
    }
    let before = rig.network.sent_in_all();
    let_watch(&rig, hours(1)).await;
    let asked = rig.network.sent_in_all() - before;
    assert!(asked > 1, "it is tried again");
    // Without a rest it would be 600 pages.
    assert!(asked < 150, "asked {asked} times");

    rig.network.heal();
    rig.pay(&sale);
    assert_eq!(word_after(&rig, minutes(16), &sale).await, "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_in_the_middle_of_a_busy_sweep_goes_first() {
    let rig = Rig::start().await;
    for _ in 0..40 {
        let sale = rig.waiting("2500").await;
        rig.pay(&sale);
    }
    rig.clock.advance(minutes(5));
    let desk = rig.desk();
    // Until the account's budget has no more for the sweep.
    while desk.work_due(Lane::Sweep).await.is_zero() {}
    let began = rig.clock.elapsed();
    let (sent, read) = (rig.network.sent_in_all(), rig.network.sent(Call::ReadLink));
    assert!((1..40).contains(&read), "{read} links read: the sweep is in the middle of its work");
    rig.waiting("3500").await;
    assert_eq!(rig.network.sent_in_all(), sent + 1);
    assert_eq!(rig.clock.elapsed(), began);
    assert!(!desk.work_due(Lane::Sweep).await.is_zero(), "the sweep waits for what was spent");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_till_asks_by_itself_stays_within_the_budget() {
    let rig = Rig::start().await;
    let mut sales = Vec::new();
    for _ in 0..60 {
        let sale = rig.waiting("2500").await;
        rig.pay(&sale);
        sales.push(sale);
    }
    rig.clock.advance(minutes(10));
    for _ in 0..4 {
        let before = rig.network.sent_in_all();
        let_watch(&rig, minutes(1)).await;
        let asked = rig.network.sent_in_all() - before;
        // 60 a minute, and what was saved up before.
        assert!(asked <= 75, "{asked} requests in a minute");
    }
    for sale in sales {
        assert_eq!(word(&rig.sale(&sale).await), "PAID");
    }
}
