//! Connecting an account at a dashboard: its host is named, its pay host confirmed, and its key is a session's token.

use desk::{
    NewAccount, NewPlace,
    domain::{
        TillError,
        account::{Pricing, ProviderId},
        error::Field,
        place::Region,
    },
    view::{AccountChange, Changes, ConnectedEnvironment, KeyKind},
};
use practice::merchant_dashboard::Behaviour;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::rig::{DashboardRig, HOST, ONE_MUG, PAY_HOST, TOKEN, address};
use crate::rig::{code, main_key, word};

fn elsewhere(rig: &DashboardRig, environment: ConnectedEnvironment, base: &str) -> NewAccount {
    let place = NewPlace::Elsewhere {
        environment,
        region: Region::Custom,
        api_base: base.to_owned(),
        extra_root: String::new(),
    };
    NewAccount { place, ..rig.dashboard_account() }
}

fn kept(rig: &DashboardRig) -> Value {
    serde_json::from_str(&rig.keychain.only_item()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn its_card_shows_what_it_can_and_masks_the_token() {
    let rig = DashboardRig::start().await;
    let card = rig.card().await;
    assert_eq!(card.provider, ProviderId::MerchantDashboard);
    assert!(card.key_id.starts_with("5ca1ab1") && card.key_id.ends_with("ade7"), "{card:?}");
    assert!(card.key_id.chars().count() <= 12, "{}", card.key_id);
    assert_eq!(kept(&rig), json!({ "key": TOKEN }));
    let can = card.can;
    assert!(can.session_key && can.needs_host && can.own_pay_pages && can.preview && can.cancel);
    assert!(can.confirms_pay_host && can.links_end);
    assert_eq!(can.change, Changes::AllButAmount);
    let cannot = [
        can.refund,
        can.free_amount,
        can.partial_refund,
        can.shipping,
        can.reservations,
        can.card_checks,
        can.subscriptions,
        can.reports,
        can.payout_key,
        can.webhook_secret,
        can.customers,
        can.customer_email,
    ];
    assert_eq!(cannot, [false; 12]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_names_the_host_and_confirms_where_customers_pay() {
    let mut rig = DashboardRig::without_account().await;
    rig.stand_in();
    // No link yet: the dashboard's own host is what its links would lead to.
    let asked = rig.desk().add_account(rig.account_elsewhere()).await;
    assert_eq!(asked, Err(TillError::ConfirmPayHost { hosts: vec![HOST.to_owned()] }));
    assert_eq!(rig.keychain.items(), 0);

    let mut account = rig.account_elsewhere();
    PAY_HOST.clone_into(&mut account.terms.pay_host);
    let id = rig.desk().add_account(account).await.unwrap();
    rig.use_account(id.to_string());
    let card = rig.card().await;
    assert_eq!((card.host.as_str(), card.pay_host.as_str()), (HOST, PAY_HOST));
    assert_eq!(card.region, Some(Region::Custom));

    // With a link, the dashboard tells it.
    rig.sells(card.environment).await;
    let mut form = rig.form("0");
    let list = rig.desk().products(card.environment).await.unwrap().products;
    form.lines = vec![super::rig::line(&list[0], 1, "EUR")];
    rig.desk().create_link(form).await.unwrap();
    rig.desk().forget_account(&rig.account()).await.unwrap_err();
    let token = rig.gateway().sign_in().unwrap();
    let other = NewAccount { key: token.expose().into(), ..rig.account_elsewhere() };
    let asked = rig.desk().add_account(other).await;
    assert_eq!(asked, Err(TillError::ConfirmPayHost { hosts: vec![PAY_HOST.to_owned()] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_host_but_the_one_that_the_owner_names() {
    let rig = DashboardRig::without_account().await;
    for region in [Region::Global, Region::Eu] {
        let place = NewPlace::Elsewhere {
            environment: ConnectedEnvironment::Sandbox,
            region,
            api_base: String::new(),
            extra_root: String::new(),
        };
        let refused = rig.desk().add_account(NewAccount { place, ..rig.dashboard_account() }).await;
        assert_eq!(code(&refused.unwrap_err()), "HOST_NOT_FOR_ENVIRONMENT", "{region:?}");
    }
    for (environment, base) in [
        (ConnectedEnvironment::Live, "https://sandbox.dashboard.example"),
        (ConnectedEnvironment::Sandbox, "https://dashboard.shop.example"),
        (ConnectedEnvironment::Live, "https://192.168.0.7"),
        (ConnectedEnvironment::Live, "https://localhost"),
    ] {
        let refused = rig.desk().add_account(elsewhere(&rig, environment, base)).await;
        let refused = code(&refused.unwrap_err());
        assert!(
            ["HOST_NOT_FOR_ENVIRONMENT", "INVALID_FIELD"].contains(&&*refused),
            "{base} {refused}"
        );
    }
    let none = rig.desk().add_account(elsewhere(&rig, ConnectedEnvironment::Live, "")).await;
    assert_eq!(none, Err(TillError::MissingRequiredFields { fields: vec![Field::ApiBase] }));
    assert_eq!((rig.network.sent_in_all(), rig.keychain.items()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_no_sessions_token_is_refused_at_its_field_and_never_sent() {
    let rig = DashboardRig::without_account().await;
    for key in [
        &format!("Api-Key {TOKEN}"),
        &format!("Bearer {TOKEN}"),
        "Authorization: Api-Key 1",
        "short",
        "with a space in the middle of it",
    ] {
        let account = NewAccount { key: key.into(), ..rig.dashboard_account() };
        let refused = rig.desk().add_account(account).await;
        assert_eq!(refused, Err(TillError::InvalidField { field: Field::Key }), "{key}");
    }
    assert_eq!((rig.network.sent_in_all(), rig.keychain.items()), (0, 0));

    // What the browser's own header says is taken as it is copied.
    let account = NewAccount { key: format!("Token {TOKEN}").into(), ..rig.dashboard_account() };
    rig.desk().add_account(account).await.unwrap();
    // One that the dashboard does not know keeps nothing.
    let rig = DashboardRig::without_account().await;
    let unknown: SecretString = "0000000000000000000000000000000000000000".into();
    let account = NewAccount { key: unknown, ..rig.dashboard_account() };
    assert_eq!(rig.desk().add_account(account).await, Err(TillError::CredentialsRefused));
    assert_eq!(rig.keychain.items(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_dollars_and_euros_and_names_nothing_that_it_does_not_have() {
    let rig = DashboardRig::without_account().await;
    let mut account = rig.dashboard_account();
    account.terms.currencies = vec!["EUR".to_owned(), "GBP".to_owned()];
    let refused = rig.desk().add_account(account).await;
    assert_eq!(refused, Err(TillError::CurrencyNotCounted { currency: "GBP".to_owned() }));

    let mut account = rig.dashboard_account();
    "shop-1".clone_into(&mut account.terms.link_account);
    let refused = rig.desk().add_account(account).await;
    assert_eq!(refused, Err(TillError::InvalidField { field: Field::LinkAccount }));
    assert_eq!(rig.network.sent_in_all(), 0);
}

fn change(rig: &DashboardRig) -> AccountChange {
    AccountChange {
        account: rig.account(),
        name: "Counter".to_owned(),
        country: "IE".to_owned(),
        currencies: vec!["EUR".to_owned(), "USD".to_owned()],
        allowed_disputed: Vec::new(),
        description: "Your purchase".to_owned(),
        link_account: String::new(),
        payment_account: String::new(),
        return_page: String::new(),
        pay_host: PAY_HOST.to_owned(),
        pay_page: String::new(),
        pricing: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn how_it_prices_and_where_its_pages_lie_is_the_owners_word() {
    let rig = DashboardRig::start_elsewhere().await;
    let page = format!("https://{PAY_HOST}/l/{{uuid}}");
    let said = AccountChange {
        pay_page: page.clone(),
        pricing: Some(Pricing::TaxExclusive),
        ..change(&rig)
    };
    rig.desk().change_account(said).await.unwrap();
    let card = rig.card().await;
    assert_eq!((card.pay_page, card.pricing), (page, Some(Pricing::TaxExclusive)));

    for template in [
        "https://pay.evil.example/l/{uuid}",
        "http://pay.shop.example/l/{uuid}",
        "https://pay.shop.example/l/",
    ] {
        let said = AccountChange { pay_page: template.to_owned(), ..change(&rig) };
        let refused = rig.desk().change_account(said).await;
        assert_eq!(refused, Err(TillError::InvalidField { field: Field::PayPage }), "{template}");
    }
    rig.desk().change_account(change(&rig)).await.unwrap();
    assert_eq!((rig.card().await.pay_page, rig.card().await.pricing), (String::new(), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_token_is_in_use_once_and_has_no_other_key_beside_it() {
    let rig = DashboardRig::start().await;
    assert_eq!(rig.desk().add_account(rig.dashboard_account()).await, Err(TillError::AccountKnown));
    for which in [KeyKind::Payout, KeyKind::Reports, KeyKind::Webhook] {
        let form = desk::view::NewKeyForm {
            which,
            ..main_key(&rig.account(), &"another key".into(), false)
        };
        assert_eq!(rig.desk().replace_key(form).await, Err(TillError::NotOffered), "{which:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_whose_page_lies_elsewhere_than_confirmed_is_never_shown() {
    let rig = DashboardRig::start_elsewhere().await;
    for origin in ["https://pay.evil.example", "https://pay.shop.example.evil.example"] {
        let foreign = Behaviour { link_origin: Some(origin.to_owned()), ..Behaviour::default() };
        rig.behave(foreign);
        let sale = rig.sale_of(ONE_MUG).await;
        assert_eq!((word(&sale).as_str(), address(&sale)), ("LINK_REFUSED", None), "{origin}");
    }
}
