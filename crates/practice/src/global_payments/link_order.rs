//! Making a link: every check of the fact sheet, 3.1, and then the link.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::accounts::{Account, OFFERED_COUNTRIES};
use super::books::Books;
use super::errors::ApiError;
use super::fields::{Fields, parse_body};
use super::gateway::Gateway;
use super::grant::Reach;
use super::ids::{LinkId, PageId};
use super::link_fields::{
    LONGEST_DESCRIPTION, LONGEST_NAME, check_type, read_amount, read_expires, read_shipping,
    read_switched_off, read_usage,
};
use super::link_record::{Link, Usage};
use super::links::{self, LinkForm};
use super::money::Currency;
use super::permission::Permission;
use super::trouble::Customer;
use crate::call::Call;
use crate::minor_units::MinorUnits;

/// The server's own limit is unknown (fact sheet, 7.3); this is the official client's.
const LONGEST_REFERENCE: usize = 50;

/// The default of hosted payment page links; that of payment links is unknown (fact sheet, 3.1).
const DEFAULT_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What a request for a link asks, once it has passed every check.
struct Order {
    switched_off: bool,
    usage: Usage,
    reference: String,
    name: String,
    description: String,
    amount: MinorUnits,
    shipping: Option<MinorUnits>,
    currency: Currency,
    country: String,
    expires: Option<DateTime<Utc>>,
}

/// `POST /links`.
pub(super) fn create(gateway: &Gateway, reach: &Reach<'_>, call: &Call) -> Result<Value, ApiError> {
    let now = gateway.now();
    let behaviour = gateway.behaviour();
    let key = call.idempotency_key();
    gateway.change(|books| {
        books.refuse_repeat(key, now, behaviour.key_memory())?;
        let body = parse_body(&call.body)?;
        let fields = Fields::of(&body);
        let account = read_account(fields, reach)?;
        let order = read_order(fields)?;
        let link = Link {
            id: fresh_link_id(gateway, books),
            // Drawn right after the id, so it is as fresh as the id.
            page: PageId(gateway.random().uuid()),
            account: account.label(),
            switched_off: order.switched_off,
            closed: false,
            usage: order.usage,
            usage_count: 0,
            viewed_count: 0,
            reference: order.reference,
            name: order.name,
            description: order.description,
            amount: order.amount,
            shipping: order.shipping,
            currency: order.currency,
            country: order.country,
            time_created: now,
            expires: order.expires.unwrap_or(now + DEFAULT_LIFETIME),
        };
        books.remember_key(key, link.id.as_str(), now);
        if let Some(trouble) = gateway.plans().take_customer() {
            books.customers.push(Customer::of(&link, trouble, now));
        }
        let view = books.seen_at(None);
        let answer = links::object(gateway, &behaviour, view, &link, LinkForm::Created);
        books.add_link(link, now);
        Ok(answer)
    })
}

/// A seeded server that reopens its books would draw the ids of its last run again.
fn fresh_link_id(gateway: &Gateway, books: &Books) -> LinkId {
    loop {
        let id = format!("LNK_{}", gateway.random().alphanumeric(30));
        if books.link(&id).is_none() {
            return LinkId(id);
        }
    }
}

/// Clients send the account's name, its id, or both (fact sheet, 2.4); both must be of one account.
fn read_account<'a>(fields: Fields<'_>, reach: &Reach<'a>) -> Result<&'a Account, ApiError> {
    let (id, name) = (fields.text("account_id")?, fields.text("account_name")?);
    if id.is_none() && name.is_none() {
        return Err(ApiError::either_field_missing("account_id, account_name"));
    }
    let account = reach
        .accounts()
        .find(|account| {
            id.is_none_or(|id| id == account.id) && name.is_none_or(|name| name == account.name)
        })
        .ok_or_else(ApiError::outside_token_scope)?;
    if !reach.allows_on(account, Permission::LinkCreate) {
        return Err(ApiError::permission_missing());
    }
    Ok(account)
}

fn read_order(fields: Fields<'_>) -> Result<Order, ApiError> {
    check_type(fields.required_text("type")?)?;
    let usage = read_usage(fields, fields.required_text("usage_mode")?)?;
    let reference = fields.required_text_up_to("reference", LONGEST_REFERENCE)?;
    let name = fields.required_text_up_to("name", LONGEST_NAME)?;
    let description = fields.required_text_up_to("description", LONGEST_DESCRIPTION)?;
    let shipping = read_shipping(fields, None)?;
    let switched_off = read_switched_off(fields)?.unwrap_or_default();
    let expires = read_expires(fields)?;
    check_notifications(fields.inside("notifications", "notifications.")?)?;
    let (amount, currency, country) = read_money(fields.inside("transactions", "transactions.")?)?;
    Ok(Order {
        switched_off,
        usage,
        reference: reference.to_owned(),
        name: name.to_owned(),
        description: description.to_owned(),
        amount,
        shipping,
        currency,
        country,
        expires,
    })
}

/// They are never called: this server makes no requests.
fn check_notifications(notifications: Fields<'_>) -> Result<(), ApiError> {
    for name in ["return_url", "status_url", "cancel_url"] {
        let Some(address) = notifications.text(name)? else {
            continue;
        };
        let secure = url::Url::parse(address).is_ok_and(|address| address.scheme() == "https");
        if !secure {
            return Err(ApiError::value_invalid(&notifications.full_name(name)));
        }
    }
    Ok(())
}

fn read_money(transactions: Fields<'_>) -> Result<(MinorUnits, Currency, String), ApiError> {
    let currency = transactions.required_text("currency")?;
    let methods = transactions.value("allowed_payment_methods").ok_or_else(|| {
        ApiError::field_missing(&transactions.full_name("allowed_payment_methods"))
    })?;
    let amount = read_amount(transactions)?
        .ok_or_else(|| ApiError::field_missing(&transactions.full_name("amount")))?;
    let country = transactions.required_text("country")?;
    let channel = transactions.required_text("channel")?;
    let methods = methods.as_array().ok_or_else(|| {
        ApiError::unexpected_data(&transactions.full_name("allowed_payment_methods"))
    })?;
    let only_cards = !methods.is_empty() && methods.iter().all(|method| method == "CARD");
    let offered = channel == "CNP" && only_cards && OFFERED_COUNTRIES.contains(&country);
    let currency = Currency::offered(currency)
        .filter(|_| offered)
        .ok_or_else(|| ApiError::not_configured(country, channel, currency))?;
    Ok((amount, currency, country.to_owned()))
}
