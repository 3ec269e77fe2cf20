//! What a provider can do and promise: data that the screens show and the money protocol obeys.

use std::time::Duration;

use crate::account::Environment;

/// What an account at a provider can do.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing of its own that a provider can do or not"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// What the provider promises about making links.
    pub create: WriteRules,
    /// What the provider promises about refunds; `None` where they are made in its dashboard alone.
    pub refund: Option<WriteRules>,
    /// What the provider promises about capturing what was only authorised; `None` where it can't be done.
    pub capture: Option<WriteRules>,
    /// What the provider promises about giving up an authorisation; `None` where it can't be done.
    pub release: Option<WriteRules>,
    /// True where part of a payment can go back.
    pub partial_refund: bool,
    /// True where part of a reservation can be captured.
    pub partial_capture: bool,
    /// True where a link can be ended before its time.
    pub cancel: bool,
    /// True where a link ends by itself at the time that was asked for. One that does not stays payable until it is paid
    /// or cancelled.
    pub links_end: bool,
    /// Which of a link's terms can be changed.
    pub change: Changes,
    /// How often one link can be paid at most; 1 where each can be paid once.
    pub most_uses: u32,
    /// True where a link can ask for an address and for what shipping costs.
    pub shipping: bool,
    /// True where a link can ask that money is only reserved.
    pub reservations: bool,
    /// True where a link can confirm a card without taking money.
    pub card_checks: bool,
    /// True where a link can begin a subscription, which can be stopped and started again.
    pub subscriptions: bool,
    /// What a link can be made of.
    pub made_of: MadeOf,
    /// True where the provider tells, without any key, what a customer will see of a link.
    pub preview: bool,
    /// True where the owner may say whether tax is within the prices, and how addresses of pay pages are made.
    pub own_pay_pages: bool,
    /// True where the provider has no host of its own, so that the owner must name the one of the account.
    pub needs_host: bool,
    /// True where the key is a person's session in the provider's dashboard, which ends by itself.
    pub session_key: bool,
    /// True where the provider's reports can be read, with a key of their own.
    pub reports: bool,
    /// True where payouts have a key of their own. The till makes none; it can tell whether news of one is genuine.
    pub payout_key: bool,
    /// True where messages to the shop's own server are signed with a secret that the provider gives for that alone.
    pub webhook_secret: bool,
    /// True where nobody but the owner can tell on which host the provider's pay pages lie.
    pub confirms_pay_host: bool,
    /// True where the provider keeps the shop's customers, who can be found, made, changed and deleted.
    pub customers: bool,
    /// How many days a refund takes to reach the customer; `None` where the provider does not say.
    pub refund_takes: Option<Days>,
    /// True where a link can tell the provider the customer's e-mail address.
    pub customer_email: bool,
    /// The languages of the page where customers pay that a link can ask for, by their ISO 639-1 codes; empty where the
    /// provider alone chooses.
    pub page_languages: &'static [&'static str],
    /// True where links, payments and refunds can be listed.
    pub lists: bool,
    /// What a list shows, so that one request looks at many links.
    pub sweep: Sweep,
    /// How many requests a minute the till allows itself with real money.
    pub rate_live: RateLimit,
    /// The same with a sandbox or a practice provider.
    pub rate_test: RateLimit,
    /// Longest name, in characters.
    pub name_limit: usize,
    /// Longest description, in characters.
    pub description_limit: usize,
    /// Characters that no text may hold that goes to the provider.
    pub forbidden: &'static [char],
}

/// What a list of the provider's shows of many links at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sweep {
    /// There is no such list.
    None,
    /// The payments of all links.
    Payments,
    /// The links themselves, paid or not: also one that was made long ago and never paid.
    Links,
}

/// What a provider's links can be made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeOf {
    /// A sum. The till's products are words to the provider.
    Sum,
    /// Products of the provider's own catalogue, and nothing else: it gives the sum.
    Catalogue,
}

/// Which terms of a link can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// None.
    None,
    /// All of them.
    All,
    /// All but what it asks for.
    AllButAmount,
}

/// A span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// At least.
    pub least: u8,
    /// At most.
    pub most: u8,
}

/// How many requests the till allows itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// In a minute, over time.
    pub per_minute: u32,
    /// At once, after a rest.
    pub burst: u32,
}

impl Capabilities {
    /// How many requests the till allows itself in `environment`.
    pub fn rate(&self, environment: Environment) -> RateLimit {
        match environment {
            Environment::Live => self.rate_live,
            Environment::Sandbox | Environment::Practice => self.rate_test,
        }
    }
}

/// What a provider promises about one kind of write, so that the protocol needs no provider's name.
///
/// How what a lost answer made is found is the provider's own matter, and no promise that decides anything: two writes of
/// a kind are never under way on one payment at a time, whichever provider it is (the book refuses the second one while
/// the first is not settled), so that even a total that has grown could belong to one alone (RELIABILITY 1.6, R8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteRules {
    /// What a repeated idempotency key gives.
    pub key: KeyPromise,
    /// How long the key is surely known; `None` where it never ends. Meaningless without a key.
    pub key_window: Option<Duration>,
    /// How long after it was sent a request may still be acted on.
    pub late_bound: Duration,
    /// How far reads may lag behind writes.
    pub read_lag: Duration,
}

/// What a repeated idempotency key gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPromise {
    /// There is no key.
    None,
    /// The first answer again.
    Replay,
    /// A refusal that names what the first request made.
    ConflictWithId,
    /// A refusal that does not say what the first request made; the reference is used up.
    UniqueReference,
}

/// How much earlier than the provider forgets a key the till stops relying on it (RELIABILITY 1.6, R6).
pub const KEY_MARGIN: Duration = Duration::from_hours(4);

impl WriteRules {
    /// True where a repeat with the same key is told from a new write.
    pub fn is_keyed(&self) -> bool {
        !matches!(self.key, KeyPromise::None)
    }

    /// True while the same key may go again, `since_first_sent` after the first attempt in the provider's time.
    pub fn key_still_known(&self, since_first_sent: Duration) -> bool {
        self.is_keyed()
            && self
                .key_window
                .is_none_or(|window| since_first_sent < window.saturating_sub(KEY_MARGIN))
    }

    /// How long after the last attempt 'not found' proves that nothing was made (R7).
    pub fn quiet_period(&self) -> Duration {
        self.late_bound + self.read_lag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    fn rules(key: KeyPromise, key_window: Option<Duration>) -> WriteRules {
        WriteRules { key, key_window, late_bound: HOUR, read_lag: HOUR }
    }

    #[test]
    fn a_key_is_trusted_until_four_hours_before_the_provider_forgets_it() {
        let rules = rules(KeyPromise::ConflictWithId, Some(24 * HOUR));
        assert!(rules.key_still_known(19 * HOUR));
        assert!(!rules.key_still_known(20 * HOUR));
    }

    #[test]
    fn no_key_is_never_trusted_and_an_endless_one_always() {
        assert!(!rules(KeyPromise::None, None).key_still_known(Duration::ZERO));
        assert!(rules(KeyPromise::UniqueReference, None).key_still_known(10_000 * HOUR));
    }
}
