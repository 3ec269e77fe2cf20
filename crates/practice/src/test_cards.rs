//! The test cards of PaymentFlow (its fact sheet, Test cards), which the merchant dashboard takes,
//! too. They are printed with 17 digits; the forms with 16 are treated alike.

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

/// The card that pays.
pub const APPROVED_CARD: &str = "4242424242424242";
/// Cards that the bank refuses because it does.
pub const DECLINED_CARDS: [&str; 2] = ["40000000000000002", "4000000000000002"];
/// Cards without enough money.
pub const INSUFFICIENT_FUNDS_CARDS: [&str; 2] = ["40000000000009995", "4000000000009995"];
/// Cards that the bank calls expired, whatever date is typed.
pub const EXPIRED_CARDS: [&str; 2] = ["40000000000000069", "4000000000000069"];

/// Why a payment failed. The words are the pretend gateway's own choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// The bank refused, and gave no reason.
    #[default]
    CardDeclined,
    /// There was not enough money.
    InsufficientFunds,
    /// The card had expired.
    ExpiredCard,
}

impl FailureCode {
    /// The `failure_code` in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::CardDeclined => "card_declined",
            Self::InsufficientFunds => "insufficient_funds",
            Self::ExpiredCard => "expired_card",
        }
    }
}

/// What a customer typed.
#[derive(Debug, Default)]
pub(crate) struct TypedCard {
    pub(crate) number: String,
    /// `MM/YY`. `None`: whoever pays without the form need not say it.
    pub(crate) expiry: Option<String>,
    /// `None`: as for the expiry.
    pub(crate) cvc: Option<String>,
}

/// Why the form does not take what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unacceptable {
    Number,
    Expiry,
    Cvc,
}

/// What the bank says to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It pays.
    Approved,
    /// It does not.
    Declined(FailureCode),
}

impl TypedCard {
    /// The bank's verdict, or why nobody asks the bank. Everything but the test cards is
    /// unacceptable: nobody shall get used to typing a real one here.
    pub(crate) fn verdict(&self, now: DateTime<Utc>) -> Result<Verdict, Unacceptable> {
        let number: String =
            self.number.chars().filter(|typed| !matches!(typed, ' ' | '-')).collect();
        let number = number.as_str();
        let verdict = if number == APPROVED_CARD {
            Verdict::Approved
        } else if DECLINED_CARDS.contains(&number) {
            Verdict::Declined(FailureCode::CardDeclined)
        } else if INSUFFICIENT_FUNDS_CARDS.contains(&number) {
            Verdict::Declined(FailureCode::InsufficientFunds)
        } else if EXPIRED_CARDS.contains(&number) {
            Verdict::Declined(FailureCode::ExpiredCard)
        } else {
            return Err(Unacceptable::Number);
        };
        if self.expiry.as_deref().is_some_and(|expiry| !is_to_come(expiry, now)) {
            return Err(Unacceptable::Expiry);
        }
        let three_digits =
            |cvc: &str| cvc.len() == 3 && cvc.bytes().all(|one| one.is_ascii_digit());
        if self.cvc.as_deref().is_some_and(|cvc| !three_digits(cvc.trim())) {
            return Err(Unacceptable::Cvc);
        }
        Ok(verdict)
    }
}

/// Whether a card with this expiry is good at `now`; it is until its month is over.
fn is_to_come(expiry: &str, now: DateTime<Utc>) -> bool {
    let Some((month, year)) = expiry.split_once('/') else { return false };
    let two_digits = |text: &str| {
        let text = text.trim();
        let whole = text.len() == 2 && text.bytes().all(|one| one.is_ascii_digit());
        whole.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (Some(month), Some(year)) = (two_digits(month), two_digits(year)) else { return false };
    let now = (u32::try_from(now.year()).unwrap_or_default(), now.month());
    (1..=12).contains(&month) && (2000 + year, month) >= now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_good_until_its_month_is_over() {
        let now = "2026-11-30T23:59:59Z".parse().unwrap();
        for good in ["11/26", "12/26", "01/27", " 01 / 99 "] {
            assert!(is_to_come(good, now), "{good}");
        }
        for bad in ["10/26", "12/25", "13/27", "00/27", "1/27", "11/2027", "1127", "", "+1/27"] {
            assert!(!is_to_come(bad, now), "{bad}");
        }
    }
}
