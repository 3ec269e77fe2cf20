//! Where a link's page lies that the dashboard does not tell: it is made from the account's template, and seen as a
//! customer sees it before anybody may show it.

use std::time::Duration;

use practice::merchant_dashboard::{Behaviour, LinkState, ListShape, ReadTrouble};
use providers::TransportFault;

use super::rig::{DashboardRig, HOST, ONE_MUG, PAY_HOST, address, state};
use crate::{
    rig::{Call, Then, Trouble, answer, html, word},
    watch::let_watch,
};

fn untold() -> Behaviour {
    Behaviour { public_url_missing: true, ..Behaviour::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_made_from_the_template_and_looked_at_first() {
    let rig = DashboardRig::start_elsewhere_with(|terms| {
        terms.pay_page = format!("https://{PAY_HOST}/l/{{uuid}}?from=till");
    })
    .await;
    rig.behave(untold());
    let sale = rig.waiting_mug().await;
    let page = format!("https://{PAY_HOST}/l/{}?from=till", rig.uuid(&sale));
    assert_eq!(address(&sale), Some(page));
    assert_eq!((rig.network.sent(Call::Preview), rig.gateway().token_exposures()), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_template_it_is_the_dashboards_own_page() {
    let own = |terms: &mut desk::AccountTerms| HOST.clone_into(&mut terms.pay_host);
    let rig = DashboardRig::start_elsewhere_with(own).await;
    rig.behave(untold());
    let sale = rig.waiting_mug().await;
    assert_eq!(address(&sale), Some(format!("https://{HOST}/pay/{}", rig.uuid(&sale))));

    let rig = DashboardRig::start().await;
    rig.behave(untold());
    let sale = rig.waiting_mug().await;
    assert_eq!(address(&sale), rig.gateway().page_url(&rig.uuid(&sale)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboards_own_page_is_not_shown_where_another_host_was_confirmed() {
    let rig = DashboardRig::start_elsewhere().await;
    rig.behave(untold());
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!((word(&sale).as_str(), address(&sale)), ("LINK_REFUSED", None));
    assert_eq!(state(&sale)["error"]["code"], "FOREIGN_HOST");
    let_watch(&rig, Duration::from_mins(5)).await;
    assert_eq!(rig.gateway().link_state(&rig.uuid(&sale)), Some(LinkState::SwitchedOff));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_no_customer_could_see_it_staff_do_not_either() {
    for trouble in [
        Then::Fault(TransportFault::Connect),
        Then::Fault(TransportFault::TimedOut),
        Then::Answer(html()),
        Then::Answer(answer(503, &serde_json::json!({ "detail": "later" }))),
    ] {
        let told = format!("{trouble:?}");
        let rig = DashboardRig::start().await;
        rig.behave(untold());
        rig.network.always(Call::Preview, Trouble::Unheard(trouble));
        let sale = rig.sale_of(ONE_MUG).await;
        assert_eq!((word(&sale).as_str(), address(&sale)), ("NOT_SURE", None), "{told}");
        rig.rested();
        rig.desk().settle_all().await.unwrap();
        assert_eq!(address(&rig.sale(&sale).await), None, "{told}");
        rig.network.heal();
        let_watch(&rig, Duration::from_mins(5)).await;
        let sale = rig.sale(&sale).await;
        assert_eq!(word(&sale), "WAITING", "{told}");
        assert_eq!((rig.network.sent(Call::CreateLink), rig.links(&sale).len()), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_customers_are_told_is_gone_is_never_shown() {
    let rig = DashboardRig::start().await;
    rig.behave(untold());
    let gone = answer(410, &serde_json::json!({ "detail": "Gone." }));
    rig.network.once(Call::Preview, Trouble::Unheard(Then::Answer(gone)));
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!((word(&sale).as_str(), address(&sale)), ("LINK_REFUSED", None));
    let_watch(&rig, Duration::from_mins(5)).await;
    assert_eq!(rig.gateway().link_state(&rig.uuid(&sale)), Some(LinkState::SwitchedOff));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_customers_do_not_find_yet_is_shown_as_soon_as_they_do() {
    let rig = DashboardRig::start().await;
    rig.behave(untold());
    let absent = answer(404, &serde_json::json!({ "detail": "Not found." }));
    rig.network.once(Call::Preview, Trouble::Unheard(Then::Answer(absent)));
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!((word(&sale).as_str(), address(&sale)), ("NOT_SURE", None));
    let_watch(&rig, Duration::from_mins(1)).await;
    assert_eq!(word(&rig.sale(&sale).await), "WAITING");
    assert_eq!(rig.links(&sale).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_for_another_sum_than_the_links_is_never_shown() {
    let rig = DashboardRig::start().await;
    rig.behave(untold());
    let other = Then::Field("total", serde_json::json!("12.00"));
    rig.network.once(Call::Preview, Trouble::Acted(other));
    let sale = rig.sale_of(ONE_MUG).await;
    assert_eq!((word(&sale).as_str(), address(&sale)), ("LINK_REFUSED", None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_leads_to_another_host_is_not_followed() {
    let rig = DashboardRig::start_elsewhere().await;
    let mut sales = Vec::new();
    for _ in 0..3 {
        sales.push(rig.waiting_mug().await);
    }
    rig.behave(Behaviour {
        list_shape: ListShape::Pages { size: 1 },
        next_origin: Some("https://evil.example".to_owned()),
        ..Behaviour::default()
    });
    rig.customer_pays(&sales[0]);
    let_watch(&rig, Duration::from_mins(5)).await;
    assert!(rig.network.urls().iter().all(|url| url.starts_with(&format!("https://{HOST}/"))));
    rig.gateway().plan(ReadTrouble::ReadFails);
    // The links themselves are read all the same.
    let_watch(&rig, Duration::from_hours(1)).await;
    assert_eq!(word(&rig.sale(&sales[0]).await), "PAID");
}
