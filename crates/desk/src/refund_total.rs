//! Refunds at a provider that shows only how much of a payment went back in all. Which refunds that was nobody can tell,
//! so what the book knows is compared with the total, and only a sum is ever taken for somebody else's.

use std::{cmp::Ordering, time::Duration};

use domain::{
    Money, TillError, Timestamp,
    account::Account,
    capabilities::WriteRules,
    error::Doubt,
    ids::{PaymentId, RefundId},
    link_life::Absence,
    refund_life::{RefundEvent, RefundState},
};
use ledger::{Elsewhere, PaymentRecord, RefundRecord, TotalSeen};
use providers::RefundedTotal;

use crate::{
    answer::{self, Looked},
    desk::Desk,
    gaps::Gap,
    refunds_seen::Placed,
    view::RefundTotal,
};

/// How many times the same key is sent before a person is asked: a provider that tells it from a new one does so the
/// first time.
const MOST_ATTEMPTS: u32 = 5;

/// For how long a refund that the provider says it has is asked for all the same: what it waits for, it is told by then.
const LONGEST_WORK: Duration = Duration::from_hours(24);

/// The total beside what the book knew when the provider was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// The provider shows so much more than the book knows.
    More(Money),
    /// They agree.
    Same,
    /// The provider shows so much less.
    Less(Money),
}

/// What a look at the total tells of a refund whose end is not known.
#[derive(Debug)]
pub(crate) struct TotalLook<'l> {
    pub(crate) payment: &'l PaymentRecord,
    pub(crate) wanted: &'l RefundRecord,
    pub(crate) seen: RefundedTotal,
    pub(crate) rules: &'l WriteRules,
    pub(crate) looked: Looked,
}

impl Desk {
    /// Puts the total of a payment whose own refunds are settled into the book, as it was in `payment` before the
    /// provider was asked: what was refunded without this till, and what failed after all.
    pub(crate) async fn put_total_down(
        &self,
        account: &Account,
        payment: &PaymentRecord,
        total: Money,
        began: Duration,
    ) -> Result<Placed, TillError> {
        if payment.refunds.iter().any(|refund| refund.state.is_unsettled()) {
            return Ok(Placed::NotAll);
        }
        let beside = beside(payment, total)?;
        let Beside::Less(gap) = beside else {
            self.gaps.close(payment.id);
            return match beside {
                Beside::More(more) => self.note_total(payment, total, more, None).await,
                Beside::Same | Beside::Less(_) => Ok(Placed::All),
            };
        };
        let Some(rules) = &self.executor.provider(account).capabilities().refund else {
            return Ok(Placed::NotAll);
        };
        let is_quiet = self
            .looked(account, began)
            .is_some_and(|looked| is_quiet(payment, rules, looked.began));
        let seen = Gap { total, in_book: payment.facts().refunded() };
        let apart = rules.quiet_period();
        let is_quiet = is_quiet && !may_lag_for_days(rules);
        if is_quiet && self.gaps.is_lasting(payment.id, seen, began, apart) {
            self.note_gap(payment, gap).await?;
        }
        // What the book counts is more than what the provider does, so what is left is ours.
        Ok(Placed::All)
    }

    /// Once a person has seen that `refund` was never made: all that the total has more than the book is somebody else's,
    /// so that none of it goes back once more. The payment is as it was before the provider was asked.
    pub(crate) async fn put_rest_down(
        &self,
        payment: &PaymentRecord,
        refund: RefundId,
        total: Money,
    ) -> Result<(), TillError> {
        if let Beside::More(more) = beside(payment, total)? {
            self.note_total(payment, total, more, Some(refund)).await?;
        }
        Ok(())
    }

    /// Notes that a refund of ours failed after all, where there is only one whose sum is what the total lacks. Any other
    /// gap stays as it is: the book counts too much rather than too little. So does the gap of a refund for which only a
    /// person vouched, who saw more than the total: it may count at the provider once its bank has done it.
    async fn note_gap(&self, payment: &PaymentRecord, gap: Money) -> Result<(), TillError> {
        let Some(refund) = explains(payment, gap) else {
            tracing::warn!(payment = %payment.id, "less went back than the book knows of");
            return Ok(());
        };
        self.refund_event(refund, RefundEvent::FailedLate).await.map(drop)
    }

    /// What a look tells about `wanted`. What is surely somebody else's goes into the book on the way, so that a repeat
    /// can't give back more than came.
    ///
    /// Where the total may hold it, it may as well be somebody else's. The key tells which is ours, as long as the
    /// provider knows it: where it was made, the repeat tells so, and where it was not, it is made now. Should that be more
    /// than came, then only where the total has grown by just this one and the provider itself would let no second one
    /// pass. Its limit may be above what came: all that was held of a hold that was captured in part (Flitt's fact sheet,
    /// 8.27). Where the provider has said that it has this very refund, its key makes no second one.
    pub(crate) async fn found_in_total(
        &self,
        look: TotalLook<'_>,
    ) -> Result<RefundEvent, TillError> {
        let TotalLook { payment, wanted, seen, rules, looked } = look;
        let total = seen.gone;
        let may_go_again = attempts(wanted.state) < MOST_ATTEMPTS || may_be_in_work(wanted);
        let more = match beside(payment, total)? {
            Beside::More(more) => more,
            Beside::Same => Money::zero(total.currency()),
            Beside::Less(_) if is_quiet(payment, rules, looked.began) => {
                return Ok(RefundEvent::Contradicted);
            }
            Beside::Less(_) => return Ok(RefundEvent::Absent(Absence::TooEarly)),
        };
        let may_hold_it = more.minor() >= wanted.amount.minor();
        let others = if may_hold_it { minus(more, wanted.amount.money())? } else { more };
        // What never goes again needs nobody else's in the book before: until its own end is known one of ours may have failed,
        // and the rest of a total that lacks it is no refund that anybody made.
        if !others.is_zero()
            && rules.is_keyed()
            && self.note_total(payment, total, others, Some(wanted.id)).await? == Placed::NotAll
        {
            // Another till has settled this one and begun the next since the look: it proves nothing any more.
            return Ok(RefundEvent::Absent(Absence::TooEarly));
        }
        let absence = answer::absence(rules, wanted.first_sent, wanted.last_sent, looked);
        if !may_hold_it {
            let absence = if may_go_again {
                absence
            } else {
                answer::keyless_absence(rules, wanted.last_sent, looked.began)
            };
            let is_doubtful = absence == Absence::Proven && may_lag_for_days(rules);
            return Ok(if is_doubtful {
                RefundEvent::Contradicted
            } else {
                RefundEvent::Absent(absence)
            });
        }
        let is_safe = wanted.in_work
            || covers_one_more(payment, wanted, total)
            || (others.is_zero() && refuses_one_more(wanted, seen));
        Ok(if may_go_again && absence == Absence::KeyKnown && is_safe {
            RefundEvent::Absent(absence)
        } else {
            RefundEvent::Contradicted
        })
    }

    /// Puts `amount` of the total into the book as refunded without this till. `looked_for` is the refund of ours that it
    /// can't be part of.
    async fn note_total(
        &self,
        payment: &PaymentRecord,
        total: Money,
        amount: Money,
        looked_for: Option<RefundId>,
    ) -> Result<Placed, TillError> {
        let (entry, id): (_, PaymentId) = (self.entry(), payment.id);
        let seen = TotalSeen { total, in_book: payment.facts().refunded(), elsewhere: amount };
        let noted = self
            .book
            .ask(move |ledger| ledger.total_elsewhere(entry, id, seen, looked_for))
            .await?;
        Ok(match noted {
            Elsewhere::News | Elsewhere::Known => Placed::All,
            Elsewhere::MayBeOurs => Placed::NotAll,
        })
    }
}

/// The total as a person sees it who must decide about a refund of `amount`.
pub(crate) fn total_view(
    payment: &PaymentRecord,
    wanted: &RefundRecord,
    total: Money,
) -> RefundTotal {
    let in_book = payment.facts().refunded();
    let fits = beside(payment, total).is_ok_and(|beside| match beside {
        Beside::More(more) => more.minor() >= wanted.amount.minor(),
        Beside::Same | Beside::Less(_) => false,
    });
    RefundTotal { at_provider: total, in_book, fits }
}

fn beside(payment: &PaymentRecord, total: Money) -> Result<Beside, TillError> {
    let in_book = payment.facts().refunded();
    Ok(match total.minor().cmp(&in_book.minor()) {
        Ordering::Less => Beside::Less(minus(in_book, total)?),
        Ordering::Equal if total == in_book => Beside::Same,
        Ordering::Equal | Ordering::Greater => Beside::More(minus(total, in_book)?),
    })
}

/// How many requests for it may have arrived.
fn attempts(state: RefundState) -> u32 {
    match state {
        RefundState::Sending { attempt, .. } => attempt,
        RefundState::Unknown { attempts, .. } => attempts,
        _ => 0,
    }
}

/// True where the provider said that it is working at it, until it was asked a day after the first time, however long the
/// till was off.
fn may_be_in_work(refund: &RefundRecord) -> bool {
    let asked = refund.first_sent.zip(refund.last_sent);
    refund.in_work && asked.is_none_or(|(first, last)| last.since(first) < LONGEST_WORK)
}

/// True where what came is enough for all of the total and `wanted` on top of it.
fn covers_one_more(payment: &PaymentRecord, wanted: &RefundRecord, total: Money) -> bool {
    let with_it = total.plus(wanted.amount.money());
    with_it.is_ok_and(|sum| sum.minor() <= payment.amount.minor())
}

/// True where the provider lets nothing more go back of which `wanted` could be a part.
fn refuses_one_more(wanted: &RefundRecord, seen: RefundedTotal) -> bool {
    let with_it = seen.gone.plus(wanted.amount.money()).ok();
    with_it.zip(seen.at_most).is_some_and(|(sum, at_most)| sum.minor() > at_most.minor())
}

/// Fails only where the provider counts what went back in another currency than what came.
fn minus(from: Money, less: Money) -> Result<Money, TillError> {
    from.minus(less).map_err(|_| TillError::UnclearOutcome { doubt: Doubt::Different })
}

/// True where nobody has proven that the total holds what is still under way: a refund that is missing in it may only not
/// have reached the customer yet. A provider that tells a refund by its key has no such doubt to settle.
fn may_lag_for_days(rules: &WriteRules) -> bool {
    !rules.is_keyed()
}

/// True where nothing of ours that was sent can still be missing in a total that was asked for at `began`.
fn is_quiet(payment: &PaymentRecord, rules: &WriteRules, began: Timestamp) -> bool {
    let last_sent = payment.refunds.iter().filter_map(|refund| refund.last_sent).max();
    answer::keyless_absence(rules, last_sent, began) == Absence::Proven
}

/// The one refund of ours that was made and is of exactly `gap`, where nothing else that went back can add up to it.
fn explains(payment: &PaymentRecord, gap: Money) -> Option<RefundId> {
    let confirmed = payment.refunds.iter().filter(|refund| refund.state == RefundState::Confirmed);
    let (whole, others): (Vec<_>, Vec<_>) =
        confirmed.partition(|refund| refund.amount.money() == gap);
    let [one] = whole.as_slice() else {
        return None;
    };
    let smaller = others
        .iter()
        .map(|refund| refund.amount.minor())
        .chain(payment.elsewhere.iter().map(|refund| refund.amount.minor()))
        .filter(|minor| *minor <= gap.minor())
        .fold(0_u64, u64::saturating_add);
    (smaller < gap.minor() && one.provider_id.is_some()).then_some(one.id)
}
