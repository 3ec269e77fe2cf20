//! A provider with another one inside: it notes which methods are called, and can have a flaw.

mod subject;

use std::{
    collections::BTreeSet,
    convert::Infallible,
    sync::{Arc, Mutex},
};

use domain::{
    Currency, Outcome, Random, TillError, Timestamp,
    account::Account,
    capabilities::Capabilities,
    customer::{CustomerChange, CustomerDetails, KeptCustomer},
    error::Field,
    hold::NewHoldEnd,
    ids::{IdempotencyKey, ProviderCustomerId},
    link::NewLink,
    pay_url::PayHosts,
    payment::SeenPayment,
    place::Place,
    refund::NewRefund,
};
use providers::{
    Altered, BoxedExchange, Counting, CreatedLink, CustomersFound, CustomersToFind, Exchange,
    HostNotForEnvironment, KeyWarning, Keys, LinkQuery, LinkReport, LinkToAlter, LinkToPreview,
    LinkToRead, Listed, ListedLink, ListedTransaction, MadeHoldEnd, MadeRefund, Notification,
    PaymentToRead, Preview, Provider, Received, RefundsSeen, RefundsToFind, Request, Response,
    Scene, Session, SignedIn, Step, SubscriptionToSet, SweepAsk, Swept, TransactionQuery,
    TransportFault,
};

use crate::{answers::Answer, subject::Subject};

/// An outcome that is not done.
pub(crate) type Undone = Outcome<Infallible>;

/// What a provider with a flaw makes of what comes and goes. Without one, everything stays as it is.
#[expect(clippy::struct_excessive_bools, reason = "each is a flaw of its own")]
#[derive(Clone, Default)]
pub(crate) struct Flaw {
    pub(crate) key: Option<fn(IdempotencyKey) -> IdempotencyKey>,
    pub(crate) ask: Option<fn(NewLink) -> NewLink>,
    /// What an exchange sends.
    pub(crate) request: Option<fn(Request) -> Request>,
    /// A sign-in, and what is sent with one.
    pub(crate) signed: Option<fn(Request) -> Request>,
    /// What comes back for a request.
    pub(crate) answer: Option<Arc<dyn Fn(Answer) -> Answer + Send + Sync>>,
    /// What is told after so many requests, where nothing is done.
    pub(crate) undone: Option<fn(usize, Undone) -> Undone>,
    pub(crate) capabilities: Option<fn(&mut Capabilities)>,
    pub(crate) counting: Option<Counting>,
    pub(crate) any_host: bool,
    pub(crate) any_account: bool,
    pub(crate) any_key: bool,
    pub(crate) always_signs_in: bool,
}

/// A subject with a provider that is watched.
pub(crate) struct Wrapped<'s> {
    subject: &'s dyn Subject,
    provider: &'static WrappedProvider,
}

impl<'s> Wrapped<'s> {
    pub(crate) fn around(subject: &'s dyn Subject) -> Self {
        Self::with(subject, Flaw::default())
    }

    pub(crate) fn with(subject: &'s dyn Subject, flaw: Flaw) -> Self {
        let provider =
            WrappedProvider { inner: subject.provider(), flaw, called: Mutex::default() };
        Self { subject, provider: Box::leak(Box::new(provider)) }
    }

    pub(crate) fn called(&self) -> BTreeSet<&'static str> {
        self.provider.called.lock().unwrap().clone()
    }
}

struct WrappedProvider {
    inner: &'static dyn Provider,
    flaw: Flaw,
    called: Mutex<BTreeSet<&'static str>>,
}

/// How a value of the trait passes through the flaw.
trait Through: Sized {
    fn through(self, _flaw: &Flaw) -> Self {
        self
    }
}

/// Writes every method of the trait, and their names.
macro_rules! through_each {
    ($(fn $name:ident(&self $(, $given:ident: $type:ty)*) -> $out:ty;)+) => {
        /// The methods of the trait.
        pub(crate) const METHODS: &[&str] = &[$(stringify!($name)),+];

        impl Provider for WrappedProvider {
            $(fn $name(&self $(, $given: $type)*) -> $out {
                self.called.lock().unwrap().insert(stringify!($name));
                self.inner.$name($($given.through(&self.flaw)),*).through(&self.flaw)
            })+
        }
    };
}

through_each! {
    fn capabilities(&self) -> &'static Capabilities;
    fn counting(&self, currency: Currency) -> Counting;
    fn check_host(&self, place: &Place) -> Result<(), HostNotForEnvironment>;
    fn check_account(&self, account: &Account) -> Result<(), Field>;
    fn key_id(&self, keys: &Keys) -> Option<String>;
    fn check_keys(&self, account: &Account, keys: &Keys) -> Result<(), TillError>;
    fn warns_of_key(&self, account: &Account) -> Option<KeyWarning>;
    fn api_host(&self, account: &Account) -> String;
    fn dashboard(&self, account: &Account) -> Option<String>;
    fn pay_hosts(&self, account: &Account) -> PayHosts;
    fn sign_in(&self, account: &Account, keys: &Keys, random: &dyn Random) -> Request;
    fn signed_in(&self, account: &Account, keys: &Keys, answer: Answer) -> Outcome<SignedIn>;
    fn authorise(&self, session: &Session, request: Request) -> Request;
    fn refuses_session(&self, answer: &Response) -> bool;
    fn warm_up(&self, account: &Account) -> BoxedExchange<()>;
    fn create_link(&self, account: &Account, ask: NewLink, key: IdempotencyKey) -> BoxedExchange<CreatedLink>;
    fn find_link(&self, account: &Account, ask: NewLink, since: Timestamp) -> BoxedExchange<Option<CreatedLink>>;
    fn read_link(&self, account: &Account, link: LinkToRead) -> BoxedExchange<LinkReport>;
    fn refund(&self, account: &Account, ask: NewRefund, key: IdempotencyKey) -> BoxedExchange<MadeRefund>;
    fn alter_link(&self, account: &Account, link: LinkToAlter) -> BoxedExchange<Altered>;
    fn set_charges(&self, account: &Account, subscription: SubscriptionToSet) -> BoxedExchange<bool>;
    fn list_links(&self, account: &Account, query: LinkQuery) -> BoxedExchange<Listed<ListedLink>>;
    fn list_transactions(&self, account: &Account, query: TransactionQuery) -> BoxedExchange<Listed<ListedTransaction>>;
    fn sweeps(&self, account: &Account) -> bool;
    fn sweep(&self, account: &Account, ask: SweepAsk) -> BoxedExchange<Swept>;
    fn preview_link(&self, account: &Account, link: LinkToPreview) -> BoxedExchange<Preview>;
    fn read_payment(&self, account: &Account, payment: PaymentToRead) -> BoxedExchange<SeenPayment>;
    fn end_hold(&self, account: &Account, ask: NewHoldEnd, key: IdempotencyKey) -> BoxedExchange<MadeHoldEnd>;
    fn refunds_of(&self, account: &Account, payment: RefundsToFind) -> BoxedExchange<RefundsSeen>;
    fn read_notification(&self, account: &Account, keys: &Keys, received: Received<'_>) -> Option<Notification>;
    fn find_customers(&self, account: &Account, ask: CustomersToFind) -> BoxedExchange<CustomersFound>;
    fn read_customer(&self, account: &Account, customer: ProviderCustomerId) -> BoxedExchange<KeptCustomer>;
    fn create_customer(&self, account: &Account, details: CustomerDetails, key: IdempotencyKey) -> BoxedExchange<KeptCustomer>;
    fn change_customer(&self, account: &Account, change: CustomerChange) -> BoxedExchange<KeptCustomer>;
    fn delete_customer(&self, account: &Account, customer: ProviderCustomerId) -> BoxedExchange<()>;
}

/// Values that pass as they are.
macro_rules! unchanged {
    ($($type:ty),+ $(,)?) => {
        $(impl Through for $type {})+
    };
}

unchanged!(
    &Account,
    Received<'_>,
    &Keys,
    &Place,
    &Response,
    &Session,
    &dyn Random,
    Answer,
    Currency,
    CustomerChange,
    CustomerDetails,
    CustomersToFind,
    KeptCustomer,
    LinkQuery,
    LinkToAlter,
    LinkToPreview,
    LinkToRead,
    NewHoldEnd,
    NewRefund,
    Option<KeyWarning>,
    Option<Notification>,
    Option<String>,
    Outcome<SignedIn>,
    PayHosts,
    PaymentToRead,
    ProviderCustomerId,
    RefundsToFind,
    String,
    SubscriptionToSet,
    SweepAsk,
    Timestamp,
    TransactionQuery,
);

impl Through for &'static Capabilities {
    fn through(self, flaw: &Flaw) -> Self {
        let Some(bend) = flaw.capabilities else { return self };
        let mut other = self.clone();
        bend(&mut other);
        Box::leak(Box::new(other))
    }
}

impl Through for Counting {
    fn through(self, flaw: &Flaw) -> Self {
        flaw.counting.unwrap_or(self)
    }
}

impl Through for Result<(), Field> {
    fn through(self, flaw: &Flaw) -> Self {
        if flaw.any_account { Ok(()) } else { self }
    }
}

impl Through for Result<(), TillError> {
    fn through(self, flaw: &Flaw) -> Self {
        if flaw.any_key { Ok(()) } else { self }
    }
}

impl Through for Result<(), HostNotForEnvironment> {
    fn through(self, flaw: &Flaw) -> Self {
        if flaw.any_host { Ok(()) } else { self }
    }
}

impl Through for bool {
    fn through(self, flaw: &Flaw) -> Self {
        self || flaw.always_signs_in
    }
}

impl Through for IdempotencyKey {
    fn through(self, flaw: &Flaw) -> Self {
        flaw.key.map_or(self, |bend| bend(self))
    }
}

impl Through for NewLink {
    fn through(self, flaw: &Flaw) -> Self {
        match flaw.ask {
            Some(bend) => bend(self),
            None => self,
        }
    }
}

impl Through for Request {
    fn through(self, flaw: &Flaw) -> Self {
        match flaw.signed {
            Some(bend) => bend(self),
            None => self,
        }
    }
}

impl<T: 'static> Through for BoxedExchange<T> {
    fn through(self, flaw: &Flaw) -> Self {
        Box::new(Flawed { exchange: self, flaw: flaw.clone(), sent: 0 })
    }
}

/// An exchange with a flaw.
struct Flawed<T> {
    exchange: BoxedExchange<T>,
    flaw: Flaw,
    sent: usize,
}

impl<T> Exchange for Flawed<T> {
    type Output = T;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<T> {
        let answer = answer.map(|answer| match &self.flaw.answer {
            Some(bend) => bend(answer),
            None => answer,
        });
        match self.exchange.next(scene, answer) {
            Step::Send(request) => {
                self.sent += 1;
                Step::Send(match self.flaw.request {
                    Some(bend) => bend(request),
                    None => request,
                })
            }
            Step::End(outcome) => Step::End(match (outcome, self.flaw.undone) {
                (Outcome::Rejected(no), Some(bend)) => {
                    undone(bend(self.sent, Outcome::Rejected(no)))
                }
                (Outcome::NotSent(why), Some(bend)) => {
                    undone(bend(self.sent, Outcome::NotSent(why)))
                }
                (Outcome::Unclear(doubt), Some(bend)) => {
                    undone(bend(self.sent, Outcome::Unclear(doubt)))
                }
                (outcome, _) => outcome,
            }),
        }
    }

    fn still_allowed(&self) -> bool {
        self.exchange.still_allowed()
    }
}

fn undone<T>(outcome: Undone) -> Outcome<T> {
    outcome.map(|never| match never {})
}
