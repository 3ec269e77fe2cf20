//! Where an account's requests go, which of the provider's accounts and currencies it uses, and what the owner may
//! change of it later.

use std::{fs, sync::Arc};

use desk::{
    NewAccount, NewPlace,
    domain::{TillError, account::Environment, error::Field, place::Region},
    view::{AccountChange, AccountHealth, AccountView, ConnectedEnvironment},
};
use practice::{
    AppKey, PracticeConfig, PracticeCredentials, PracticeServer, Random, TlsIdentity,
    global_payments::{
        Account, Behaviour, MERCHANT_ID, PAYLINK_ACCOUNT, PROCESSING_ACCOUNT, Permission,
    },
};
use providers::TransportFault;
use serde_json::json;

use crate::rig::{APP_ID, CANARY, Call, Rig, Then, Trouble, answer, code, refusal, word};

use ConnectedEnvironment::{Live, Practice, Sandbox};

fn invalid<T>(field: Field) -> Result<T, TillError> {
    Err(TillError::InvalidField { field })
}

/// The practice account with the same key, connected elsewhere.
fn elsewhere(
    rig: &Rig,
    environment: ConnectedEnvironment,
    region: Region,
    api_base: &str,
) -> NewAccount {
    let place = NewPlace::Elsewhere {
        environment,
        region,
        api_base: api_base.to_owned(),
        extra_root: String::new(),
    };
    NewAccount { place, ..rig.new_account(CANARY) }
}

fn with_root(mut account: NewAccount, pem: &str) -> NewAccount {
    if let NewPlace::Elsewhere { extra_root, .. } = &mut account.place {
        pem.clone_into(extra_root);
    }
    account
}

fn root() -> (String, String) {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    (own.cert.pem(), own.signing_key.serialize_pem())
}

/// Every sign-in is answered as the provider would, whatever host was asked.
fn any_host_signs_in(rig: &Rig) {
    let rights = ["LNK_POST_Create", "LNK_GET_Single", "TRN_GET_Single", "TRN_GET_List"];
    let accounts = json!([{ "id": "TRA_1", "name": "paylink", "permissions": rights }]);
    let token =
        json!({ "token": "T1", "seconds_to_expire": 600, "scope": { "accounts": accounts } });
    rig.network.always(Call::SignIn, Trouble::Unheard(Then::Answer(answer(200, &token))));
}

async fn view(rig: &Rig) -> AccountView {
    rig.desk().till_state().await.unwrap().accounts.remove(0)
}

async fn keeps_nothing(rig: &Rig) {
    assert_eq!(rig.desk().accounts().await.unwrap(), []);
    assert_eq!(rig.keychain.items(), 0);
}

fn permissions(link: bool, refund: bool) -> Vec<Permission> {
    let mut held = vec![
        Permission::LinkSingle,
        Permission::LinkList,
        Permission::TransactionSingle,
        Permission::TransactionList,
    ];
    held.extend(link.then_some(Permission::LinkCreate));
    held.extend(refund.then_some(Permission::TransactionRefund));
    held
}

fn several_accounts(rig: &Rig) {
    let accounts = vec![
        Account::new("TRA_1", "north", permissions(true, true)),
        Account::new("TRA_2", "south", permissions(true, true)),
    ];
    rig.books().set_behaviour(Behaviour { accounts: Some(accounts), ..Behaviour::default() });
}

/// What the account is now, as the page would send it back.
fn unchanged(view: &AccountView) -> AccountChange {
    AccountChange {
        account: view.id.clone(),
        name: view.name.clone(),
        country: view.country.clone(),
        currencies: view.currencies.iter().map(|currency| currency.code.clone()).collect(),
        allowed_disputed: view.allowed_disputed.clone(),
        description: view.description.clone(),
        link_account: view.link_account.clone(),
        payment_account: view.payment_account.clone(),
        return_page: view.return_page.clone(),
        pay_host: view.pay_host.clone(),
        pay_page: String::new(),
        pricing: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_place_has_its_own_host_and_a_key_goes_nowhere_else() {
    let white_label = "https://apis.uat.bank.example/ucp";
    for (environment, region, base, host) in [
        (Live, Region::Global, "", "apis.globalpay.com"),
        (Live, Region::Eu, "", "apis.eu.globalpay.com"),
        (Sandbox, Region::Global, "", "apis.sandbox.globalpay.com"),
        (Sandbox, Region::Eu, "", "apis.sandbox.eu.globalpay.com"),
        (Sandbox, Region::Custom, white_label, "apis.uat.bank.example"),
        (Live, Region::Custom, "https://apis.bank.example/ucp/", "apis.bank.example"),
        (Practice, Region::Custom, "https://practice.shop.example/ucp", "practice.shop.example"),
    ] {
        let rig = Rig::without_account().await;
        any_host_signs_in(&rig);
        rig.desk().add_account(elsewhere(&rig, environment, region, base)).await.unwrap();
        let shown = view(&rig).await;
        assert_eq!((shown.host.as_str(), shown.region), (host, Some(region)));
        assert!(!shown.extra_root);
        let here = format!("https://{host}/ucp/");
        assert!(rig.network.urls().iter().all(|url| url.starts_with(&here)), "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_does_not_fit_the_environment_never_sees_the_key() {
    let rig = Rig::without_account().await;
    for (environment, base) in [
        (Live, "https://apis.sandbox.globalpay.com/ucp"),
        (Live, "https://apis.uat.bank.example/ucp"),
        (Live, "https://apis.globalpay.com/ucp"),
        (Sandbox, "https://apis.globalpay.com/ucp"),
        (Sandbox, "https://apis.bank.example/ucp"),
        (Practice, "https://apis.globalpay.com/ucp"),
    ] {
        let account = elsewhere(&rig, environment, Region::Custom, base);
        let refused = rig.desk().add_account(account).await.unwrap_err();
        assert_eq!(code(&refused), "HOST_NOT_FOR_ENVIRONMENT", "{base}");
    }
    for base in ["http://apis.bank.example/ucp", "https://127.0.0.1/ucp", "apis.bank.example"] {
        let account = elsewhere(&rig, Live, Region::Custom, base);
        assert_eq!(rig.desk().add_account(account).await, invalid(Field::ApiBase), "{base}");
    }
    let missing = Err(TillError::MissingRequiredFields { fields: vec![Field::ApiBase] });
    let account = elsewhere(&rig, Live, Region::Custom, " ");
    assert_eq!(rig.desk().add_account(account).await, missing);
    // What was typed and would not be used is a mistake.
    let account = elsewhere(&rig, Live, Region::Eu, "https://apis.bank.example/ucp");
    assert_eq!(rig.desk().add_account(account).await, invalid(Field::ApiBase));
    let account = elsewhere(&rig, Practice, Region::Global, "");
    assert_eq!(rig.desk().add_account(account).await, invalid(Field::ApiBase));
    assert_eq!(rig.network.sent_in_all(), 0);
    keeps_nothing(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_root_certificate_never_stands_beside_live_money() {
    let rig = Rig::without_account().await;
    let (pem, key) = root();
    let live = elsewhere(&rig, Live, Region::Custom, "https://apis.bank.example/ucp");
    assert_eq!(rig.desk().add_account(with_root(live, &pem)).await, invalid(Field::ExtraRoot));
    let broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
    for wrong in ["MIIB", broken, &key, &format!("{pem}\n{pem}")] {
        let sandbox = elsewhere(&rig, Sandbox, Region::Custom, "https://apis.uat.bank.example/ucp");
        let refused = rig.desk().add_account(with_root(sandbox, wrong)).await;
        assert_eq!(refused, invalid(Field::ExtraRoot), "{wrong}");
    }
    assert_eq!(rig.network.sent_in_all(), 0);
    any_host_signs_in(&rig);
    let sandbox = elsewhere(&rig, Sandbox, Region::Custom, "https://apis.uat.bank.example/ucp");
    rig.desk().add_account(with_root(sandbox, &pem)).await.unwrap();
    assert!(view(&rig).await.extra_root, "every screen says so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_practice_provider_elsewhere_is_reached_over_tls_with_its_own_root() {
    let rig = Rig::without_account().await;
    let (pem, key) = root();
    let (pem_file, key_file) = (rig.folder().join("own.pem"), rig.folder().join("own.key"));
    fs::write(&pem_file, &pem).unwrap();
    fs::write(&key_file, key).unwrap();
    let credentials =
        PracticeCredentials { app_id: APP_ID.to_owned(), app_key: AppKey::new(CANARY) };
    let server = PracticeServer::start(PracticeConfig {
        clock: Arc::clone(&rig.clock) as Arc<dyn practice::Clock>,
        tls: Some(TlsIdentity::from_pem_files(&pem_file, &key_file).unwrap()),
        ..PracticeConfig::new(credentials, Random::from_seed(3))
    })
    .await
    .unwrap();
    let base = format!("https://localhost:{}/ucp", server.address().port());
    let account = || elsewhere(&rig, Practice, Region::Custom, &base);
    let unknown = rig.desk().add_account(account()).await.unwrap_err();
    assert_eq!(code(&unknown), "NOT_SENT", "a certificate that nobody vouches for");
    keeps_nothing(&rig).await;
    let added = rig.desk().add_account(with_root(account(), &pem)).await.unwrap();
    let mut form = rig.form("2500");
    form.account = added.to_string();
    let made = rig.desk().create_link(form).await.unwrap();
    assert_eq!(server.books().links().len(), 1);
    assert_eq!(made.row.environment, Environment::Practice);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_app_is_never_used_at_two_places() {
    let rig = Rig::start().await;
    any_host_signs_in(&rig);
    let sent = rig.network.sent_in_all();
    let sandbox = rig.desk().add_account(elsewhere(&rig, Sandbox, Region::Global, "")).await;
    let environment = Environment::Practice;
    assert_eq!(sandbox, Err(TillError::AppUsedElsewhere { environment }));
    assert_eq!(rig.connect(CANARY).await, Err(TillError::AccountKnown));
    assert_eq!(rig.network.sent_in_all(), sent, "its key is sent to no other host");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_several_accounts_fit_the_owner_chooses() {
    let rig = Rig::without_account().await;
    several_accounts(&rig);
    let both = || vec!["north".to_owned(), "south".to_owned()];
    let choose =
        TillError::ChooseProviderAccount { link_accounts: both(), payment_accounts: both() };
    assert_eq!(rig.connect(CANARY).await, Err(choose.clone()));
    let mut new = rig.new_account(CANARY);
    new.terms.link_account = "south".to_owned();
    new.terms.payment_account = "west".to_owned();
    assert_eq!(rig.desk().add_account(new).await, Err(choose));
    keeps_nothing(&rig).await;

    let mut new = rig.new_account(CANARY);
    new.terms.link_account = " south ".to_owned();
    new.terms.payment_account = "north".to_owned();
    let account = rig.desk().add_account(new).await.unwrap().to_string();
    let shown = view(&rig).await;
    assert_eq!((shown.link_account.as_str(), shown.payment_account.as_str()), ("south", "north"));
    let report = rig.desk().test_connection(&account).await.unwrap();
    assert_eq!(
        (report.link_account, report.payment_account),
        (Some("south".into()), Some("north".into()))
    );
    assert_eq!((report.link_accounts, report.needs_choice), (both(), false));
    let mut form = rig.form("2500");
    form.account = account;
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!(rig.link_of(&sale).account.name, "south");
}

/// No request names the account that refunds: each payment goes back from where it was paid.
#[tokio::test(flavor = "multi_thread")]
async fn which_of_several_accounts_refunds_may_stay_open() {
    let rig = Rig::without_account().await;
    several_accounts(&rig);
    let mut new = rig.new_account(CANARY);
    new.terms.link_account = "south".to_owned();
    let account = rig.desk().add_account(new).await.unwrap().to_string();
    let report = rig.desk().test_connection(&account).await.unwrap();
    assert_eq!((report.payment_account, report.needs_choice), (None, false));
    assert_eq!(report.payment_accounts, ["north", "south"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_not_there_is_named() {
    let rig = Rig::without_account().await;
    let mut new = rig.new_account(CANARY);
    new.terms.link_account = "south".to_owned();
    assert_eq!(rig.desk().add_account(new).await, invalid(Field::LinkAccount));
    let mut new = rig.new_account(CANARY);
    new.terms.payment_account = "south".to_owned();
    assert_eq!(rig.desk().add_account(new).await, invalid(Field::PaymentAccount));
    keeps_nothing(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partners_requests_lie_below_the_merchant() {
    let rig = Rig::without_account().await;
    let mut new = rig.new_account(CANARY);
    new.merchant = format!(" {MERCHANT_ID} ");
    let account = rig.desk().add_account(new).await.unwrap().to_string();
    assert_eq!(view(&rig).await.merchant, MERCHANT_ID);
    let mut form = rig.form("2500");
    form.account = account;
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!(word(&sale), "WAITING");
    let below = format!("/ucp/merchants/{MERCHANT_ID}/links");
    let urls = rig.network.urls();
    assert!(urls.last().unwrap().ends_with(&below), "{urls:?}");
    assert!(urls[0].ends_with("/ucp/accesstoken"), "{urls:?}");
    let mut new = rig.new_account(CANARY);
    new.key_id = "another".to_owned();
    new.merchant = "../admin".to_owned();
    assert_eq!(rig.desk().add_account(new).await, invalid(Field::Merchant));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disputed_currency_is_refused_until_the_owner_allows_it() {
    let rig = Rig::without_account().await;
    let with_yen = |allowed: &[&str]| {
        let mut new = rig.new_account(CANARY);
        new.terms.currencies.push("jpy".to_owned());
        new.terms.allowed_disputed = allowed.iter().map(|code| (*code).to_owned()).collect();
        new
    };
    let disputed = TillError::CurrencyDisputed { currency: "JPY".to_owned(), ours: 0, theirs: 2 };
    for allowed in [&[][..], &["CLP"], &["EUR"]] {
        assert_eq!(rig.desk().add_account(with_yen(allowed)).await, Err(disputed.clone()));
    }
    assert_eq!(rig.network.sent_in_all(), 0);
    rig.desk().add_account(with_yen(&["jpy", "CLP"])).await.unwrap();
    let shown = view(&rig).await;
    assert_eq!(shown.allowed_disputed, ["JPY"], "what is not offered need not be allowed");
    // What was allowed can be taken back together with the currency.
    let mut change = unchanged(&shown);
    change.allowed_disputed.clear();
    assert_eq!(rig.desk().change_account(change.clone()).await, Err(disputed));
    change.currencies.pop();
    rig.desk().change_account(change).await.unwrap();
    assert_eq!(view(&rig).await.currencies.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_owner_says_of_an_account_can_be_changed() {
    let rig = Rig::start().await;
    let sent = rig.network.sent_in_all();
    let before = view(&rig).await;
    let change = AccountChange {
        name: " Front desk ".to_owned(),
        country: "FR".to_owned(),
        currencies: vec!["gbp".to_owned()],
        description: "Thank you".to_owned(),
        return_page: "https://shop.example/thanks".to_owned(),
        ..unchanged(&before)
    };
    rig.desk().change_account(change.clone()).await.unwrap();
    let now = view(&rig).await;
    assert_eq!((now.name.as_str(), now.country.as_str()), ("Front desk", "FR"));
    assert_eq!((now.description.as_str(), now.currencies[0].code.as_str()), ("Thank you", "GBP"));
    assert_eq!(now.return_page, "https://shop.example/thanks");
    assert_eq!((now.host, now.key_id), (before.host, before.key_id));
    assert_eq!(rig.network.sent_in_all(), sent, "words need no sign-in");

    let euros = rig.desk().create_link(rig.form("2500")).await.unwrap_err();
    assert_eq!(code(&euros), "CURRENCY_NOT_OFFERED");
    for (wrong, field) in [
        (AccountChange { country: "France".into(), ..change.clone() }, Field::Country),
        (
            AccountChange { return_page: "http://shop.example".into(), ..change.clone() },
            Field::ReturnPage,
        ),
    ] {
        assert_eq!(rig.desk().change_account(wrong).await, invalid(field));
    }
    let nameless = AccountChange { name: " ".into(), ..change };
    assert_eq!(
        code(&rig.desk().change_account(nameless).await.unwrap_err()),
        "MISSING_REQUIRED_FIELDS"
    );
    assert_eq!(view(&rig).await.name, "Front desk");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_at_the_provider_is_kept_only_once_the_key_has_signed_in_with_it() {
    let rig = Rig::without_account().await;
    several_accounts(&rig);
    let mut new = rig.new_account(CANARY);
    new.terms.link_account = "south".to_owned();
    new.terms.payment_account = "south".to_owned();
    let account = rig.desk().add_account(new).await.unwrap().to_string();
    let before = view(&rig).await;
    let to = |name: &str| AccountChange { link_account: name.to_owned(), ..unchanged(&before) };

    rig.network.once(Call::SignIn, Trouble::Unheard(Then::Fault(TransportFault::Dns)));
    assert_eq!(code(&rig.desk().change_account(to("north")).await.unwrap_err()), "NOT_SENT");
    let nobody = rig.desk().change_account(to("west")).await.unwrap_err();
    assert_eq!(code(&nobody), "CHOOSE_PROVIDER_ACCOUNT");
    assert_eq!(view(&rig).await.link_account, "south");

    rig.desk().change_account(to("north")).await.unwrap();
    assert_eq!(view(&rig).await.link_account, "north");
    let signed_in = rig.network.sent(Call::SignIn);
    let mut form = rig.form("2500");
    form.account = account;
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!(rig.link_of(&sale).account.name, "north", "the session is the new one");
    assert_eq!(rig.network.sent(Call::SignIn), signed_in);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_may_do_nothing_but_sales_is_taken_and_told_what_it_lacks() {
    let rig = Rig::without_account().await;
    let accounts = Some(vec![Account::new("TRA_1", "paylink", permissions(true, false))]);
    rig.books().set_behaviour(Behaviour { accounts, ..Behaviour::default() });
    let account = rig.connect(CANARY).await.unwrap();
    let report = rig.desk().test_connection(&account).await.unwrap();
    let lacking: Vec<_> = report.rights.iter().filter(|right| !right.held).collect();
    assert_eq!(lacking.len(), 4, "refund, alter, capture, release: {lacking:?}");
    assert_eq!((report.payment_account, report.needs_choice), (None, false));
    // The standard accounts hold every right between them.
    rig.books().set_behaviour(Behaviour {
        accounts: Some(vec![PROCESSING_ACCOUNT, PAYLINK_ACCOUNT]),
        ..Behaviour::default()
    });
    let report = rig.desk().test_connection(&account).await.unwrap();
    assert!(report.rights.iter().all(|right| right.held), "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_says_how_the_provider_is() {
    let rig = Rig::start().await;
    assert_eq!(view(&rig).await.health, AccountHealth::Good);
    let slow = crate::rig::too_many_requests(std::time::Duration::from_secs(30));
    rig.network.once(Call::CreateLink, Trouble::Unheard(Then::Answer(slow)));
    rig.desk().create_link(rig.form("2500")).await.unwrap();
    let AccountHealth::AskedToWait { until } = view(&rig).await.health else {
        panic!("it asked to wait");
    };
    assert_eq!(until.0.rfc3339(), "2026-11-20T10:00:30.000Z");
    rig.rested();
    rig.clock.advance(std::time::Duration::from_secs(1));
    assert_eq!(view(&rig).await.health, AccountHealth::Good);
    let refused = refusal(401, "ACTION_NOT_AUTHORIZED", "40001", "Invalid credentials");
    rig.network.always(Call::SignIn, Trouble::Unheard(Then::Answer(refused)));
    rig.books().expire_tokens();
    let _ = rig.desk().create_link(rig.form("2500")).await;
    assert_eq!(view(&rig).await.health, AccountHealth::KeysRefused);
}
