//! Reading links: one, or a list (fact sheet, 3.2 to 3.5).

use serde_json::{Value, json};

use super::accounts::MERCHANT_ID;
use super::behaviour::Behaviour;
use super::books::View;
use super::errors::ApiError;
use super::gateway::{Gateway, timestamp};
use super::grant::Reach;
use super::link_record::Link;
use super::listing::ListQuery;
use super::permission::Permission;
use super::transaction_record::{Transaction, TransactionState};

/// The kinds of links that the API knows (fact sheet, 3.1).
const TYPES: [&str; 4] =
    ["PAYMENT", "HOSTED_PAYMENT_PAGE", "THIRD_PARTY_PAGE", "EXCHANGE_APP_CREDENTIALS"];

/// Where a link object stands. Limits and counts come as text in some answers and as numbers in
/// others, and clients must read both (fact sheet, 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkForm {
    /// Answer to a create: all text.
    Created,
    /// Answer to an edit: the limit is a number, the counts are text.
    Edited,
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
    let behaviour = gateway.behaviour();
    let books = gateway.books();
    let view = books.seen_at(gateway.horizon(&behaviour));
    let link = view.link(id).ok_or_else(|| ApiError::not_found(&format!("/ucp/links/{id}")))?;
    Ok(object(gateway, &behaviour, view, link, LinkForm::Single))
}

/// `GET /links`.
pub(super) fn list(gateway: &Gateway, reach: &Reach<'_>, query: &str) -> Result<Value, ApiError> {
    let now = gateway.now();
    let behaviour = gateway.behaviour();
    let query = ListQuery::read(query, now)?;
    let account = query.account(reach)?;
    query.check_word("status", &["ACTIVE", "INACTIVE", "CLOSED", "EXPIRED", "PAID"])?;
    query.check_word("usage_mode", &["SINGLE", "MULTIPLE"])?;
    query.check_word("shippable", &["YES", "NO"])?;
    query.check_word("type", &TYPES)?;
    let amount = query.amount()?;
    let expiration = query.date("expiration_date")?;

    let books = gateway.books();
    let view = books.seen_at(gateway.horizon(&behaviour));
    let mut found = view.links(query.reference());
    found.retain(|link| {
        account.is_none_or(|account| account.id == link.account.id)
            && query.covers(link.time_created)
            && query.is("status", behaviour.shown_status(link, now).word())
            && query.is("usage_mode", link.usage.word())
            && query.is("shippable", link.shippable())
            && query.is("type", "PAYMENT")
            && query.is_part_of("name", &link.name)
            && query.is_part_of("description", &link.description)
            && query.is("currency", link.currency.code())
            && query.is("country", &link.country)
            && amount.is_none_or(|amount| amount == link.amount)
            && expiration.is_none_or(|day| day == link.expires.date_naive())
    });
    match query.order_by() {
        "TIME_CREATED" => found.sort_by_key(|link| link.time_created),
        "STATUS" => found.sort_by_key(|link| behaviour.shown_status(link, now).word()),
        _ => return Err(ApiError::filter_invalid("order_by")),
    }
    let (total, page) = query.page_of(found);
    let objects = page
        .into_iter()
        .map(|link| object(gateway, &behaviour, view, link, LinkForm::Listed))
        .collect();
    let account = account.or_else(|| reach.account_with(Permission::LinkList));
    Ok(query.answer(gateway, account, "links", total, objects))
}

/// A link as an answer shows it.
pub(super) fn object(
    gateway: &Gateway,
    behaviour: &Behaviour,
    view: View<'_>,
    link: &Link,
    form: LinkForm,
) -> Value {
    let status = behaviour.shown_status(link, gateway.now()).word();
    let origin = behaviour.link_origin.as_deref().unwrap_or(&gateway.shop().origin);
    let mut sales: Vec<Value> =
        view.sales_of(&link.id).map(|sale| list_entry(behaviour, sale)).collect();
    if let (true, Some(latest)) = (behaviour.latest_entry_stays_begun, sales.last_mut()) {
        latest["status"] = TransactionState::Initiated.word().into();
        latest["type"] = "".into();
    }
    let mut object = json!({
        "id": link.id.as_str(),
        "merchant_id": MERCHANT_ID,
        "merchant_name": gateway.shop().merchant_name,
        "account_id": link.account.id,
        "account_name": link.account.name,
        "url": format!("{origin}/ucp/hpp/redirect/{}", link.page),
        "status": behaviour.link_status_in_answer.as_deref().unwrap_or(status),
        "type": "PAYMENT",
        "usage_mode": link.usage.word(),
        "usage_limit": form.limit(link.usage.limit()),
        "usage_count": form.count(behaviour.shown_count(link.usage_count)),
        "reference": link.reference,
        "name": link.name,
        "description": link.description,
        "shippable": link.shippable(),
        "shipping_amount": link.shipping.map(|amount| amount.to_string()).unwrap_or_default(),
        "viewed_count": form.count(behaviour.shown_count(link.viewed_count)),
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
        LinkForm::Edited => object["action"] = gateway.action("LINK_EDIT"),
        LinkForm::Single => {
            object["time_created"] = timestamp(link.time_created).into();
            object["action"] = gateway.action("LINK_SINGLE");
        }
        LinkForm::Listed => object["time_created"] = timestamp(link.time_created).into(),
    }
    object
}

/// An entry of `transaction_list` (fact sheet, 3.7).
fn list_entry(behaviour: &Behaviour, sale: &Transaction) -> Value {
    let status = behaviour.status_in_transaction_list.as_deref();
    let status = status.or(behaviour.transaction_status_in_answer.as_deref());
    let kind = behaviour.transaction_type_in_answer.as_deref();
    json!({
        "id": sale.id.as_str(),
        "time_created": timestamp(sale.time_created),
        "status": status.unwrap_or(sale.word_in_link()),
        "type": kind.unwrap_or(sale.kind_word()),
        "channel": "CNP",
        "amount": behaviour.shown_amount(sale.reserved.unwrap_or(sale.amount)),
        "currency": behaviour.shown_currency(&sale.currency),
        "reference": sale.reference,
        "description": sale.description,
        "payment_method": { "fingerprint": "", "fingerprint_presence_indicator": "" },
    })
}
