//! A link that staff cancel: what they see until the provider confirms it, and money that comes all the same.

use std::time::Duration;

use desk::{
    domain::{TillError, ids::SaleId},
    view::{LinkWish, SaleView},
};
use practice::global_payments::{Behaviour, CustomerTrouble, LinkStatus};
use providers::{Lane, TransportFault};

use crate::rig::{
    Call, Mood, Rig, Then, Trouble, code, html, payment, refund_form, refusal, story, word,
};

fn lost() -> Then {
    Then::Fault(TransportFault::TimedOut)
}

async fn cancel(rig: &Rig, sale: &SaleView) -> SaleView {
    rig.desk().cancel_link(&sale.row.id).await.unwrap()
}

/// What the watcher does by itself about what is unclear or wished.
async fn settle(rig: &Rig, sale: &SaleView) -> SaleView {
    rig.desk().work_due(Lane::Settling).await;
    rig.rested();
    rig.desk().work_due(Lane::Settling).await;
    rig.sale(sale).await
}

fn status(rig: &Rig, sale: &SaleView) -> LinkStatus {
    rig.books().link_status(&rig.link_of(sale).id).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_link_can_no_longer_be_paid() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    assert!(sale.link.as_ref().unwrap().can_cancel);
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "CLOSED");
    let link = sale.link.as_ref().unwrap();
    assert_eq!(
        (link.wish, link.can_cancel, link.can_change, link.payable),
        (None, false, false, false)
    );
    assert_eq!(status(&rig, &sale), LinkStatus::Inactive);
    assert_eq!(story(&sale)[3..], ["CANCEL_ASKED", "LINK_CLOSED"]);
    let asked =
        sale.timeline.iter().find(|line| line.by.is_some() && line.what != sale.timeline[0].what);
    assert!(asked.is_some(), "who cancelled it is told");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_press_asks_for_nothing_more() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let desk = rig.desk();
    let (one, other) = tokio::join!(desk.cancel_link(&sale.row.id), desk.cancel_link(&sale.row.id));
    let results = [one.map(|sale| word(&sale)), other.map(|sale| word(&sale))];
    assert!(results.contains(&Ok("CLOSED".to_owned())), "{results:?}");
    assert!(
        results.iter().all(|result| {
            matches!(result, Ok(word) if word == "CLOSED") || *result == Err(TillError::LinkOver)
        }),
        "{results:?}"
    );
    assert_eq!(rig.network.sent(Call::AlterLink), 1);
    let again = rig.desk().cancel_link(&sale.row.id).await;
    assert_eq!(again, Err(TillError::LinkOver));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_just_paid_is_not_cancelled_but_paid() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.pay(&sale);
    // The till has not looked yet.
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "PAID");
    assert_eq!(sale.link.as_ref().unwrap().wish, None);
    assert_eq!(rig.network.sent(Call::AlterLink), 0);
    let again = rig.desk().cancel_link(&sale.row.id).await;
    assert_eq!(again, Err(TillError::LinkOver));
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn until_the_provider_confirms_it_the_link_is_being_cancelled() {
    for trouble in [Trouble::Acted(lost()), Trouble::Unheard(lost())] {
        let told = format!("{trouble:?}");
        let rig = Rig::start().await;
        let sale = rig.waiting("2500").await;
        rig.network.once(Call::AlterLink, trouble);
        let sale = cancel(&rig, &sale).await;
        assert_eq!(word(&sale), "CANCELLING", "{told}");
        let link = sale.link.as_ref().unwrap();
        assert_eq!((link.wish, link.can_cancel), (Some(LinkWish::Cancel), false), "{told}");
        let shown = serde_json::to_value(&sale.customer).unwrap();
        assert_eq!(shown["kind"], "OVER", "nobody is asked to pay any more after {told}");
        let sale = settle(&rig, &sale).await;
        assert_eq!(word(&sale), "CLOSED", "{told}");
        assert_eq!(status(&rig, &sale), LinkStatus::Inactive, "{told}");
        assert_eq!(story(&sale)[3..], ["CANCEL_ASKED", "LINK_CLOSED"], "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_survives_a_provider_out_of_reach_and_the_end_of_the_program() {
    let mut rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.reopen().await;
    for call in [Call::SignIn, Call::ReadLink, Call::AlterLink] {
        rig.network.always(call, Trouble::Unheard(Then::Fault(TransportFault::Dns)));
    }
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "CANCELLING");
    assert_eq!(word(&settle(&rig, &sale).await), "CANCELLING");
    assert_eq!(status(&rig, &sale), LinkStatus::Active);
    rig.reopen().await;
    assert_eq!(word(&rig.sale(&sale).await), "CANCELLING");
    let sale = settle(&rig, &sale).await;
    assert_eq!(word(&sale), "CLOSED");
    assert_eq!(status(&rig, &sale), LinkStatus::Inactive);
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_locked_keychain_nothing_is_wished() {
    let mut rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.reopen().await;
    rig.keychain.turn(Mood::Locked);
    let refused = rig.desk().cancel_link(&sale.row.id).await;
    assert_eq!(refused, Err(TillError::VaultLocked));
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
    rig.keychain.turn(Mood::Open);
    assert_eq!(word(&cancel(&rig, &sale).await), "CLOSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_that_the_provider_refuses_leaves_the_link_as_it_was() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let no = refusal(403, "ACTION_NOT_AUTHORIZED", "40212", "Permission not enabled");
    rig.network.once(Call::AlterLink, Trouble::Unheard(Then::Answer(no)));
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "WAITING");
    let link = sale.link.as_ref().unwrap();
    assert_eq!(code(link.wish_error.as_ref().unwrap()), "PERMISSION_MISSING");
    assert_eq!((link.wish, link.can_cancel), (None, true));
    assert_eq!(story(&sale).last().unwrap(), "WISH_REFUSED");
    // The customer may still pay, and staff may still cancel.
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "CLOSED");
    assert_eq!(sale.link.as_ref().unwrap().wish_error, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_promises_too_much_is_not_believed() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    // A page of somebody's in place of the provider's answer, and the link read back as it was.
    rig.network.once(Call::AlterLink, Trouble::Unheard(Then::Answer(html())));
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "CANCELLING");
    assert_eq!(status(&rig, &sale), LinkStatus::Active);
    assert_eq!(word(&settle(&rig, &sale).await), "CLOSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_after_the_cancel_is_seen_and_can_go_back() {
    let rig = Rig::start().await;
    rig.books().plan(CustomerTrouble::PaysAfterCancel { seconds: 60 });
    let sale = rig.waiting("2500").await;
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "CLOSED");
    rig.clock.advance(Duration::from_mins(2));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID_AFTER_CANCEL");
    let shown = serde_json::to_value(&sale.customer).unwrap();
    assert_eq!((&shown["kind"], &shown["amount"]["minor"]), (&"PAID".into(), &"2500".into()));
    let sale = rig.desk().refund(refund_form(&sale, "2500")).await.unwrap();
    assert_eq!(word(&sale), "REFUNDED");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_while_the_link_is_being_cancelled_is_no_secret() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.network.once(Call::AlterLink, Trouble::Unheard(lost()));
    let sale = cancel(&rig, &sale).await;
    rig.clock.advance(Duration::from_secs(5));
    rig.pay(&sale);
    let sale = settle(&rig, &sale).await;
    assert_eq!(word(&sale), "PAID_AFTER_CANCEL");
    assert_eq!(sale.link.as_ref().unwrap().wish, None);
    assert_eq!(payment(&sale).amount.minor(), 2500);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_the_provider_has_ended_cannot_be_cancelled() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.clock.advance(Duration::from_hours(1));
    // Only the provider's word ends a link: nobody has asked it yet.
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "EXPIRED");
    assert_eq!(rig.network.sent(Call::AlterLink), 0);
    let again = rig.desk().cancel_link(&sale.row.id).await;
    assert_eq!(again, Err(TillError::LinkOver));
    let unknown = SaleId::from(uuid::Uuid::nil()).to_string();
    assert_eq!(rig.desk().cancel_link(&unknown).await, Err(TillError::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_the_till_does_not_know_is_not_taken_for_cancelled() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let strange = Some("SLEEPING".to_owned());
    rig.books().set_behaviour(Behaviour { link_status_in_answer: strange, ..Behaviour::default() });
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "CANCELLING");
    rig.books().set_behaviour(Behaviour::default());
    assert_eq!(word(&settle(&rig, &sale).await), "CLOSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_the_provider_does_not_show_yet_is_cancelled_as_soon_as_it_does() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let not_yet = refusal(404, "RESOURCE_NOT_FOUND", "40118", "Link not found");
    rig.network.once(Call::ReadLink, Trouble::Unheard(Then::Answer(not_yet)));
    let sale = cancel(&rig, &sale).await;
    assert_eq!(word(&sale), "CANCELLING");
    assert_eq!(sale.link.as_ref().unwrap().wish_error, None);
    let sale = settle(&rig, &sale).await;
    assert_eq!((word(&sale).as_str(), status(&rig, &sale)), ("CLOSED", LinkStatus::Inactive));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_link_is_not_shown_again_by_a_look_from_before_the_cancel() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    let link = sale.link.as_ref().unwrap().id.clone();
    assert!(rig.desk().shown_link(&link).await.is_ok());
    let sale = cancel(&rig, &sale).await;
    assert_eq!(rig.desk().shown_link(&link).await, Err(TillError::LinkOver));
    let lags = Then::Field("status", "ACTIVE".into());
    rig.network.once(Call::ReadLink, Trouble::Acted(lags));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CLOSED");
    let shown = serde_json::to_value(&sale.customer).unwrap();
    assert_eq!(shown["kind"], "OVER");
    assert!(!sale.link.as_ref().unwrap().payable);
    assert_eq!(rig.desk().shown_link(&link).await, Err(TillError::LinkOver));
    // The till makes sure, finds it off, and asks for nothing more.
    let sale = settle(&rig, &sale).await;
    assert_eq!(sale.link.as_ref().unwrap().wish, None);
    assert_eq!((word(&sale).as_str(), rig.network.sent(Call::AlterLink)), ("CLOSED", 1));
    assert_eq!(story(&sale)[3..], ["CANCEL_ASKED", "LINK_CLOSED"]);
}
