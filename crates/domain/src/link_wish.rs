//! What staff want of a link that is there: cancel it, change what it asks for, or stop and resume the charges of the
//! subscription that it began. A total, pure function.
//!
//! None moves money, so none has a key. The till writes the wish down, asks the provider, reads the link back, and
//! believes only what it reads. It may ask as often as it takes.

use serde::{Deserialize, Serialize};

use crate::{
    TillError,
    clock::Timestamp,
    money::{Amount, Money},
    usage::Usage,
};

/// The figures of a link: what it asks for, how often, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkFigures {
    /// What each payment is of, without shipping.
    pub amount: Amount,
    /// How often it can be paid.
    pub usage: Usage,
    /// What shipping costs on top; `None` where nothing is shipped.
    pub shipping: Option<Money>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What staff want of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Wish {
    /// Nobody shall be able to pay it any more.
    Cancel,
    /// It shall ask for something else. The new words lie in the book's texts.
    Change {
        /// The whole new set.
        figures: LinkFigures,
    },
    /// The subscription that it began shall charge no more.
    StopCharges,
    /// The subscription that it began shall charge again.
    ResumeCharges,
}

/// What happens to a wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WishEvent {
    /// Staff asked for it.
    Asked {
        /// What.
        wish: Wish,
        /// When, by the provider's clock as far as the till knows it.
        provider_time: Timestamp,
    },
    /// The provider shows a link as open that nobody may pay: one that nobody ever saw, or one that staff have cancelled.
    /// The till itself wants it cancelled.
    MustEnd,
    /// A request to stop or to resume charges is about to leave. Committed before its first byte.
    Sent {
        /// When, by the provider's clock as far as the till knows it.
        provider_time: Timestamp,
    },
    /// That request can't arrive any more: it was answered, or provably never left. The wish stands.
    Answered {
        /// True where the provider has carried it out, though an older request may still undo it.
        as_wished: bool,
    },
    /// The link was read back and is as it was wished.
    Granted,
    /// The link came to its end in another way before the wish was carried out.
    Overtaken,
    /// The provider said no, and the link was read back as it was.
    Refused {
        /// Why.
        error: TillError,
    },
}

/// How a wish ends. It ends the one that the provider was asked for, and no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WishEnd {
    /// The link was read back and is as it was wished.
    Granted,
    /// The link came to its end in another way before the wish was carried out.
    Overtaken,
    /// The provider said no, and the link was read back as it was.
    Refused {
        /// Why.
        error: TillError,
    },
}

impl From<WishEnd> for WishEvent {
    fn from(end: WishEnd) -> Self {
        match end {
            WishEnd::Granted => Self::Granted,
            WishEnd::Overtaken => Self::Overtaken,
            WishEnd::Refused { error } => Self::Refused { error },
        }
    }
}

/// True where `event` means something to what is wished; `None` where nothing is.
pub fn takes(wish: Option<Wish>, event: &WishEvent) -> bool {
    match event {
        // A cancel stands above any change, and asked for again it is the same one.
        WishEvent::Asked { .. } | WishEvent::MustEnd => wish != Some(Wish::Cancel),
        WishEvent::Sent { .. } | WishEvent::Answered { .. } => {
            matches!(wish, Some(Wish::StopCharges | Wish::ResumeCharges))
        }
        WishEvent::Granted | WishEvent::Overtaken | WishEvent::Refused { .. } => wish.is_some(),
    }
}

/// One step in the life of a wish; `None` where nothing is wished. What is wished is asked of the provider again and
/// again, until it is answered.
pub fn step(wish: Option<Wish>, event: &WishEvent) -> Option<Wish> {
    match event {
        _ if !takes(wish, event) => wish,
        WishEvent::Asked { wish, .. } => Some(*wish),
        WishEvent::MustEnd => Some(Wish::Cancel),
        WishEvent::Sent { .. } | WishEvent::Answered { .. } => wish,
        WishEvent::Granted | WishEvent::Overtaken | WishEvent::Refused { .. } => None,
    }
}

impl LinkFigures {
    /// What one payment is expected to be of: the amount and the shipping that was asked for.
    pub fn each(&self) -> Money {
        self.amount.money().with_shipping(self.shipping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(minor: u64) -> LinkFigures {
        let money = Money::new(minor, "EUR".parse().unwrap());
        LinkFigures {
            amount: Amount::new(money).unwrap(),
            usage: Usage::Single,
            shipping: None,
            expires_at: Timestamp::from_millis(0).unwrap(),
        }
    }

    fn asked(wish: Wish) -> WishEvent {
        WishEvent::Asked { wish, provider_time: Timestamp::from_millis(0).unwrap() }
    }

    #[test]
    fn a_wish_stands_until_the_link_was_read_back() {
        let change = Wish::Change { figures: figures(1_000) };
        assert_eq!(step(None, &asked(change)), Some(change));
        let refused = WishEnd::Refused { error: TillError::UnknownError };
        for end in [WishEnd::Granted, WishEnd::Overtaken, refused] {
            assert_eq!(step(Some(change), &end.clone().into()), None);
            assert!(!takes(None, &end.into()));
        }
    }

    #[test]
    fn a_cancel_is_not_undone_by_a_change_and_takes_its_place() {
        let change = Wish::Change { figures: figures(1_000) };
        for event in [asked(change), asked(Wish::Cancel), WishEvent::MustEnd] {
            assert!(!takes(Some(Wish::Cancel), &event), "{event:?}");
            assert_eq!(step(Some(Wish::Cancel), &event), Some(Wish::Cancel), "{event:?}");
        }
        for event in [asked(Wish::Cancel), WishEvent::MustEnd] {
            assert_eq!(step(Some(change), &event), Some(Wish::Cancel), "{event:?}");
            assert_eq!(step(None, &event), Some(Wish::Cancel), "{event:?}");
        }
        // Other words or other figures are another wish.
        assert!(takes(Some(change), &asked(change)));
    }

    #[test]
    fn shipping_is_part_of_what_each_payment_is_of() {
        let with_shipping = LinkFigures {
            shipping: Some(Money::new(350, "EUR".parse().unwrap())),
            ..figures(1_000)
        };
        assert_eq!(with_shipping.each().minor(), 1_350);
        assert_eq!(figures(1_000).each().minor(), 1_000);
    }
}
