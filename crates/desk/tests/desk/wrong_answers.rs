//! A link that is not what was asked for is never shown, and stays watched all the same.

use desk::{
    domain::{TillError, error::Doubt},
    view::SaleView,
};
use practice::global_payments::{Behaviour, Currency, MinorUnits};
use serde_json::json;

use crate::rig::{Call, Rig, Then, Trouble, word};

/// A create that the provider answers as `behaviour` says; the truth comes back after it.
async fn lied_to(behaviour: Behaviour) -> (Rig, SaleView) {
    let rig = Rig::start().await;
    rig.books().set_behaviour(behaviour);
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    rig.books().set_behaviour(Behaviour::default());
    (rig, sale)
}

async fn is_refused(rig: &Rig, sale: &SaleView, error: TillError) {
    let state = serde_json::to_value(&sale.row.state).unwrap();
    let error = serde_json::to_value(&error).unwrap();
    assert_eq!(state, json!({ "kind": "LINK_REFUSED", "error": error }));
    let page = rig.link_of(sale).page;
    let told = serde_json::to_string(sale).unwrap();
    assert!(sale.link.is_none() && !told.contains(page.as_str()), "{told}");

    // The same press makes no second link, and settling does not bring the first one back.
    let mut form = rig.form("2500");
    form.press.clone_from(&sale.press);
    let again = rig.desk().create_link(form).await.unwrap();
    rig.desk().settle_all().await.unwrap();
    assert_eq!((again.link, rig.links_made()), (None, 1));

    // Nobody was shown it. Should it be paid even so, the till knows.
    rig.pay(sale);
    let paid = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&paid), "PAID");
    assert!(paid.link.is_none());
    rig.audit_settled().await;
}

const DIFFERENT: TillError = TillError::InvalidResponse { doubt: Doubt::Different };

#[tokio::test(flavor = "multi_thread")]
async fn another_amount() {
    let (rig, sale) = lied_to(Behaviour {
        amount_in_answer: Some(MinorUnits::new(2501)),
        ..Behaviour::default()
    })
    .await;
    is_refused(&rig, &sale, DIFFERENT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_currency() {
    let (rig, sale) =
        lied_to(Behaviour { currency_in_answer: Currency::offered("GBP"), ..Behaviour::default() })
            .await;
    is_refused(&rig, &sale, DIFFERENT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_reference() {
    let rig = Rig::start().await;
    let other = Then::Field("reference", json!("somebody else's"));
    rig.network.once(Call::CreateLink, Trouble::Acted(other));
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    is_refused(&rig, &sale, DIFFERENT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_host() {
    for (origin, host) in [
        ("https://pay.example", "pay.example"),
        ("https://127.0.0.1.pay.example", "127.0.0.1.pay.example"),
        ("http://192.0.2.7", "192.0.2.7"),
    ] {
        let (rig, sale) =
            lied_to(Behaviour { link_origin: Some(origin.to_owned()), ..Behaviour::default() })
                .await;
        let host = host.to_owned();
        is_refused(&rig, &sale, TillError::ForeignHost { host }).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_host_found_by_a_look_up_is_refused_too() {
    let rig = Rig::start().await;
    rig.books().set_behaviour(Behaviour {
        link_origin: Some("https://pay.example".to_owned()),
        ..Behaviour::default()
    });
    rig.network.once(Call::CreateLink, Trouble::Acted(Then::Half));
    let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
    rig.desk().settle_all().await.unwrap();
    rig.books().set_behaviour(Behaviour::default());
    let host = "pay.example".to_owned();
    is_refused(&rig, &rig.sale(&sale).await, TillError::ForeignHost { host }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_of_another_amount_or_currency_is_never_green() {
    for behaviour in [
        Behaviour { amount_in_answer: Some(MinorUnits::new(2400)), ..Behaviour::default() },
        Behaviour { currency_in_answer: Currency::offered("GBP"), ..Behaviour::default() },
    ] {
        let rig = Rig::start().await;
        let sale = rig.waiting("2500").await;
        rig.pay(&sale);
        rig.books().set_behaviour(behaviour);
        let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(word(&sale), "PAID_DIFFERENT_AMOUNT");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_says_paid_is_no_proof() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.network.once(Call::ReadLink, Trouble::Acted(Then::Field("status", json!("PAID"))));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    rig.pay(&sale);
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_with_an_unknown_status_is_never_green() {
    let rig = Rig::start().await;
    let sale = rig.waiting("2500").await;
    rig.pay(&sale);
    rig.network
        .once(Call::ReadTransaction, Trouble::Acted(Then::Field("status", json!("PONDERING"))));
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "NOT_SURE");
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
}
