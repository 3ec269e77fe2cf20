//! What a client signs with (fact sheet, 2.4).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::random::Random;

/// The number of a merchant, such as 1549901.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MerchantId(u64);

impl MerchantId {
    /// The merchant with this number.
    pub fn new(number: u64) -> Self {
        Self(number)
    }

    /// The plain number.
    pub fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for MerchantId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A secret key. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct FlittKey(String);

impl FlittKey {
    /// Takes any text: the documented keys are as short as `test`.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key itself, to hand to the client that shall sign.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FlittKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FlittKey(hidden)")
    }
}

/// The credentials of the practice merchant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlittCredentials {
    /// Part of every request.
    pub merchant_id: MerchantId,
    /// Signs everything but payouts: requests, answers and callbacks.
    pub payment_key: FlittKey,
    /// Signs payouts, request and answer.
    pub payout_key: FlittKey,
    /// The application that signs in to the reports portal.
    pub reports_application: String,
    /// Signs the sign-in to the reports portal.
    pub reports_key: FlittKey,
}

impl FlittCredentials {
    /// New credentials: a merchant id of seven digits like the documented ones, and keys of 32
    /// characters.
    pub fn generate(random: &Random) -> Self {
        let key = || FlittKey(random.alphanumeric(32));
        let digits = random.digits(6);
        Self {
            merchant_id: MerchantId(
                digits.bytes().fold(1, |number, digit| number * 10 + u64::from(digit - b'0')),
            ),
            payment_key: key(),
            payout_key: key(),
            reports_application: format!("1{}", random.digits(3)),
            reports_key: key(),
        }
    }

    /// The three keys.
    pub(super) fn keys(&self) -> [&FlittKey; 3] {
        [&self.payment_key, &self.payout_key, &self.reports_key]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_credentials_differ_and_debug_hides_the_keys() {
        let credentials = FlittCredentials::generate(&Random::from_seed(3));
        assert_eq!(credentials.merchant_id.to_string().len(), 7);
        let shown = format!("{credentials:?}");
        assert!(shown.contains(&credentials.merchant_id.to_string()));
        let [payment, payout, reports] = credentials.keys();
        for key in [payment, payout, reports] {
            assert!(!shown.contains(key.expose()), "{shown}");
        }
        assert!(payment != payout && payout != reports);
    }
}
