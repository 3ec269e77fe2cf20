//! What sign-in needs, and what it gives.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use domain::{TillError, account::Account, pay_url::PayHost};
use secrecy::SecretString;

/// The secrets of an account. `Debug` shows none.
#[derive(Debug, Clone)]
pub struct Keys {
    /// The one that takes payments and refunds them. What names it is no secret and stands in the account.
    pub main: SecretString,
    /// The one that signs payouts; the till makes none, but can tell whether news of one is genuine.
    pub payout: Option<SecretString>,
    /// The one that opens the provider's reports.
    pub reports: Option<SecretString>,
    /// The secret that the provider signs its messages to the shop's own server with. No request ever holds it.
    pub webhook: Option<SecretString>,
}

impl Keys {
    /// The one key that takes payments, and no other.
    pub fn main(main: SecretString) -> Self {
        Self { main, payout: None, reports: None, webhook: None }
    }
}

/// Which of an account's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyName {
    /// The one that takes payments and refunds them.
    Main,
    /// The one that signs payouts.
    Payout,
    /// The one that opens the provider's reports.
    Reports,
    /// The secret of the provider's messages.
    Webhook,
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
    /// The provider's name for it. Empty where it has none that tells it from the merchant's other accounts.
    pub name: String,
}

impl ProviderAccount {
    /// What the owner knows it by: its name, or its id where no name tells it from the others.
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }
}

/// What the provider told at sign-in.
#[derive(Clone)]
pub struct SignedIn {
    /// What each further request shows, or is signed with.
    pub token: SecretString,
    /// The key that opens the provider's reports, where the account has one.
    pub reports_key: Option<SecretString>,
    /// How long the token lives.
    pub lifetime: Duration,
    /// The merchant, as the provider calls it. May be empty.
    pub merchant_name: String,
    /// Where links are made: the one that the owner named or the only one that may; `None` where there is none, or
    /// where the owner must choose.
    pub link_account: Option<ProviderAccount>,
    /// Where refunds are made, as far as it is known: the one that the owner named, if it may, or the only one that may.
    /// No request names it, for each payment goes back from where it was paid; so nobody has to choose one.
    pub payment_account: Option<ProviderAccount>,
    /// Every account that may make links.
    pub link_accounts: Vec<ProviderAccount>,
    /// Every account that may refund.
    pub payment_accounts: Vec<ProviderAccount>,
    /// The hosts of the pay pages that the answer led to, each once; the owner confirms one of them where
    /// [`domain::capabilities::Capabilities::confirms_pay_host`] says so.
    pub pay_hosts: Vec<PayHost>,
    /// What the keys may do.
    pub rights: Vec<Right>,
    /// The first right that taking a payment needs and the keys lack, by the provider's name.
    pub missing_right: Option<&'static str>,
}

/// Something that a provider allows a key to do, in the till's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Make links.
    MakeLinks,
    /// Read a link and its payments. Without it no sale ever turns green.
    SeeLinks,
    /// List links: what a lost answer made is found so.
    ListLinks,
    /// Cancel and change links.
    AlterLinks,
    /// Read a payment.
    SeePayments,
    /// List payments and refunds.
    ListPayments,
    /// Give money back.
    Refund,
    /// Take reserved money.
    Capture,
    /// Give up a reservation.
    Release,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn")
            .field("lifetime", &self.lifetime)
            .field("merchant_name", &self.merchant_name)
            .field("link_account", &self.link_account)
            .field("payment_account", &self.payment_account)
            .field("rights", &self.rights)
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

    /// What stands in for a session where nobody is signed in. It signs nothing that the provider would take.
    pub(crate) fn of_nobody() -> Self {
        let signed_in = SignedIn {
            token: String::new().into(),
            reports_key: None,
            lifetime: Duration::ZERO,
            merchant_name: String::new(),
            link_account: None,
            payment_account: None,
            link_accounts: Vec::new(),
            payment_accounts: Vec::new(),
            pay_hosts: Vec::new(),
            rights: Vec::new(),
            missing_right: None,
        };
        Self::new(signed_in, Duration::ZERO)
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
        let signed_in = &self.signed_in;
        let called = |account: &ProviderAccount| account.called().to_owned();
        SessionReport {
            merchant_name: signed_in.merchant_name.clone(),
            link_account: signed_in.link_account.as_ref().map(called),
            payment_account: signed_in.payment_account.as_ref().map(called),
            link_accounts: signed_in.link_accounts.iter().map(called).collect(),
            payment_accounts: signed_in.payment_accounts.iter().map(called).collect(),
            pay_hosts: signed_in.pay_hosts.clone(),
            rights: signed_in.rights.clone(),
            missing_right: signed_in.missing_right,
        }
    }
}

/// What the owner sees at Test connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionReport {
    /// The merchant, as the provider calls it. May be empty.
    pub merchant_name: String,
    /// Where links are made; `None` where the keys may not make any, or the owner must choose.
    pub link_account: Option<String>,
    /// Where refunds are made; `None` where the keys may not refund, or several accounts may and the owner named none of
    /// them.
    pub payment_account: Option<String>,
    /// Every account that may make links.
    pub link_accounts: Vec<String>,
    /// Every account that may refund.
    pub payment_accounts: Vec<String>,
    /// The hosts of the pay pages that the provider's links led to.
    pub pay_hosts: Vec<PayHost>,
    /// What the keys may do.
    pub rights: Vec<Right>,
    /// The first right that taking a payment needs and the keys lack, by the provider's name.
    pub missing_right: Option<&'static str>,
}

impl SessionReport {
    /// True where the owner must say which of several accounts makes links. Which one refunds need never be said: no
    /// request names it.
    pub fn needs_choice(&self) -> bool {
        self.link_account.is_none() && self.link_accounts.len() > 1
    }
}
