//! What went back of a payment, in the book and at the provider, as far as a till could see it there.

use std::collections::BTreeSet;

use desk::domain::refund_life::RefundState;
use ledger::{PaymentRecord, RefundRecord};

use crate::{
    audit::Audit,
    gateway::{Sight, Thing},
    history::Wrong,
    shop::{From, Made},
};

/// Compares the refunds of one payment.
pub(crate) fn refunds(audit: &Audit<'_>, payment: &PaymentRecord) {
    let sight = audit.world.shop.gateway().sight();
    if sight != Sight::Nothing {
        sums(audit, payment, sight);
    }
    match sight {
        Sight::Named | Sight::Nothing => one_by_one(audit, payment),
        Sight::Each | Sight::Total => as_far_as_they_differ(audit, payment),
    }
}

/// What went back is what the book says, to the minor unit.
///
/// The book may count up to that too much, and never too little, what was made elsewhere and failed after it was seen; and
/// where only the sum is told, anything that failed, as nobody can always tell which refund that was.
fn sums(audit: &Audit<'_>, payment: &PaymentRecord, sight: Sight) {
    let id = payment.provider_id.as_str();
    let ours: u64 = confirmed(payment).map(|refund| refund.amount.minor()).sum();
    let elsewhere: u64 = payment.elsewhere.iter().map(|found| found.amount.minor()).sum();
    let went = audit.their_payment(payment).map_or(0, |theirs| theirs.refunded);
    let too_much = fell_through(audit, id, |from| sight == Sight::Total || from == From::Portal);
    if !(went..=went + too_much).contains(&(ours + elsewhere)) {
        let how = format_args!(
            "{went} of {id} went back; in the book {ours} by tills, {elsewhere} elsewhere"
        );
        audit.wrong(Wrong::Divergence, how);
    }
}

/// Each refund of ours was made exactly where the book says so, and none stands as somebody else's. A provider that shows
/// no refunds can't tell the till of one that failed.
fn one_by_one(audit: &Audit<'_>, payment: &PaymentRecord) {
    let gateway = audit.world.shop.gateway();
    let shows_nothing = gateway.sight() == Sight::Nothing;
    for refund in &payment.refunds {
        let key = refund.key.to_string();
        let made = audit.made.iter().find(|made| made.key == key);
        let stands = made.filter(|made| !gateway.fell_through(&made.id));
        let fits = match refund.state {
            RefundState::Confirmed if shows_nothing => made.is_some(),
            RefundState::Confirmed => {
                let is_it = |id: &str| stands.is_some_and(|made| made.id == id);
                stands.is_some() && refund.provider_id.as_ref().is_none_or(|id| is_it(id.as_str()))
            }
            RefundState::Reserved
            | RefundState::Rejected
            | RefundState::AbsentConfirmed
            | RefundState::Withdrawn
            | RefundState::FailedLate => stands.is_none(),
            // What is still open is told by `nothing_is_open`.
            RefundState::Sending { .. }
            | RefundState::Unknown { .. }
            | RefundState::NeedsPerson => true,
        };
        if !fits {
            let how = format_args!("{} is {:?} and made {made:?}", refund.id, refund.state);
            audit.wrong(Wrong::Divergence, how);
        }
    }
    for found in &payment.elsewhere {
        let id = found.provider_id.as_str();
        if refunds_by(audit, From::Till, payment.provider_id.as_str()).any(|made| made.id == id) {
            let how = format_args!("a till's own {id} stands as somebody else's");
            audit.wrong(Wrong::DoubleRefund, how);
        }
    }
}

/// The same where ours look like somebody else's: only where there are none of those can they be told apart.
fn as_far_as_they_differ(audit: &Audit<'_>, payment: &PaymentRecord) {
    let id = payment.provider_id.as_str();
    let by_portal: BTreeSet<&str> =
        refunds_by(audit, From::Portal, id).map(|made| &*made.id).collect();
    if !by_portal.is_empty() {
        // One that looks like ours may have been taken for it, and then ours stands as the other's.
        return;
    }
    for found in &payment.elsewhere {
        let how = format_args!("a till's own {} stands as somebody else's", found.provider_id);
        audit.wrong(Wrong::DoubleRefund, how);
    }
    for refund in confirmed(payment) {
        let made =
            |seen: &Made| refund.provider_id.as_ref().is_none_or(|id| id.as_str() == seen.id);
        if !refunds_by(audit, From::Till, id).any(made) {
            let how = format_args!("refund {} was never made", refund.id);
            audit.wrong(Wrong::Divergence, how);
        }
    }
}

fn confirmed(payment: &PaymentRecord) -> impl Iterator<Item = &RefundRecord> {
    payment.refunds.iter().filter(|refund| refund.state == RefundState::Confirmed)
}

fn refunds_by<'a>(
    audit: &'a Audit<'_>,
    from: From,
    payment: &str,
) -> impl Iterator<Item = &'a Made> {
    audit.made.iter().filter(move |made| {
        made.from == from
            && matches!(&made.thing, Thing::Refund { payment: of, .. } if of == payment)
    })
}

/// How much of a payment was taken to go back, by those who count, and did not after all.
fn fell_through(audit: &Audit<'_>, payment: &str, counts: impl Fn(From) -> bool) -> u64 {
    let gateway = audit.world.shop.gateway();
    let failed = |made: &&Made| counts(made.from) && gateway.fell_through(&made.id);
    let all = audit.made.iter().filter(failed);
    all.map(|made| match &made.thing {
        Thing::Refund { payment: of, minor } if of == payment => *minor,
        Thing::Refund { .. } | Thing::Link | Thing::HoldEnd { .. } => 0,
    })
    .sum()
}
