//! The lid closed between any two steps of a create and a refund, and opened an hour later: what was written down long
//! ago does not leave any more.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use crate::rig::{Call, Rig, RigClock, payment, progress, refund_form, word};

/// Polls `inner`, and lets an hour pass before the poll after `polls_left` ones.
struct AsleepAfter<F> {
    inner: Pin<Box<F>>,
    clock: Arc<RigClock>,
    polls_left: Option<usize>,
}

impl<F: Future> AsleepAfter<F> {
    fn polls(polls_left: usize, clock: &Arc<RigClock>, inner: F) -> Self {
        let (inner, clock) = (Box::pin(inner), Arc::clone(clock));
        Self { inner, clock, polls_left: Some(polls_left) }
    }
}

impl<F: Future> Future for AsleepAfter<F> {
    /// What came, and whether the lid was closed before it came.
    type Output = (F::Output, bool);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.polls_left = match self.polls_left {
            Some(0) => {
                self.clock.advance(Duration::from_hours(1));
                None
            }
            left => left.map(|left| left - 1),
        };
        let slept = self.polls_left.is_none();
        self.inner.as_mut().poll(context).map(|output| (output, slept))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_slept_before_it_left_is_not_sent() {
    let rig = Rig::start().await;
    let mut held_up = 0;
    for polls in 0.. {
        let form = rig.form("2500");
        let sent = rig.network.sent(Call::CreateLink);
        let desk = rig.desk();
        let (sale, slept) =
            AsleepAfter::polls(polls, &rig.clock, desk.create_link(form.clone())).await;
        let sale = sale.unwrap();
        if word(&sale) == "NOT_SENT" {
            held_up += 1;
            assert_eq!(rig.network.sent(Call::CreateLink), sent, "asleep after {polls} polls");
        }
        rig.audit_settled().await;
        if !slept {
            break;
        }
    }
    assert!(held_up > 0, "no create was held up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_slept_before_it_left_goes_with_the_next_press() {
    let rig = Rig::start().await;
    let sale = rig.paid("250000").await;
    let mut held_up = 0;
    for polls in 0.. {
        let form = refund_form(&sale, "1000");
        let made = rig.refunds_made();
        let desk = rig.desk();
        let (answer, slept) =
            AsleepAfter::polls(polls, &rig.clock, desk.refund(form.clone())).await;
        let answer = answer.unwrap();
        let refunds = &payment(&answer).refunds;
        if progress(refunds.last().unwrap()) == "NOT_SENT" {
            held_up += 1;
            assert_eq!(rig.refunds_made(), made, "asleep after {polls} polls");
        }
        rig.desk().refund(form).await.unwrap();
        assert_eq!(rig.refunds_made(), made + 1, "asleep after {polls} polls");
        rig.audit_settled().await;
        if !slept {
            break;
        }
    }
    assert!(held_up > 0, "no refund was held up");
}
