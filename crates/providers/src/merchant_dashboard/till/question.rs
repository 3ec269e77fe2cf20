//! Questions to the dashboard: calls of the client library, on their way to the account's host.

use domain::account::Account;

use super::{errors::Failure, hosts};
use crate::{
    exchange::Step,
    merchant_dashboard::{Call, CustomerCall, LinkUuid},
    transport::Request,
};

/// The request of `call`, which the executor signs in.
pub(super) fn request<A>(account: &Account, call: &Call<A>) -> Result<Request, Failure> {
    Ok(call.unsigned(&hosts::base(&account.place)?))
}

/// The request of `call` as any customer makes it: nobody signs it in.
pub(super) fn as_anyone<A>(account: &Account, call: &CustomerCall<A>) -> Result<Request, Failure> {
    Ok(call.request(&hosts::base(&account.place)?))
}

/// Sends a request. One that can't be made ends the exchange before anything is sent.
pub(super) fn send<T>(request: Result<Request, Failure>) -> Step<T> {
    match request {
        Ok(request) => Step::Send(request),
        Err(failure) => Step::End(failure.into()),
    }
}

/// The link with this id.
pub(super) fn link(id: &str) -> Result<LinkUuid, Failure> {
    Ok(id.parse::<LinkUuid>()?)
}
