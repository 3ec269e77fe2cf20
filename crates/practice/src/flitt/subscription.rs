//! Charges that come back by the calendar (fact sheet, 3.5).

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answering::Said;
use super::behaviour::Behaviour;
use super::books::Books;
use super::cards::Card;
use super::checkout::add_order;
use super::checkout_fields::{Wish, read_url};
use super::envelope::{Protocol, Unpacked};
use super::gateway::Gateway;
use super::ids::OrderId;
use super::order::{Order, OrderKind};
use super::params::Params;
use super::payment::{Outcome, record};
use super::refusal::Refusal;
use super::terms::Terms;
use crate::minor_units::MinorUnits;

/// The unit in which the time between two charges is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// A month of the calendar.
    Month,
}

impl Period {
    fn read(params: &Params, name: &'static str) -> Result<Self, Refusal> {
        match params.required(name, 5)?.as_str() {
            "day" => Ok(Self::Day),
            "week" => Ok(Self::Week),
            "month" => Ok(Self::Month),
            _ => Err(Refusal::incorrect(name)),
        }
    }

    /// `count` periods after `moment`; `None` after the end of the calendar.
    fn after(self, moment: DateTime<Utc>, count: u32) -> Option<DateTime<Utc>> {
        match self {
            Self::Day => moment.checked_add_days(Days::new(count.into())),
            Self::Week => moment.checked_add_days(Days::new(u64::from(count) * 7)),
            Self::Month => moment.checked_add_months(Months::new(count)),
        }
    }
}

/// The `recurring_data` of an order, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// What each later charge takes.
    pub amount: MinorUnits,
    /// How many periods lie between two charges.
    pub every: u32,
    /// Which periods.
    pub period: Period,
    /// The earliest moment of the first later charge.
    pub start: Option<DateTime<Utc>>,
    /// No charge comes after it.
    pub end: Option<DateTime<Utc>>,
    /// How many later charges there are at most.
    pub quantity: Option<u32>,
    /// Whether the page shows it: not with the state `hidden`.
    #[serde(default = "shown")]
    pub shown: bool,
    /// How long the first later charge waits in addition.
    pub trial: Option<(Period, u32)>,
    /// Where later charges are told.
    pub callback_url: Option<String>,
    /// Whether due charges are made: `active`, otherwise `disabled`.
    pub active: bool,
    /// When the first later charge is due; `None` until the order is paid.
    pub first: Option<DateTime<Utc>>,
    /// How many due moments have passed, charged or not.
    pub passed: u32,
    /// How many charges were made.
    pub charges: u32,
}

/// Books of before told of no hidden ones.
fn shown() -> bool {
    true
}

impl Subscription {
    /// Reads `recurring_data` where `subscription=Y`. All official software sends neither
    /// `quantity` nor `end_time`, so they may be absent unless a merchant's gateway insists.
    pub(super) fn read(params: &Params, behaviour: &Behaviour) -> Result<Option<Self>, Refusal> {
        let callback_url = read_url(params, "subscription_callback_url")?;
        if params.flag("subscription")? != Some(true) {
            return Ok(None);
        }
        let data = match params.get("recurring_data") {
            None => return Err(Refusal::missing("recurring_data")),
            Some(Value::Object(data)) => Params::from(data.clone()),
            Some(_) => return Err(Refusal::incorrect("recurring_data")),
        };
        let quantity = data.count("quantity")?;
        let end = read_time(&data, "end_time")?;
        if behaviour.subscriptions_must_end && quantity.is_none() && end.is_none() {
            return Err(Refusal::missing("quantity"));
        }
        let (active, shown) = match data.text("state", 15)?.as_deref() {
            None | Some("y" | "Y" | "shown_readonly") => (true, true),
            Some("hidden") => (true, false),
            Some("n" | "N") => (false, true),
            Some(_) => return Err(Refusal::incorrect("state")),
        };
        let trial = match (data.get("trial_period"), data.count("trial_quantity")?) {
            (None, None) => None,
            (Some(_), Some(count)) => Some((Period::read(&data, "trial_period")?, count)),
            (None, Some(_)) => return Err(Refusal::missing("trial_period")),
            (Some(_), None) => return Err(Refusal::missing("trial_quantity")),
        };
        Ok(Some(Self {
            amount: data.amount("amount")?,
            every: data.count("every")?.ok_or_else(|| Refusal::missing("every"))?,
            period: Period::read(&data, "period")?,
            start: read_time(&data, "start_time")?,
            end,
            quantity,
            shown,
            trial,
            callback_url,
            active,
            first: None,
            passed: 0,
            charges: 0,
        }))
    }

    /// The order was paid. The first later charge comes at the start, or one period after the
    /// payment if the start is past or absent.
    pub(super) fn begin(&mut self, paid: DateTime<Utc>) {
        let first = match self.start.filter(|start| *start > paid) {
            Some(start) => Some(start),
            None => self.period.after(paid, self.every),
        };
        self.first = match (self.trial, first) {
            (Some((period, count)), Some(first)) => period.after(first, count),
            (_, first) => first,
        };
    }

    /// When the next charge is due; `None` if none is.
    pub(super) fn next(&self) -> Option<DateTime<Utc>> {
        let next = self.period.after(self.first?, self.every.checked_mul(self.passed)?)?;
        let over = self.end.is_some_and(|end| next > end)
            || self.quantity.is_some_and(|quantity| self.charges >= quantity);
        (!over).then_some(next)
    }

    /// The word in answers.
    fn status(&self) -> &'static str {
        if self.active { "active" } else { "disabled" }
    }
}

/// `YYYY-MM-DD HH:MM:SS`, or a bare date as official software sends it.
fn read_time(data: &Params, name: &'static str) -> Result<Option<DateTime<Utc>>, Refusal> {
    let Some(text) = data.text(name, 19)? else { return Ok(None) };
    let bare = || {
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().and_then(|day| day.and_hms_opt(0, 0, 0))
    };
    let moment = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").ok().or_else(bare);
    moment.map(|moment| Some(moment.and_utc())).ok_or_else(|| Refusal::incorrect(name))
}

/// `POST /api/subscription`: stops or starts the charges of an order.
pub(super) fn switch(gateway: &Gateway, asked: &Unpacked) -> Result<Said, Refusal> {
    let params = &asked.params;
    let id = params.required("order_id", 1024)?;
    let active = match params.required("action", 10)?.as_str() {
        "start" => true,
        "stop" => false,
        _ => return Err(Refusal::incorrect("action")),
    };
    let status = gateway.change(|books| {
        let order = books.order(&id).ok_or_else(Refusal::order_unknown)?.id.clone();
        let order = books.change_order(&order, |order| {
            if let Some(subscription) = &mut order.subscription {
                subscription.active = active;
            }
        });
        let subscription = order.and_then(|order| order.subscription.as_ref());
        subscription.map(Subscription::status).ok_or_else(Refusal::not_allowed)
    })?;
    let mut answer = Params::from_iter([
        ("response_status", Value::from("success")),
        ("merchant_id", Value::from(gateway.shop().credentials.merchant_id.get())),
        ("order_id", Value::from(id)),
        ("status", Value::from(status)),
    ]);
    let repeats = gateway.behaviour().subscription_answers_repeat_the_signature;
    if repeats && asked.protocol == Protocol::V1 {
        answer.set("signature", asked.signature());
        return Ok(Said::Plain(answer));
    }
    Ok(Said::Signed(answer))
}

impl Books {
    /// When the next charge of any subscription is due.
    pub(super) fn next_charge(&self) -> Option<DateTime<Utc>> {
        let next = |order: &Order| order.subscription.as_ref().and_then(Subscription::next);
        self.subscribed().filter_map(next).min()
    }

    /// Makes every charge that is due, the earliest first.
    pub(super) fn charge_subscriptions(&mut self, gateway: &Gateway, now: DateTime<Utc>) {
        while let Some(at) = self.next_charge().filter(|next| *next <= now) {
            let due = |order: &&Order| {
                order.subscription.as_ref().and_then(Subscription::next) == Some(at)
            };
            let Some(parent) = self.subscribed().find(due).cloned() else { return };
            let charged = charge(gateway, self, &parent, at);
            self.change_order(&parent.id, |order| {
                if let Some(subscription) = &mut order.subscription {
                    subscription.passed += 1;
                    subscription.charges += u32::from(charged);
                }
            });
        }
    }
}

/// Charges the card of `parent` once more, if its subscription is active.
fn charge(gateway: &Gateway, books: &mut Books, parent: &Order, at: DateTime<Utc>) -> bool {
    let (Some(subscription), Some(payment)) = (&parent.subscription, &parent.payment) else {
        return false;
    };
    let Some(card) = payment.card.as_ref().filter(|_| subscription.active) else { return false };
    let wish = Wish {
        id: OrderId(gateway.random().uuid()),
        kind: OrderKind::SubscriptionCharge { parent: parent.id.clone() },
        description: parent.description.clone(),
        amount: subscription.amount,
        currency: parent.currency.clone(),
        lifetime: 1,
        terms: Terms {
            preauth: false,
            several_tries: false,
            keeps_card: false,
            server_callback_url: subscription.callback_url.clone(),
            ..parent.terms.clone()
        },
        subscription: None,
    };
    let order = add_order(gateway, books, wish, at);
    charge_card(gateway, books, &order, card.clone(), at);
    true
}

/// Charges a kept card: no customer is there to be asked.
pub(super) fn charge_card(
    gateway: &Gateway,
    books: &mut Books,
    order: &Order,
    card: Card,
    at: DateTime<Utc>,
) {
    let outcome = match gateway.behaviour().token_charges_declined_with {
        Some(code) => Outcome::Declined(card, code),
        None => Outcome::approved(order, Card { three_d_secure: false, ..card }),
    };
    record(gateway, books, order, outcome, at);
}
