//! Links that are cancelled, changed, deleted, or come to their end.

use std::time::Duration;

use desk::{
    domain::{TillError, error::Field},
    view::{ChangeForm, LinkWish},
};
use practice::merchant_dashboard::{
    AnswerTrouble, Behaviour, CustomerTrouble, LinkState, LinkTrouble, MinorUnits,
};
use serde_json::json;

use super::{
    rig::{DashboardRig, ONE_MUG, address},
    sessions::delete_in_the_dashboard,
};
use crate::{
    rig::{Call, change_form, payment, word},
    watch::let_watch,
};

#[tokio::test(flavor = "multi_thread")]
async fn one_that_staff_cancel_is_switched_off_and_not_deleted() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CLOSED");
    let link = rig.link(&sale);
    assert_eq!(rig.gateway().link_state(link.uuid.as_str()), Some(LinkState::SwitchedOff));
    assert_eq!((link.deleted, link.terms().max_uses), (None, Some(1)));
    assert!(rig.network.bodies().contains(&json!({ "is_active": false }).to_string()));
    assert_eq!(rig.desk().cancel_link(&sale.row.id).await, Err(TillError::LinkOver));
    let shown = rig.desk().shown_link(&sale.link.unwrap().id).await;
    assert_eq!(shown, Err(TillError::LinkOver));
    assert_eq!(rig.network.sent(Call::AlterLink), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_is_believed_only_once_the_dashboard_shows_it() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    rig.behave(Behaviour { changes_lost: true, ..Behaviour::default() });
    let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CANCELLING");
    rig.behave(Behaviour::default());
    let_watch(&rig, Duration::from_mins(1)).await;
    assert_eq!(word(&rig.sale(&sale).await), "CLOSED");

    for trouble in [
        AnswerTrouble::DropsRequest,
        AnswerTrouble::DropsAnswer,
        AnswerTrouble::FailsAfterActing,
        AnswerTrouble::AnswersPage,
    ] {
        let sale = rig.waiting_mug().await;
        rig.gateway().plan(trouble);
        let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
        assert_eq!(
            address(&sale).is_some(),
            word(&sale) == "CANCELLING" || word(&sale) == "CLOSED"
        );
        let_watch(&rig, Duration::from_mins(2)).await;
        assert_eq!(word(&rig.sale(&sale).await), "CLOSED", "{trouble:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_while_staff_cancel_is_paid_and_what_comes_after_has_a_name() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    rig.customer_pays(&sale);
    let paid = rig.desk().cancel_link(&sale.row.id).await.unwrap();
    assert_eq!(word(&paid), "PAID");

    rig.gateway().plan(CustomerTrouble::PaysAfterCancel { seconds: 60 });
    let sale = rig.waiting_mug().await;
    let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CLOSED");
    rig.clock.advance(Duration::from_mins(2));
    let sale = rig.look(&sale).await;
    assert_eq!((word(&sale).as_str(), payment(&sale).amount.minor()), ("PAID_AFTER_CANCEL", 1100));
}

#[tokio::test(flavor = "multi_thread")]
async fn label_end_and_uses_can_be_changed_and_the_amount_cannot() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    for minor in ["1200", "1000"] {
        let refused = rig.desk().change_link(change_form(&sale, minor)).await;
        assert_eq!(refused, Err(TillError::InvalidField { field: Field::Amount }));
    }
    assert_eq!(rig.network.sent(Call::AlterLink), 0);

    let before = rig.link(&sale);
    rig.clock.advance(Duration::from_mins(5));
    let form = ChangeForm {
        description: "A mug with a crack".to_owned(),
        payable_for: Some(3_600),
        use_limit: Some(3),
        ..change_form(&sale, "1100")
    };
    let sale = rig.desk().change_link(form).await.unwrap();
    assert_eq!((word(&sale).as_str(), &*sale.row.what_for), ("WAITING", "A mug with a crack"));
    assert_eq!(sale.row.use_limit, Some(3));
    assert_eq!(sale.link.as_ref().unwrap().wish, None);
    let link = rig.link(&sale);
    let terms = link.terms();
    assert_eq!(terms.name, format!("{} A mug with a crack", sale.our_reference));
    assert_eq!(terms.max_uses, Some(3));
    assert_eq!(terms.expires_at, Some(before.created + chrono::TimeDelta::minutes(65)));
    assert_eq!(terms.metadata, before.terms().metadata);
    assert_eq!((link.totals.total, terms.is_active), (MinorUnits::new(1100), true));
    rig.customer_pays(&sale);
    rig.customer_pays(&sale);
    assert_eq!(word(&rig.look(&sale).await), "COLLECTING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_gets_lost_is_asked_for_again() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    rig.behave(Behaviour { changes_lost: true, ..Behaviour::default() });
    let form = ChangeForm { use_limit: Some(2), ..change_form(&sale, "1100") };
    let sale = rig.desk().change_link(form).await.unwrap();
    assert_eq!(sale.link.as_ref().unwrap().wish, Some(LinkWish::Change));
    assert_eq!(sale.row.use_limit, None, "not before the dashboard shows it");
    rig.behave(Behaviour::default());
    let_watch(&rig, Duration::from_mins(1)).await;
    let sale = rig.sale(&sale).await;
    assert_eq!((sale.row.use_limit, rig.link(&sale).terms().max_uses), (Some(2), Some(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_when_the_dashboard_says_so_and_late_money_has_a_name() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(CustomerTrouble::PaysLate { seconds: 600 });
    let sale = rig.waiting_mug().await;
    rig.clock.advance(Duration::from_mins(16));
    assert_eq!(word(&rig.sale(&sale).await), "WAITING", "only the dashboard ends it");
    let sale = rig.look(&sale).await;
    assert_eq!(word(&sale), "EXPIRED");
    assert!(!sale.link.as_ref().unwrap().payable);
    rig.clock.advance(Duration::from_mins(20));
    assert_eq!(word(&rig.look(&sale).await), "PAID_LATE");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_dashboard_ended_itself_is_told_apart() {
    let rig = DashboardRig::start().await;
    for (trouble, told) in [
        (LinkTrouble::Expires, &["EXPIRED"][..]),
        (LinkTrouble::SwitchedOff, &["CLOSED"]),
        // Somebody used it up, and no payment shows: never green.
        (LinkTrouble::UsedUp, &["NOT_SURE", "CLOSED"]),
    ] {
        rig.gateway().plan(trouble);
        let sale = rig.sale_of(ONE_MUG).await;
        let sale = rig.look(&sale).await;
        assert!(told.contains(&&*word(&sale)), "{trouble:?} {}", word(&sale));
        assert!(!sale.link.as_ref().unwrap().payable, "{trouble:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_was_deleted_in_the_dashboard_is_neither_paid_nor_forgotten() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    delete_in_the_dashboard(&rig, &sale).await;
    let sale = rig.look(&sale).await;
    assert_ne!(word(&sale), "PAID");
    let link = sale.link.as_ref().unwrap();
    assert!(word(&sale) == "CLOSED" || link.cannot_check_since.is_some(), "{sale:?}");

    // What was paid before stays paid.
    let paid = rig.waiting_mug().await;
    rig.customer_pays(&paid);
    rig.look(&paid).await;
    delete_in_the_dashboard(&rig, &paid).await;
    assert_eq!(word(&rig.look(&paid).await), "PAID");
}
