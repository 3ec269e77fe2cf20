//! One question to the provider: a call of the client library, on its way to the account's host.

use domain::{Outcome, account::Account};

use super::{
    errors::{self, Failure},
    hosts,
};
use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    paymentflow::Call,
    transport::{Request, Response, TransportFault},
};

/// The request of `call`, which the executor signs in.
pub(super) fn request<A>(account: &Account, call: &Call<A>) -> Result<Request, Failure> {
    Ok(call.unsigned(&hosts::base(&account.place)?))
}

/// An exchange of one question; `judge` says what its answer is worth. One that can't be put ends before anything is
/// sent.
pub(super) fn ask<A: Send + 'static, T: 'static>(
    account: &Account,
    call: Result<Call<A>, Failure>,
    judge: impl Fn(Result<A, Failure>) -> Outcome<T> + Send + 'static,
) -> BoxedExchange<T> {
    Box::new(Asked { account: account.clone(), call, judge })
}

struct Asked<A, J> {
    account: Account,
    call: Result<Call<A>, Failure>,
    judge: J,
}

impl<A: Send, T, J: Fn(Result<A, Failure>) -> Outcome<T> + Send> Exchange for Asked<A, J> {
    type Output = T;

    fn next(&mut self, _: &Scene<'_>, answer: Option<Result<Response, TransportFault>>) -> Step<T> {
        let call = match &self.call {
            Ok(call) => call,
            Err(failure) => return Step::End(failure.clone().into()),
        };
        if let Some(answer) = answer {
            return Step::End((self.judge)(errors::read(call, answer)));
        }
        match request(&self.account, call) {
            Ok(request) => Step::Send(request),
            Err(failure) => Step::End(failure.into()),
        }
    }
}
