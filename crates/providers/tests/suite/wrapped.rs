//! A provider with another one inside: it notes which methods are called, and can have a flaw.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::{
    Currency, Outcome, Random, Timestamp,
    account::Account,
    capabilities::Capabilities,
    error::Field,
    hold::NewHoldEnd,
    ids::IdempotencyKey,
    link::NewLink,
    pay_url::PayHosts,
    payment::{PaymentStatus, SeenPayment},
    place::Place,
    refund::NewRefund,
};
use providers::{
    Altered, BoxedExchange, Counting, CreatedLink, Exchange, HostNotForEnvironment, Keys,
    LinkQuery, LinkReport, LinkToAlter, LinkToRead, Listed, ListedLink, ListedTransaction,
    MadeHoldEnd, MadeRefund, Notification, PaymentToRead, Provider, RefundsSeen, RefundsToFind,
    Request, Response, Scene, Session, SignedIn, Step, SubscriptionToSet, SweepAsk, Swept,
    TransactionQuery, TransportFault,
};

use serde_json::Value;

use crate::{
    answers::Answer,
    operations::Op,
    subject::{
        About, Capture, DocumentedError, Housed, Ids, Message, Plays, Proof, Signature, Subject,
    },
    wrapping::Wrapping,
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
    pub(crate) any_account: bool,
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

    fn hosts_tell_environments(&self) -> bool {
        self.subject.hosts_tell_environments()
    }

    fn unfit_accounts(&self) -> Vec<(Account, Field)> {
        self.subject.unfit_accounts()
    }

    fn notifications(&self) -> Vec<Message> {
        self.subject.notifications()
    }

    fn play_money(&self) -> Option<(Account, Answer)> {
        self.subject.play_money()
    }

    fn wrapping(&self) -> Wrapping {
        self.subject.wrapping()
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

    fn proof(&self) -> Proof {
        self.subject.proof()
    }

    fn signature(&self, request: &Request) -> Option<Signature> {
        self.subject.signature(request)
    }

    fn sessions_end(&self) -> bool {
        self.subject.sessions_end()
    }

    fn keyed(&self) -> &'static [Op] {
        self.subject.keyed()
    }

    fn unsaid(&self, op: Op) -> &'static [About] {
        self.subject.unsaid(op)
    }

    fn amount_sent(&self, request: &Request) -> Option<String> {
        self.subject.amount_sent(request)
    }

    fn description_sent(&self, create: &Request) -> String {
        self.subject.description_sent(create)
    }

    fn end_sent(&self, create: &Request) -> Option<Timestamp> {
        self.subject.end_sent(create)
    }

    fn longest_life(&self) -> Option<Duration> {
        self.subject.longest_life()
    }

    fn decimal_sums(&self) -> &'static [&'static str] {
        self.subject.decimal_sums()
    }

    fn digits(&self, currency: Currency) -> u8 {
        self.subject.digits(currency)
    }

    fn most_units(&self) -> u128 {
        self.subject.most_units()
    }

    fn link_answer(&self, ask: &NewLink, units: &str, url: &str) -> Answer {
        self.subject.link_answer(ask, units, url)
    }

    fn payment_answer(&self, status: &PaymentStatus, units: &str, currency: Currency) -> Answer {
        self.subject.payment_answer(status, units, currency)
    }

    fn hold_end_answer(&self, ask: &NewHoldEnd, units: &str, request: &Request) -> Answer {
        self.subject.hold_end_answer(ask, units, request)
    }

    fn refund_answer(&self, ask: &NewRefund, units: &str) -> Answer {
        self.subject.refund_answer(ask, units)
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

    fn sent_facts(&self, body: Value) -> Value {
        self.subject.sent_facts(body)
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
    fn api_host(&self, account: &Account) -> String;
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
    fn read_payment(&self, account: &Account, payment: PaymentToRead) -> BoxedExchange<SeenPayment>;
    fn end_hold(&self, account: &Account, ask: NewHoldEnd, key: IdempotencyKey) -> BoxedExchange<MadeHoldEnd>;
    fn refunds_of(&self, account: &Account, payment: RefundsToFind) -> BoxedExchange<RefundsSeen>;
    fn read_notification(&self, account: &Account, keys: &Keys, body: &str) -> Option<Notification>;
}

/// Values that pass as they are.
macro_rules! unchanged {
    ($($type:ty),+ $(,)?) => {
        $(impl Through for $type {})+
    };
}

unchanged!(
    &Account,
    &str,
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
    Option<Notification>,
    Outcome<SignedIn>,
    PayHosts,
    PaymentToRead,
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
