//! The owner's rules of the till: who must show a PIN or ask a second person before money goes back, and when the till
//! locks itself.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Amount, Money, TillError, Timestamp, error::Field, money::MoneyWire};

/// The rules. A till without PINs asks nobody, and never locks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TillRules {
    /// When somebody who may refund shows their PIN for it.
    pub refund_pin: RefundPin,
    /// Above such a sum a second person approves a refund; one for each currency, empty for no limit.
    #[ts(as = "Vec<MoneyWire>")]
    pub each_limit: Vec<Money>,
    /// What one person gives back in a day without a second one; one for each currency, empty for no limit.
    #[ts(as = "Vec<MoneyWire>")]
    pub day_limit: Vec<Money>,
    /// After how many seconds without a touch the till locks; `None` for never.
    pub lock_after_idle: Option<u32>,
    /// True where it locks whenever a sale is left.
    pub lock_after_sale: bool,
}

/// When somebody who may refund shows their PIN for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundPin {
    /// For each refund.
    Always,
    /// Above such a sum; one for each currency.
    Above {
        /// The sums.
        #[ts(as = "Vec<MoneyWire>")]
        limits: Vec<Money>,
    },
    /// Once the payment is older than the first minutes.
    AfterMinutes {
        /// How many.
        minutes: u32,
    },
    /// For none.
    Never,
}

impl Default for TillRules {
    fn default() -> Self {
        Self {
            refund_pin: RefundPin::Always,
            each_limit: Vec::new(),
            day_limit: Vec::new(),
            lock_after_idle: Some(2 * 60),
            lock_after_sale: false,
        }
    }
}

/// Why a second person must approve a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApprovalReason {
    /// Who started it may not give money back.
    Role,
    /// It is above the limit of one refund.
    Amount,
    /// With it, more goes back by one person in a day than the limit allows.
    Day,
}

/// A refund, as the rules look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundCase {
    /// How much goes back.
    pub amount: Amount,
    /// When the payment was made.
    pub paid_at: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// What the person has given back today in this currency.
    pub refunded_today: Money,
    /// True where the person may give money back.
    pub may_refund: bool,
}

/// What must be shown before a refund may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundNeeds {
    /// The PIN of who started it.
    pub pin: bool,
    /// The PIN of a second person.
    pub approval: Option<ApprovalReason>,
}

impl TillRules {
    /// What must be shown before a refund may leave.
    pub fn refund_needs(&self, case: &RefundCase) -> RefundNeeds {
        RefundNeeds {
            // Who may not refund shows nothing by their own PIN: the approver's is what counts.
            pin: case.may_refund && self.refund_pin.is_asked(case),
            approval: self.approval(case),
        }
    }

    fn approval(&self, case: &RefundCase) -> Option<ApprovalReason> {
        let today = case.refunded_today.plus(case.amount.money());
        if !case.may_refund {
            Some(ApprovalReason::Role)
        } else if is_above(&self.each_limit, case.amount.money()) {
            Some(ApprovalReason::Amount)
        } else if today.map_or(!self.day_limit.is_empty(), |sum| is_above(&self.day_limit, sum)) {
            Some(ApprovalReason::Day)
        } else {
            None
        }
    }

    /// What one person may give back in a day in the currency of `amount`, where there is a limit.
    pub fn day_limit_of(&self, amount: Amount) -> Option<Money> {
        if self.day_limit.is_empty() {
            return None;
        }
        let own = self.day_limit.iter().find(|limit| limit.currency() == amount.currency());
        Some(own.copied().unwrap_or(Money::zero(amount.currency())))
    }

    /// Checks what the owner typed.
    pub fn check(&self) -> Result<(), TillError> {
        check_limits(Field::RefundLimit, &self.each_limit)?;
        check_limits(Field::DayLimit, &self.day_limit)?;
        let pin_rule_holds = match &self.refund_pin {
            RefundPin::Above { limits } => {
                check_limits(Field::PinLimit, limits)?;
                !limits.is_empty()
            }
            RefundPin::AfterMinutes { minutes } => (1..=LONGEST_MINUTES).contains(minutes),
            RefundPin::Always | RefundPin::Never => true,
        };
        if !pin_rule_holds {
            return Err(TillError::InvalidField { field: Field::PinLimit });
        }
        if self.lock_after_idle.is_some_and(|idle| !(SHORTEST_IDLE..=LONGEST_IDLE).contains(&idle))
        {
            return Err(TillError::InvalidField { field: Field::LockAfter });
        }
        Ok(())
    }
}

/// A week: nobody remembers a sale as fresh for longer.
const LONGEST_MINUTES: u32 = 7 * 24 * 60;

/// Shorter, and staff would type their PIN all day.
const SHORTEST_IDLE: u32 = 15;

/// Longer, and the lock would be none.
const LONGEST_IDLE: u32 = 60 * 60;

impl RefundPin {
    fn is_asked(&self, case: &RefundCase) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Above { limits } => is_above(limits, case.amount.money()),
            // One from the future is an old one, seen by a clock that was set back.
            Self::AfterMinutes { minutes } => {
                case.now < case.paid_at
                    || case.now.since(case.paid_at).as_secs() > u64::from(*minutes) * 60
            }
        }
    }
}

/// True where a list of limits holds and `sum` is above that of its currency. Where others have a limit, a currency
/// without one of its own is always above it: a forgotten figure must open no door.
fn is_above(limits: &[Money], sum: Money) -> bool {
    let own = limits.iter().find(|limit| limit.currency() == sum.currency());
    match own {
        Some(limit) => sum.minor() > limit.minor(),
        None => !limits.is_empty(),
    }
}

fn check_limits(field: Field, limits: &[Money]) -> Result<(), TillError> {
    let mut seen = HashSet::new();
    if limits.iter().all(|limit| seen.insert(limit.currency())) {
        Ok(())
    } else {
        Err(TillError::InvalidField { field })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: u64, currency: &str) -> Money {
        Money::new(minor, currency.parse().unwrap())
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis).unwrap()
    }

    fn case(minor: u64) -> RefundCase {
        RefundCase {
            amount: Amount::new(money(minor, "EUR")).unwrap(),
            paid_at: at(0),
            now: at(5 * 60 * 1000),
            refunded_today: money(0, "EUR"),
            may_refund: true,
        }
    }

    fn rules(refund_pin: RefundPin) -> TillRules {
        TillRules { refund_pin, ..TillRules::default() }
    }

    #[test]
    fn the_pin_is_asked_by_the_rule() {
        let asked = |rule: RefundPin, case: RefundCase| rules(rule).refund_needs(&case).pin;
        let above = RefundPin::Above { limits: vec![money(5000, "EUR")] };
        assert!(asked(RefundPin::Always, case(1)));
        assert!(!asked(RefundPin::Never, case(9_999_999)));
        assert!(!asked(above.clone(), case(5000)));
        assert!(asked(above.clone(), case(5001)));
        let in_dollars = RefundCase {
            amount: Amount::new(money(1, "USD")).unwrap(),
            refunded_today: money(0, "USD"),
            ..case(1)
        };
        assert!(asked(above, in_dollars), "a currency without its own figure counts as above");
    }

    #[test]
    fn the_first_minutes_are_counted_from_the_payment() {
        let asked = |minutes, case: &RefundCase| {
            rules(RefundPin::AfterMinutes { minutes }).refund_needs(case).pin
        };
        assert!(!asked(5, &case(1)));
        assert!(asked(4, &case(1)));
        assert!(asked(5, &RefundCase { now: at(-1), ..case(1) }));
    }

    #[test]
    fn a_second_person_approves_above_a_limit() {
        let limited = TillRules {
            each_limit: vec![money(10_000, "EUR")],
            day_limit: vec![money(25_000, "EUR")],
            ..TillRules::default()
        };
        let why = |case: RefundCase| limited.refund_needs(&case).approval;
        assert_eq!(why(case(10_000)), None);
        assert_eq!(why(case(10_001)), Some(ApprovalReason::Amount));
        let late = |today| RefundCase { refunded_today: money(today, "EUR"), ..case(10_000) };
        assert_eq!(why(late(15_000)), None);
        assert_eq!(why(late(15_001)), Some(ApprovalReason::Day));
        assert_eq!(why(late(u64::MAX)), Some(ApprovalReason::Day));
        let cashier = RefundCase { may_refund: false, ..case(1) };
        assert_eq!(why(cashier), Some(ApprovalReason::Role));
        assert!(!limited.refund_needs(&cashier).pin);
    }

    #[test]
    fn without_limits_nobody_is_asked_twice() {
        assert_eq!(TillRules::default().refund_needs(&case(99_999_999_999)).approval, None);
    }

    #[test]
    fn rules_that_make_no_sense_are_refused() {
        let refused = |rules: TillRules| rules.check().unwrap_err();
        let field = |field| TillError::InvalidField { field };
        assert_eq!(TillRules::default().check(), Ok(()));
        assert_eq!(refused(rules(RefundPin::Above { limits: Vec::new() })), field(Field::PinLimit));
        assert_eq!(refused(rules(RefundPin::AfterMinutes { minutes: 0 })), field(Field::PinLimit));
        let idle = |seconds| TillRules { lock_after_idle: Some(seconds), ..TillRules::default() };
        assert_eq!(refused(idle(14)), field(Field::LockAfter));
        assert_eq!(refused(idle(3601)), field(Field::LockAfter));
        let twice = vec![money(1, "EUR"), money(2, "EUR")];
        assert_eq!(
            refused(TillRules { day_limit: twice.clone(), ..TillRules::default() }),
            field(Field::DayLimit)
        );
        assert_eq!(
            refused(TillRules { each_limit: twice, ..TillRules::default() }),
            field(Field::RefundLimit)
        );
    }
}
