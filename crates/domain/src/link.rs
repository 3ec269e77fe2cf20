//! A payable address at one provider.

use serde::{Deserialize, Serialize};

use crate::{
    basket::BasketLine,
    clock::Timestamp,
    customer_email::CustomerEmail,
    ids::{LinkId, ProviderCustomerId, ProviderLinkId},
    link_kind::LinkKind,
    link_wish::LinkFigures,
    money::{Amount, Currency, Money},
    page_language::PageLanguage,
    pay_url::PayUrl,
    reference::OurReference,
    usage::Usage,
};

/// What is asked of a provider: everything that a link needs, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// Our id of it. It says nothing about anybody, so it may stand wherever a provider repeats a word of ours.
    pub id: LinkId,
    /// What the customer pays.
    pub amount: Amount,
    /// Our reference.
    pub reference: OurReference,
    /// The shop's name, as the payer sees it.
    pub name: String,
    /// What the customer pays for.
    pub description: String,
    /// When the link ends. Always set, so that a link nobody saw dies by itself (RELIABILITY 1.4, L6). Where the provider's
    /// links have no end, how long the till counts on one that nobody saw.
    pub expires_at: Timestamp,
    /// How often it can be paid.
    pub usage: Usage,
    /// What shipping costs on top, which may be nothing; `None` where nothing is shipped, and no address asked for.
    pub shipping: Option<Money>,
    /// What it is for.
    pub kind: LinkKind,
    /// Where the customer can be written to; `None` where staff were not told.
    pub customer_email: Option<CustomerEmail>,
    /// The language of the page; `None` leaves it to the provider.
    pub page_language: Option<PageLanguage>,
    /// Which of the shop's customers it is for, by the provider's id; `None` where staff did not say.
    pub customer: Option<ProviderCustomerId>,
    /// The products that it is for; empty where staff chose none.
    pub lines: Vec<BasketLine>,
}

impl NewLink {
    /// The currency.
    pub fn currency(&self) -> Currency {
        self.amount.currency()
    }
}

/// The whole set that a link asks for, with its words: a provider is always sent all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTerms {
    /// The figures.
    pub figures: LinkFigures,
    /// The shop's name, as the payer sees it.
    pub name: String,
    /// What the customer pays for.
    pub description: String,
}

/// What a link that is there shall become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alteration {
    /// Nobody shall be able to pay it any more.
    Cancel,
    /// It shall ask for this.
    Change(LinkTerms),
}

/// What the book knows of a link that no answer of the provider's tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRecord {
    /// What it is for.
    pub kind: LinkKind,
    /// Every sum that this till ever sent a capture of a reservation on it for, the newest first, whatever became of that:
    /// one that was called refused or absent may have been done all the same.
    pub captured: Vec<Amount>,
}

/// A link as the provider made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeLink {
    /// The provider's id.
    pub provider_id: ProviderLinkId,
    /// The address, exactly as the provider gave it.
    pub url: PayUrl,
    /// When the provider says that it ends.
    pub expires_at: Option<Timestamp>,
    /// What it asks for by the provider's own count, where that is not what was asked: staff must take it before its
    /// address is shown. Never set where the provider was asked for a sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
}

/// What the provider says of a link. A hint where money is concerned: only a payment proves that it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProviderLinkState {
    /// It can be paid.
    Open,
    /// It was paid as often as it can be.
    Paid,
    /// Its time is over.
    Expired,
    /// It was ended or switched off.
    Closed,
    /// A word that the till does not know. Never taken for paid.
    Unknown(String),
}
