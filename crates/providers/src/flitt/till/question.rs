//! One question to the gateway: signed when it leaves, and its answer read with the same key.

use domain::{Outcome, account::Account};

use super::{
    errors::{self, Failure},
    hosts, who,
};
use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    flitt::{Call, Merchant, Protocol, RequestFormat},
    session::Session,
    transport::{Request, Response, TimeLimit, TransportFault},
};

/// In which protocol the till speaks, where it may choose: what all official clients do by default (fact sheet, 1.2).
pub(super) const PLAIN: Protocol = Protocol::V1(RequestFormat::Json);

/// A call of an account's.
pub(super) struct Question<A> {
    call: Call<A>,
    protocol: Protocol,
}

impl<A> Question<A> {
    /// Asked in protocol 1.0.
    pub(super) fn plain(call: Call<A>) -> Self {
        Self { call, protocol: PLAIN }
    }

    /// Asked in protocol 2.0, which alone carries nested data.
    pub(super) fn nested(call: Call<A>) -> Self {
        Self { call, protocol: Protocol::V2 }
    }

    /// The request. Every read of Flitt is a `POST`, so it has to be said that it changes nothing.
    pub(super) fn request(&self, account: &Account, session: &Session) -> Result<Request, Failure> {
        self.signed(account, &merchant(account, session)?)
    }

    /// The request of a merchant that has not signed in yet.
    pub(super) fn signed(
        &self,
        account: &Account,
        merchant: &Merchant,
    ) -> Result<Request, Failure> {
        let signed = self
            .call
            .sign(merchant, self.protocol)
            .map_err(|why| errors::refused_here("REQUEST", &why.to_string()))?;
        let request = signed.to(&hosts::base(&account.place));
        Ok(match self.call.limit() {
            TimeLimit::Read => request.reading(),
            TimeLimit::Write => request,
        })
    }

    /// What the answer says, if it is proven to be the gateway's.
    pub(super) fn answer(
        &self,
        account: &Account,
        session: &Session,
        answer: Result<Response, TransportFault>,
    ) -> Result<A, Failure> {
        self.read(&merchant(account, session)?, answer)
    }

    /// The same for a merchant that has not signed in yet.
    pub(super) fn read(
        &self,
        merchant: &Merchant,
        answer: Result<Response, TransportFault>,
    ) -> Result<A, Failure> {
        let answer = errors::worth_reading(answer)?;
        Ok(self.call.read(merchant, self.protocol, &answer)?)
    }
}

fn merchant(account: &Account, session: &Session) -> Result<Merchant, Failure> {
    who::merchant(account, &session.signed_in().token).map_err(Failure::Rejected)
}

/// An exchange of one question; `judge` says what its answer is worth. One that can't be put ends before anything is
/// sent.
pub(super) fn ask<A: Send + 'static, T: 'static>(
    account: &Account,
    question: Result<Question<A>, Failure>,
    judge: impl Fn(Result<A, Failure>) -> Outcome<T> + Send + 'static,
) -> BoxedExchange<T> {
    Box::new(Asked { account: account.clone(), question, judge })
}

struct Asked<A, J> {
    account: Account,
    question: Result<Question<A>, Failure>,
    judge: J,
}

impl<A: Send, T, J: Fn(Result<A, Failure>) -> Outcome<T> + Send> Exchange for Asked<A, J> {
    type Output = T;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<T> {
        let Self { account, question, judge } = self;
        let question = match question {
            Ok(question) => question,
            Err(failure) => return Step::End(failure.clone().into()),
        };
        if let Some(answer) = answer {
            return Step::End(judge(question.answer(account, scene.session, answer)));
        }
        match question.request(account, scene.session) {
            Ok(request) => Step::Send(request),
            Err(failure) => Step::End(failure.into()),
        }
    }
}
