//! The whole way of a payment, and each state that the provider may show on it.

use std::time::Duration;

use desk::{domain::TillError, seams::Clock, view::NewSaleForm};
use practice::paymentflow::{
    APPROVED_CARD, Behaviour, CustomerTrouble, DECLINED_CARDS, MinorUnits, PaymentStatus,
};

use super::rig::PaymentFlowRig;
use crate::rig::{Call, payment, progress, refund, refund_form, story, word};

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_is_made_paid_and_refunded() {
    let rig = PaymentFlowRig::start().await;
    let form = NewSaleForm { customer_email: "nino@shop.example".into(), ..rig.form("2500") };
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!(word(&sale), "WAITING");
    let object = rig.objects(&sale).remove(0);
    assert_eq!((object.amount, object.currency.code()), (MinorUnits::new(2500), "EUR"));
    assert_eq!(object.customer_email.as_deref(), Some("nino@shop.example"));
    assert_eq!(object.description.as_deref(), Some("Two chairs"));
    let link = sale.link.as_ref().unwrap();
    assert_eq!(object.metadata["intent_id"], link.id);
    assert_eq!(link.expires_at, None, "no end");
    let page = rig.gateway().page_url(object.id.as_str()).unwrap();
    assert_eq!(link.url, page);

    rig.customer_pays(&sale);
    let sale = rig.look(&sale).await;
    assert_eq!(word(&sale), "PAID");
    assert_eq!(payment(&sale).amount.minor(), 2500);
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(
        (word(&sale).as_str(), progress(refund(&sale)).as_str()),
        ("PARTLY_REFUNDED", "DONE")
    );
    let sale = rig.desk().refund(refund_form(&sale, "1500")).await.unwrap();
    assert_eq!(word(&sale), "REFUNDED");
    assert_eq!(rig.gone_back(&sale), MinorUnits::new(2500));
    assert_eq!(rig.gateway().key_exposures(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_takes_its_time_is_neither_green_nor_a_doubt() {
    let rig = PaymentFlowRig::start().await;
    rig.gateway().plan(CustomerTrouble::StaysProcessing { seconds: 0 });
    let sale = rig.waiting("2500").await;
    let sale = rig.look(&sale).await;
    assert_eq!(word(&sale), "PAYING");
    assert!(payment(&sale).left.is_zero());
    rig.clock.advance(Duration::from_hours(50));
    rig.gateway().decide(rig.object(&sale).as_str()).unwrap();
    let sale = rig.look(&sale).await;
    assert_eq!(word(&sale), "PAID");
    assert_eq!(payment(&sale).at.0, Clock::now(&*rig.clock), "not when it was begun");
    let told = story(&sale);
    let place = |kind: &str| told.iter().position(|line| line == kind);
    assert!(place("PAYING").unwrap() < place("PAID").unwrap(), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_card_ends_the_link_and_says_that_the_payment_failed() {
    let rig = PaymentFlowRig::start().await;
    for card in DECLINED_CARDS {
        let sale = rig.waiting("2500").await;
        rig.customer_tries(&sale, card);
        let sale = rig.look(&sale).await;
        assert_eq!(word(&sale), "PAYMENT_FAILED", "{card}");
        assert!(payment(&sale).left.is_zero());
        let refused = rig.desk().refund(refund_form(&sale, "100")).await;
        assert!(refused.is_err(), "nothing came, so nothing goes back");
    }
    assert_eq!(rig.refunds_sent(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_staff_cancel_is_closed_once_the_provider_says_so() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CLOSED");
    let object = rig.object(&sale);
    assert_eq!(rig.gateway().status(object.as_str()), Some(PaymentStatus::Cancelled));
    let again = rig.desk().cancel_link(&sale.row.id).await;
    assert_eq!(again, Err(TillError::LinkOver));
    assert_eq!(rig.network.sent(Call::AlterLink), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_while_staff_cancel_is_paid() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    rig.customer_pays(&sale);
    let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_on_a_cancelled_link_has_a_name() {
    let rig = PaymentFlowRig::start().await;
    rig.gateway().plan(CustomerTrouble::PaysAfterCancel { seconds: 60 });
    let sale = rig.waiting("2500").await;
    let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "CLOSED");
    rig.clock.advance(Duration::from_mins(2));
    assert_eq!(word(&rig.look(&sale).await), "PAID_AFTER_CANCEL");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_amount_or_currency_than_asked_is_never_green() {
    let rig = PaymentFlowRig::start().await;
    rig.gateway().plan(CustomerTrouble::PaysAnotherAmount { difference: -1, seconds: 0 });
    let less = rig.waiting("2500").await;
    assert_eq!(word(&rig.look(&less).await), "PAID_DIFFERENT_AMOUNT");
    let other = rig.waiting("2500").await;
    rig.customer_pays(&other);
    let usd = Some("USD".to_owned());
    rig.behave(Behaviour { currency_in_answer: usd, ..Behaviour::default() });
    let told = word(&rig.look(&other).await);
    assert_ne!(told, "PAID");
    rig.behave(Behaviour::default());
    assert_ne!(word(&rig.sale(&other).await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_nobody_knows_hides_nothing_and_is_not_paid() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    let sleeping = Some("sleeping".to_owned());
    rig.behave(Behaviour { payment_status_in_answer: sleeping, ..Behaviour::default() });
    assert_eq!(word(&rig.look(&sale).await), "NOT_SURE");
    rig.behave(Behaviour::default());
    rig.gateway().pay(rig.object(&sale).as_str(), APPROVED_CARD).unwrap();
    assert_eq!(word(&rig.look(&sale).await), "PAID");
}
