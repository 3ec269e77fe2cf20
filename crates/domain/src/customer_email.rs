//! Where a customer can be written to.

use std::fmt;

use crate::{
    TillError,
    capabilities::Capabilities,
    error::Field,
    text::{check_characters, check_text},
};

/// Longest address, in characters: what a mail server takes, and two less than Flitt does (fact sheet, 3.1).
pub const LONGEST_CUSTOMER_EMAIL: usize = 254;

/// The e-mail address of a customer. It is contact data: no event can hold it, for it can't be serialised, and `Debug`
/// does not show it whole.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomerEmail(String);

/// Text that is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmail;

impl CustomerEmail {
    /// The address, whole.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Enough for staff to know it again on a list, and too little to write to: `n…@shop.example`.
    pub fn masked(&self) -> String {
        let (name, host) = self.0.split_once('@').unwrap_or_default();
        let mut letters = name.chars();
        // A single letter would be the whole name.
        let first = letters.next().filter(|_| letters.next().is_some());
        format!("{}…@{host}", first.map(String::from).unwrap_or_default())
    }

    /// Reads what staff typed; `None` where they typed nothing. An address for a provider that takes none is refused.
    pub fn typed(text: &str, can: &Capabilities) -> Result<Option<Self>, TillError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let invalid = TillError::InvalidField { field: Field::CustomerEmail };
        if !can.customer_email {
            return Err(invalid);
        }
        check_text(Field::CustomerEmail, text, LONGEST_CUSTOMER_EMAIL)?;
        check_characters(Field::CustomerEmail, text, can.forbidden)?;
        Self::try_from(text.to_owned()).map(Some).map_err(|NotAnEmail| invalid)
    }
}

impl fmt::Debug for CustomerEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CustomerEmail").field(&self.masked()).finish()
    }
}

impl TryFrom<String> for CustomerEmail {
    type Error = NotAnEmail;

    /// Only a mail server knows which addresses there are: what is looked for is what none has.
    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        let parts = text.split_once('@');
        let whole = parts.is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !host.contains('@')
        });
        let unbroken = !text.contains(|c: char| c.is_whitespace() || c.is_control());
        let fits = text.chars().count() <= LONGEST_CUSTOMER_EMAIL;
        (whole && unbroken && fits).then_some(Self(text)).ok_or(NotAnEmail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(text: &str) -> Result<CustomerEmail, NotAnEmail> {
        text.to_owned().try_into()
    }

    #[test]
    fn an_address_has_a_name_one_at_sign_and_a_host() {
        let longest = format!("{}@shop.example", "n".repeat(241));
        for text in ["nino@shop.example", "a@b", "ნინო@მაღაზია.გე", "n+1'|x@shop.example", &longest]
        {
            assert_eq!(email(text).unwrap().as_str(), text);
        }
        for text in [
            "",
            "@",
            "nino",
            "nino@",
            "@shop.example",
            "ni@no@shop.example",
            "nino@@shop.example",
            "nino @shop.example",
            " nino@shop.example",
            "nino@shop.example\n",
            "nino@shop\u{a0}.example",
            "nino\0@shop.example",
            &format!("n{longest}"),
        ] {
            assert_eq!(email(text), Err(NotAnEmail), "{text:?}");
        }
    }

    #[test]
    fn what_is_logged_by_mistake_is_not_the_whole_address() {
        for (text, shown) in [
            ("nino@shop.example", "n…@shop.example"),
            ("ნინო@shop.example", "ნ…@shop.example"),
            ("n@shop.example", "…@shop.example"),
        ] {
            let email = email(text).unwrap();
            assert_eq!(email.masked(), shown);
            assert_eq!(format!("{email:?}"), format!("CustomerEmail(\"{shown}\")"));
        }
    }
}
