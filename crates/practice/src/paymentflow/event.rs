//! What the gateway tells the merchant by itself (fact sheet, Webhooks).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::books::Books;
use super::gateway::Gateway;
use super::ids::{EventId, PaymentId, RefundId, fresh};
use super::payment::PaymentStatus;
use super::refund::{Refund, RefundStatus};
use super::{payments, refunds};
use crate::moments::later;

/// How many seconds after each try the next one comes, until the merchant answers 2xx. No schedule
/// is known.
const REPEATS: [i64; 5] = [5, 60, 600, 3_600, 86_400];

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// `payment.succeeded`
    PaymentSucceeded,
    /// `payment.failed`
    PaymentFailed,
    /// `payment.cancelled`
    PaymentCancelled,
    /// `refund.created`
    RefundCreated,
    /// `refund.completed`
    RefundCompleted,
}

impl EventKind {
    /// The `type` in the body.
    pub fn word(self) -> &'static str {
        match self {
            Self::PaymentSucceeded => "payment.succeeded",
            Self::PaymentFailed => "payment.failed",
            Self::PaymentCancelled => "payment.cancelled",
            Self::RefundCreated => "refund.created",
            Self::RefundCompleted => "refund.completed",
        }
    }
}

/// One event: a POST of JSON. Its signature is made anew each time that it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The gateway's id, the same each time that it is sent.
    pub id: EventId,
    /// What happened.
    pub kind: EventKind,
    /// The body, with the object as it was when it happened.
    pub body: String,
    /// When it happened.
    pub happened: DateTime<Utc>,
    /// Where it goes, if the merchant wants to be told.
    pub url: Option<String>,
    /// How often it was sent.
    pub sent: u32,
    /// How often the merchant answered 2xx.
    pub taken: u32,
    /// When it is sent next. `None`: it was taken, or was sent six times in vain, or its address is
    /// not plain `http`, which is all that practice can call.
    pub next: Option<DateTime<Utc>>,
}

impl Event {
    /// Notes a try at `now`; an event that is taken once is over, unless it `comes_twice`.
    fn tried(&mut self, taken: bool, comes_twice: bool, now: DateTime<Utc>) {
        self.taken += u32::from(taken);
        let again = if taken { comes_twice && self.taken == 1 } else { true };
        let repeat = usize::try_from(self.sent).ok().and_then(|sent| REPEATS.get(sent));
        let wait = repeat.filter(|_| again).map(|seconds| TimeDelta::seconds(*seconds));
        self.next = wait.map(|wait| later(now, wait));
        self.sent += 1;
    }
}

/// Something that will be over at a moment of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Decision {
    due: DateTime<Utc>,
    about: Undecided,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Undecided {
    Payment(PaymentId),
    Refund(RefundId),
}

impl Books {
    /// Tells how the payment ended when its time comes.
    pub(super) fn await_payment(&mut self, payment: &PaymentId, due: DateTime<Utc>) {
        self.decisions.push(Decision { due, about: Undecided::Payment(payment.clone()) });
    }

    /// The payment is over already.
    pub(super) fn forget_decision_of(&mut self, payment: &PaymentId) {
        let about = |about: &Undecided| matches!(about, Undecided::Payment(id) if id == payment);
        self.decisions.retain(|decision| !about(&decision.about));
    }

    /// When the next payment or refund is over.
    pub(super) fn next_decision(&self) -> Option<DateTime<Utc>> {
        self.decisions.iter().map(|decision| decision.due).min()
    }

    /// Tells of every payment and refund that was over by `now`, the earliest first.
    pub(super) fn tell_decisions(&mut self, gateway: &Gateway, now: DateTime<Utc>) {
        let (mut over, open) = std::mem::take(&mut self.decisions)
            .into_iter()
            .partition::<Vec<_>, _>(|decision| decision.due <= now);
        self.decisions = open;
        over.sort_by_key(|decision| decision.due);
        for Decision { due, about } in over {
            match about {
                Undecided::Payment(id) => self.tell_of_payment(gateway, &id, due),
                Undecided::Refund(id) => self.tell_of_refund(gateway, &id, due),
            }
        }
    }

    /// Tells what became of a payment.
    pub(super) fn tell_of_payment(&mut self, gateway: &Gateway, id: &PaymentId, at: DateTime<Utc>) {
        let Some(payment) = self.payment(id.as_str()) else { return };
        let kind = match payment.status(at) {
            PaymentStatus::Succeeded => EventKind::PaymentSucceeded,
            PaymentStatus::Failed => EventKind::PaymentFailed,
            PaymentStatus::Cancelled => EventKind::PaymentCancelled,
            PaymentStatus::Pending | PaymentStatus::Processing => return,
        };
        let refunded = self.refunded(id, at);
        let object = payments::object(gateway, &gateway.behaviour(), payment, refunded, at);
        self.tell(gateway, kind, &object, at);
    }

    /// Tells that a refund was made, and later how it ended.
    pub(super) fn tell_of_new_refund(&mut self, gateway: &Gateway, refund: &Refund) {
        let object = refunds::object(&gateway.behaviour(), refund, refund.created);
        self.tell(gateway, EventKind::RefundCreated, &object, refund.created);
        self.decisions
            .push(Decision { due: refund.decided, about: Undecided::Refund(refund.id.clone()) });
    }

    /// Tells how a refund ended. There is no event for one that failed.
    fn tell_of_refund(&mut self, gateway: &Gateway, id: &RefundId, at: DateTime<Utc>) {
        let Some(refund) = self.refund(id.as_str()) else { return };
        if refund.status(at) == RefundStatus::Completed {
            let object = refunds::object(&gateway.behaviour(), refund, at);
            self.tell(gateway, EventKind::RefundCompleted, &object, at);
        }
    }

    fn tell(&mut self, gateway: &Gateway, kind: EventKind, object: &Value, at: DateTime<Utc>) {
        let known = |id: &str| self.events.iter().any(|event| event.id.as_str() == id);
        let id = EventId(fresh(gateway, "evt_", known));
        let body = json!({
            "id": id,
            "type": kind.word(),
            "created": at.timestamp(),
            "data": object,
        });
        let url = gateway.webhook_url();
        let next = url.as_ref().filter(|url| url.starts_with("http://")).map(|_| at);
        let (body, happened) = (body.to_string(), at);
        self.events.push(Event { id, kind, body, happened, url, sent: 0, taken: 0, next });
    }

    /// The next event that is due, with its place in the books.
    pub(super) fn due_event(&self, now: DateTime<Utc>) -> Option<(usize, &Event)> {
        let all = self.events.iter().enumerate();
        all.filter(|(_, event)| event.next.is_some_and(|next| next <= now))
            .min_by_key(|(_, event)| event.next)
    }

    /// When the next event is due.
    pub(super) fn next_event(&self) -> Option<DateTime<Utc>> {
        self.events.iter().filter_map(|event| event.next).min()
    }

    /// Notes that the event at `place` was sent.
    pub(super) fn event_tried(
        &mut self,
        place: usize,
        taken: bool,
        comes_twice: bool,
        now: DateTime<Utc>,
    ) {
        if let Some(event) = self.events.get_mut(place) {
            event.tried(taken, comes_twice, now);
        }
    }
}
