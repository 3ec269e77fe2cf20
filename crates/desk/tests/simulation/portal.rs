//! The owner in the provider's own portal: gives money back without a till, and looks there to decide what no till can.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use desk::{
    domain::{
        Amount, Money, Outcome, TillError,
        account::Account,
        ids::{IdempotencyKey, RefundId, SaleId},
        refund::{NewRefund, RefundReason},
        refund_life::RefundState,
    },
    seams::{Executor, Transport},
    view::{Decision, Found},
};
use ledger::{PaymentRecord, SaleRecord};
use providers::{KeySource, Keys, Lane, Request, Response, TransportFault};

use crate::{
    chance::TillRandom,
    clock::TillClock,
    shop::{From, Made, Shop},
    till::Till,
    world::World,
};

/// Gives part of a payment back in the portal, which looks at nothing but the provider's own limit.
pub(crate) async fn refund(world: &World, sale: SaleId, payment: &PaymentRecord, minor: u64) {
    let record = world.record(sale);
    let paid = record.links().find(|link| link.id == payment.link);
    let Some(reference) = paid.and_then(|link| link.our_reference.clone()) else { return };
    if !world.refunds_here() {
        let done = world.shop.refund_by_hand(payment.provider_id.as_str());
        world.history.tell("portal", format_args!("refund of {}, done: {done}", payment.amount));
        return;
    }
    let random =
        Arc::new(TillRandom(Mutex::new(world.chance(&format!("portal {minor} {}", payment.id)))));
    let clock = Arc::new(TillClock::right(world.time));
    let line = Arc::new(Line(Arc::clone(&world.shop)));
    let portal = Executor::new(line, clock, Arc::clone(&random) as _);
    let ask = NewRefund {
        id: RefundId::fresh(world.time.moment(), &*random),
        payment: payment.provider_id.clone(),
        reference,
        amount: Amount::new(Money::new(minor, payment.amount.currency())).unwrap(),
        reason: RefundReason::CustomerAsked,
        paid_at: payment.at,
    };
    let key = IdempotencyKey::fresh(&*random);
    let owner = Owner(world.shop.gateway().credentials().key);
    let exchange = portal.provider(&world.account).refund(&world.account, ask, key);
    let outcome = portal.run(&world.account, &owner, Lane::Person, exchange).await;
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
        let Some(key) = key_of(world, &sale, &case.subject) else { continue };
        // The owner is told of one that was taken and failed that it failed.
        let stands = |made: &Made| !world.shop.gateway().fell_through(&made.id);
        let made = world.shop.witness().made_with(&key).filter(stands);
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
        let decided =
            till.does(|desk| async move { desk.decide_case(desk.actor()?, decision).await }).await;
        if let Some(Err(error)) = decided {
            world.history.tell("owner", format_args!("could not decide: {error}"));
        }
    }
}

/// By what the provider tells a refund, a capture or a release from the next one.
fn key_of(world: &World, sale: &SaleRecord, subject: &str) -> Option<String> {
    sale.payments.iter().find_map(|payment| {
        let refund = payment.refunds.iter().find(|refund| refund.id.to_string() == subject);
        let end = payment.hold_ends.iter().find(|end| end.id.to_string() == subject);
        refund
            .map(|refund| refund.key.to_string())
            .or_else(|| Some(world.shop.gateway().key_of_hold_end(payment, end?)))
    })
}

/// A line to the provider that never fails.
struct Line(Arc<Shop>);

#[async_trait]
impl Transport for Line {
    async fn send(&self, _: Lane, request: Request) -> Result<Response, TransportFault> {
        let request = self.0.gateway().in_portal(&request);
        self.0.take(&request, From::Portal).ok_or(TransportFault::ConnectionLost)
    }
}

struct Owner(&'static str);

#[async_trait]
impl KeySource for Owner {
    async fn keys(&self, _: &Account) -> Result<Keys, TillError> {
        Ok(Keys::main(self.0.into()))
    }
}
