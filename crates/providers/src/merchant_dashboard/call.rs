//! One call: what is sent, and how its answer is read. Staff's and customers' are two types, because only one of them may
//! ever carry a token.

use std::fmt;

use super::{
    ask::Ask,
    errors::{DashboardError, Unreadable},
    protocol::ApiBase,
    token::StaffToken,
};
use crate::transport::{Request, Response, TransportFault};

/// Reads the body of an answer of success.
pub(super) type Reader<A> = fn(&[u8], &Ask) -> Result<A, Unreadable>;

/// One of staff's requests and the reader of its answer, both without a network. The answer is an `A`.
///
/// It holds no token, so it may wait. `Debug` shows the method and the path.
#[derive(Clone)]
pub struct Call<A> {
    ask: Ask,
    reader: Reader<A>,
}

impl<A> Call<A> {
    pub(super) fn new(ask: Ask, reader: Reader<A>) -> Self {
        Self { ask, reader }
    }

    /// The request without a sign-in, for [`StaffToken::authorise`].
    pub fn unsigned(&self, base: &ApiBase) -> Request {
        self.ask.request(base)
    }

    /// The whole request.
    pub fn request(&self, base: &ApiBase, token: &StaffToken) -> Request {
        token.authorise(self.unsigned(base))
    }

    /// Reads what came of the request.
    pub fn read(&self, answer: Result<&Response, TransportFault>) -> Result<A, DashboardError> {
        let answer = answer?;
        if is_success(answer) {
            Ok((self.reader)(&answer.body, &self.ask)?)
        } else {
            Err(DashboardError::of(answer))
        }
    }
}

/// A request that any customer can make, and the reader of its answer. It takes no token: there is no way to give it one.
///
/// `Debug` shows the method and the path.
#[derive(Clone)]
pub struct CustomerCall<A> {
    ask: Ask,
    reader: Reader<A>,
}

impl<A> CustomerCall<A> {
    pub(super) fn new(ask: Ask, reader: Reader<A>) -> Self {
        Self { ask, reader }
    }

    /// The whole request, marked as anybody's. [`StaffToken::authorise`] leaves it as it is.
    pub fn request(&self, base: &ApiBase) -> Request {
        self.ask.request(base).without_sign_in()
    }

    /// Reads what came of the request.
    pub fn read(&self, answer: Result<&Response, TransportFault>) -> Result<A, DashboardError> {
        let answer = answer?;
        if is_success(answer) {
            Ok((self.reader)(&answer.body, &self.ask)?)
        } else {
            Err(DashboardError::of_customers(answer))
        }
    }
}

impl<A> fmt::Debug for Call<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, "Call", &self.ask)
    }
}

impl<A> fmt::Debug for CustomerCall<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, "CustomerCall", &self.ask)
    }
}

fn show(f: &mut fmt::Formatter<'_>, name: &str, ask: &Ask) -> fmt::Result {
    f.debug_struct(name)
        .field("method", &ask.method())
        .field("path", &ask.path())
        .finish_non_exhaustive()
}

fn is_success(answer: &Response) -> bool {
    matches!(answer.status, 200..=299)
}
