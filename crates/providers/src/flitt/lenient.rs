//! Reading members whose types wobble (fact sheet, section 8, trap 35): a number or its text, `""` for what is absent.

use domain::{Currency, Money, money::minor_units};

use super::{
    decimal::Decimal,
    errors::Unreadable,
    members::{Members, Value},
    words::Words,
};

impl Members {
    /// [`Members::text`] where an answer turns on it: what is neither text nor number is an error, never nothing.
    pub(super) fn plain(&self, name: &'static str) -> Result<Option<&str>, Unreadable> {
        match self.get(name) {
            Some(Value::Truth(_) | Value::Nested(_)) => Err(Unreadable::Malformed { name }),
            Some(Value::Text(_) | Value::Number(_) | Value::Null) | None => Ok(self.text(name)),
        }
    }

    /// [`Members::text`] on its own.
    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(ToOwned::to_owned)
    }

    /// A text that must be there.
    pub fn required(&self, name: &'static str) -> Result<&str, Unreadable> {
        self.plain(name)?.ok_or(Unreadable::Missing { name })
    }

    /// A text for people, empty where it is absent.
    pub fn words(&self, name: &str) -> Words {
        Words::new(self.text(name).unwrap_or_default())
    }

    /// The reason for a no, for people.
    pub(super) fn reason(&self, name: &str) -> Words {
        Words::of_reason(self.text(name).unwrap_or_default())
    }

    /// Minor units, or `None` where they are absent. Anything but digits is an error, never nothing.
    pub fn minor(&self, name: &'static str) -> Result<Option<u64>, Unreadable> {
        match self.get(name) {
            None => Ok(None),
            Some(value) if value.is_absent() => Ok(None),
            Some(Value::Text(text) | Value::Number(text)) => {
                minor_units(text).map(Some).ok_or(Unreadable::Malformed { name })
            }
            Some(_) => Err(Unreadable::Malformed { name }),
        }
    }

    /// Minor units of `amount` with the currency of `currency`; `None` where either is absent.
    pub fn money(
        &self,
        amount: &'static str,
        currency: &'static str,
    ) -> Result<Option<Money>, Unreadable> {
        let minor = self.minor(amount)?;
        let currency = self.currency(currency)?;
        Ok(minor.zip(currency).map(|(minor, currency)| Money::new(minor, currency)))
    }

    /// A currency, or `None` where it is absent.
    pub fn currency(&self, name: &'static str) -> Result<Option<Currency>, Unreadable> {
        let parsed = self.plain(name)?.map(str::parse).transpose();
        parsed.map_err(|_| Unreadable::Malformed { name })
    }

    /// A decimal number, as it was written.
    pub fn decimal(&self, name: &str) -> Option<Decimal> {
        self.text(name).map(Decimal::new)
    }

    /// An object within, written as JSON text or nested. `None` where there is none that can be read.
    pub fn object(&self, name: &str) -> Option<Self> {
        match self.get(name)? {
            Value::Text(json) | Value::Nested(json) => serde_json::from_str(json).ok(),
            Value::Number(_) | Value::Truth(_) | Value::Null => None,
        }
    }

    /// A list of objects within, nested or written as JSON text. `None` where there is none that can be read.
    pub fn objects(&self, name: &str) -> Option<Vec<Self>> {
        match self.get(name)? {
            Value::Text(json) | Value::Nested(json) => serde_json::from_str(json).ok(),
            Value::Number(_) | Value::Truth(_) | Value::Null => None,
        }
    }
}
