//! Accounts and where they are ('What it is'): the platform has no host of its own, so the owner names one.

use domain::{
    account::{Account, Country, ProviderId},
    error::Field,
    ids::AccountId,
    pay_page::PayPageTemplate,
    place::{ApiBase, Host, Place, PracticeHost},
};
use uuid::Uuid;

use super::records::LINK;
use crate::{asks::now, subject::Housed};

/// An account whose owner confirmed this host of the pay pages, and wrote down how their addresses are made.
fn at(place: Place, pay_host: Option<&str>) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::MerchantDashboard,
        place,
        name: "Corner shop".to_owned(),
        key_id: "sk_test...7e1a".to_owned(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        pay_host: pay_host.map(|host| host.to_owned().try_into().unwrap()),
        pay_page: pay_host.map(template),
        pricing: None,
        country: Country::try_from("DE".to_owned()).unwrap(),
        currencies: vec!["EUR".parse().unwrap(), "USD".parse().unwrap()],
        allowed_disputed: Vec::new(),
        return_page: None,
        description: "Your purchase".to_owned(),
        added_at: now(),
    }
}

fn template(host: &str) -> PayPageTemplate {
    PayPageTemplate::try_from(format!("https://{host}/l/{{uuid}}")).unwrap()
}

fn base(text: &str) -> ApiBase {
    ApiBase::try_from(text.to_owned()).unwrap()
}

fn custom(text: &str) -> Host {
    Host::Custom(base(text))
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

pub(super) fn sandbox() -> Account {
    at(test(custom("https://dash.sandbox.shop.example")), Some("pay.sandbox.shop.example"))
}

pub(super) fn live() -> Account {
    at(live_at(custom("https://dash.shop.example")), Some("pay.shop.example"))
}

pub(super) fn practice() -> Account {
    at(Place::Practice { host: PracticeHost::ThisComputer { port: 7704 } }, None)
}

pub(super) fn housed() -> Vec<Housed> {
    [
        (live(), "https://dash.shop.example"),
        (
            at(
                live_at(custom("https://panel.reseller.example")),
                Some("checkout.reseller.example"),
            ),
            "https://panel.reseller.example",
        ),
        (sandbox(), "https://dash.sandbox.shop.example"),
        (practice(), "http://127.0.0.1:7704"),
        (
            at(
                practice_at("https://practice.shop.example:7443"),
                Some("practice.shop.example:7443"),
            ),
            "https://practice.shop.example:7443",
        ),
    ]
    .map(|(account, base)| Housed { account, base, beside: None })
    .into()
}

/// Hosts that nobody named, and hosts whose names speak of other money, or of computers beside this one.
pub(super) fn forbidden() -> Vec<Place> {
    vec![
        live_at(Host::Global),
        live_at(Host::Eu),
        test(Host::Global),
        test(Host::Eu),
        live_at(custom("https://dash.sandbox.shop.example")),
        live_at(custom("https://test-dash.shop.example")),
        live_at(custom("https://practice.shop.example")),
        live_at(custom("https://dash.internal")),
        test(custom("https://dash.shop.example")),
        test(custom("https://sandbox.lan")),
        practice_at("https://dash.shop.example"),
    ]
}

/// There is one organization and nothing below it; its routes begin at the root of its host.
pub(super) fn unfit() -> Vec<(Account, Field)> {
    let named = || Some("another".to_owned());
    let elsewhere = Some(template("pay.elsewhere.example"));
    let merchant = Some("org_1".to_owned().try_into().unwrap());
    let of_tests = || Some("pay.sandbox.shop.example".to_owned().try_into().unwrap());
    vec![
        (Account { reports_id: named(), ..sandbox() }, Field::ReportsId),
        (Account { merchant, ..sandbox() }, Field::Merchant),
        (Account { link_account: named(), ..sandbox() }, Field::LinkAccount),
        (Account { payment_account: named(), ..sandbox() }, Field::PaymentAccount),
        (Account { pay_page: elsewhere, ..sandbox() }, Field::PayPage),
        (Account { pay_host: of_tests(), pay_page: None, ..live() }, Field::PayHost),
        (
            Account { place: test(custom("https://sandbox.shop.example/dash")), ..sandbox() },
            Field::ApiBase,
        ),
    ]
}

pub(super) fn pay_page(account: &Account) -> String {
    match (&account.pay_host, account.place.practice_port()) {
        (Some(host), _) => format!("https://{}/l/{LINK}", host.as_str()),
        (None, Some(port)) => format!("http://127.0.0.1:{port}/pay/{LINK}"),
        (None, None) => format!("https://nowhere.example/l/{LINK}"),
    }
}
