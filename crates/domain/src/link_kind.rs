//! What a link is for, beside taking money once.

use std::{fmt, num::NonZeroU16};

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    TillError,
    capabilities::Capabilities,
    clock::Timestamp,
    error::Field,
    money::{Amount, Currency, MoneyWire},
    sale,
};

/// What a link is for.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkKind {
    /// The customer pays.
    #[default]
    Payment,
    /// The money is only reserved; staff take it later, or give it up.
    Reservation,
    /// The customer's card is confirmed: a small sum is held, and the provider gives it back by itself.
    CardCheck,
    /// The customer pays now, and the provider charges the card again by itself.
    Subscription(Schedule),
}

/// When a subscription charges again, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// How much each later charge is of.
    #[ts(as = "MoneyWire")]
    pub each: Amount,
    /// How many periods lie between two charges.
    #[ts(type = "number")]
    pub every: NonZeroU16,
    /// The period.
    pub period: Period,
    /// The day of the first later charge.
    #[ts(as = "String")]
    pub starts_on: Day,
    /// How many later charges there are.
    #[ts(type = "number")]
    pub times: NonZeroU16,
}

/// A span of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Period {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
}

/// A day of the calendar, `2026-11-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(NaiveDate);

/// Most periods between two charges, and most charges: ten years of days.
const MOST: u32 = 3_650;

/// What a link is for, as a form says it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum LinkKindForm {
    /// The customer pays.
    #[default]
    Payment,
    /// The money is only reserved.
    Reservation,
    /// The customer's card is confirmed.
    CardCheck,
    /// The customer pays now and again.
    Subscription {
        /// How much each later charge is of, minor units of the sale's currency as text.
        each_minor: String,
        /// How many periods lie between two charges.
        every: u32,
        /// The period.
        period: Period,
        /// The day of the first later charge, `2026-11-21`.
        starts_on: String,
        /// How many later charges there are.
        times: u32,
    },
}

impl LinkKind {
    /// True for a link that the customer pays, and nothing else.
    pub fn is_payment(&self) -> bool {
        *self == Self::Payment
    }

    /// When it charges again, where it does.
    pub fn schedule(&self) -> Option<&Schedule> {
        match self {
            Self::Subscription(schedule) => Some(schedule),
            Self::Payment | Self::Reservation | Self::CardCheck => None,
        }
    }

    /// Makes sure that no charge lies before the first payment, which may come until the link ends.
    ///
    /// # Errors
    /// `InvalidField` where the first later charge is not of a day after the one, in UTC, on which the link ends.
    pub fn check_starts_after(&self, link_ends: Timestamp) -> Result<(), TillError> {
        match self.schedule() {
            Some(schedule) if Some(schedule.starts_on) <= Day::parse(&link_ends.utc_day()) => {
                Err(TillError::InvalidField { field: Field::StartsOn })
            }
            _ => Ok(()),
        }
    }

    /// True where the provider makes such links.
    pub fn is_offered(&self, can: &Capabilities) -> bool {
        match self {
            Self::Payment => true,
            Self::Reservation => can.reservations,
            Self::CardCheck => can.card_checks,
            Self::Subscription(_) => can.subscriptions,
        }
    }
}

impl LinkKindForm {
    /// What is asked for, if the provider makes such links. An error names the field.
    pub fn check(&self, currency: Currency, can: &Capabilities) -> Result<LinkKind, TillError> {
        let kind = match self {
            Self::Payment => LinkKind::Payment,
            Self::Reservation => LinkKind::Reservation,
            Self::CardCheck => LinkKind::CardCheck,
            Self::Subscription { each_minor, every, period, starts_on, times } => {
                let each = sale::amount(each_minor, currency)
                    .map_err(|_| TillError::InvalidField { field: Field::EachCharge })?;
                LinkKind::Subscription(Schedule {
                    each,
                    every: count(*every, Field::Every)?,
                    period: *period,
                    starts_on: Day::parse(starts_on.trim())
                        .ok_or(TillError::InvalidField { field: Field::StartsOn })?,
                    times: count(*times, Field::Times)?,
                })
            }
        };
        if kind.is_offered(can) { Ok(kind) } else { Err(TillError::NotOffered) }
    }
}

fn count(number: u32, field: Field) -> Result<NonZeroU16, TillError> {
    u16::try_from(number)
        .ok()
        .and_then(NonZeroU16::new)
        .filter(|count| u32::from(count.get()) <= MOST)
        .ok_or(TillError::InvalidField { field })
}

impl Schedule {
    /// True once the last charge lies more than a day back: in which zone the provider's day begins, nobody says.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let later = u32::from(self.every.get()) * u32::from(self.times.get() - 1);
        let Day(first) = self.starts_on;
        let last = match self.period {
            Period::Day => first.checked_add_days(Days::new(later.into())),
            Period::Week => first.checked_add_days(Days::new(u64::from(later) * 7)),
            Period::Month => first.checked_add_months(Months::new(later)),
        };
        let over = last.and_then(|last| last.checked_add_days(Days::new(1)));
        over.zip(Day::parse(&now.utc_day())).is_some_and(|(over, Day(today))| today > over)
    }
}

impl Day {
    /// Reads `2026-11-21`; `None` where there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        // Chrono also takes `2026-1-2`, which is not how it is written back.
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .map(Self)
            .filter(|day| day.to_string() == text)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_that_the_calendar_has_and_reads_as_it_is_written() {
        assert_eq!(Day::parse("2028-02-29").unwrap().to_string(), "2028-02-29");
        for text in ["2027-02-29", "2026-1-2", "02.01.2026", "", "2026-11-21T00:00:00"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_schedule_is_over_a_day_after_its_last_charge() {
        let schedule = |period, every: u16, times: u16| Schedule {
            each: Amount::new(crate::Money::new(1_000, "GEL".parse().unwrap())).unwrap(),
            every: every.try_into().unwrap(),
            period,
            starts_on: Day::parse("2026-11-30").unwrap(),
            times: times.try_into().unwrap(),
        };
        for (schedule, last) in [
            (schedule(Period::Day, 3, 1), "2026-11-30"),
            (schedule(Period::Day, 3, 2), "2026-12-03"),
            (schedule(Period::Week, 2, 3), "2026-12-28"),
            (schedule(Period::Month, 1, 4), "2027-02-28"),
        ] {
            let last = Timestamp::parse(&format!("{last}T23:59:59Z")).unwrap();
            let day = std::time::Duration::from_hours(24);
            assert!(!schedule.is_over(last.plus(day)), "{schedule:?}");
            assert!(schedule.is_over(last.plus(2 * day)), "{schedule:?}");
        }
    }

    #[test]
    fn the_first_later_charge_is_of_a_day_after_the_link_has_ended() {
        let kind = LinkKind::Subscription(Schedule {
            each: Amount::new(crate::Money::new(1_000, "GEL".parse().unwrap())).unwrap(),
            every: NonZeroU16::MIN,
            period: Period::Month,
            starts_on: Day::parse("2026-12-02").unwrap(),
            times: NonZeroU16::MIN,
        });
        let ends = |text| Timestamp::parse(text).unwrap();
        // The day is told in UTC, whatever the zone of the moment.
        for end in ["2026-12-01T23:59:59Z", "2026-12-02T03:59:00+04:00"] {
            assert_eq!(kind.check_starts_after(ends(end)), Ok(()), "{end}");
        }
        let too_early = Err(TillError::InvalidField { field: Field::StartsOn });
        for end in ["2026-12-02T00:00:00Z", "2026-12-02T12:00:00Z", "2027-01-01T00:00:00Z"] {
            assert_eq!(kind.check_starts_after(ends(end)), too_early, "{end}");
            assert_eq!(LinkKind::Reservation.check_starts_after(ends(end)), Ok(()));
        }
    }

    #[test]
    fn a_plain_payment_is_written_as_nothing_but_its_kind() {
        let written = serde_json::to_string(&LinkKind::Payment).unwrap();
        assert_eq!(written, r#"{"kind":"PAYMENT"}"#);
    }
}
