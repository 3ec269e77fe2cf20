//! One of the shop's customers, as a provider keeps them for further sales.

use std::fmt;

use crate::{
    TillError,
    capabilities::Capabilities,
    customer_email::CustomerEmail,
    error::Field,
    ids::ProviderCustomerId,
    text::{check_characters, check_text},
};

/// Longest name of a customer, in characters.
pub const LONGEST_CUSTOMER_NAME: usize = 200;

/// Longest telephone number, in characters: fifteen digits, and what people write between them.
pub const LONGEST_CUSTOMER_PHONE: usize = 40;

/// How many digits of a number are shown where it is masked.
const SHOWN_DIGITS: usize = 2;

/// Fewest digits that a telephone number has.
const FEWEST_DIGITS: usize = 3;

/// What a provider keeps of a customer. It is contact data: no event can hold it, for it can't be serialised, and `Debug`
/// shows none of it whole.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomerDetails {
    /// Where they can be written to.
    pub email: CustomerEmail,
    /// Their name; may be empty.
    pub name: String,
    /// Where they can be called.
    pub phone: Option<CustomerPhone>,
}

/// A customer that the provider keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCustomer {
    /// The provider's id.
    pub id: ProviderCustomerId,
    /// What it keeps.
    pub details: CustomerDetails,
}

/// What staff make of a customer: only what differs is to be sent, so that nobody else's change is undone, and a text that is
/// empty now is to be taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerChange {
    /// The provider's id.
    pub id: ProviderCustomerId,
    /// What it keeps as far as is known.
    pub before: CustomerDetails,
    /// What it shall keep.
    pub after: CustomerDetails,
}

/// A telephone number, as it was written. `Debug` does not show it whole.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomerPhone(String);

/// Text that is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number")]
pub struct NotAPhone;

impl CustomerDetails {
    /// Reads what staff typed.
    ///
    /// # Errors
    /// The first field that can't be used.
    pub fn typed(
        email: &str,
        name: &str,
        phone: &str,
        can: &Capabilities,
    ) -> Result<Self, TillError> {
        let missing = || TillError::MissingRequiredFields { fields: vec![Field::CustomerEmail] };
        let email = CustomerEmail::typed(email, can)?.ok_or_else(missing)?;
        let (name, phone) = (name.trim(), phone.trim());
        check_text(Field::CustomerName, name, LONGEST_CUSTOMER_NAME)?;
        check_characters(Field::CustomerName, name, can.forbidden)?;
        if name.chars().any(char::is_control) {
            return Err(TillError::InvalidField { field: Field::CustomerName });
        }
        check_text(Field::CustomerPhone, phone, LONGEST_CUSTOMER_PHONE)?;
        let phone = match phone {
            "" => None,
            phone => Some(
                CustomerPhone::try_from(phone.to_owned())
                    .map_err(|_| TillError::InvalidField { field: Field::CustomerPhone })?,
            ),
        };
        Ok(Self { email, name: name.to_owned(), phone })
    }
}

impl fmt::Debug for CustomerDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerDetails")
            .field("email", &self.email)
            .field("phone", &self.phone)
            .finish_non_exhaustive()
    }
}

impl CustomerPhone {
    /// The number, whole.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Enough for staff to know it again on a list, and too little to call: `…67`.
    pub fn masked(&self) -> String {
        let digits: Vec<char> = self.0.chars().filter(char::is_ascii_digit).collect();
        let shown = digits.len().saturating_sub(SHOWN_DIGITS);
        format!("…{}", digits.get(shown..).unwrap_or_default().iter().collect::<String>())
    }
}

impl fmt::Debug for CustomerPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CustomerPhone").field(&self.masked()).finish()
    }
}

impl TryFrom<String> for CustomerPhone {
    type Error = NotAPhone;

    /// Accepts digits with what people write between them: spaces, brackets, hyphens, dots, slashes, a plus before and an
    /// extension behind.
    fn try_from(text: String) -> Result<Self, NotAPhone> {
        let known = |c: char| c.is_ascii_digit() || " ()-./+x#,;*".contains(c);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let fits = text.chars().count() <= LONGEST_CUSTOMER_PHONE;
        if digits < FEWEST_DIGITS || !fits || !text.chars().all(known) {
            return Err(NotAPhone);
        }
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(text: &str) -> Result<CustomerPhone, NotAPhone> {
        text.to_owned().try_into()
    }

    #[test]
    fn a_number_is_kept_as_it_was_written_and_masked_to_its_last_digits() {
        let number = phone("+995 (32) 212-34-67").unwrap();
        assert_eq!(number.as_str(), "+995 (32) 212-34-67");
        assert_eq!(number.masked(), "…67");
        assert_eq!(format!("{number:?}"), "CustomerPhone(\"…67\")");
        for text in ["", "12", "call me", "+", "+995\n212", &"1".repeat(41)] {
            assert_eq!(phone(text), Err(NotAPhone), "{text:?}");
        }
    }

    #[test]
    fn what_is_logged_by_mistake_holds_no_name_and_no_address() {
        let details = CustomerDetails {
            email: "nino@shop.example".to_owned().try_into().unwrap(),
            name: "Nino B.".into(),
            phone: Some(phone("+995 212 34 67").unwrap()),
        };
        let shown = format!("{details:?}");
        assert!(!shown.contains("Nino") && !shown.contains("nino@") && !shown.contains("212"));
    }
}
