//! What a message says.

use domain::Timestamp;

use super::super::{
    Private, errors::Unreadable, ids::EventId, lenient, page::Readable, payment::Payment,
    refund::Refund, words::provider_words,
};
use crate::members::{Members, Value};

provider_words!(
    /// What happened (seed, 'Available event types').
    EventType {
        /// A payment succeeded.
        PaymentSucceeded = "payment.succeeded",
        /// A payment was declined, or failed.
        PaymentFailed = "payment.failed",
        /// A payment was cancelled by hand.
        PaymentCancelled = "payment.cancelled",
        /// A refund was made.
        RefundCreated = "refund.created",
        /// A refund reached the customer.
        RefundCompleted = "refund.completed",
    }
);

/// A message of the provider's: a hint to read what it is about. The form of it is assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id: the same message can come again under it.
    pub id: EventId,
    /// What happened.
    pub kind: EventType,
    /// When, by the provider's clock.
    pub created: Option<Timestamp>,
    /// What it happened to.
    pub data: EventData,
}

/// What an event is about, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventData {
    /// A payment.
    Payment(Box<Payment>),
    /// A refund.
    Refund(Box<Refund>),
    /// The data of an event that nobody knows yet, as its JSON was written.
    Other(Private),
}

impl Event {
    pub(super) fn read(payload: &[u8]) -> Result<Self, Unreadable> {
        let members = lenient::object(payload)?;
        let kind = EventType::from_word(lenient::required(&members, "type")?);
        Ok(Self {
            id: lenient::id(&members, "id")?,
            created: lenient::moment(&members, "created"),
            data: EventData::read(&kind, &members)?,
            kind,
        })
    }
}

impl EventData {
    fn read(kind: &EventType, members: &Members) -> Result<Self, Unreadable> {
        let name = "data";
        let data = members.get(name).map(Value::as_written).ok_or(Unreadable::Missing { name })?;
        let object =
            || lenient::object(data.as_bytes()).map_err(|_| Unreadable::Malformed { name });
        match kind {
            EventType::PaymentSucceeded
            | EventType::PaymentFailed
            | EventType::PaymentCancelled => {
                Ok(Self::Payment(Box::new(Payment::read(&object()?)?)))
            }
            EventType::RefundCreated | EventType::RefundCompleted => {
                Ok(Self::Refund(Box::new(Refund::read(&object()?)?)))
            }
            EventType::Unknown(_) => Ok(Self::Other(data.into())),
        }
    }
}
