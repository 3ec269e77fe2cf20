//! What a provider answers that can't do something: the same for every operation, and nothing is sent.

use std::marker::PhantomData;

use domain::{
    Outcome,
    outcome::{Rejection, RejectionClass},
};

use crate::{
    exchange::{BoxedExchange, Exchange, Scene, Step},
    transport::{Response, TransportFault},
};

/// The code of a refusal that no provider uttered: its capabilities say that it can't do this, and who asks all the same
/// is told so.
const CODE: &str = "NOT_OFFERED";

/// The refusal of an operation that the provider does not have.
pub(crate) fn not_offered<T: Send + 'static>() -> BoxedExchange<T> {
    Box::new(NotOffered(PhantomData))
}

struct NotOffered<T>(PhantomData<T>);

impl<T: Send> Exchange for NotOffered<T> {
    type Output = T;

    fn next(&mut self, _: &Scene<'_>, _: Option<Result<Response, TransportFault>>) -> Step<T> {
        Step::End(Outcome::Rejected(Rejection {
            class: RejectionClass::Refused,
            provider_code: CODE.to_owned(),
            detail: String::new(),
        }))
    }
}
