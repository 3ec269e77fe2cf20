//! What the gateway tells the merchant by itself (fact sheet, section 4).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::books::Books;
use super::envelope::{self, Protocol};
use super::gateway::Gateway;
use super::ids::OrderId;
use super::order::Order;
use super::payment_answer;
use super::settlement;

/// Why a callback is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallbackReason {
    /// A try was declined.
    DeclinedTry,
    /// Money is held or charged.
    Approved,
    /// Held money was captured.
    Captured,
    /// Money went back.
    Reversed,
}

/// One callback: a POST of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callback {
    /// The order that it is about.
    pub order: OrderId,
    /// Why it is sent.
    pub reason: CallbackReason,
    /// Where it goes.
    pub url: String,
    /// The signed JSON, flat, or the envelope of protocol 2.0.
    pub body: String,
    /// When what it tells happened.
    pub happened: DateTime<Utc>,
    /// How often it was sent.
    pub sent: u32,
    /// Whether the merchant answered 200.
    pub taken: bool,
    /// When it is sent next. `None`: it was taken, or was sent seven times in vain, or its address
    /// is not plain `http`, which is all that practice can call.
    pub next: Option<DateTime<Utc>>,
}

/// How many seconds after each try the next one comes, until the merchant answers 200
/// (fact sheet, 4.1).
const REPEATS: [i64; 6] = [2, 60, 300, 600, 3600, 86400];

impl Callback {
    /// Notes a try at `now`.
    fn tried(&mut self, taken: bool, now: DateTime<Utc>) {
        let repeat = usize::try_from(self.sent).ok().and_then(|sent| REPEATS.get(sent));
        let wait = repeat.filter(|_| !taken).map(|seconds| TimeDelta::seconds(*seconds));
        self.next = wait.and_then(|wait| now.checked_add_signed(wait));
        self.sent += 1;
        self.taken = taken;
    }
}

impl Books {
    /// Writes down what the merchant shall be told of `order`, if it wants to be told.
    pub(super) fn tell(
        &mut self,
        gateway: &Gateway,
        order: &Order,
        reason: CallbackReason,
        at: DateTime<Utc>,
    ) {
        let Some(url) = order.terms.server_callback_url.clone() else { return };
        let behaviour = gateway.behaviour();
        let mut params = payment_answer::of(gateway, &behaviour, order, at);
        if reason == CallbackReason::Reversed && behaviour.tran_type_in_answer.is_none() {
            params.set("tran_type", "reverse");
        }
        if let Some(transactions) = settlement::transactions(order) {
            params.set("transaction", transactions);
        }
        let protocol = if order.terms.enveloped { Protocol::V2 } else { Protocol::V1 };
        let key = &gateway.shop().credentials.payment_key;
        let mut body = envelope::seal(protocol, key, behaviour.seal, params);
        if order.terms.enveloped && behaviour.callbacks_in_response {
            body = json!({ "response": body });
        }
        let next = url.starts_with("http://").then_some(at);
        self.callbacks.push(Callback {
            order: order.id.clone(),
            reason,
            url,
            body: body.to_string(),
            happened: at,
            sent: 0,
            taken: false,
            next,
        });
    }

    /// The next callback that is due, with its place in the books.
    pub(super) fn due_callback(&self, now: DateTime<Utc>) -> Option<(usize, &Callback)> {
        let all = self.callbacks.iter().enumerate();
        all.filter(|(_, callback)| callback.next.is_some_and(|next| next <= now))
            .min_by_key(|(_, callback)| callback.next)
    }

    /// When the next callback is due.
    pub(super) fn next_callback(&self) -> Option<DateTime<Utc>> {
        self.callbacks.iter().filter_map(|callback| callback.next).min()
    }

    /// Notes that the callback at `place` was sent.
    pub(super) fn callback_tried(&mut self, place: usize, taken: bool, now: DateTime<Utc>) {
        if let Some(callback) = self.callbacks.get_mut(place) {
            callback.tried(taken, now);
        }
    }
}
