//! A subscription: when it charges again, and stopping and starting that (fact sheet, 3.5).

use domain::{
    Outcome,
    account::Account,
    error::Doubt,
    link_kind::{Period as OurPeriod, Schedule as OurSchedule},
};

use super::{
    errors::Failure,
    question::{Question, ask},
    units,
};
use crate::{
    exchange::BoxedExchange,
    flitt::{
        OrderId, Period, Schedule, ScheduleEnd, ScheduleState, ScheduleTime, SubscriptionAction,
        SubscriptionStatus, SubscriptionSwitch,
    },
    provider::SubscriptionToSet,
};

/// What staff agreed on with the customer, who sees it and can't change it. The documents and official clients disagree
/// about how that is said and what is mandatory, so all of it is said: `state` and `readonly`, `start_time` as a bare
/// date and `quantity`.
pub(super) fn schedule(agreed: &OurSchedule) -> Result<Schedule, Failure> {
    let period = match agreed.period {
        OurPeriod::Day => Period::Day,
        OurPeriod::Week => Period::Week,
        OurPeriod::Month => Period::Month,
    };
    Ok(Schedule {
        every: agreed.every.get().into(),
        start: Some(ScheduleTime::new(&agreed.starts_on.to_string())?),
        end: Some(ScheduleEnd::After(agreed.times.get().into())),
        state: Some(ScheduleState::ShownReadonly),
        readonly: Some(true),
        ..Schedule::new(units::to_send(agreed.each.money())?.minor(), period)
    })
}

/// Stops the charges, or starts them again. In protocol 2.0: the documented answers of 1.0 bear the request's
/// signature, which proves nothing (fact sheet, 2.5).
pub(super) fn set(account: &Account, subscription: &SubscriptionToSet) -> BoxedExchange<bool> {
    ask(account, question(subscription), |answer| match answer {
        Ok(SubscriptionStatus::Active) => Outcome::Done(true),
        Ok(SubscriptionStatus::Disabled) => Outcome::Done(false),
        Ok(SubscriptionStatus::Unknown(_)) => Outcome::Unclear(Doubt::Unreadable),
        Err(failure) => failure.into(),
    })
}

fn question(subscription: &SubscriptionToSet) -> Result<Question<SubscriptionStatus>, Failure> {
    let action =
        if subscription.charge { SubscriptionAction::Start } else { SubscriptionAction::Stop };
    let order_id = OrderId::new(subscription.reference.as_str())?;
    Ok(Question::nested(SubscriptionSwitch { order_id, action }.call()?))
}
