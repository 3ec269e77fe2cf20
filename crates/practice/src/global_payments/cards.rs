//! The test cards (fact sheet, 7.4), and the one that pays at every practice provider.

use super::transaction_record::Card;

/// Cards that pay.
pub const APPROVED_CARDS: [&str; 2] = ["4242424242424242", "4263970000005262"];
/// The card that the bank refuses, with result 101.
pub const DECLINED_CARD: &str = "4000120000001154";

/// What the bank says to it.
pub(super) const DECLINED_RESULT: &str = "101";

/// What the bank says to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Approved(Card),
    Declined(Card),
}

/// The card with which pretend customers pay.
pub(super) fn usual() -> Card {
    visa(APPROVED_CARDS[0])
}

/// The card with which pretend customers fail to pay.
pub(super) fn declined() -> Card {
    visa(DECLINED_CARD)
}

/// The bank's verdict on a number typed by a customer, spaces and dashes allowed. `None` for
/// everything but the test cards: nobody shall get used to typing a real one here.
pub(super) fn try_card(typed: &str) -> Option<Verdict> {
    let number: String = typed.chars().filter(|typed| !matches!(typed, ' ' | '-')).collect();
    if APPROVED_CARDS.contains(&number.as_str()) {
        Some(Verdict::Approved(visa(&number)))
    } else if number == DECLINED_CARD {
        Some(Verdict::Declined(visa(&number)))
    } else {
        None
    }
}

/// All test cards are Visa cards.
fn visa(number: &str) -> Card {
    let (first6, rest) = number.split_at(6);
    let (_, last4) = rest.split_at(rest.len() - 4);
    Card { brand: "VISA".to_owned(), first6: first6.to_owned(), last4: last4.to_owned() }
}
