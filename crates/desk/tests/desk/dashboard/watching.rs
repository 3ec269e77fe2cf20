//! Payments on links that nobody looks at. The list shows links, by when they were made, and counts what was paid on each.

use std::time::Duration;

use desk::view::{NewSaleForm, SaleView};
use practice::merchant_dashboard::{Behaviour, CustomerTrouble, Endpoint, ListShape};
use serde_json::json;

use super::rig::{DashboardRig, ONE_MUG};
use crate::{
    rig::{Call, Then, Trouble, answer, word},
    watch::let_watch,
};

const MINUTE: Duration = Duration::from_mins(1);

/// A link that can be paid for ten days.
async fn lasting(rig: &DashboardRig) -> SaleView {
    let form = NewSaleForm { payable_for: 10 * 24 * 3_600, ..rig.form_of(ONE_MUG).await };
    rig.desk().create_link(form).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_known_within_seconds_and_only_its_link_is_read() {
    let rig = DashboardRig::start().await;
    rig.behave(Behaviour { list_shape: ListShape::Pages { size: 3 }, ..Behaviour::default() });
    let mut sales = Vec::new();
    for _ in 0..7 {
        sales.push(rig.waiting_mug().await);
    }
    let_watch(&rig, 2 * MINUTE).await;
    assert_eq!(rig.network.sent(Call::ReadLink), 0, "nothing happened, so no link is read");
    rig.customer_pays(&sales[3]);
    let_watch(&rig, Duration::from_secs(15)).await;
    assert_eq!(word(&rig.sale(&sales[3]).await), "PAID");
    assert_eq!(rig.network.sent(Call::ReadLink), 1);
    let_watch(&rig, 2 * MINUTE).await;
    assert_eq!(rig.network.sent(Call::ReadLink), 1, "the list counts it on, and it is no news");
    assert_eq!(rig.gateway().requests(Endpoint::LinkPayments), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_several_payments_is_found_by_the_count() {
    let rig = DashboardRig::start().await;
    let sale = rig.collecting(3).await;
    let other = rig.collecting(3).await;
    for (times, told) in [(1, "COLLECTING"), (2, "COLLECTING"), (3, "PAID")] {
        rig.customer_pays(&sale);
        let_watch(&rig, Duration::from_secs(30)).await;
        let seen = rig.sale(&sale).await;
        assert_eq!((word(&seen).as_str(), seen.payments.len()), (told, times));
        assert_eq!(
            rig.gateway().requests_about(Endpoint::LinkDetail, &rig.uuid(&sale)),
            times as u64
        );
    }
    assert_eq!(rig.gateway().requests_about(Endpoint::LinkDetail, &rig.uuid(&other)), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_customers_at_once_are_two_payments_and_never_one() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(CustomerTrouble::PaysTwice { seconds: 20 });
    let sale = rig.waiting_mug().await;
    let_watch(&rig, MINUTE).await;
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), sale.payments.len()), ("PAID_TWICE", 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_some_days_ago_that_is_paid_today_is_seen_within_a_minute() {
    let rig = DashboardRig::start().await;
    rig.behave(Behaviour { list_shape: ListShape::Pages { size: 20 }, ..Behaviour::default() });
    let mut old = Vec::new();
    for _ in 0..3 {
        old.push(lasting(&rig).await);
    }
    rig.clock.advance(Duration::from_hours(4 * 24));
    for _ in 0..60 {
        let sale = lasting(&rig).await;
        rig.customer_pays(&sale);
        rig.clock.advance(Duration::from_secs(10));
    }
    let_watch(&rig, 20 * MINUTE).await;
    for sale in &old {
        rig.customer_pays(sale);
        let_watch(&rig, MINUTE).await;
        assert_eq!(word(&rig.sale(sale).await), "PAID");
    }
    assert_eq!(rig.gateway().happened().refused_for_rate, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_the_link_itself_does_not_bear_out_is_asked_about_less_and_less_often() {
    let rig = DashboardRig::start().await;
    let sale = lasting(&rig).await;
    let_watch(&rig, MINUTE).await;
    rig.customer_pays(&sale);
    let nothing = answer(200, &json!([]));
    rig.network.always(Call::LinkPayments, Trouble::Unheard(Then::Answer(nothing)));
    let_watch(&rig, 10 * MINUTE).await;
    let seen = rig.sale(&sale).await;
    assert!(seen.payments.is_empty() && word(&seen) != "PAID", "a count is no money");
    let reads = rig.network.sent(Call::ReadLink);
    assert!((2..30).contains(&reads), "{reads} reads");
    rig.network.heal();
    let_watch(&rig, 6 * MINUTE).await;
    assert_eq!(word(&rig.sale(&sale).await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dashboard_that_counts_nothing_leaves_each_link_to_be_read_by_itself() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    let_watch(&rig, MINUTE).await;
    rig.behave(Behaviour { statistics_missing: true, ..Behaviour::default() });
    rig.customer_pays(&sale);
    let_watch(&rig, Duration::from_hours(1)).await;
    assert_eq!(word(&rig.sale(&sale).await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_rows_bear_no_reference_the_links_own_id_names_it() {
    let rig = DashboardRig::start().await;
    rig.behave(Behaviour { list_metadata_missing: true, ..Behaviour::default() });
    let sale = rig.waiting_mug().await;
    rig.waiting_mug().await;
    let_watch(&rig, MINUTE).await;
    rig.customer_pays(&sale);
    let_watch(&rig, Duration::from_secs(30)).await;
    assert_eq!(word(&rig.sale(&sale).await), "PAID");
    assert_eq!(rig.network.sent(Call::ReadLink), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_till_was_off_while_it_was_paid() {
    let mut rig = DashboardRig::start().await;
    let (one, other) = (lasting(&rig).await, lasting(&rig).await);
    let_watch(&rig, MINUTE).await;
    rig.close().await;
    rig.clock.advance(Duration::from_hours(3 * 24));
    rig.customer_pays(&one);
    rig.clock.advance(Duration::from_hours(24));
    rig.reopen().await;
    let_watch(&rig, MINUTE).await;
    assert_eq!(word(&rig.sale(&one).await), "PAID");
    assert_eq!(word(&rig.sale(&other).await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_on_screen_turns_green_by_itself() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(CustomerTrouble::PaysAfter { seconds: 20 });
    let sale = rig.waiting_mug().await;
    rig.desk().look_at(Some(sale.row.id.parse().unwrap()));
    let_watch(&rig, Duration::from_secs(26)).await;
    assert_eq!(word(&rig.sale(&sale).await), "PAID");
}
