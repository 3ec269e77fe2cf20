//! A link whose create ran into trouble: looked up by its intent first, sent again with the same key within 20 hours of the
//! provider's time, and after that left to a person.

use std::time::Duration;

use desk::{
    domain::TillError,
    view::{CustomerForm, NewSaleForm, SaleView},
};
use practice::paymentflow::{AnswerTrouble, Behaviour, PaymentStatus};
use providers::TransportFault;

use super::rig::PaymentFlowRig;
use crate::{
    rig::{Call, Then, Trouble, Write, press, too_many_requests, word},
    watch::let_watch,
};

fn unheard() -> Trouble {
    Trouble::Unheard(Then::Fault(TransportFault::TimedOut))
}

fn creates(rig: &PaymentFlowRig) -> impl Iterator<Item = Write> {
    rig.network.writes().into_iter().filter(|write| write.url.ends_with("/payments"))
}

/// The keys that the creates carried.
fn keys(rig: &PaymentFlowRig) -> Vec<String> {
    creates(rig).map(|write| write.key).collect()
}

/// What the creates said.
fn bodies(rig: &PaymentFlowRig) -> Vec<String> {
    creates(rig).map(|write| write.body).collect()
}

/// What staff may show of the sale's link.
fn address(sale: &SaleView) -> Option<String> {
    sale.link.as_ref().map(|link| link.url.clone())
}

async fn settle(rig: &PaymentFlowRig) {
    rig.rested();
    rig.desk().settle_all().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_was_made_is_found_by_its_intent_and_not_sent_again() {
    for trouble in [
        AnswerTrouble::DropsAnswer,
        AnswerTrouble::FailsAfterActing,
        AnswerTrouble::AnswersPage,
        AnswerTrouble::CutsAnswer,
    ] {
        let rig = PaymentFlowRig::start().await;
        rig.gateway().plan(trouble);
        let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
        assert_eq!(word(&sale), "NOT_SURE", "{trouble:?}");
        settle(&rig).await;
        let sale = rig.sale(&sale).await;
        assert_eq!(word(&sale), "WAITING", "{trouble:?}");
        assert_eq!(rig.network.sent(Call::CreateLink), 1, "{trouble:?}");
        let page = rig.gateway().page_url(rig.object(&sale).as_str());
        assert_eq!(address(&sale), page, "{trouble:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_never_arrived_goes_again_with_its_key_within_twenty_hours() {
    for waited in [Duration::from_mins(1), Duration::from_hours(19)] {
        let rig = PaymentFlowRig::start().await;
        rig.network.once(Call::CreateLink, unheard());
        let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
        assert_eq!(word(&sale), "NOT_SURE");
        rig.clock.advance(waited);
        let looks = rig.network.sent(Call::ListPayments);
        settle(&rig).await;
        assert!(rig.network.sent(Call::ListPayments) > looks, "it is looked for first");
        assert_eq!(word(&rig.sale(&sale).await), "WAITING", "{waited:?}");
        let keys = keys(&rig);
        assert_eq!(keys.len(), 2);
        assert_eq!(keys[0], keys[1]);
        let bodies = bodies(&rig);
        assert_eq!(bodies[0], bodies[1]);
        assert_eq!(rig.gateway().key_uses(&keys[0]).executed, 1);
        assert_eq!(rig.gateway().payments().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_becomes_of_its_customer_each_request_says_the_same() {
    let rig = PaymentFlowRig::start().await;
    let customer = async |email: &str| {
        let form = CustomerForm {
            press: press(),
            account: rig.account(),
            id: String::new(),
            email: email.to_owned(),
            name: String::new(),
            phone: String::new(),
        };
        rig.desk().save_customer(form).await.unwrap().row.id
    };
    let (one, other) = (customer("one@shop.example").await, customer("other@shop.example").await);
    rig.network.once(Call::CreateLink, unheard());
    let form = NewSaleForm { customer: one.clone(), ..rig.form("2500") };
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    for chosen in [other.clone(), String::new()] {
        let refused = rig.desk().choose_customer(&sale.row.id, chosen).await;
        assert_eq!(refused, Err(TillError::StillSettling));
    }
    rig.desk().delete_customer(&rig.account(), &one).await.unwrap();
    settle(&rig).await;
    let bodies = bodies(&rig);
    assert_eq!((bodies.len(), &bodies[0]), (2, &bodies[1]));
    let sale = rig.desk().choose_customer(&sale.row.id, other.clone()).await.unwrap();
    assert_eq!((word(&sale).as_str(), sale.customer_id), ("WAITING", other));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_twenty_hours_of_the_providers_time_nothing_goes_again_and_a_person_makes_a_new_one()
{
    let mut rig = PaymentFlowRig::start().await;
    rig.network.once(Call::CreateLink, unheard());
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    rig.clock.advance(Duration::from_hours(20));
    rig.reopen().await;
    settle(&rig).await;
    assert_eq!(word(&rig.sale(&sale).await), "LINK_REFUSED");
    assert_eq!(rig.network.sent(Call::CreateLink), 1);
    assert_eq!(rig.gateway().payments().len(), 0);
    // The key is not known to the provider any more; a new press has a new one.
    let new = rig.waiting("2500").await;
    let keys = keys(&rig);
    assert_ne!(keys[0], keys[1]);
    assert_eq!(rig.objects(&new).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_lags_behind_makes_no_second_link() {
    let rig = PaymentFlowRig::start().await;
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    let lags = Some(Duration::from_mins(10));
    rig.behave(Behaviour { list_lag: lags, ..Behaviour::default() });
    settle(&rig).await;
    // It went again with the same key, and the provider gave the first one back.
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
    assert_eq!(rig.gateway().payments().len(), 1);
    let keys = keys(&rig);
    assert_eq!((keys.len(), &keys[0]), (2, &keys[1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_nobody_may_see_is_watched_and_cancelled_for_it_never_ends_by_itself() {
    let rig = PaymentFlowRig::start().await;
    let foreign = Some("https://pay.evil.example".to_owned());
    rig.behave(Behaviour { link_origin: foreign, ..Behaviour::default() });
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    assert_eq!((word(&sale).as_str(), address(&sale)), ("LINK_REFUSED", None));
    rig.behave(Behaviour::default());
    let_watch(&rig, Duration::from_mins(5)).await;
    let object = rig.object(&sale);
    assert_eq!(rig.gateway().status(object.as_str()), Some(PaymentStatus::Cancelled));
    assert_eq!(address(&rig.sale(&sale).await), None, "nobody ever sees its address");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_shows_up_too_late_is_never_shown_and_its_money_is_seen() {
    let rig = PaymentFlowRig::start().await;
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    rig.clock.advance(Duration::from_hours(21));
    let lags = Some(Duration::from_hours(48));
    rig.behave(Behaviour { list_lag: lags, ..Behaviour::default() });
    settle(&rig).await;
    let sale = rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), address(&sale)), ("LINK_REFUSED", None));
    rig.behave(Behaviour::default());
    // Somebody pays it all the same, while the till watches another one of that day.
    rig.waiting("100").await;
    rig.customer_pays(&sale);
    let_watch(&rig, Duration::from_mins(5)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!(address(&sale), None);
    assert_eq!(word(&sale), "PAID", "money that came is never hidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_provably_never_left_goes_again_with_the_same_press_however_late() {
    let rig = PaymentFlowRig::start().await;
    let wait = Duration::from_secs(3);
    for never in [Then::Fault(TransportFault::Connect), Then::Answer(too_many_requests(wait))] {
        rig.network.once(Call::CreateLink, Trouble::Unheard(never));
        let form = rig.form("2500");
        let sale = rig.desk().create_link(form.clone()).await.unwrap();
        assert_eq!(word(&sale), "NOT_SENT");
        // No end: it is not dead on arrival, whatever the clock of the till says.
        rig.clock.advance(Duration::from_hours(40 * 24));
        let sale = rig.desk().create_link(form).await.unwrap();
        assert_eq!(word(&sale), "WAITING");
        assert_eq!(rig.objects(&sale).len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_what_was_asked_for_is_never_shown() {
    for lie in [
        Behaviour { checkout_url_missing: true, ..Behaviour::default() },
        Behaviour { link_origin: Some("https://pay.evil.example".into()), ..Behaviour::default() },
        Behaviour { currency_in_answer: Some("USD".into()), ..Behaviour::default() },
    ] {
        let rig = PaymentFlowRig::start().await;
        rig.behave(lie.clone());
        let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
        assert_eq!(word(&sale), "LINK_REFUSED", "{lie:?}");
        assert_eq!(address(&sale), None, "{lie:?}");
    }
}
