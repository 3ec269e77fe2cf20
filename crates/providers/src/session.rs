//! What sign-in needs, and what it gives.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use domain::{TillError, account::Account};
use secrecy::SecretString;

/// The secrets of an account. `Debug` shows none.
#[derive(Debug, Clone)]
pub struct Keys {
    /// The provider's secret for the app; the app's id is no secret and stands in the account.
    pub app_key: SecretString,
}

/// Where the secrets come from: the keychain, asked only when a sign-in is due.
#[async_trait]
pub trait KeySource: Send + Sync {
    /// The secrets of `account`.
    async fn keys(&self, account: &Account) -> Result<Keys, TillError>;
}

/// One of the merchant's accounts at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAccount {
    /// The provider's id.
    pub id: String,
    /// The provider's name for it. May be empty, and may not be unique.
    pub name: String,
}

/// What the provider told at sign-in.
#[derive(Clone)]
pub struct SignedIn {
    /// What each further request shows.
    pub token: SecretString,
    /// How long the token lives.
    pub lifetime: Duration,
    /// The merchant, as the provider calls it. May be empty.
    pub merchant_name: String,
    /// Where links are made, chosen by permission; `None` where no account may make links.
    pub link_account: Option<ProviderAccount>,
    /// Where refunds are made, chosen by permission; `None` where no account may refund.
    pub refund_account: Option<ProviderAccount>,
    /// True where links and the payments on them may be read: without it no sale ever turns green.
    pub can_see_payments: bool,
    /// The first right that taking a payment needs and the keys lack, by the provider's name.
    pub missing_right: Option<&'static str>,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn")
            .field("lifetime", &self.lifetime)
            .field("merchant_name", &self.merchant_name)
            .field("link_account", &self.link_account)
            .field("refund_account", &self.refund_account)
            .field("can_see_payments", &self.can_see_payments)
            .field("missing_right", &self.missing_right)
            .finish_non_exhaustive()
    }
}

/// A sign-in that is in use. The token is seen only by the provider that asked for it.
#[derive(Debug)]
pub struct Session {
    signed_in: SignedIn,
    ends: Duration,
}

/// How long before its end a token is renewed.
const RENEW_BEFORE_END: Duration = Duration::from_mins(1);

impl Session {
    /// A session that begins `at` on the clock that counts sleep.
    pub fn new(signed_in: SignedIn, at: Duration) -> Self {
        // A token that lives for less than two minutes is used for half its life.
        let usable =
            signed_in.lifetime.saturating_sub(RENEW_BEFORE_END).max(signed_in.lifetime / 2);
        Self { signed_in, ends: at.saturating_add(usable) }
    }

    /// True until a minute before the token ends, `now` on the clock that counts sleep.
    pub fn is_good_at(&self, now: Duration) -> bool {
        now < self.ends
    }

    /// What the provider told.
    pub fn signed_in(&self) -> &SignedIn {
        &self.signed_in
    }

    /// What the owner sees at Test connection.
    pub fn report(&self) -> SessionReport {
        let called = |account: &ProviderAccount| {
            if account.name.is_empty() { account.id.clone() } else { account.name.clone() }
        };
        SessionReport {
            merchant_name: self.signed_in.merchant_name.clone(),
            link_account: self.signed_in.link_account.as_ref().map(called),
            refund_account: self.signed_in.refund_account.as_ref().map(called),
            can_see_payments: self.signed_in.can_see_payments,
            missing_right: self.signed_in.missing_right,
        }
    }
}

/// What the owner sees at Test connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionReport {
    /// The merchant, as the provider calls it. May be empty.
    pub merchant_name: String,
    /// Where links are made; `None` where the keys may not make any.
    pub link_account: Option<String>,
    /// Where refunds are made; `None` where the keys may not refund.
    pub refund_account: Option<String>,
    /// True where links and the payments on them may be read.
    pub can_see_payments: bool,
    /// The first right that taking a payment needs and the keys lack, by the provider's name.
    pub missing_right: Option<&'static str>,
}

impl SessionReport {
    /// True where links can be made.
    pub fn can_create(&self) -> bool {
        self.link_account.is_some()
    }

    /// True where payments can be refunded.
    pub fn can_refund(&self) -> bool {
        self.refund_account.is_some()
    }
}
