//! Accounts and where they are (1.1, 6).

use domain::{
    account::{Account, Country, ProviderId},
    error::Field,
    ids::{AccountId, ProviderMerchantId},
    place::{ApiBase, Host, Place, PracticeHost},
};
use uuid::Uuid;

use super::records::MERCHANT;
use crate::{asks::now, subject::Housed};

/// A merchant that is not one of those that everybody shares for tests.
pub(super) const LIVE_MERCHANT: &str = "1702001";

fn at(place: Place) -> Account {
    let merchant = match place {
        Place::Live { .. } => LIVE_MERCHANT.to_owned(),
        _ => MERCHANT.to_string(),
    };
    Account {
        id: AccountId::from(Uuid::from_u128(7)),
        provider: ProviderId::Flitt,
        place,
        name: "Corner shop".to_owned(),
        key_id: merchant,
        reports_id: Some("1019".to_owned()),
        merchant: None,
        link_account: None,
        payment_account: None,
        pay_host: None,
        pay_page: None,
        pricing: None,
        country: Country::try_from("GE".to_owned()).unwrap(),
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

fn practice(text: &str) -> Place {
    Place::Practice { host: PracticeHost::Custom { base: base(text), extra_root: None } }
}

fn custom(text: &str) -> Host {
    Host::Custom(base(text))
}

pub(super) fn sandbox() -> Account {
    at(test(Host::Global))
}

pub(super) fn live() -> Account {
    at(live_at(Host::Global))
}

/// Of an older brand, and of another environment on the vendor's own test domain, where the pages lie too.
pub(super) fn housed() -> Vec<Housed> {
    let this_computer = Place::Practice { host: PracticeHost::ThisComputer { port: 7702 } };
    let portal = "https://portal.flitt.com";
    [
        (at(live_at(Host::Global)), "https://pay.flitt.com/api", portal),
        (
            at(live_at(custom("https://pay.fondy.eu/api"))),
            "https://pay.fondy.eu/api",
            "https://portal.fondy.eu",
        ),
        (at(test(Host::Global)), "https://pay.flitt.com/api", portal),
        (
            at(test(custom("https://sandbox.pay.flitt.dev/api"))),
            "https://sandbox.pay.flitt.dev/api",
            "https://sandbox.pay.flitt.dev",
        ),
        (at(this_computer), "http://127.0.0.1:7702/api", "http://127.0.0.1:7702"),
        (
            at(practice("https://practice.shop.example:7443/api")),
            "https://practice.shop.example:7443/api",
            "https://practice.shop.example:7443",
        ),
    ]
    .map(|(account, base, beside)| Housed { account, base, beside: Some(beside) })
    .into()
}

/// There is one host for all the world, which need not be named by hand.
pub(super) fn forbidden() -> Vec<Place> {
    vec![
        live_at(Host::Eu),
        test(Host::Eu),
        live_at(custom("https://sandbox.pay.flitt.dev/api")),
        live_at(custom("https://practice.example.com/api")),
        live_at(custom("https://pay.flitt.com/api")),
        test(custom("https://pay.flitt.com/api")),
        test(custom("https://practice.example.com/api")),
        practice("https://pay.fondy.eu/api"),
        practice("https://pay.flitt.com/api"),
    ]
}

/// On the host that makes the links (0.2, 10).
pub(super) fn pay_page(account: &Account) -> String {
    let housed = housed();
    let of = housed.iter().find(|housed| housed.account.place == account.place).unwrap();
    let host = of.base.trim_end_matches("/api");
    format!("{host}/merchants/5ad6b888f4becb0c33d543d54e57d86c/default/index.html?token=b3c178ad")
}

/// There is one merchant, which is a number (3.1), and nothing below it. Those that all the world shares for tests have no
/// real money (6).
pub(super) fn unfit() -> Vec<(Account, Field)> {
    let named = |account: Account, key_id: &str| Account { key_id: key_id.to_owned(), ..account };
    let words = ["", "my_shop_app", "1702001x", "-1", "1.5", "1702001 ", "1234567890123"];
    let shared = ["1000", "1396424", "1397120", "1549901", "1549902"];
    let no_numbers = words.map(|id| (named(sandbox(), id), Field::KeyId));
    let no_money = shared.map(|id| (named(live(), id), Field::KeyId));
    let other = || "something".to_owned();
    let below = [
        (Account { reports_id: Some(other()), ..sandbox() }, Field::ReportsId),
        (Account { link_account: Some(other()), ..sandbox() }, Field::LinkAccount),
        (Account { payment_account: Some(other()), ..sandbox() }, Field::PaymentAccount),
        (
            Account { merchant: ProviderMerchantId::try_from(other()).ok(), ..sandbox() },
            Field::Merchant,
        ),
    ];
    no_numbers.into_iter().chain(no_money).chain(below).collect()
}
