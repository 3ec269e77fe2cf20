//! The right to send one attempt. It is taken when the attempt goes on disk, and ends soon after: a till that slept in
//! between sends nothing any more (RELIABILITY 1.6, R9).

use std::{sync::Arc, time::Duration};

use domain::{Clock, Outcome, error::Fault};
use providers::{BoxedExchange, Exchange, Response, Scene, Step, TransportFault};

/// How long after it went on disk an attempt may still leave.
const LONGEST: Duration = Duration::from_secs(10);

/// The right to send one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lease {
    /// The attempt's number. Once the book tells another one, somebody else has taken over.
    pub(crate) attempt: u32,
    /// Until when it holds, on the clock that counts sleep.
    until: Duration,
}

impl Lease {
    /// The lease of an attempt that was put on disk no earlier than at `began`, on the clock that counts sleep.
    pub(crate) fn of(attempt: u32, began: Duration) -> Self {
        Self { attempt, until: began.saturating_add(LONGEST) }
    }

    /// The same exchange, which ends without its first request once the lease is over. Asked at the last moment, when
    /// sign-in is done.
    pub(crate) fn guard<T: 'static>(
        self,
        clock: Arc<dyn Clock>,
        exchange: BoxedExchange<T>,
    ) -> BoxedExchange<T> {
        Box::new(Leased { exchange, clock, until: self.until })
    }
}

struct Leased<T> {
    exchange: BoxedExchange<T>,
    clock: Arc<dyn Clock>,
    until: Duration,
}

impl<T> Exchange for Leased<T> {
    type Output = T;

    fn next(
        &mut self,
        scene: &Scene<'_>,
        answer: Option<Result<Response, TransportFault>>,
    ) -> Step<T> {
        if answer.is_none() && self.clock.elapsed() > self.until {
            return Step::End(Outcome::NotSent(Fault::HeldUp.into()));
        }
        self.exchange.next(scene, answer)
    }
}
