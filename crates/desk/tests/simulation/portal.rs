//! The owner in the provider's own portal: gives money back without a till, and looks there to decide what no till can.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use desk::{
    domain::{
        Amount, Money, Outcome, TillError, account::Account, ids::IdempotencyKey,
        reference::OurReference, refund::NewRefund, refund_life::RefundState,
    },
    seams::{Executor, Transport},
    view::{Decision, Found},
};
use ledger::PaymentRecord;
use providers::{KeySource, Keys, Lane, Request, Response, TransportFault};

use crate::{
    chance::TillRandom,
    clock::TillClock,
    shop::{APP_KEY, From, Shop},
    till::Till,
    world::World,
};

/// Gives part of a payment back in the portal, which looks at nothing but the provider's own limit.
pub(crate) async fn refund(world: &World, payment: &PaymentRecord, minor: u64) {
    let random =
        Arc::new(TillRandom(Mutex::new(world.chance(&format!("portal {minor} {}", payment.id)))));
    let clock = Arc::new(TillClock::right(world.time));
    let line = Arc::new(Line(Arc::clone(&world.shop)));
    let portal = Executor::new(line, clock, Arc::clone(&random) as _);
    let ask = NewRefund {
        payment: payment.provider_id.clone(),
        reference: OurReference::stored(String::new()),
        amount: Amount::new(Money::new(minor, payment.amount.currency())).unwrap(),
        paid_at: payment.at,
    };
    let key = IdempotencyKey::fresh(&*random);
    let exchange = portal.provider(&world.account).refund(&world.account, ask, key);
    let outcome = portal.run(&world.account, &Owner, Lane::Person, exchange).await;
    let done = matches!(outcome, Outcome::Done(_));
    world.history.tell("portal", format_args!("refund of {minor}, done: {done}"));
}

/// Decides, at a till, every question that waits for a person, by what the provider's own records show.
pub(crate) async fn decide(world: &World, till: &Till) {
    for sale in world.records() {
        let waits = sale.payments.iter().any(|payment| {
            let refunds = payment.refunds.iter().map(|refund| refund.state);
            let ends = payment.hold_ends.iter().map(|end| end.state);
            refunds.chain(ends).any(|state| state == RefundState::NeedsPerson)
        });
        if !waits {
            continue;
        }
        let id = sale.id.to_string();
        let case = till.does(|desk| async move { desk.person_case(&id).await }).await;
        let case = match case {
            None => return,
            Some(Ok(case)) => case,
            Some(Err(error)) => {
                world.history.tell(till.name, format_args!("shows no case: {error}"));
                continue;
            }
        };
        let refunds = sale.payments.iter().flat_map(|payment| &payment.refunds);
        let ends = sale.payments.iter().flat_map(|payment| &payment.hold_ends);
        let key = refunds
            .filter(|refund| refund.id.to_string() == case.subject)
            .map(|refund| refund.key)
            .chain(ends.filter(|end| end.id.to_string() == case.subject).map(|end| end.key))
            .next();
        let Some(key) = key else { continue };
        let made = world.shop.witness().made_with(&key.to_string());
        if made.is_none() && !case.may_decide_none {
            continue;
        }
        let shown = |id: &String| case.candidates.iter().any(|one| one.provider_id == *id);
        let found = match made {
            Some(made) => Found::Made { provider_id: Some(made.id).filter(shown) },
            None => Found::Nothing,
        };
        world.history.tell("owner", format_args!("decides {}: {found:?}", case.subject));
        let decision = Decision { subject: case.subject, found };
        let decided = till.does(|desk| async move { desk.decide_case(decision).await }).await;
        if let Some(Err(error)) = decided {
            world.history.tell("owner", format_args!("could not decide: {error}"));
        }
    }
}

/// A line to the provider that never fails.
struct Line(Arc<Shop>);

#[async_trait]
impl Transport for Line {
    async fn send(&self, _: Lane, request: Request) -> Result<Response, TransportFault> {
        self.0.take(&request, From::Portal).ok_or(TransportFault::ConnectionLost)
    }
}

struct Owner;

#[async_trait]
impl KeySource for Owner {
    async fn keys(&self, _: &Account) -> Result<Keys, TillError> {
        Ok(Keys { app_key: APP_KEY.into() })
    }
}
