//! The client keeps below the provider's limit by itself: 100 requests a minute in its test mode, and a person's click never
//! waits for what the till asks by itself.

use std::time::Duration;

use desk::{seams::Clock, view::SaleView};
use practice::paymentflow::{APPROVED_CARD, Allowance, Behaviour};
use providers::Lane;

use super::rig::PaymentFlowRig;
use crate::{
    rig::{Call, Then, Trouble, too_many_requests, word},
    watch::let_watch,
};

/// The lanes in which the till works by itself.
const BY_ITSELF: [Lane; 3] = [Lane::OnScreen, Lane::Settling, Lane::Sweep];

/// A till whose watcher has more to read than the budget gives: so many links were paid while it looked away.
async fn busy_till(links: usize) -> (PaymentFlowRig, Vec<SaleView>) {
    let rig = PaymentFlowRig::start().await;
    rig.behave(Behaviour { allowance: Allowance::Unlimited, ..Behaviour::default() });
    let mut sales = Vec::new();
    for _ in 0..links {
        sales.push(rig.desk().create_link(rig.form("100")).await.unwrap());
    }
    for payment in rig.gateway().payments() {
        rig.gateway().pay(payment.id.as_str(), APPROVED_CARD).unwrap();
    }
    // What those clicks had borrowed of the budget is paid back.
    rig.clock.advance(Duration::from_mins(10));
    rig.behave(Behaviour::default());
    (rig, sales)
}

/// What the till asks by itself takes one step. Gives how long nothing is due.
async fn step(rig: &PaymentFlowRig) -> Duration {
    let mut next = Duration::MAX;
    for lane in BY_ITSELF {
        next = next.min(rig.desk().work_due(lane).await);
    }
    next
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_background_reads_beside_a_persons_clicks_meet_not_one_429() {
    let (rig, sales) = busy_till(600).await;
    let waiting = rig.waiting("2500").await;
    let start = rig.clock.elapsed();
    let before = rig.network.sent_in_all();
    let (mut clicks, mut asked, mut next_click) = (0, 0, start);
    while rig.network.sent_in_all() - before - asked < 1_000 {
        let next = step(&rig).await;
        let now = rig.clock.elapsed();
        if now >= next_click {
            // It is let through at once: neither refused, nor kept waiting for the background.
            let sent = rig.network.sent_in_all();
            let looked = rig.look(&waiting).await;
            assert_eq!((word(&looked).as_str(), rig.clock.elapsed()), ("WAITING", now));
            asked += rig.network.sent_in_all() - sent;
            clicks += 1;
            next_click = now + Duration::from_secs(7);
        }
        rig.clock.advance(next.min(next_click.saturating_sub(now)));
        assert!(rig.clock.elapsed() < start + Duration::from_hours(2), "it takes too long");
    }
    let took = rig.clock.elapsed().saturating_sub(start);
    assert_eq!(rig.gateway().happened().refused_for_rate, 0, "{clicks} clicks in {took:?}");
    assert!(clicks > 80 && asked >= clicks, "{clicks} clicks in {took:?}");
    assert!(took < Duration::from_mins(30), "the budget is used: {took:?}");
    let_watch(&rig, Duration::from_mins(2)).await;
    for sale in [&sales[0], &sales[599]] {
        assert_eq!(word(&rig.sale(sale).await), "PAID");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_providers_wish_to_wait_is_obeyed_by_all_that_the_till_asks_by_itself() {
    let (rig, _) = busy_till(30).await;
    let wait = Duration::from_secs(40);
    rig.network.once(Call::ReadLink, Trouble::Unheard(Then::Answer(too_many_requests(wait))));
    while rig.network.sent(Call::ReadLink) == 0 {
        let next = step(&rig).await;
        rig.clock.advance(next);
    }
    let before = rig.network.sent_in_all();
    let end = rig.clock.elapsed() + wait.saturating_sub(Duration::from_secs(2));
    while rig.clock.elapsed() < end {
        step(&rig).await;
        rig.clock.advance(Duration::from_secs(1));
    }
    assert_eq!(rig.network.sent_in_all(), before, "nobody asks before the time is over");
    // A person decides for themselves.
    rig.waiting("2500").await;
    let before = rig.network.sent_in_all();
    rig.clock.advance(Duration::from_secs(10));
    step(&rig).await;
    assert!(rig.network.sent_in_all() > before);
}
