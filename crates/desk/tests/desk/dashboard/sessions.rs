//! A session that ends: the till asks for a new token, makes nothing meanwhile, and loses nothing.

use std::{fs, path::Path, time::Duration};

use desk::{
    domain::{TillError, sale_state::SaleState},
    view::{AccountHealth, KeyKind, NewKeyForm, SaleView},
};
use practice::{
    Random,
    merchant_dashboard::{
        AnswerTrouble, Behaviour, LinkState, MerchantDashboardConfig, MerchantDashboardCredentials,
        MerchantDashboardServer, StaffToken,
    },
};
use providers::{Method, Request, TimeLimit, Transport};
use serde_json::Value;

use super::rig::{DashboardRig, HOST, ONE_MUG, address};
use crate::{
    rig::{Call, code, logged, story, word},
    watch::let_watch,
};

fn new_token(rig: &DashboardRig, token: &str) -> NewKeyForm {
    NewKeyForm {
        account: rig.account(),
        which: KeyKind::Main,
        reports_id: String::new(),
        key: token.into(),
        session_only: false,
    }
}

/// Somebody signs in to the dashboard and copies the token.
async fn renew(rig: &DashboardRig) {
    let token = rig.gateway().sign_in().unwrap();
    rig.desk().replace_key(new_token(rig, token.expose())).await.unwrap();
    assert_eq!(rig.card().await.health, AccountHealth::Good);
    assert_eq!(kept(rig), token.expose());
}

fn kept(rig: &DashboardRig) -> String {
    let item: Value = serde_json::from_str(&rig.keychain.only_item()).unwrap();
    item["key"].as_str().unwrap().to_owned()
}

async fn asks_for_a_token(rig: &DashboardRig) -> bool {
    rig.card().await.health == AccountHealth::KeysRefused
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_ends_while_a_link_is_made_makes_nothing_and_the_same_press_goes_again() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(AnswerTrouble::EndsSession);
    let form = rig.form_of(ONE_MUG).await;
    let refused = rig.desk().create_link(form.clone()).await;
    assert_eq!(refused, Err(TillError::CredentialsRefused));
    let begun = rig.rows().await.remove(0);
    assert_eq!(begun.state, SaleState::NotSent);
    assert!(asks_for_a_token(&rig).await);
    assert!(rig.gateway().links().is_empty());
    // Without a new one the same press says the same, and nothing is typed anew.
    let refused = rig.desk().create_link(form.clone()).await;
    assert_eq!(refused, Err(TillError::CredentialsRefused));
    assert!(rig.gateway().links().is_empty());

    renew(&rig).await;
    let again = rig.desk().create_link(form).await.unwrap();
    assert_eq!((word(&again).as_str(), &again.row.id), ("WAITING", &begun.id));
    assert_eq!((rig.links(&again).len(), rig.rows().await.len()), (1, 1));
    rig.customer_pays(&again);
    assert_eq!(word(&rig.look(&again).await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_was_over_before_the_press_writes_nothing_down() {
    let mut rig = DashboardRig::start().await;
    rig.gateway().end_sessions().unwrap();
    rig.reopen().await;
    let form = rig.form_of(ONE_MUG).await;
    let refused = rig.desk().create_link(form.clone()).await;
    assert_eq!(refused, Err(TillError::CredentialsRefused));
    assert_eq!(rig.rows().await, []);
    renew(&rig).await;
    assert_eq!(word(&rig.desk().create_link(form).await.unwrap()), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn open_links_are_watched_on_once_it_is_renewed() {
    let rig = DashboardRig::start().await;
    let mut sales = Vec::new();
    for _ in 0..4 {
        sales.push(rig.waiting_mug().await);
    }
    let_watch(&rig, Duration::from_mins(1)).await;
    rig.gateway().end_sessions().unwrap();
    rig.customer_pays(&sales[2]);
    let_watch(&rig, Duration::from_mins(5)).await;
    assert!(asks_for_a_token(&rig).await);
    for sale in &sales {
        let sale = rig.sale(sale).await;
        assert_eq!(word(&sale), "WAITING", "nobody knows better");
        assert!(address(&sale).is_some());
    }
    let asked = rig.network.sent_in_all();
    let_watch(&rig, Duration::from_mins(2)).await;
    let asked = rig.network.sent_in_all() - asked;
    assert!(asked <= 2, "a token that is over is not tried {asked} times");

    renew(&rig).await;
    let_watch(&rig, Duration::from_mins(1)).await;
    assert_eq!(word(&rig.sale(&sales[2]).await), "PAID");
    rig.customer_pays(&sales[0]);
    let_watch(&rig, Duration::from_mins(1)).await;
    assert_eq!(word(&rig.sale(&sales[0]).await), "PAID");
    assert_eq!(word(&rig.sale(&sales[1]).await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_ends_while_staff_look_says_so_and_changes_nothing() {
    let rig = DashboardRig::start().await;
    let sale = rig.waiting_mug().await;
    rig.gateway().end_sessions().unwrap();
    let looked = rig.look(&sale).await;
    assert_eq!(word(&looked), "WAITING");
    assert!(looked.link.unwrap().cannot_check_since.is_some());
    assert!(asks_for_a_token(&rig).await);
    renew(&rig).await;
    let looked = rig.look(&sale).await;
    assert_eq!(
        (word(&looked).as_str(), looked.link.unwrap().cannot_check_since),
        ("WAITING", None)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_ends_before_or_while_a_link_is_cancelled_keeps_the_wish() {
    for before in [true, false] {
        let rig = DashboardRig::start().await;
        let sale = rig.waiting_mug().await;
        if before {
            rig.gateway().end_sessions().unwrap();
        } else {
            rig.gateway().plan(AnswerTrouble::EndsSession);
        }
        let sale = rig.desk().cancel_link(&sale.row.id).await.unwrap();
        assert_eq!(word(&sale), "CANCELLING", "{before}");
        assert!(asks_for_a_token(&rig).await);
        let at_gateway = || rig.gateway().link_state(&rig.uuid(&sale));
        assert_eq!(at_gateway(), Some(LinkState::Payable));
        renew(&rig).await;
        let_watch(&rig, Duration::from_mins(6)).await;
        let sale = rig.sale(&sale).await;
        assert_eq!(word(&sale), "CLOSED", "{before}");
        assert_eq!(at_gateway(), Some(LinkState::SwitchedOff));
        let asked = story(&sale).into_iter().filter(|line| line == "CANCEL_ASKED").count();
        assert_eq!(asked, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_ends_before_an_unclear_link_is_found_leaves_it_open_until_it_is_renewed() {
    let rig = DashboardRig::start().await;
    rig.gateway().plan(AnswerTrouble::DropsAnswer);
    let sale = rig.sale_of(ONE_MUG).await;
    rig.gateway().end_sessions().unwrap();
    rig.clock.advance(Duration::from_mins(30));
    let_watch(&rig, Duration::from_mins(30)).await;
    assert_eq!(word(&rig.sale(&sale).await), "NOT_SURE", "no answer is no absence");
    renew(&rig).await;
    let_watch(&rig, Duration::from_mins(6)).await;
    let sale = rig.sale(&sale).await;
    // It was there all the time, and its own time is over by now: nothing that can be paid is shown.
    assert_ne!(word(&sale), "NOT_SURE");
    assert!(sale.link.as_ref().is_none_or(|link| !link.payable), "{sale:?}");
    assert_eq!((rig.network.sent(Call::CreateLink), rig.links(&sale).len()), (1, 1));
}

/// Another organization's dashboard at the same host.
async fn another_organization(rig: &DashboardRig, token: &str) -> MerchantDashboardServer {
    let credentials = MerchantDashboardCredentials { token: StaffToken::new(token) };
    let server = MerchantDashboardServer::start(MerchantDashboardConfig {
        clock: std::sync::Arc::clone(&rig.clock) as _,
        ..MerchantDashboardConfig::new(credentials, Random::from_seed(9))
    })
    .await
    .unwrap();
    rig.network.stop_leading();
    rig.network.lead(&format!("https://{HOST}"), &server.base_url());
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_organization_is_refused_and_the_old_one_stays() {
    let rig = DashboardRig::start_elsewhere().await;
    let sale = rig.waiting_mug().await;
    let before = kept(&rig);
    let other = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
    let server = another_organization(&rig, other).await;
    let refused = rig.desk().replace_key(new_token(&rig, other)).await;
    assert_eq!(refused, Err(TillError::KeyOfOtherMerchant));
    assert_eq!(kept(&rig), before);
    assert!(rig.card().await.key_id.ends_with("ade7"));
    drop(server);
    rig.network.stop_leading();
    rig.stand_in();
    rig.rested();
    assert_eq!(word(&rig.look(&sale).await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_token_is_taken_although_the_newest_link_was_deleted_in_the_dashboard() {
    let rig = DashboardRig::start().await;
    let older = rig.waiting_mug().await;
    let newest = rig.waiting_mug().await;
    delete_in_the_dashboard(&rig, &newest).await;
    rig.gateway().end_sessions().unwrap();
    renew(&rig).await;
    assert_eq!(word(&rig.look(&older).await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_cancelled_and_never_paid_shows_whose_token_it_is() {
    let rig = DashboardRig::start().await;
    rig.behave(Behaviour { list_metadata_missing: true, ..Behaviour::default() });
    let sale = rig.waiting_mug().await;
    rig.desk().cancel_link(&sale.row.id).await.unwrap();
    rig.gateway().end_sessions().unwrap();
    renew(&rig).await;
    assert_eq!(word(&rig.look(&sale).await), "CLOSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_dashboard_lists_shows_whose_token_it_is_where_the_newest_link_is_gone() {
    let rig = DashboardRig::start().await;
    let old = rig.waiting_mug().await;
    rig.customer_pays(&old);
    assert_eq!(word(&rig.look(&old).await), "PAID");
    // Nobody watches that one any more.
    rig.clock.advance(Duration::from_hours(9 * 24));
    let newest = rig.waiting_mug().await;
    delete_in_the_dashboard(&rig, &newest).await;
    rig.gateway().end_sessions().unwrap();
    renew(&rig).await;
}

/// Deletes a link as its owner can in the dashboard.
pub(super) async fn delete_in_the_dashboard(rig: &DashboardRig, sale: &SaleView) {
    let base = rig.gateway().page_url(&rig.uuid(sale)).unwrap();
    let base = base.split("/pay/").next().unwrap().to_owned();
    let token = rig.gateway().sign_in().unwrap();
    let url = format!("{base}/api/payment-links/{}/", rig.uuid(sale));
    let request = Request::new(Method::Delete, url, None, TimeLimit::Write)
        .with_header("authorization", format!("Token {}", token.expose()));
    let http = desk::seams::HttpTransport::new(desk::seams::TimeLimits::default()).unwrap();
    let answer = http.send(providers::Lane::Person, request).await.unwrap();
    assert_eq!(answer.status, 204);
}

/// True where the token stands somewhere, plain or backwards.
fn stands_in(bytes: &[u8], token: &str) -> bool {
    let backwards: String = token.chars().rev().collect();
    [token, &backwards]
        .iter()
        .any(|needle| bytes.windows(needle.len()).any(|window| window == needle.as_bytes()))
}

fn folder_bytes(folder: &Path, all: &mut Vec<u8>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            folder_bytes(&path, all);
        } else {
            all.extend(fs::read(path).unwrap());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_is_seen_anywhere_but_in_the_keychain() {
    let first = "f1r57a11b0de5cafe0b5e55ed0fcab1eda7ade50";
    let mut rig = DashboardRig::start_with_token(first).await;
    let mut told = Vec::new();
    let sale = rig.waiting_mug().await;
    for trouble in
        [AnswerTrouble::EndsSession, AnswerTrouble::AnswersPage, AnswerTrouble::FailsBeforeActing]
    {
        rig.gateway().plan(trouble);
        told.push(format!("{:?}", rig.desk().create_link(rig.form_of(ONE_MUG).await).await));
        told.push(format!("{:?}", rig.desk().cancel_link(&sale.row.id).await));
        told.push(format!("{:?}", rig.desk().check_as_customer(&sale.row.id).await));
        told.push(format!("{:?}", rig.desk().test_connection(&rig.account()).await));
    }
    let second = rig.gateway().sign_in().unwrap();
    let form = new_token(&rig, second.expose());
    told.push(format!("{form:?}"));
    told.push(format!("{:?}", rig.desk().replace_key(form).await));
    let wrong = rig.desk().replace_key(new_token(&rig, "not a token at all, with spaces")).await;
    assert_eq!(code(&wrong.unwrap_err()), "INVALID_FIELD");
    let_watch(&rig, Duration::from_mins(2)).await;
    told.push(serde_json::to_string(&rig.desk().till_state().await.unwrap()).unwrap());
    told.push(serde_json::to_string(&rig.look(&sale).await).unwrap());
    told.push(rig.network.urls().concat());
    told.push(rig.network.bodies().concat());
    rig.close().await;

    let mut bytes = told.concat().into_bytes();
    bytes.extend(logged());
    folder_bytes(rig.folder(), &mut bytes);
    assert!(bytes.windows(7).any(|window| window == b"Counter"), "the search reads the book");
    for token in [first, second.expose()] {
        assert!(!stands_in(&bytes, token), "a token is seen");
    }
    assert_eq!(rig.gateway().token_exposures(), 0);
}
