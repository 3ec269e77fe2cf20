//! One page of the links, or of the transactions, that a person looks through (fact sheet, 3.5, 4.2).

use domain::{
    Currency, Money, Outcome, Timestamp,
    account::{Account, Country},
    ids::{ProviderLinkId, ProviderPaymentId},
    payment::LastFour,
    reference::OurReference,
};
use serde::de::DeserializeOwned;

use super::{
    currency, errors,
    pages::MARGIN,
    request,
    wire::{
        Link, LinkStatus, Page, Shippable, Transaction, TransactionStatus, TransactionType,
        UsageMode, Word, moment,
    },
};
use crate::{
    exchange::{Exchange, Scene, Step},
    listing::{
        LinkQuery, Listed, ListedLink, ListedLinkState, ListedStatus, ListedTransaction,
        ListedUsage, TransactionKind, TransactionQuery,
    },
    transport::{Response, TransportFault},
};

/// The most rows on a page (fact sheet, 3.5).
const LARGEST_PAGE: u32 = 1_000;

/// The filters of one page: always both dates, the size and the order, because the API fills in narrow ones of its own
/// (fact sheet, 3.5, 9.11). What is not asked for is left out.
pub(super) struct Filters(Vec<(&'static str, String)>);

impl Filters {
    /// A page of what was made in these days, and a little before and after: a filter is a day of a zone that nobody
    /// states, and what is seen twice does no harm.
    pub(super) fn page(
        page: u32,
        page_size: u32,
        newest_first: bool,
        from: Timestamp,
        to: Timestamp,
    ) -> Self {
        let order = if newest_first { "DESC" } else { "ASC" };
        Self(vec![
            ("page", page.max(1).to_string()),
            ("page_size", page_size.clamp(1, LARGEST_PAGE).to_string()),
            ("from_time_created", from.minus(MARGIN).utc_day()),
            ("to_time_created", to.plus(MARGIN).utc_day()),
            ("order", order.to_owned()),
            // The one order that both lists are said to know.
            ("order_by", "TIME_CREATED".to_owned()),
        ])
    }

    /// The same with one more filter, where it is asked for.
    pub(super) fn and(mut self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        let value = value.map(Into::into).filter(|value: &String| !value.trim().is_empty());
        self.0.extend(value.map(|value| (name, value)));
        self
    }

    /// The same for one sum. `None` where the provider can't count it: then nothing has it.
    fn and_amount(self, amount: Option<Money>, currency: Option<Currency>) -> Option<Self> {
        let currency = amount.map(Money::currency).or(currency);
        let written = match amount {
            Some(money) => Some(currency::written(money)?),
            None => None,
        };
        Some(self.and("amount", written).and("currency", currency.map(Currency::code)))
    }

    pub(super) fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }
}

/// `GET /links?…` or `GET /transactions?…`, once.
pub(super) struct OnePage<R, T> {
    account: Account,
    path: &'static str,
    /// `None` where nothing can fit what is asked for.
    filters: Option<Filters>,
    row: fn(&R) -> Option<T>,
}

/// One page of links.
pub(super) fn links(account: &Account, query: &LinkQuery) -> OnePage<Link, ListedLink> {
    let filters =
        Filters::page(query.page, query.page_size, query.newest_first, query.from, query.to)
            .and("status", query.state.map(|state| link_status(state).word().to_owned()))
            .and("usage_mode", query.usage.map(|usage| usage_mode(usage).word().to_owned()))
            .and("name", query.name.as_deref())
            .and("description", query.description.as_deref())
            .and("reference", query.reference.as_ref().map(OurReference::as_str))
            .and("country", query.country.as_ref().map(Country::as_str))
            .and("expiration_date", query.ends_on.map(Timestamp::utc_day))
            .and("shippable", query.shipped.map(|shipped| shippable(shipped).word().to_owned()))
            .and_amount(query.amount, query.currency);
    OnePage { account: account.clone(), path: "/links", filters, row: listed_link }
}

/// One page of transactions.
pub(super) fn transactions(
    account: &Account,
    query: &TransactionQuery,
) -> OnePage<Transaction, ListedTransaction> {
    let filters =
        Filters::page(query.page, query.page_size, query.newest_first, query.from, query.to)
            .and("type", query.kind.map(|kind| transaction_type(kind).word().to_owned()))
            .and("status", query.status.map(|status| status_word(status).word().to_owned()))
            .and("id", query.provider_id.as_ref().map(ProviderPaymentId::as_str))
            .and("reference", query.reference.as_ref().map(OurReference::as_str))
            .and("country", query.country.as_ref().map(Country::as_str))
            .and("number_last4", query.last_four.as_ref().map(LastFour::as_str))
            .and("brand", query.brand.as_deref())
            .and("authcode", query.authcode.as_deref())
            .and("account_name", query.account_name.as_deref())
            .and_amount(query.amount, query.currency);
    OnePage { account: account.clone(), path: "/transactions", filters, row: listed_transaction }
}

impl<R: DeserializeOwned, T> OnePage<R, T> {
    fn came(&self, answer: Result<Response, TransportFault>) -> Outcome<Listed<T>> {
        match errors::read::<Page<R>>(answer) {
            Ok(page) => Outcome::Done(Listed {
                rows: page.rows.iter().filter_map(self.row).collect(),
                total: page.total().and_then(|total| u64::try_from(total).ok()),
            }),
            Err(failure) => failure.into(),
        }
    }
}

impl<R: DeserializeOwned, T> Exchange for OnePage<R, T> {
    type Output = Listed<T>;

    fn next(
        &mut self,
        _scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Listed<T>> {
        match (answer, &self.filters) {
            (Some(answer), _) => Step::End(self.came(answer)),
            (None, Some(filters)) => {
                Step::Send(request::get(&self.account, self.path, &filters.pairs()))
            }
            (None, None) => Step::End(Outcome::Done(Listed { rows: Vec::new(), total: Some(0) })),
        }
    }
}

/// A row without an id that can be asked for is left out.
fn listed_link(link: &Link) -> Option<ListedLink> {
    Some(ListedLink {
        provider_id: ProviderLinkId::try_from(link.id.as_str().to_owned()).ok()?,
        reference: link.reference.for_people(),
        state: link.status.clone().into(),
        amount: link.money(),
        expires_at: moment(link.expiration_date.as_str()),
    })
}

/// A row without an id that can be asked for is left out.
fn listed_transaction(row: &Transaction) -> Option<ListedTransaction> {
    let kind = match row.kind {
        TransactionType::Sale => Some(TransactionKind::Payment),
        TransactionType::Refund => Some(TransactionKind::Refund),
        TransactionType::Unknown(_) => None,
    };
    Some(ListedTransaction {
        provider_id: ProviderPaymentId::try_from(row.id.as_str().to_owned()).ok()?,
        kind,
        reference: row.reference.for_people(),
        status: row.status.clone().into(),
        amount: row.money(),
        at: row.at(),
    })
}

fn link_status(state: ListedLinkState) -> LinkStatus {
    match state {
        ListedLinkState::Open => LinkStatus::Active,
        ListedLinkState::Paid => LinkStatus::Paid,
        ListedLinkState::Expired => LinkStatus::Expired,
        ListedLinkState::Closed => LinkStatus::Closed,
        ListedLinkState::SwitchedOff => LinkStatus::Inactive,
    }
}

fn usage_mode(usage: ListedUsage) -> UsageMode {
    match usage {
        ListedUsage::Single => UsageMode::Single,
        ListedUsage::Multiple => UsageMode::Multiple,
    }
}

fn shippable(shipped: bool) -> Shippable {
    if shipped { Shippable::Yes } else { Shippable::No }
}

fn transaction_type(kind: TransactionKind) -> TransactionType {
    match kind {
        TransactionKind::Payment => TransactionType::Sale,
        TransactionKind::Refund => TransactionType::Refund,
    }
}

fn status_word(status: ListedStatus) -> TransactionStatus {
    match status {
        ListedStatus::Reserved => TransactionStatus::Preauthorized,
        ListedStatus::Captured => TransactionStatus::Captured,
        ListedStatus::Batched => TransactionStatus::Batched,
        ListedStatus::Funded => TransactionStatus::Funded,
        ListedStatus::Declined => TransactionStatus::Declined,
        ListedStatus::Reversed => TransactionStatus::Reversed,
    }
}
