//! Links to tell of.

use chrono::{DateTime, FixedOffset};
use domain::{
    Money, Timestamp, account::Environment, customer_email::CustomerEmail, language::Language,
    link_kind::LinkKind, pay_url::PayUrl, shared_link::SharedLink,
};
use share::Invitation;
use words::Words;

pub(crate) const URL: &str =
    "https://apis.globalpay.com/ucp/postlinks/LNK_0123456789abcdef?lang=en&x=1";

pub(crate) const ENDS_AT: &str = "2026-12-01T18:30:00+04:00";

pub(crate) fn link() -> SharedLink {
    SharedLink {
        shop_name: "Marlow & Daughters".to_owned(),
        amount: Money::new(2_500, "EUR".parse().unwrap()),
        what_for: "Blue jacket, size M".to_owned(),
        kind: LinkKind::Payment,
        url: PayUrl::stored(URL.to_owned()),
        ends_at: Timestamp::parse(ENDS_AT),
        reference: "JACKET-0123456789".to_owned(),
        environment: Environment::Live,
        customer_email: CustomerEmail::try_from("kund.in@example.org".to_owned()).ok(),
    }
}

pub(crate) fn ends_at() -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(ENDS_AT).ok()
}

pub(crate) fn of(link: SharedLink, language: Language) -> Invitation {
    let ends_at = link.ends_at.and(ends_at());
    Invitation::new(link, Words::of(language), ends_at)
}

pub(crate) fn english(link: SharedLink) -> Invitation {
    of(link, Language::En)
}
