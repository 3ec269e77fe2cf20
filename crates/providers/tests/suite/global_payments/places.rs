//! Accounts and where they are (1.1).

use domain::{
    account::{Account, Country, ProviderId},
    ids::{AccountId, ProviderMerchantId},
    place::{ApiBase, Host, Place, PracticeHost},
};
use uuid::Uuid;

use crate::{asks::now, subject::Housed};

fn at(place: Place) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::GlobalPayments,
        place,
        name: "Corner shop".to_owned(),
        key_id: "stub_app_id".to_owned(),
        reports_id: None,
        merchant: None,
        link_account: None,
        payment_account: None,
        pay_host: None,
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

fn live(host: Host) -> Place {
    Place::Live { host }
}

fn test(host: Host) -> Place {
    Place::Sandbox { host, extra_root: None }
}

fn practice(text: &str) -> Place {
    Place::Practice { host: PracticeHost::Custom { base: base(text), extra_root: None } }
}

fn custom(text: &str) -> Host {
    Host::Custom(base(text))
}

pub(super) fn sandbox() -> Account {
    at(test(Host::Global))
}

/// For whom a partner's key speaks: a path before every resource (1.1).
pub(super) fn partner() -> Account {
    let merchant = "MER_00000000000000000000000000000001".to_owned();
    Account { merchant: Some(ProviderMerchantId::try_from(merchant).unwrap()), ..sandbox() }
}

pub(super) fn housed() -> Vec<Housed> {
    let this_computer = Place::Practice { host: PracticeHost::ThisComputer { port: 7701 } };
    [
        (at(live(Host::Global)), "https://apis.globalpay.com/ucp"),
        (at(live(Host::Eu)), "https://apis.eu.globalpay.com/ucp"),
        (
            at(live(custom("https://apis.eservicegateway.com/ucp"))),
            "https://apis.eservicegateway.com/ucp",
        ),
        (at(test(Host::Global)), "https://apis.sandbox.globalpay.com/ucp"),
        (at(test(Host::Eu)), "https://apis.sandbox.eu.globalpay.com/ucp"),
        (
            at(test(custom("https://apis.sandbox.eservicegateway.com/ucp/"))),
            "https://apis.sandbox.eservicegateway.com/ucp",
        ),
        (at(this_computer), "http://127.0.0.1:7701/ucp"),
        (
            at(practice("https://practice.shop.example:7443/ucp")),
            "https://practice.shop.example:7443/ucp",
        ),
        (
            partner(),
            "https://apis.sandbox.globalpay.com/ucp/merchants/MER_00000000000000000000000000000001",
        ),
    ]
    .map(|(account, base)| Housed { account, base, beside: None })
    .into()
}

/// A host's own name says whether its money is real; the provider's own hosts are never named by hand.
pub(super) fn forbidden() -> Vec<Place> {
    vec![
        live(custom("https://apis.sandbox.eservicegateway.com/ucp")),
        live(custom("https://apis-uat.example.com/ucp")),
        live(custom("https://practice.example.com/ucp")),
        live(custom("https://apis.example.com:8443/ucp")),
        live(custom("https://apis.sandbox.globalpay.com/ucp")),
        live(custom("https://apis.eu.globalpay.com/ucp")),
        test(custom("https://apis.eservicegateway.com/ucp")),
        test(custom("https://practice.example.com/ucp")),
        test(custom("https://apis.globalpay.com/ucp")),
        practice("https://apis.eservicegateway.com/ucp"),
        practice("https://apis.sandbox.globalpay.com/ucp"),
    ]
}

/// On the API's own host: the one form that was seen (3.2).
pub(super) fn pay_page(account: &Account) -> String {
    let housed = housed();
    let of = housed.iter().find(|housed| housed.account.place == account.place).unwrap();
    format!("{}/hpp/redirect/cb28ef61-0000-4000-8000-000000000001", of.base)
}
