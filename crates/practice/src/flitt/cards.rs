//! The test cards (fact sheet, section 6), and the one that pays at every practice provider.

use serde::{Deserialize, Serialize};

/// Cards that pay, the usual one first.
pub const APPROVED_CARDS: &[&str] = &[
    "4242424242424242",
    "4444555566661111",
    "4444555511116666",
    "5555666644441111",
    "6666444455551111",
    "4444555566669999",
    "4444666655559999",
    "4444777799991111",
    "9860010099998881",
    "8600202020202023",
    "9860010088889992",
];
/// Cards that the bank refuses, with code 1000 (general decline).
pub const DECLINED_CARDS: &[&str] = &[
    "4444111166665555",
    "4444111155556666",
    "4444999966665555",
    "4444666699995555",
    "2222555566663333",
];

/// Cards that pay without 3-D Secure.
const WITHOUT_3DS: &[&str] = &["4444555511116666", "4444111155556666", "9860010088889992"];

/// What the bank says to a refused card.
pub(super) const DECLINED_CODE: u16 = 1000;

/// What is kept of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// `VISA`, `MasterCard`, `Humo` or `UzCard`.
    pub brand: String,
    /// The first six digits.
    pub first6: String,
    /// The last four digits.
    pub last4: String,
    /// Whether the bank asked its customer.
    pub three_d_secure: bool,
}

impl Card {
    /// Such as `444455XXXXXX1111`.
    pub fn masked(&self) -> String {
        format!("{}XXXXXX{}", self.first6, self.last4)
    }

    /// `5` is full 3-D Secure, `7` none (fact sheet, 3.7.2).
    pub(super) fn eci(&self) -> &'static str {
        if self.three_d_secure { "5" } else { "7" }
    }

    fn of(number: &str) -> Self {
        let (first6, rest) = number.split_at(6);
        let (_, last4) = rest.split_at(rest.len() - 4);
        let brand = match &number[..2] {
            "98" => "Humo",
            "86" => "UzCard",
            "55" | "66" | "22" => "MasterCard",
            _ => "VISA",
        };
        Self {
            brand: brand.to_owned(),
            first6: first6.to_owned(),
            last4: last4.to_owned(),
            three_d_secure: !WITHOUT_3DS.contains(&number),
        }
    }
}

/// What the bank says to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Approved(Card),
    Declined(Card),
}

/// The card with which pretend customers pay.
pub(super) fn usual() -> Card {
    Card::of(APPROVED_CARDS[0])
}

/// The card with which pretend customers fail to pay.
pub(super) fn declined() -> Card {
    Card::of(DECLINED_CARDS[0])
}

/// The bank's verdict on a number typed by a customer, spaces and dashes allowed. `None` for
/// everything but the test cards: nobody shall get used to typing a real one here.
pub(super) fn try_card(typed: &str) -> Option<Verdict> {
    let number: String = typed.chars().filter(|typed| !matches!(typed, ' ' | '-')).collect();
    if APPROVED_CARDS.contains(&number.as_str()) {
        Some(Verdict::Approved(Card::of(&number)))
    } else if DECLINED_CARDS.contains(&number.as_str()) {
        Some(Verdict::Declined(Card::of(&number)))
    } else {
        None
    }
}
