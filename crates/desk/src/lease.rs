//! The right to send one attempt. It is taken when the attempt goes on disk, and ends soon after: a till that slept in
//! between sends nothing any more (RELIABILITY 1.6, R9).

use std::{sync::Arc, time::Duration};

use domain::{
    Clock,
    rules::{Rule, holds},
};
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

    /// The same exchange, whose write leaves only while the lease holds. Asked at the last moment, and again where the
    /// same request goes once more with a new token.
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
        self.exchange.next(scene, answer)
    }

    fn still_allowed(&self) -> bool {
        let holds = self.clock.elapsed() <= self.until || !holds(Rule::LeaseRecheck);
        holds && self.exchange.still_allowed()
    }
}
