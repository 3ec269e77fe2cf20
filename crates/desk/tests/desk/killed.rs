//! The program killed between any two steps of a create and a refund, and started again: one link, one refund, and the
//! right figures.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use desk::view::SaleView;

use crate::rig::{Call, Rig, Then, Trouble, payment, press, progress, refund, refund_form, word};

/// Polls `inner` at most `polls_left` times, as a program does that is killed somewhere in it.
struct KilledAfter<F> {
    inner: Pin<Box<F>>,
    polls_left: usize,
}

impl<F: Future> KilledAfter<F> {
    fn polls(polls_left: usize, inner: F) -> Self {
        Self { inner: Box::pin(inner), polls_left }
    }
}

impl<F: Future> Future for KilledAfter<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(left) = self.polls_left.checked_sub(1) else {
            return Poll::Ready(None);
        };
        self.polls_left = left;
        match self.inner.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// Presses Create while requests of this kind run into silence, kills the program there, and starts it again.
async fn killed_in_create(silent: Call, trouble: Trouble) -> (Rig, String) {
    let mut rig = Rig::start().await;
    // A fresh program, so that sign-in is one of the steps.
    rig.reopen().await;
    let form = rig.form("2500");
    let press = form.press.clone();
    rig.network.once(silent, trouble);
    let desk = rig.desk();
    rig.kill_at_silence(async move { desk.create_link(form).await }).await;
    rig.reopen().await;
    rig.audit_settled().await;
    (rig, press)
}

/// The same for Refund, on a paid sale of 25.00 of which 10.00 shall go back.
async fn killed_in_refund(silent: Call, trouble: Trouble) -> (Rig, SaleView) {
    let mut rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    rig.reopen().await;
    let form = refund_form(&sale, "1000");
    rig.network.once(silent, trouble);
    let desk = rig.desk();
    rig.kill_at_silence(async move { desk.refund(form).await }).await;
    rig.reopen().await;
    rig.audit_settled().await;
    let sale = rig.sale(&sale).await;
    (rig, sale)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_killed_before_its_intent_is_on_disk_leaves_nothing() {
    for trouble in [Trouble::Unheard(Then::Silence), Trouble::Acted(Then::Silence)] {
        let (rig, press) = killed_in_create(Call::SignIn, trouble).await;
        assert_eq!(rig.sale_of_press(&press).await, None);
        assert_eq!((rig.links_made(), rig.network.sent(Call::CreateLink)), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_killed_before_the_provider_heard_of_it_is_sent_with_its_own_key() {
    let (rig, press) = killed_in_create(Call::CreateLink, Trouble::Unheard(Then::Silence)).await;
    let sale = rig.sale_of_press(&press).await.unwrap();
    assert_eq!(word(&sale), "WAITING");
    let writes = rig.network.writes();
    assert_eq!(writes.len(), 2);
    assert_eq!(writes[0], writes[1]);
    assert_eq!(rig.links_made(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_killed_after_the_provider_acted_adopts_its_link() {
    let (rig, press) = killed_in_create(Call::CreateLink, Trouble::Acted(Then::Silence)).await;
    let sale = rig.sale_of_press(&press).await.unwrap();
    assert_eq!(word(&sale), "WAITING");
    assert!(sale.link.unwrap().payable);
    assert_eq!((rig.links_made(), rig.network.sent(Call::CreateLink)), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_paid_while_the_till_was_down_is_green_after_the_next_look() {
    let mut rig = Rig::start().await;
    let form = rig.form("2500");
    let press = form.press.clone();
    rig.network.once(Call::CreateLink, Trouble::Acted(Then::Silence));
    let desk = rig.desk();
    rig.kill_at_silence(async move { desk.create_link(form).await }).await;
    let unseen = rig.books().links().remove(0);
    rig.books().pay(&unseen.id, practice::global_payments::APPROVED_CARDS[0]).unwrap();
    rig.reopen().await;
    let sale = rig.sale_of_press(&press).await.unwrap();
    let sale = rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_killed_before_its_intent_is_on_disk_leaves_nothing() {
    for call in [Call::SignIn, Call::FindTransactions] {
        for trouble in [Trouble::Unheard(Then::Silence), Trouble::Acted(Then::Silence)] {
            let (rig, sale) = killed_in_refund(call, trouble).await;
            assert_eq!(payment(&sale).refunds, []);
            assert_eq!(word(&sale), "PAID");
            assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (0, 0));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_killed_before_the_provider_heard_of_it_is_sent_with_its_own_key() {
    let (rig, sale) = killed_in_refund(Call::Refund, Trouble::Unheard(Then::Silence)).await;
    assert_eq!(progress(refund(&sale)), "DONE");
    let mut refunds = rig.network.writes();
    refunds.retain(|write| write.url.ends_with("/refund"));
    assert_eq!(refunds.len(), 2);
    assert_eq!(refunds[0], refunds[1]);
    assert_eq!(rig.refunds_made(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_killed_after_the_provider_acted_is_found() {
    let (rig, sale) = killed_in_refund(Call::Refund, Trouble::Acted(Then::Silence)).await;
    assert_eq!(progress(refund(&sale)), "DONE");
    assert_eq!(payment(&sale).left.minor(), 1500);
    assert_eq!((rig.refunds_made(), rig.network.sent(Call::Refund)), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_while_it_settles_it_still_ends_in_one() {
    let mut rig = Rig::start().await;
    let sale = rig.paid("2500").await;
    for (first, form, killed_next) in [
        (
            Trouble::Unheard(Then::Silence),
            refund_form(&sale, "700"),
            [Call::FindTransactions, Call::Refund],
        ),
        (
            Trouble::Acted(Then::Silence),
            refund_form(&sale, "800"),
            [Call::FindTransactions, Call::FindTransactions],
        ),
    ] {
        rig.network.once(Call::Refund, first);
        let desk = rig.desk();
        rig.kill_at_silence(async move { desk.refund(form).await }).await;
        for silent in killed_next {
            rig.network.once(silent, Trouble::Acted(Then::Silence));
            rig.restart_killed_at_silence().await;
        }
        rig.reopen().await;
    }
    let sale = rig.sale(&sale).await;
    assert_eq!(word(&sale), "PARTLY_REFUNDED");
    assert_eq!(payment(&sale).left.minor(), 1000);
    assert_eq!(rig.refunds_made(), 2);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_killed_at_any_moment_ends_in_one_link_for_one_press() {
    let mut rig = Rig::start().await;
    let mut presses = 0;
    for polls in 0.. {
        rig.reopen().await;
        let form = rig.form("2500");
        let desk = rig.desk();
        let answer = KilledAfter::polls(polls, desk.create_link(form.clone())).await;
        drop(desk);
        rig.reopen().await;
        rig.audit_settled().await;
        // Staff see no link, or do not trust what they see, and press again.
        let sale = rig.desk().create_link(form).await.unwrap();
        assert_eq!(word(&sale), "WAITING", "killed after {polls} polls");
        presses += 1;
        assert_eq!((rig.links_made(), rig.rows().await.len()), (presses, presses));
        if answer.is_some() {
            break;
        }
    }
    assert!(presses > 5, "the create was killed at {presses} moments only");
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_killed_at_any_moment_ends_in_one_refund_for_one_press() {
    let mut rig = Rig::start().await;
    let sale = rig.paid("250000").await;
    let mut presses = 0;
    for polls in 0.. {
        rig.reopen().await;
        let mut form = refund_form(&sale, "1000");
        form.press = press();
        let desk = rig.desk();
        let answer = KilledAfter::polls(polls, desk.refund(form.clone())).await;
        drop(desk);
        rig.reopen().await;
        rig.audit_settled().await;
        let sale = rig.desk().refund(form).await.unwrap();
        presses += 1;
        assert_eq!(rig.refunds_made(), presses, "killed after {polls} polls");
        assert_eq!(payment(&sale).refunded.minor(), 1000 * presses as u64);
        if answer.is_some() {
            break;
        }
    }
    assert!(presses > 8, "the refund was killed at {presses} moments only");
    rig.audit_settled().await;
}
