//! The owner's rules for refunds, where the clock is wrong, or a refund goes a second time.

use std::time::Duration;

use desk::{
    domain::{
        Money,
        ids::StaffId,
        staff::Role,
        till_rules::{ApprovalReason, RefundPin, TillRules},
    },
    view::HistoryQuery,
};

use providers::TransportFault;

use crate::{
    rig::{
        CASHIER_PIN, Call, MANAGER_PIN, OWNER_PIN, Off, Rig, Then, Trouble, payment, progress,
        refund, refund_form,
    },
    staff::{
        refund_proofs::{missing, prove},
        rig::everything,
    },
};

const A_DAY: Duration = Duration::from_hours(24);

fn euros(minor: u64) -> Money {
    Money::new(minor, "EUR".parse().unwrap())
}

async fn rule(rig: &Rig, rules: TillRules) {
    let desk = rig.desk();
    // Nobody is at the till for hours in these tests.
    let rules = TillRules { lock_after_idle: None, ..rules };
    desk.change_rules(desk.actor().unwrap(), rules).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_not_sent_asks_for_its_pins_again_and_goes_in_the_name_of_who_sends_it() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    rule(&rig, TillRules::default()).await;
    let sale = rig.paid("2500").await;
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let form = refund_form(&sale, "1000");
    prove(&rig, &form, &crew.manager, MANAGER_PIN).await.unwrap();
    rig.network.once(Call::Refund, Trouble::Unheard(Then::Fault(TransportFault::Connect)));
    let sale = rig.desk().refund(form.clone()).await.unwrap();
    assert_eq!(progress(refund(&sale)), "NOT_SENT");

    rig.clock.advance(Duration::from_secs(61));
    assert_eq!(missing(&rig, &form).await, (false, Some(ApprovalReason::Role)));
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    assert_eq!(missing(&rig, &form).await, (true, None));
    prove(&rig, &form, &crew.manager, MANAGER_PIN).await.unwrap();
    let sale = rig.desk().refund(form).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    assert_eq!(refund(&sale).approved_by.as_deref(), Some("Manager"));

    let desk = rig.desk();
    rig.sign_in(&StaffId::OWNER.to_string(), OWNER_PIN).await;
    let of_sale = HistoryQuery { sale: Some(sale.row.id.clone()), ..everything() };
    let entries = desk.history(desk.actor().unwrap(), of_sale).await.unwrap().entries;
    let mut begun: Vec<_> = entries
        .iter()
        .filter(|entry| entry.kind.word() == "REFUND" && entry.detail == "BEGUN")
        .map(|entry| entry.by.as_ref().unwrap().id.clone())
        .collect();
    begun.reverse();
    assert_eq!(begun, [crew.cashier, crew.manager]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_forward_begins_no_new_day_of_refunds() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    let limited = TillRules {
        refund_pin: RefundPin::Never,
        day_limit: vec![euros(1500)],
        ..TillRules::default()
    };
    rule(&rig, limited).await;
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    let sale = rig.paid("5000").await;
    let sale = rig.desk().refund(refund_form(&sale, "1000")).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    let above = (false, Some(ApprovalReason::Day));
    assert_eq!(missing(&rig, &refund_form(&sale, "501")).await, above);
    rig.clock.advance(Duration::from_hours(2));
    // The same time tomorrow, and just after the next midnight.
    for ahead in [A_DAY, Duration::from_mins(12 * 60 + 30)] {
        rig.clock.set_wall(Off::Ahead(ahead));
        assert_eq!(missing(&rig, &refund_form(&sale, "501")).await, above, "{ahead:?}");
    }
    rig.clock.set_wall(Off::Not);
    rig.clock.advance(A_DAY);
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    let sale = rig.desk().refund(refund_form(&sale, "501")).await.unwrap();
    assert_eq!(payment(&sale).refunded, euros(1501));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_makes_no_old_payment_a_fresh_one() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    let fresh = RefundPin::AfterMinutes { minutes: 10 };
    rule(&rig, TillRules { refund_pin: fresh, ..TillRules::default() }).await;
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    let sale = rig.paid("5000").await;
    rig.clock.advance(Duration::from_mins(9));
    let sale = rig.desk().refund(refund_form(&sale, "100")).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    rig.clock.advance(Duration::from_hours(2));
    rig.waiting("700").await;
    rig.clock.set_wall(Off::Behind(Duration::from_hours(2)));
    assert_eq!(missing(&rig, &refund_form(&sale, "100")).await, (true, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lost_the_right_between_pin_and_refund_approves_nothing() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    rule(&rig, TillRules { each_limit: vec![euros(100)], ..TillRules::default() }).await;
    let sale = rig.paid("5000").await;
    let form = refund_form(&sale, "1000");
    let owner = StaffId::OWNER.to_string();
    prove(&rig, &form, &owner, OWNER_PIN).await.unwrap();
    prove(&rig, &form, &crew.manager, MANAGER_PIN).await.unwrap();
    let desk = rig.desk();
    desk.set_staff_role(desk.actor().unwrap(), &crew.manager, Role::Cashier).await.unwrap();
    assert_eq!(missing(&rig, &form).await, (false, Some(ApprovalReason::Amount)));
}
