//! Making a link: every check of the fact sheet, 3.1, and then the link.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde_json::Value;

use super::accounts::{Grant, OFFERED_COUNTRIES, Permission};
use super::books::{Books, Link, LinkId, PageId, Usage};
use super::call::Call;
use super::errors::ApiError;
use super::fields::{Fields, parse_body};
use super::gateway::Gateway;
use super::links::{self, LinkForm};
use super::money::{Currency, MinorUnits};

/// The server's own limits are unknown (fact sheet, 7.3); these are the official client's.
const LONGEST_REFERENCE: usize = 50;
const LONGEST_NAME: usize = 120;
const LONGEST_DESCRIPTION: usize = 250;
const USAGE_LIMITS: std::ops::RangeInclusive<u64> = 1..=1000;

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
pub(super) fn create(gateway: &Gateway, grant: &Grant, call: &Call) -> Result<Value, ApiError> {
    let now = gateway.now();
    let key = call.idempotency_key();
    gateway.change(|books| {
        books.refuse_repeat(key, now)?;
        let body = parse_body(&call.body)?;
        let fields = Fields::of(&body);
        check_account(fields, grant)?;
        let order = read_order(fields)?;
        let link = Link {
            id: fresh_link_id(gateway, books),
            // Drawn right after the id, so it is as fresh as the id.
            page: PageId(gateway.random().uuid()),
            switched_off: order.switched_off,
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
        let answer = links::object(gateway, books, &link, LinkForm::Created);
        books.links.push(link);
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
fn check_account(fields: Fields<'_>, grant: &Grant) -> Result<(), ApiError> {
    let (id, name) = (fields.text("account_id")?, fields.text("account_name")?);
    if id.is_none() && name.is_none() {
        return Err(ApiError::either_field_missing("account_id, account_name"));
    }
    let account = grant
        .accounts()
        .find(|account| {
            id.is_none_or(|id| id == account.id) && name.is_none_or(|name| name == account.name)
        })
        .ok_or_else(ApiError::outside_token_scope)?;
    if !grant.allows_on(account, Permission::LinkCreate) {
        return Err(ApiError::permission_missing());
    }
    Ok(())
}

fn read_order(fields: Fields<'_>) -> Result<Order, ApiError> {
    // An account without a hosted payment page answers so to the other kinds (fact sheet, 3.8).
    match fields.required_text("type")? {
        "PAYMENT" => {}
        "HOSTED_PAYMENT_PAGE" | "THIRD_PARTY_PAGE" | "EXCHANGE_APP_CREDENTIALS" => {
            return Err(ApiError::permission_missing());
        }
        _ => return Err(ApiError::value_invalid("type")),
    }
    let usage = read_usage(fields)?;
    let reference = fields.required_text_up_to("reference", LONGEST_REFERENCE)?;
    let name = fields.required_text_up_to("name", LONGEST_NAME)?;
    let description = fields.required_text_up_to("description", LONGEST_DESCRIPTION)?;
    let shipping = read_shipping(fields)?;
    let switched_off = match fields.text("status")? {
        None | Some("ACTIVE") => false,
        Some("INACTIVE") => true,
        Some(_) => return Err(ApiError::value_invalid("status")),
    };
    let expires = fields
        .text("expiration_date")?
        .map(|text| {
            read_expiration(text).ok_or_else(|| ApiError::unexpected_data("expiration_date"))
        })
        .transpose()?;
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

/// The limit of a SINGLE link is 1, whatever is sent; the fact sheet calls it not needed there.
fn read_usage(fields: Fields<'_>) -> Result<Usage, ApiError> {
    let mode = fields.required_text("usage_mode")?;
    let limit = fields.whole_number("usage_limit")?;
    match (mode, limit) {
        ("SINGLE", _) => Ok(Usage::Single),
        ("MULTIPLE", None) => Err(ApiError::either_field_missing("usage_limit")),
        ("MULTIPLE", Some(limit)) => u32::try_from(limit)
            .ok()
            .filter(|_| USAGE_LIMITS.contains(&limit))
            .map(|limit| Usage::Multiple { limit })
            .ok_or_else(|| ApiError::value_invalid("usage_limit")),
        _ => Err(ApiError::value_invalid("usage_mode")),
    }
}

fn read_shipping(fields: Fields<'_>) -> Result<Option<MinorUnits>, ApiError> {
    match fields.text("shippable")? {
        None | Some("NO") => Ok(None),
        Some("YES") => {
            let amount = fields.minor_units("shipping_amount")?;
            amount.map(Some).ok_or_else(ApiError::shipping_amount_missing)
        }
        Some(_) => Err(ApiError::value_invalid("shippable")),
    }
}

/// A date-time with its offset, a date-time without one (read as UTC), or a date, which counts to
/// its end. A time in the past is taken and gives an expired link; no refusal is documented.
fn read_expiration(text: &str) -> Option<DateTime<Utc>> {
    let without_offset =
        |format| NaiveDateTime::parse_from_str(text, format).ok().map(|moment| moment.and_utc());
    let end_of_day = || {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        let midnight = day.succ_opt()?.and_time(NaiveTime::MIN).and_utc();
        Some(midnight - TimeDelta::milliseconds(1))
    };
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|moment| moment.to_utc())
        .or_else(|| without_offset("%Y-%m-%dT%H:%M:%S%.f"))
        .or_else(|| without_offset("%Y-%m-%d %H:%M:%S"))
        .or_else(end_of_day)
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
    let amount = transactions
        .minor_units("amount")?
        .ok_or_else(|| ApiError::field_missing(&transactions.full_name("amount")))?;
    let country = transactions.required_text("country")?;
    let channel = transactions.required_text("channel")?;
    if amount.is_zero() {
        return Err(ApiError::amount_zero());
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_documented_forms_of_an_expiration_are_read() {
        for (text, moment) in [
            ("2026-11-20T10:15:30Z", "2026-11-20T10:15:30+00:00"),
            ("2026-11-20T10:15:30.250Z", "2026-11-20T10:15:30.250+00:00"),
            ("2026-11-20T10:15:30+02:00", "2026-11-20T08:15:30+00:00"),
            ("2026-11-20T10:15:30", "2026-11-20T10:15:30+00:00"),
            ("2026-11-20 10:15:30", "2026-11-20T10:15:30+00:00"),
            ("2026-11-20", "2026-11-20T23:59:59.999+00:00"),
        ] {
            let read = read_expiration(text).map(|moment| moment.to_rfc3339());
            assert_eq!(read.as_deref(), Some(moment), "{text}");
        }
        for text in ["tomorrow", "20.11.2026", "2026-13-01", "1763633730"] {
            assert_eq!(read_expiration(text), None, "{text}");
        }
    }
}
