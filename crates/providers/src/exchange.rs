//! One operation at a provider as a small pure machine, so that it can be tested without HTTP.

use domain::{Outcome, Timestamp};

use crate::{
    session::Session,
    transport::{Request, Response, TransportFault},
};

/// One operation at a provider: one request, or a few where an answer only leads to the next
/// question.
pub trait Exchange: Send {
    /// What the operation gives.
    type Output;

    /// The next step: the first one with no `answer`, each further one with the answer to the
    /// request just sent. A request carries no sign-in of its own; the executor adds it.
    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<Self::Output>;

    /// Asked immediately before each send, also before one that is repeated with a new token, until
    /// a write has left that the provider may have acted on. Where it says no, nothing leaves any
    /// more, and the outcome is `NotSent` with `HeldUp` (RELIABILITY 1.6, R9).
    fn still_allowed(&self) -> bool {
        true
    }
}

/// An exchange whose type is known only by what it gives.
pub type BoxedExchange<T> = Box<dyn Exchange<Output = T>>;

/// What an exchange may know of the moment.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// What sign-in told.
    pub session: &'a Session,
    /// Now, by the provider's clock as far as the till knows it.
    pub now: Timestamp,
}

/// What comes next.
#[derive(Debug)]
pub enum Step<T> {
    /// Send this and come back with the answer.
    Send(Request),
    /// The operation is over.
    End(Outcome<T>),
}
