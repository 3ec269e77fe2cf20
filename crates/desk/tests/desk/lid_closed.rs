//! The lid closed before any look at the clock of a create and a refund, and opened an hour later: what was written down long
//! ago does not leave any more.

use crate::rig::{Call, Rig, payment, progress, refund_form, word};

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_slept_before_it_left_is_not_sent() {
    let rig = Rig::start().await;
    let mut held_up = 0;
    for looks in 0.. {
        let sent = rig.network.sent(Call::CreateLink);
        rig.clock.sleep_after(looks);
        let sale = rig.desk().create_link(rig.form("2500")).await.unwrap();
        let slept = rig.clock.stay_awake();
        if word(&sale) == "NOT_SENT" {
            held_up += 1;
            assert_eq!(
                rig.network.sent(Call::CreateLink),
                sent,
                "asleep after {looks} looks at the clock"
            );
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
    for looks in 0.. {
        let form = refund_form(&sale, "1000");
        let made = rig.refunds_made();
        rig.clock.sleep_after(looks);
        let answer = rig.desk().refund(form.clone()).await.unwrap();
        let slept = rig.clock.stay_awake();
        let refunds = &payment(&answer).refunds;
        if progress(refunds.last().unwrap()) == "NOT_SENT" {
            held_up += 1;
            assert_eq!(rig.refunds_made(), made, "asleep after {looks} looks at the clock");
        }
        rig.desk().refund(form).await.unwrap();
        assert_eq!(rig.refunds_made(), made + 1, "asleep after {looks} looks at the clock");
        rig.audit_settled().await;
        if !slept {
            break;
        }
    }
    assert!(held_up > 0, "no refund was held up");
}
