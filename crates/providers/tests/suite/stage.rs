//! A stage on which an exchange plays against answers.

use std::time::Duration;

use domain::{Outcome, account::Account, ids::IdempotencyKey};
use providers::{
    BoxedExchange, Exchange, Provider, Request, Response, Scene, Session, Step, TransportFault,
};

use crate::{
    answers::Answer,
    asks::{CountingRandom, key, keys, now},
    operations::{Kind, Operation},
    script::{Play, Script},
    subject::Subject,
    told::Told,
};

/// No exchange needs nearly as many.
const MOST_REQUESTS: usize = 40;

/// What came of an exchange, and what was sent, with its sign-in.
pub(crate) struct Played {
    pub(crate) outcome: Outcome<Told>,
    pub(crate) sent: Vec<Request>,
}

/// An exchange that tells its result as [`Told`].
struct Telling<T> {
    exchange: BoxedExchange<T>,
    tell: fn(T) -> Told,
}

impl<T> Exchange for Telling<T> {
    type Output = Told;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Told> {
        match self.exchange.next(scene, answer) {
            Step::Send(request) => Step::Send(request),
            Step::End(outcome) => Step::End(outcome.map(self.tell)),
        }
    }
}

pub(crate) fn telling<T: 'static>(
    exchange: BoxedExchange<T>,
    tell: fn(T) -> Told,
) -> BoxedExchange<Told> {
    Box::new(Telling { exchange, tell })
}

/// The sign-in as an exchange of one request.
pub(crate) struct SigningIn {
    pub(crate) provider: &'static dyn Provider,
    pub(crate) account: Account,
}

impl Exchange for SigningIn {
    type Output = Told;

    fn next(
        &mut self,
        _scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Told> {
        let random = CountingRandom::default();
        match answer {
            None => Step::Send(self.provider.sign_in(&self.account, &keys(), &random)),
            Some(answer) => {
                let signed_in = self.provider.signed_in(&self.account, &keys(), answer);
                Step::End(signed_in.map(Told::signed_in))
            }
        }
    }
}

/// The session that the subject's good sign-in gives.
pub(crate) fn session(subject: &dyn Subject) -> Session {
    signed_in(subject, &subject.plays().sign_in)
}

/// The session that this sign-in gives.
pub(crate) fn signed_in(subject: &dyn Subject, sign_in: &Play) -> Session {
    let answer = sign_in.scripts[0].answers[0].clone();
    match subject.provider().signed_in(&subject.account(), &keys(), answer) {
        Outcome::Done(signed_in) => Session::new(signed_in, Duration::ZERO),
        other => panic!("no sign-in: {other:?}"),
    }
}

/// Plays `exchange` against what `answer` gives for the request of that number.
pub(crate) fn play(
    subject: &dyn Subject,
    session: &Session,
    kind: Kind,
    mut exchange: BoxedExchange<Told>,
    mut answer: impl FnMut(usize, &Request) -> Answer,
) -> Played {
    let scene = Scene { session, now: now() };
    let mut sent = Vec::new();
    let mut came = None;
    for step in 0..MOST_REQUESTS {
        match exchange.next(&scene, came.take()) {
            Step::Send(request) => {
                came = Some(answer(step, &request));
                sent.push(match kind {
                    Kind::SignsIn => request,
                    _ if request.without_sign_in => request,
                    _ => subject.provider().authorise(session, request),
                });
            }
            Step::End(outcome) => return Played { outcome, sent },
        }
    }
    panic!("the exchange does not end");
}

impl Operation {
    /// A new exchange on the subject's own account.
    pub(crate) fn begin_for(&self, subject: &dyn Subject) -> BoxedExchange<Told> {
        (self.begin)(subject.provider(), &subject.account(), key())
    }

    /// Plays a script to the letter.
    pub(crate) fn play(&self, subject: &dyn Subject, script: &Script) -> Played {
        self.play_as(subject, script, &subject.account(), key())
    }

    /// The same for another account, or with another key.
    pub(crate) fn play_as(
        &self,
        subject: &dyn Subject,
        script: &Script,
        account: &Account,
        key: IdempotencyKey,
    ) -> Played {
        let exchange = (self.begin)(subject.provider(), account, key);
        play(subject, &self.session, self.kind, exchange, |step, _| {
            let answer = script.answers.get(step);
            answer
                .unwrap_or_else(|| panic!("{:?}, {}: too few answers", self.op, script.name))
                .clone()
        })
    }

    /// Plays a script in which the answer to the request `at` is another one; what is asked beyond it, `then` answers.
    pub(crate) fn play_with(
        &self,
        subject: &dyn Subject,
        script: &Script,
        (at, other): (usize, &Answer),
        then: impl Fn(&Request) -> Answer,
    ) -> Played {
        play(subject, &self.session, self.kind, self.begin_for(subject), |step, request| match step
        {
            step if step == at => other.clone(),
            step if step < at => script.answers[step].clone(),
            _ => then(request),
        })
    }

    /// The same where the script goes on as it is, and beyond its end the provider holds nothing.
    pub(crate) fn play_on(
        &self,
        subject: &dyn Subject,
        script: &Script,
        (at, other): (usize, &Answer),
    ) -> Played {
        play(subject, &self.session, self.kind, self.begin_for(subject), |step, request| {
            if step == at {
                return other.clone();
            }
            script.answers.get(step).cloned().unwrap_or_else(|| subject.nothing(request))
        })
    }
}
