//! A provider with another one inside: it notes which methods are called, and can have a flaw.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    sync::{Arc, Mutex},
};

use domain::{
    Currency, Outcome, Random, Timestamp,
    account::Account,
    capabilities::Capabilities,
    hold::NewHoldEnd,
    ids::IdempotencyKey,
    link::NewLink,
    pay_url::PayHosts,
    payment::{PaymentStatus, SeenPayment},
    place::Place,
    refund::{NewRefund, SeenRefund},
};
use providers::{
    Altered, BoxedExchange, Counting, CreatedLink, Exchange, HostNotForEnvironment, Keys,
    LinkQuery, LinkReport, LinkToAlter, LinkToRead, Listed, ListedLink, ListedTransaction,
    MadeHoldEnd, MadeRefund, PaymentToRead, Provider, RefundsToFind, Request, Response, Scene,
    Session, SignedIn, Step, SweepAsk, Swept, TransactionQuery, TransportFault,
};
use serde_json::Value;

use crate::{
    answers::Answer,
    subject::{Capture, DocumentedError, Housed, Ids, Plays, Subject},
};

/// An outcome that is not done.
pub(crate) type Undone = Outcome<Infallible>;

/// What a provider with a flaw makes of what comes and goes. Without one, everything stays as it is.
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

impl Subject for Wrapped<'_> {
    fn provider(&self) -> &'static dyn Provider {
        self.provider
    }

    fn ids(&self) -> Ids {
        self.subject.ids()
    }

    fn account(&self) -> Account {
        self.subject.account()
    }

    fn housed(&self) -> Vec<Housed> {
        self.subject.housed()
    }

    fn forbidden_places(&self) -> Vec<Place> {
        self.subject.forbidden_places()
    }

    fn plays(&self) -> Plays {
        self.subject.plays()
    }

    fn nothing(&self, request: &Request) -> Answer {
        self.subject.nothing(request)
    }

    fn errors(&self) -> Vec<DocumentedError> {
        self.subject.errors()
    }

    fn secret_headers(&self) -> &'static [&'static str] {
        self.subject.secret_headers()
    }

    fn key_leaves(&self) -> bool {
        self.subject.key_leaves()
    }

    fn amount_sent(&self, request: &Request) -> Option<String> {
        self.subject.amount_sent(request)
    }

    fn end_sent(&self, create: &Request) -> Option<Timestamp> {
        self.subject.end_sent(create)
    }

    fn digits(&self, currency: Currency) -> u8 {
        self.subject.digits(currency)
    }

    fn link_record(&self, ask: &NewLink, units: &str, url: &str) -> Value {
        self.subject.link_record(ask, units, url)
    }

    fn payment_record(&self, status: &PaymentStatus, units: &str, currency: Currency) -> Value {
        self.subject.payment_record(status, units, currency)
    }

    fn refund_record(&self, ask: &NewRefund, units: &str) -> Value {
        self.subject.refund_record(ask, units)
    }

    fn pay_page(&self, account: &Account) -> String {
        self.subject.pay_page(account)
    }

    fn captures(&self, provider: &dyn Provider) -> Vec<Capture> {
        self.subject.captures(provider)
    }

    fn uncompared_headers(&self) -> &'static [(&'static str, &'static str)] {
        self.subject.uncompared_headers()
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
    fn api_host(&self, account: &Account) -> String;
    fn pay_hosts(&self, account: &Account) -> PayHosts;
    fn sign_in(&self, account: &Account, keys: &Keys, random: &dyn Random) -> Request;
    fn signed_in(&self, account: &Account, answer: Answer) -> Outcome<SignedIn>;
    fn authorise(&self, session: &Session, request: Request) -> Request;
    fn refuses_session(&self, answer: &Response) -> bool;
    fn warm_up(&self, account: &Account) -> BoxedExchange<()>;
    fn create_link(&self, account: &Account, ask: NewLink, key: IdempotencyKey) -> BoxedExchange<CreatedLink>;
    fn find_link(&self, account: &Account, ask: NewLink, since: Timestamp) -> BoxedExchange<Option<CreatedLink>>;
    fn read_link(&self, account: &Account, link: LinkToRead) -> BoxedExchange<LinkReport>;
    fn refund(&self, account: &Account, ask: NewRefund, key: IdempotencyKey) -> BoxedExchange<MadeRefund>;
    fn alter_link(&self, account: &Account, link: LinkToAlter) -> BoxedExchange<Altered>;
    fn list_links(&self, account: &Account, query: LinkQuery) -> BoxedExchange<Listed<ListedLink>>;
    fn list_transactions(&self, account: &Account, query: TransactionQuery) -> BoxedExchange<Listed<ListedTransaction>>;
    fn sweep(&self, account: &Account, ask: SweepAsk) -> BoxedExchange<Swept>;
    fn read_payment(&self, account: &Account, payment: PaymentToRead) -> BoxedExchange<SeenPayment>;
    fn end_hold(&self, account: &Account, ask: NewHoldEnd, key: IdempotencyKey) -> BoxedExchange<MadeHoldEnd>;
    fn refunds_of(&self, account: &Account, payment: RefundsToFind) -> BoxedExchange<Vec<SeenRefund>>;
}

/// Values that pass as they are.
macro_rules! unchanged {
    ($($type:ty),+ $(,)?) => {
        $(impl Through for $type {})+
    };
}

unchanged!(
    &Account,
    &Keys,
    &Place,
    &Response,
    &Session,
    &dyn Random,
    Answer,
    Currency,
    LinkQuery,
    LinkToAlter,
    LinkToRead,
    NewHoldEnd,
    NewRefund,
    Outcome<SignedIn>,
    PayHosts,
    PaymentToRead,
    RefundsToFind,
    String,
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
