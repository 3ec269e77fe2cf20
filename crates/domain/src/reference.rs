//! The reference by which a sale is found at the provider.

use std::{fmt, sync::LazyLock};

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::{TillError, error::Field, ids::LinkId};

/// Longest reference that a provider takes, in characters (fact sheet of Global Payments, 7.3).
pub const LONGEST_REFERENCE: usize = 50;

/// How many characters of the staff's reference go to the provider: the rest makes it unique.
pub const STAFF_PART: usize = LONGEST_REFERENCE - 1 - UNIQUE_PART;

const UNIQUE_PART: usize = 10;

/// Longest reference that staff may type, in characters (the seed's limit). The sale keeps it whole.
pub const LONGEST_STAFF_REFERENCE: usize = 100;

/// What the seed takes out of a reference: everything but letters, digits, `_`, white space, `-` and `#`.
static UNWANTED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[^\w\s\-#]").ok());

/// The reference that goes to a provider: the cleaned staff text, cut, `-`, and ten characters of the intent's id.
/// At most 50 characters and never used twice, so that two sales with the same words are never taken for one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OurReference(String);

impl OurReference {
    /// Makes the reference of the link `link` from what staff typed.
    pub fn new(staff: &str, link: LinkId) -> Result<Self, TillError> {
        let cleaned = clean(staff);
        if cleaned.is_empty() {
            return Err(TillError::MissingRequiredFields { fields: vec![Field::Reference] });
        }
        let cut: String = cleaned.chars().take(STAFF_PART).collect();
        Ok(Self(format!("{}-{}", cut.trim_end(), link.reference_tail())))
    }

    /// A reference read back from the ledger.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// As the provider sees it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OurReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The staff's reference without the characters that a provider may refuse, white space folded to single spaces.
pub fn clean(staff: &str) -> String {
    let kept =
        UNWANTED.as_ref().map_or_else(|| staff.into(), |unwanted| unwanted.replace_all(staff, ""));
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn link(tail: u128) -> LinkId {
        Uuid::from_u128(tail).into()
    }

    #[test]
    fn a_reference_is_cleaned_like_the_seed_does_and_made_unique() {
        for (typed, sent) in [
            ("Invoice #12345", "Invoice #12345-00000000ab"),
            ("table 4; DROP", "table 4 DROP-00000000ab"),
            ("<b>José</b>\n\tMüller", "bJoséb Müller-00000000ab"),
            ("INV_10-43", "INV_10-43-00000000ab"),
        ] {
            assert_eq!(OurReference::new(typed, link(0xab)).unwrap().as_str(), sent);
        }
    }

    #[test]
    fn a_reference_of_unwanted_characters_alone_is_missing() {
        let missing = Err(TillError::MissingRequiredFields { fields: vec![Field::Reference] });
        assert_eq!(OurReference::new("€ / !", link(1)), missing);
    }

    proptest! {
        #[test]
        fn a_reference_fits_the_provider_and_differs_for_each_link(typed in "\\PC{0,120}", a: u128, b: u128) {
            prop_assume!(!clean(&typed).is_empty());
            prop_assume!(a & 0xff_ffff_ffff != b & 0xff_ffff_ffff);
            let (one, other) = (OurReference::new(&typed, link(a)).unwrap(), OurReference::new(&typed, link(b)).unwrap());
            let length = one.as_str().chars().count();
            prop_assert!((8..=LONGEST_REFERENCE).contains(&length));
            prop_assert_ne!(one, other);
        }
    }
}
