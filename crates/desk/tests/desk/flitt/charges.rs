//! A subscription's charges: stopped and resumed, and believed only once the provider confirmed it.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk::{
    domain::{
        TillError,
        error::Doubt,
        link_kind::{LinkKindForm, Period},
    },
    view::{SaleView, SubscriptionState},
};
use providers::{
    Lane, Response, TransportFault,
    flitt::{Key, sign::sign_data},
};
use serde_json::json;

use super::rig::{FlittRig, MERCHANT};
use crate::rig::{CANARY, Call, Rig, Then, Trouble, answer, payment, story, word};

fn monthly() -> LinkKindForm {
    LinkKindForm::Subscription {
        each_minor: "1000".to_owned(),
        every: 1,
        period: Period::Month,
        starts_on: "2026-12-20".to_owned(),
        times: 12,
    }
}

/// A subscription whose first charge was paid.
async fn subscribed() -> (FlittRig, SaleView) {
    let rig = FlittRig::start().await;
    let sale = rig.waiting_for(monthly(), "2500").await;
    assert_eq!(sale.subscription, None);
    rig.customer_pays(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
    (rig, sale)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_charged_as_often_as_it_was_made_for_is_over() {
    let (rig, sale) = subscribed().await;
    let state = |sale: &SaleView| sale.subscription.as_ref().unwrap().state;
    assert_eq!(state(&sale), SubscriptionState::Charging);
    // The last of twelve charges is of 20 November 2027.
    rig.clock.advance(Duration::from_hours(24 * 365));
    assert_eq!(state(&rig.sale(&sale).await), SubscriptionState::Charging);
    rig.clock.advance(Duration::from_hours(24 * 5));
    assert_eq!(state(&rig.sale(&sale).await), SubscriptionState::Over);
}

/// The gateway's answer, signed: the subscription stands so.
fn stands(sale: &SaleView, status: &str) -> Response {
    let order = json!({ "order": {
        "response_status": "success",
        "merchant_id": MERCHANT,
        "order_id": sale.our_reference,
        "status": status,
    }});
    let data = STANDARD.encode(order.to_string());
    let signature = sign_data(&Key::new(CANARY.into()).unwrap(), &data);
    let envelope = json!({ "version": "2.0", "data": data, "signature": signature.as_str() });
    answer(200, &json!({ "response": envelope }))
}

fn refusal() -> Response {
    let no = json!({
        "response_status": "failure", "error_code": 1_018, "error_message": "Order not found",
    });
    answer(200, &json!({ "response": no }))
}

fn says(answer: Response) -> Trouble {
    Trouble::Unheard(Then::Answer(answer))
}

fn state(sale: &SaleView) -> SubscriptionState {
    sale.subscription.as_ref().unwrap().state
}

async fn set(rig: &Rig, sale: &SaleView, stop: bool) -> SaleView {
    rig.desk().set_charges(&sale.row.id, stop).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_charges_from_its_first_payment_until_it_is_stopped() {
    let (rig, sale) = subscribed().await;
    assert_eq!(state(&sale), SubscriptionState::Charging);
    let schedule = sale.subscription.as_ref().unwrap().schedule;
    assert_eq!((schedule.each.minor(), schedule.times.get()), (1_000, 12));

    rig.network.once(Call::SetCharges, says(stands(&sale, "disabled")));
    let sale = set(&rig, &sale, true).await;
    assert_eq!(state(&sale), SubscriptionState::Stopped);
    assert_eq!(story(&sale)[story(&sale).len() - 2..], ["CHARGES_ASKED", "CHARGES_SET"]);
    // Nothing of the sale's own money changed.
    assert_eq!((word(&sale).as_str(), payment(&sale).amount.minor()), ("PAID", 2_500));

    rig.network.once(Call::SetCharges, says(stands(&sale, "active")));
    let sale = set(&rig, &sale, false).await;
    assert_eq!(state(&sale), SubscriptionState::Charging);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_that_got_no_answer_is_asked_for_until_it_has_one() {
    let (mut rig, sale) = subscribed().await;
    let lost = Trouble::Unheard(Then::Fault(TransportFault::TimedOut));
    rig.network.always(Call::SetCharges, lost);
    let sale = set(&rig, &sale, true).await;
    assert_eq!(state(&sale), SubscriptionState::Stopping);
    let link = sale.link.as_ref().unwrap();
    assert_eq!((link.wish, &link.wish_error), (None, &None), "the link itself shall not end");
    // It is on disk: a till that was closed goes on.
    rig.reopen().await;
    rig.network.once(Call::SetCharges, says(stands(&sale, "disabled")));
    let sent = rig.network.sent(Call::SetCharges);
    rig.rested();
    rig.desk().work_due(Lane::Settling).await;
    rig.rested();
    rig.desk().work_due(Lane::Settling).await;
    assert_eq!(rig.network.sent(Call::SetCharges), sent + 1);
    assert_eq!(state(&rig.sale(&sale).await), SubscriptionState::Stopped);
    rig.rested();
    rig.desk().work_due(Lane::Settling).await;
    assert_eq!(rig.network.sent(Call::SetCharges), sent + 1, "it was answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_counts_once_no_older_resume_can_undo_it() {
    let lost = || Trouble::Unheard(Then::Fault(TransportFault::TimedOut));
    for (stop, done, doing, reached) in [
        (true, "disabled", SubscriptionState::Stopping, SubscriptionState::Stopped),
        (false, "active", SubscriptionState::Resuming, SubscriptionState::Charging),
    ] {
        let (mut rig, sale) = subscribed().await;
        rig.network.once(Call::SetCharges, lost());
        set(&rig, &sale, !stop).await;
        // The older request may arrive after this one.
        rig.network.once(Call::SetCharges, says(stands(&sale, done)));
        let sale = set(&rig, &sale, stop).await;
        assert_eq!(state(&sale), doing);
        rig.reopen().await;
        rig.desk().check_now(&sale.row.id).await.unwrap();
        rig.rested();
        rig.desk().work_due(Lane::Settling).await;
        assert_eq!(rig.network.sent(Call::SetCharges), 2, "it was confirmed, and now it waits");

        rig.clock.advance(Duration::from_mins(17));
        rig.network.once(Call::SetCharges, says(stands(&sale, done)));
        rig.desk().work_due(Lane::Settling).await;
        assert_eq!(rig.network.sent(Call::SetCharges), 3);
        let sale = rig.sale(&sale).await;
        assert_eq!(state(&sale), reached);
        assert_eq!(story(&sale).last().unwrap(), "CHARGES_SET");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_request_that_was_answered_or_never_left_holds_nothing_up() {
    let (rig, sale) = subscribed().await;
    let never_left = Trouble::Unheard(Then::Fault(TransportFault::Connect));
    for (first, answered) in [(says(stands(&sale, "active")), true), (never_left, false)] {
        rig.network.once(Call::SetCharges, first);
        let resumed = set(&rig, &sale, false).await;
        assert_eq!(state(&resumed) == SubscriptionState::Charging, answered);
        rig.network.once(Call::SetCharges, says(stands(&sale, "disabled")));
        let stopped = set(&rig, &sale, true).await;
        assert_eq!(state(&stopped), SubscriptionState::Stopped);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_says_the_opposite_is_no_confirmation() {
    let (rig, sale) = subscribed().await;
    rig.network.once(Call::SetCharges, says(stands(&sale, "active")));
    let sale = set(&rig, &sale, true).await;
    assert_eq!(state(&sale), SubscriptionState::Stopping);
    // Pressed again it is the same wish, asked for once more.
    rig.network.once(Call::SetCharges, says(stands(&sale, "disabled")));
    let sale = set(&rig, &sale, true).await;
    assert_eq!(state(&sale), SubscriptionState::Stopped);
    let asked = story(&sale).into_iter().filter(|line| line == "CHARGES_ASKED").count();
    assert_eq!(asked, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_stop_says_why_and_asks_no_more() {
    let (rig, sale) = subscribed().await;
    rig.network.once(Call::SetCharges, says(refusal()));
    let sale = set(&rig, &sale, true).await;
    let subscription = sale.subscription.as_ref().unwrap();
    assert_eq!(subscription.state, SubscriptionState::Charging);
    assert!(matches!(subscription.error, Some(TillError::ApiError { .. })), "{subscription:?}");
    assert_eq!(story(&sale).last().unwrap(), "CHARGES_REFUSED");
    assert_eq!(sale.link.as_ref().unwrap().wish_error, None);
    rig.rested();
    rig.desk().work_due(Lane::Settling).await;
    assert_eq!(rig.network.sent(Call::SetCharges), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_after_a_lost_answer_does_not_say_that_nothing_was_done() {
    let (rig, sale) = subscribed().await;
    rig.network.once(Call::SetCharges, Trouble::Unheard(Then::Fault(TransportFault::TimedOut)));
    set(&rig, &sale, true).await;
    rig.network.once(Call::SetCharges, says(refusal()));
    let sale = set(&rig, &sale, true).await;
    let doubt = Doubt::RefusedLater;
    assert_eq!(sale.subscription.unwrap().error, Some(TillError::UnclearOutcome { doubt }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_not_forgotten_before_its_subscriptions_are_stopped() {
    let (rig, sale) = subscribed().await;
    let forgotten = rig.desk().forget_account(&rig.account()).await;
    assert_eq!(forgotten, Err(TillError::SubscriptionsRunning { count: 1 }));
    rig.network.once(Call::SetCharges, says(stands(&sale, "disabled")));
    set(&rig, &sale, true).await;
    rig.desk().forget_account(&rig.account()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_subscription_whose_first_charge_was_paid_can_be_stopped() {
    let rig = FlittRig::start().await;
    let plain = rig.paid_at_flitt("2500").await;
    let waiting = rig.waiting_for(monthly(), "2500").await;
    for sale in [&plain, &waiting] {
        let refused = rig.desk().set_charges(&sale.row.id, true).await;
        assert_eq!(refused.unwrap_err(), TillError::NoSubscription);
        assert!(!story(&rig.sale(sale).await).contains(&"CHARGES_ASKED".to_owned()));
    }
    assert_eq!(rig.network.sent(Call::SetCharges), 0);
}
