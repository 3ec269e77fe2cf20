//! `POST /api/reports`: the orders of a span of time (fact sheet, 3.12, the old service).

use chrono::{DateTime, NaiveDateTime, Utc};

use super::answering::Said;
use super::gateway::Gateway;
use super::params::Params;
use super::payment_answer;
use super::refusal::Refusal;

/// The final payment answers of all orders that were made from `date_from` to `date_to`, unsigned.
/// Wrong dates get no more than a general decline.
pub(super) fn tell(gateway: &Gateway, params: &Params) -> Result<Said, Refusal> {
    let from = read_moment(params, "date_from")?;
    let to = read_moment(params, "date_to")?;
    if from > to {
        return Err(Refusal::general());
    }
    let behaviour = gateway.behaviour();
    let now = gateway.now();
    let orders = gateway.books().orders().to_vec();
    let within = orders.iter().filter(|order| (from..=to).contains(&order.time_created));
    let rows = within.map(|order| payment_answer::of(gateway, &behaviour, order, now).as_value());
    Ok(Said::List(rows.collect()))
}

fn read_moment(params: &Params, name: &'static str) -> Result<DateTime<Utc>, Refusal> {
    let text = params.required(name, 40)?;
    NaiveDateTime::parse_from_str(&text, "%d.%m.%Y %H:%M:%S")
        .map(|moment| moment.and_utc())
        .map_err(|_| Refusal::general())
}
