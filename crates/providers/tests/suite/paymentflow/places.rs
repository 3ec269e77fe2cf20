//! Accounts and where they are (Accounts, keys, environments).

use domain::{
    account::{Account, Country, ProviderId},
    ids::AccountId,
    place::{ApiBase, Host, Place, PracticeHost},
};
use uuid::Uuid;

use crate::{asks::now, subject::Housed};

/// An account whose owner confirmed this host of the pay pages.
fn at(place: Place, pay_host: Option<&str>) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::PaymentFlow,
        place,
        name: "Corner shop".to_owned(),
        key_id: "sk_test...7e1a".to_owned(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        pay_host: pay_host.map(|host| host.to_owned().try_into().unwrap()),
        pay_page: None,
        pricing: None,
        country: Country::try_from("GB".to_owned()).unwrap(),
        currencies: vec!["EUR".parse().unwrap()],
        allowed_disputed: Vec::new(),
        return_page: None,
        description: "Your purchase".to_owned(),
        added_at: now(),
    }
}

fn base(text: &str) -> ApiBase {
    ApiBase::try_from(text.to_owned()).unwrap()
}

fn live_at(host: Host) -> Place {
    Place::Live { host }
}

fn test(host: Host) -> Place {
    Place::Sandbox { host, extra_root: None }
}

fn practice_at(text: &str) -> Place {
    Place::Practice { host: PracticeHost::Custom { base: base(text), extra_root: None } }
}

fn custom(text: &str) -> Host {
    Host::Custom(base(text))
}

pub(super) fn sandbox() -> Account {
    at(test(Host::Global), Some("checkout.sandbox.paymentflow.com"))
}

pub(super) fn live() -> Account {
    at(live_at(Host::Global), Some("checkout.paymentflow.com"))
}

pub(super) fn practice() -> Account {
    at(Place::Practice { host: PracticeHost::ThisComputer { port: 7703 } }, None)
}

/// The base is a setting of the account.
pub(super) fn housed() -> Vec<Housed> {
    [
        (live(), "https://api.paymentflow.com/v1"),
        (
            at(
                live_at(custom("https://payments.reseller.example/flow/v1")),
                Some("pay.reseller.example"),
            ),
            "https://payments.reseller.example/flow/v1",
        ),
        (sandbox(), "https://sandbox.paymentflow.com/v1"),
        (
            at(
                test(custom("https://sandbox.reseller.example/flow/v1/")),
                Some("pay.sandbox.reseller.example:8443"),
            ),
            "https://sandbox.reseller.example/flow/v1",
        ),
        (practice(), "http://127.0.0.1:7703/v1"),
        (
            at(
                practice_at("https://practice.shop.example:7443/v1"),
                Some("practice.shop.example:7443"),
            ),
            "https://practice.shop.example:7443/v1",
        ),
    ]
    .map(|(account, base)| Housed { account, base, beside: None })
    .into()
}

/// One host for real money and one for tests, all over the world.
pub(super) fn forbidden() -> Vec<Place> {
    vec![
        live_at(Host::Eu),
        test(Host::Eu),
        live_at(custom("https://sandbox.paymentflow.com/v1")),
        test(custom("https://api.paymentflow.com/v1")),
        practice_at("https://api.paymentflow.com/v1"),
        practice_at("https://sandbox.paymentflow.com/v1"),
    ]
}

pub(super) fn pay_page(account: &Account) -> String {
    match (&account.pay_host, account.place.practice_port()) {
        (Some(host), _) => format!("https://{}/c/Ab12Cd34Ef56Gh78", host.as_str()),
        (None, Some(port)) => format!("http://127.0.0.1:{port}/c/Ab12Cd34Ef56Gh78"),
        (None, None) => "https://nowhere.example/c/Ab12Cd34Ef56Gh78".to_owned(),
    }
}
