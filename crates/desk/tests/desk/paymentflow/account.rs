//! An account at PaymentFlow: its keys, their environment, the secret of the messages, and the host of the pay pages.

use desk::{
    NewAccount, NewPlace,
    domain::{TillError, error::Field, place::Region},
    view::{
        AccountChange, AccountView, ConnectedEnvironment, KeyKind, KeyWarning, NewKeyForm,
        NotificationSays,
    },
};
use practice::paymentflow::EventKind;
use providers::TransportFault;
use serde_json::{Value, json};

use super::rig::{KEY, PUBLISHABLE, PaymentFlowRig, SECRET};
use crate::rig::{Call, Then, Trouble, answer, code, word};

use ConnectedEnvironment::{Live, Sandbox};

async fn view(rig: &PaymentFlowRig) -> AccountView {
    rig.desk().till_state().await.unwrap().accounts.remove(0)
}

fn elsewhere(rig: &PaymentFlowRig, environment: ConnectedEnvironment, key: &str) -> NewAccount {
    let place = NewPlace::Elsewhere {
        environment,
        region: Region::Global,
        api_base: String::new(),
        extra_root: String::new(),
    };
    NewAccount { place, key: key.into(), ..rig.flow_account() }
}

fn new_key(rig: &PaymentFlowRig, which: KeyKind, key: &str) -> NewKeyForm {
    NewKeyForm {
        account: rig.account(),
        which,
        reports_id: String::new(),
        key: key.into(),
        session_only: false,
    }
}

fn kept(rig: &PaymentFlowRig) -> Value {
    serde_json::from_str(&rig.keychain.only_item()).unwrap()
}

fn with_pay_host(mut account: NewAccount, host: &str) -> NewAccount {
    host.clone_into(&mut account.terms.pay_host);
    account
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_names_itself_and_a_publishable_one_works_with_a_warning() {
    let rig = PaymentFlowRig::start().await;
    let account = view(&rig).await;
    assert!(
        account.key_id.starts_with("sk_test") && account.key_id.ends_with("8pLd"),
        "{account:?}"
    );
    assert!(!account.key_id.contains("Canary"));
    assert_eq!(account.key_warning, None);
    assert_eq!(kept(&rig), json!({ "key": KEY, "webhook_secret": SECRET }));

    rig.desk().replace_key(new_key(&rig, KeyKind::Main, PUBLISHABLE)).await.unwrap();
    let account = view(&rig).await;
    assert!(
        account.key_id.starts_with("pk_test") && account.key_id.ends_with("2qWe"),
        "{account:?}"
    );
    assert_eq!(account.key_warning, Some(KeyWarning::Publishable));
    assert_eq!(kept(&rig), json!({ "key": PUBLISHABLE, "webhook_secret": SECRET }));
    assert_eq!(word(&rig.waiting("2500").await), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_another_environment_is_refused_before_any_request() {
    let rig = PaymentFlowRig::without_account().await;
    let practice = |key: &str| NewAccount { key: key.into(), ..rig.flow_account() };
    for (account, live) in [
        (elsewhere(&rig, Live, KEY), false),
        (elsewhere(&rig, Live, PUBLISHABLE), false),
        (elsewhere(&rig, Sandbox, "sk_live_Zx4CanaryLive7mQr"), true),
        (practice("sk_live_Zx4CanaryLive7mQr"), true),
    ] {
        let refused = rig.desk().add_account(account).await;
        assert_eq!(refused, Err(TillError::KeyForOtherEnvironment { live }));
    }
    for (account, field) in [
        (practice("Zx4CanaryLive7mQr"), Field::Key),
        (
            NewAccount { webhook_secret: "no secret".into(), ..rig.flow_account() },
            Field::WebhookSecret,
        ),
    ] {
        let refused = rig.desk().add_account(account).await;
        assert_eq!(refused, Err(TillError::InvalidField { field }));
    }
    assert_eq!(rig.network.sent_in_all(), 0);
    assert_eq!(rig.keychain.items(), 0);

    let rig = PaymentFlowRig::start().await;
    let sent = rig.network.sent_in_all();
    let live = new_key(&rig, KeyKind::Main, "sk_live_Zx4CanaryLive7mQr");
    let refused = rig.desk().replace_key(live).await;
    assert_eq!(refused, Err(TillError::KeyForOtherEnvironment { live: true }));
    assert_eq!(rig.network.sent_in_all(), sent);
    assert_eq!(kept(&rig)["key"], KEY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_the_provider_does_not_know_keeps_nothing() {
    let rig = PaymentFlowRig::without_account().await;
    let unknown = NewAccount { key: "sk_test_Unknown3Key5Vt".into(), ..rig.flow_account() };
    assert_eq!(rig.desk().add_account(unknown).await, Err(TillError::CredentialsRefused));
    assert_eq!(rig.keychain.items(), 0);
    let rig = PaymentFlowRig::start().await;
    let unknown = new_key(&rig, KeyKind::Main, "sk_test_Unknown3Key5Vt");
    assert_eq!(rig.desk().replace_key(unknown).await, Err(TillError::CredentialsRefused));
    assert_eq!(kept(&rig)["key"], KEY, "the old one stays");
    assert!(view(&rig).await.key_id.ends_with("8pLd"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_another_merchant_is_refused() {
    let rig = PaymentFlowRig::start().await;
    rig.waiting("2500").await;
    let said = json!({ "error": {
        "type": "invalid_request", "code": "resource_missing", "message": "No such payment.",
    }});
    rig.network.once(Call::ReadLink, Trouble::Unheard(Then::Answer(answer(404, &said))));
    let replace = async || rig.desk().replace_key(new_key(&rig, KeyKind::Main, PUBLISHABLE)).await;
    assert_eq!(replace().await, Err(TillError::KeyOfOtherMerchant));
    assert_eq!((&kept(&rig)["key"], view(&rig).await.key_warning), (&json!(KEY), None));
    // What could not be asked proves nothing either way.
    rig.network.once(Call::ReadLink, Trouble::Unheard(Then::Fault(TransportFault::Connect)));
    rig.network.once(Call::ReadLink, Trouble::Unheard(Then::Fault(TransportFault::Connect)));
    rig.network.once(Call::ReadLink, Trouble::Unheard(Then::Fault(TransportFault::Connect)));
    assert_eq!(code(&replace().await.unwrap_err()), "NOT_SENT");
    assert_eq!(kept(&rig)["key"], KEY);
    rig.network.heal();
    replace().await.unwrap();
    assert_eq!(kept(&rig)["key"], PUBLISHABLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_is_in_use_once() {
    let rig = PaymentFlowRig::start().await;
    assert_eq!(rig.desk().add_account(rig.flow_account()).await, Err(TillError::AccountKnown));
    let other = NewAccount { key: PUBLISHABLE.into(), ..rig.flow_account() };
    rig.desk().add_account(other).await.unwrap();
    let taken = rig.desk().replace_key(new_key(&rig, KeyKind::Main, PUBLISHABLE)).await;
    assert_eq!(taken, Err(TillError::AccountKnown));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_of_the_messages_is_kept_replaced_and_taken_away() {
    let rig = PaymentFlowRig::start().await;
    let sale = rig.waiting("2500").await;
    rig.customer_pays(&sale);
    let mut events = rig.gateway().events();
    events.retain(|event| event.kind == EventKind::PaymentSucceeded);
    let body = events.pop().unwrap().body;
    let verdict = async |rig: &PaymentFlowRig| {
        let signature = rig.gateway().signature(&body);
        rig.desk().check_notification(&rig.account(), &body, &signature).await.unwrap().verdict
    };
    let replace =
        async |key: &str| rig.desk().replace_key(new_key(&rig, KeyKind::Webhook, key)).await;
    assert_eq!(verdict(&rig).await, NotificationSays::Approved);
    replace("whsec_Another7Secret").await.unwrap();
    assert_eq!(kept(&rig), json!({ "key": KEY, "webhook_secret": "whsec_Another7Secret" }));
    assert_eq!(verdict(&rig).await, NotificationSays::NotGenuine);
    let no_secret = replace("Another7Secret").await;
    assert_eq!(no_secret, Err(TillError::InvalidField { field: Field::WebhookSecret }));
    replace("").await.unwrap();
    assert_eq!(kept(&rig), json!({ "key": KEY }));
    assert_eq!(verdict(&rig).await, NotificationSays::NotGenuine);
    replace(SECRET).await.unwrap();
    assert_eq!(verdict(&rig).await, NotificationSays::Approved);
}

fn page_on(host: &str) -> Value {
    json!({
        "id": "pay_1",
        "status": "pending",
        "amount": 100,
        "currency": "EUR",
        "checkout_url": format!("https://{host}/checkout/1"),
    })
}

/// The provider's own hosts, answered as it would.
fn any_host_answers(rig: &PaymentFlowRig, hosts: &[&str]) {
    let data: Vec<Value> = hosts.iter().map(|host| page_on(host)).collect();
    let page = json!({ "data": data, "has_more": false, "total_count": data.len() });
    rig.network.always(Call::ListPayments, Trouble::Unheard(Then::Answer(answer(200, &page))));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_confirms_the_host_of_the_pay_pages_and_no_link_leads_elsewhere() {
    let mut rig = PaymentFlowRig::without_account().await;
    any_host_answers(&rig, &["pay.shop.example", "pay.other.example", "pay.shop.example"]);
    let account = || elsewhere(&rig, Sandbox, KEY);
    let asked = rig.desk().add_account(account()).await.unwrap_err();
    let TillError::ConfirmPayHost { hosts } = &asked else { panic!("{asked:?}") };
    assert_eq!(hosts, &["pay.shop.example", "pay.other.example"]);
    assert_eq!((rig.keychain.items(), code(&asked)), (0, "CONFIRM_PAY_HOST".to_owned()));
    let no_host = rig.desk().add_account(with_pay_host(account(), "no host")).await;
    assert_eq!(no_host, Err(TillError::InvalidField { field: Field::PayHost }));
    let added = rig.desk().add_account(with_pay_host(account(), "pay.shop.example")).await.unwrap();
    rig.use_account(added.to_string());
    assert_eq!(view(&rig).await.pay_host, "pay.shop.example");

    let link_on = |host: &str| {
        let mut page = page_on(host);
        page["amount"] = json!(2500);
        page["id"] = json!(format!("pay_{}", host.replace('.', "")));
        rig.network.once(Call::CreateLink, Trouble::Unheard(Then::Answer(answer(200, &page))));
    };
    link_on("pay.shop.example");
    let shown = rig.waiting("2500").await;
    let url = shown.link.as_ref().unwrap().url.clone();
    assert_eq!(url, "https://pay.shop.example/checkout/1");
    link_on("pay.evil.example");
    let foreign = rig.desk().create_link(rig.form("2500")).await.unwrap();
    assert_eq!(word(&foreign), "LINK_REFUSED");

    // Another host from now on; a link that was made keeps its address.
    let change = |pay_host: &str| AccountChange {
        account: rig.account(),
        name: "Counter".to_owned(),
        country: "IE".to_owned(),
        currencies: vec!["EUR".to_owned(), "USD".to_owned()],
        allowed_disputed: Vec::new(),
        description: "Your purchase".to_owned(),
        link_account: String::new(),
        payment_account: String::new(),
        return_page: String::new(),
        pay_page: String::new(),
        pricing: None,
        pay_host: pay_host.to_owned(),
    };
    rig.desk().change_account(change("pay.new.example")).await.unwrap();
    assert_eq!(view(&rig).await.pay_host, "pay.new.example");
    assert_eq!(rig.sale(&shown).await.link.unwrap().url, url);
    let none = rig.desk().change_account(change("")).await;
    assert_eq!(none, Err(TillError::MissingRequiredFields { fields: vec![Field::PayHost] }));
    assert_eq!(view(&rig).await.pay_host, "pay.new.example");
}
