//! The rows of the portal's reports (fact sheet, 3.12): amounts are decimal texts in major units.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::gateway::Gateway;
use super::money::major_text;
use super::order::Order;
use super::params::Params;
use crate::minor_units::MinorUnits;

/// The names of the columns. The fact sheet names `order_timestart` only.
const FIELDS: [&str; 13] = [
    "order_id",
    "payment_id",
    "merchant_id",
    "order_timestart",
    "order_status",
    "tran_type",
    "amount",
    "currency",
    "actual_amount",
    "actual_currency",
    "reversal_amount",
    "masked_card",
    "rrn",
];

/// A problem that the client is told.
type Problem = &'static str;

/// What a report holds.
#[derive(Clone, Copy)]
enum Kind {
    /// 745: every order on which a customer tried something.
    All,
    /// 528: those with money.
    Successful,
    /// 500 and 969: chargebacks and reimbursements, which practice has none of.
    None,
}

/// Answers a report.
pub(super) fn tell(gateway: &Gateway, params: &Params) -> Result<Value, Problem> {
    let number = |name| params.integer(name).ok().flatten();
    let kind = match number("report_id") {
        Some(745) => Kind::All,
        Some(528) => Kind::Successful,
        Some(500 | 969) => Kind::None,
        _ => return Err("There is no such report"),
    };
    let merchant = gateway.shop().credentials.merchant_id.get();
    if number("merchant_id") != Some(merchant.into()) {
        return Err("The merchant is not one of the company");
    }
    let place = |name, usual| match params.get(name) {
        None => Some(usual),
        Some(_) => number(name).and_then(|found| usize::try_from(found).ok()),
    };
    let on_page = place("on_page", 10).filter(|rows| (10..=500).contains(rows));
    let on_page = on_page.ok_or("on_page is from 10 to 500")?;
    let page = place("page", 1).filter(|page| *page >= 1).ok_or("page begins with 1")?;
    let filters = read_filters(params)?;
    let now = gateway.now();
    let orders = gateway.books().orders().to_vec();
    let rows: Vec<Vec<String>> = orders
        .iter()
        .filter(|order| belongs(kind, order))
        .map(|order| row(order, merchant, now))
        .filter(|row| filters.iter().all(|filter| filter.fits(row)))
        .collect();
    let shown: Vec<&Vec<String>> =
        rows.iter().skip((page - 1).saturating_mul(on_page)).take(on_page).collect();
    Ok(json!({
        "fields": FIELDS,
        "data": shown,
        "rows_count": rows.len(),
        "rows_page": page,
        "rows_on_page": on_page,
    }))
}

fn belongs(kind: Kind, order: &Order) -> bool {
    match kind {
        Kind::All => order.payment.is_some() || !order.declined_tries.is_empty(),
        Kind::Successful => order.payment.is_some(),
        Kind::None => false,
    }
}

fn row(order: &Order, merchant: u64, now: DateTime<Utc>) -> Vec<String> {
    let payment = order.payment.as_ref();
    let actual = payment.map_or_else(MinorUnits::default, |payment| payment.amount);
    let tried = order.declined_tries.last().map(|declined| &declined.card);
    let card = payment.and_then(|payment| payment.card.as_ref()).or(tried);
    vec![
        order.id.to_string(),
        order.payment_id.to_string(),
        merchant.to_string(),
        order.time_created.format("%Y-%m-%d %H:%M:%S").to_string(),
        order.status(now).word().to_owned(),
        order.kind.word().to_owned(),
        major_text(order.amount),
        order.currency.code().to_owned(),
        major_text(actual),
        payment.map(|payment| payment.currency.code().to_owned()).unwrap_or_default(),
        major_text(order.reversed(now)),
        card.map(super::cards::Card::masked).unwrap_or_default(),
        payment.map(|payment| payment.rrn.clone()).unwrap_or_default(),
    ]
}

/// One condition on the rows.
enum Filter {
    From(NaiveDateTime),
    To(NaiveDateTime),
    Equal(usize, String),
}

/// The place of `order_timestart` among the [`FIELDS`].
const TIME: usize = 3;

impl Filter {
    fn fits(&self, row: &[String]) -> bool {
        let time = || NaiveDateTime::parse_from_str(row.get(TIME)?, "%Y-%m-%d %H:%M:%S").ok();
        match self {
            Self::From(moment) => time().is_some_and(|time| time >= *moment),
            Self::To(moment) => time().is_some_and(|time| time <= *moment),
            Self::Equal(place, text) => row.get(*place) == Some(text),
        }
    }
}

/// Times are filtered as the vendor's documentation does, and as its software does.
fn read_filters(params: &Params) -> Result<Vec<Filter>, Problem> {
    let filters = match params.get("filters") {
        None => return Ok(Vec::new()),
        Some(Value::Array(filters)) => filters,
        Some(_) => return Err("filters is a list"),
    };
    filters.iter().map(read_filter).collect()
}

fn read_filter(filter: &Value) -> Result<Filter, Problem> {
    let text = |name: &str| filter[name].as_str().unwrap_or_default();
    let (field, operand, value) = (text("s"), text("m"), text("v"));
    let moment = |end_of_day| read_moment(value, end_of_day).ok_or("A date is wrong");
    match (field, operand) {
        ("order_timestart" | "order_timestart_from", "from") => Ok(Filter::From(moment(false)?)),
        ("order_timestart" | "order_timestart_to", "to") => Ok(Filter::To(moment(true)?)),
        (field, "=" | "equal") => {
            let place = FIELDS.iter().position(|known| *known == field);
            let place = place.ok_or("There is no such field")?;
            Ok(Filter::Equal(place, value.to_owned()))
        }
        _ => Err("There is no such filter"),
    }
}

/// A bare date means the whole day.
fn read_moment(text: &str, end_of_day: bool) -> Option<NaiveDateTime> {
    if let Ok(moment) = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S") {
        return Some(moment);
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0)?;
    if end_of_day { day.checked_add_signed(TimeDelta::seconds(86_399)) } else { Some(day) }
}
