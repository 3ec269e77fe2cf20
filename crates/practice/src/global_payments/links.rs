//! Reading links: one, or a list (fact sheet, 3.2 to 3.5).

use serde_json::{Value, json};

use super::accounts::{Account, Grant, MERCHANT_ID, PAYLINK_ACCOUNT};
use super::behaviour::Behaviour;
use super::books::{Books, Link, Transaction};
use super::errors::ApiError;
use super::gateway::{Gateway, timestamp};
use super::listing::ListQuery;

/// The account that holds every link.
const LINK_ACCOUNT: &Account = &PAYLINK_ACCOUNT;

/// Where a link object stands. Limits and counts come as text in some answers and as numbers in
/// others, and clients must read both (fact sheet, 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkForm {
    /// Answer to a create: all text.
    Created,
    /// Answer to a read: the limit is a number, the counts are text.
    Single,
    /// In a list: all numbers.
    Listed,
}

impl LinkForm {
    fn limit(self, limit: u32) -> Value {
        if self == Self::Created { limit.to_string().into() } else { limit.into() }
    }

    fn count(self, count: u32) -> Value {
        if self == Self::Listed { count.into() } else { count.to_string().into() }
    }
}

/// `GET /links/{id}`.
pub(super) fn single(gateway: &Gateway, id: &str) -> Result<Value, ApiError> {
    let books = gateway.books();
    let link = books.link(id).ok_or_else(|| ApiError::not_found(&format!("/ucp/links/{id}")))?;
    Ok(object(gateway, &books, link, LinkForm::Single))
}

/// `GET /links`.
pub(super) fn list(gateway: &Gateway, grant: &Grant, query: &str) -> Result<Value, ApiError> {
    let now = gateway.now();
    let query = ListQuery::read(query, now)?;
    let of_account = query.reaches(grant, LINK_ACCOUNT)?;
    query.check_word("status", &["ACTIVE", "INACTIVE", "CLOSED", "EXPIRED", "PAID"])?;
    query.check_word("usage_mode", &["SINGLE", "MULTIPLE"])?;
    query.check_word("shippable", &["YES", "NO"])?;
    let amount = query.amount()?;
    let expiration = query.date("expiration_date")?;

    let books = gateway.books();
    let mut found: Vec<&Link> = books
        .links
        .iter()
        .filter(|link| {
            of_account
                && query.covers(link.time_created)
                && query.is("status", link.status(now).word())
                && query.is("usage_mode", link.usage.word())
                && query.is("shippable", shippable(link))
                && query.is_ignoring_case("reference", &link.reference)
                && query.is_part_of("name", &link.name)
                && query.is_part_of("description", &link.description)
                && query.is("currency", link.currency.code())
                && query.is("country", &link.country)
                && amount.is_none_or(|amount| amount == link.amount)
                && expiration.is_none_or(|day| day == link.expires.date_naive())
        })
        .collect();
    match query.order_by() {
        "TIME_CREATED" => {}
        "STATUS" => found.sort_by_key(|link| link.status(now).word()),
        _ => return Err(ApiError::filter_invalid("order_by")),
    }
    let (total, page) = query.page_of(found);
    let objects =
        page.into_iter().map(|link| object(gateway, &books, link, LinkForm::Listed)).collect();
    Ok(query.answer(gateway, LINK_ACCOUNT, "links", total, objects))
}

/// A link as an answer shows it.
pub(super) fn object(gateway: &Gateway, books: &Books, link: &Link, form: LinkForm) -> Value {
    let behaviour = gateway.behaviour();
    let origin = behaviour.link_origin.as_deref().unwrap_or(&gateway.shop().origin);
    let sales: Vec<Value> =
        books.sales_of(&link.id).map(|sale| list_entry(&behaviour, sale)).collect();
    let mut object = json!({
        "id": link.id.as_str(),
        "merchant_id": MERCHANT_ID,
        "merchant_name": gateway.shop().merchant_name,
        "account_id": LINK_ACCOUNT.id,
        "account_name": LINK_ACCOUNT.name,
        "url": format!("{origin}/ucp/hpp/redirect/{}", link.page),
        "status": link.status(gateway.now()).word(),
        "type": "PAYMENT",
        "usage_mode": link.usage.word(),
        "usage_limit": form.limit(link.usage.limit()),
        "usage_count": form.count(link.usage_count),
        "reference": link.reference,
        "name": link.name,
        "description": link.description,
        "shippable": shippable(link),
        "shipping_amount": link.shipping.map(|amount| amount.to_string()).unwrap_or_default(),
        "viewed_count": form.count(link.viewed_count),
        "expiration_date": timestamp(link.expires),
        "images": [],
        "transactions": {
            "amount": behaviour.shown_amount(link.amount),
            "currency": behaviour.shown_currency(&link.currency),
            "channel": "CNP",
            "country": link.country,
            "allowed_payment_methods": ["CARD"],
            "transaction_list": sales,
        },
    });
    match form {
        LinkForm::Created => object["action"] = gateway.action("LINK_CREATE"),
        LinkForm::Single => {
            object["time_created"] = timestamp(link.time_created).into();
            object["action"] = gateway.action("LINK_SINGLE");
        }
        LinkForm::Listed => object["time_created"] = timestamp(link.time_created).into(),
    }
    object
}

fn shippable(link: &Link) -> &'static str {
    if link.shipping.is_some() { "YES" } else { "NO" }
}

/// An entry of `transaction_list` (fact sheet, 3.7).
fn list_entry(behaviour: &Behaviour, sale: &Transaction) -> Value {
    let status = behaviour.status_in_transaction_list.as_deref();
    json!({
        "id": sale.id.as_str(),
        "time_created": timestamp(sale.time_created),
        "status": status.unwrap_or(sale.state.word()),
        "type": sale.kind_word(),
        "channel": "CNP",
        "amount": behaviour.shown_amount(sale.amount),
        "currency": behaviour.shown_currency(&sale.currency),
        "reference": sale.reference,
        "description": sale.description,
        "payment_method": { "fingerprint": "", "fingerprint_presence_indicator": "" },
    })
}
