//! What a hosted page is for: a payment, the check of a card, or the first payment of a subscription (fact sheet, 3.4,
//! 3.5).

use serde_json::{Map, Value};

use super::{
    dates::ScheduleTime,
    params::{self, Fault, FieldFault, Params},
};

/// The parameter that holds a schedule.
const FIELD: &str = "recurring_data";

/// What a hosted page is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Purpose {
    /// A payment.
    #[default]
    Payment,
    /// The check of a card: a small sum is held and given back. Without a kind only the documented `verification=Y` is
    /// sent.
    Verification(Option<VerificationKind>),
    /// The first payment of a subscription. Protocol 2.0 only; cards, Apple Pay and Google Pay only.
    Subscription(Schedule),
}

/// How the customer proves that the card is theirs. The documentation does not know it; the meanings are those of an
/// older brand (fact sheet, 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerificationKind {
    /// They enter a code from the card's statement.
    Code,
    /// They confirm the sum that was held.
    Amount,
}

/// When and how much a subscription charges after its first payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Each charge, in minor units of the order's currency.
    pub amount: u64,
    /// How many periods lie between two charges, from 1.
    pub every: u64,
    /// The period.
    pub period: Period,
    /// When it begins; else with the first payment. Official clients refuse to go without.
    pub start: Option<ScheduleTime>,
    /// When it ends. The documentation wants it, official clients go without.
    pub end: Option<ScheduleEnd>,
    /// A first time of another length.
    pub trial: Option<Trial>,
    /// Whether it is on, and whether the customer may change that.
    pub state: Option<ScheduleState>,
    /// True where the customer may not change the schedule. In examples only.
    pub readonly: Option<bool>,
}

/// A period of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month. A year is twelve of them: the gateway knows no longer period (fact sheet, 0.2).
    Month,
}

/// When a subscription ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleEnd {
    /// After so many charges: 1 to 999,999.
    After(u32),
    /// At this moment.
    At(ScheduleTime),
}

/// A first time of another length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// Its period.
    pub period: Period,
    /// How many of them, from 1.
    pub quantity: u32,
}

/// Whether a subscription is on when the page opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScheduleState {
    /// On; the customer may change it.
    On,
    /// Off; the customer may change it.
    Off,
    /// On and not shown.
    Hidden,
    /// On and shown; the customer may not change it.
    ShownReadonly,
}

impl VerificationKind {
    fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Amount => "amount",
        }
    }
}

impl Period {
    fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

impl ScheduleState {
    fn word(self) -> &'static str {
        match self {
            Self::On => "y",
            Self::Off => "n",
            Self::Hidden => "hidden",
            Self::ShownReadonly => "shown_readonly",
        }
    }
}

impl Schedule {
    /// A charge of `amount` each `period`.
    pub fn new(amount: u64, period: Period) -> Self {
        Self {
            amount,
            every: 1,
            period,
            start: None,
            end: None,
            trial: None,
            state: None,
            readonly: None,
        }
    }

    fn json(&self) -> Result<Value, FieldFault> {
        let out_of_range = params::fault(FIELD, Fault::OutOfRange);
        let mut data = Map::new();
        let mut put = |name: &str, value: Value| data.insert(name.to_owned(), value);
        put("amount", params::checked_amount("recurring_data.amount", self.amount)?.into());
        put("every", params::checked_amount("recurring_data.every", self.every)?.into());
        put("period", self.period.word().into());
        if let Some(start) = &self.start {
            put("start_time", start.as_str().into());
        }
        match &self.end {
            None => None,
            Some(ScheduleEnd::After(times @ 1..=999_999)) => put("quantity", (*times).into()),
            Some(ScheduleEnd::After(_)) => return Err(out_of_range),
            Some(ScheduleEnd::At(end)) => put("end_time", end.as_str().into()),
        };
        if let Some(trial) = self.trial {
            if trial.quantity == 0 {
                return Err(out_of_range);
            }
            put("trial_period", trial.period.word().into());
            put("trial_quantity", trial.quantity.into());
        }
        if let Some(state) = self.state {
            put("state", state.word().into());
        }
        if let Some(readonly) = self.readonly {
            put("readonly", if readonly { "y" } else { "n" }.into());
        }
        Ok(Value::Object(data))
    }
}

impl Params {
    /// What makes the page one of another kind than a payment's.
    pub(super) fn purpose(&mut self, purpose: &Purpose) -> Result<(), FieldFault> {
        match purpose {
            Purpose::Payment => Ok(()),
            Purpose::Verification(kind) => {
                self.yes_no("verification", Some(true))?;
                self.optional("verification_type", kind.map(VerificationKind::word), 25)
            }
            Purpose::Subscription(schedule) => {
                self.yes_no("subscription", Some(true))?;
                self.nested(FIELD, &schedule.json()?)
            }
        }
    }
}
