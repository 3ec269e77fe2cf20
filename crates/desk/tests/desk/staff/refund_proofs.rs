//! PINs typed for one refund.

use std::time::Duration;

use desk::{
    domain::{
        Money, TillError,
        ids::StaffId,
        rights::Right,
        staff::Role,
        till_rules::{ApprovalReason, RefundPin, TillRules},
    },
    view::{HistoryQuery, RefundForm, RefundProofForm, SaleView},
};

use super::rig::{CASHIER_PIN, MANAGER_PIN, OWNER_PIN, WRONG_PIN, everything, owner};
use crate::rig::{Crew, Rig, payment, progress, refund, refund_form};

/// A till with a practice account, an owner, a manager and a cashier.
async fn staffed() -> (Rig, Crew) {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    (rig, crew)
}

pub(crate) async fn prove(
    rig: &Rig,
    form: &RefundForm,
    member: &str,
    pin: &str,
) -> Result<(), TillError> {
    let desk = rig.desk();
    let proof = RefundProofForm {
        member: member.to_owned(),
        pin: pin.into(),
        press: form.press.clone(),
        payment: form.payment.clone(),
        amount_minor: form.amount_minor.clone(),
    };
    desk.prove_refund(desk.actor().unwrap(), proof).await
}

/// What is missing before the refund may leave: the PIN of who starts it, and why somebody must approve.
pub(crate) async fn missing(rig: &Rig, form: &RefundForm) -> (bool, Option<ApprovalReason>) {
    match rig.desk().refund(form.clone()).await {
        Err(TillError::RefundNeeds { pin, approval, .. }) => (pin, approval),
        other => panic!("it left: {other:?}"),
    }
}

fn again(form: &RefundForm, minor: &str, press: &str) -> RefundForm {
    RefundForm { press: press.to_owned(), amount_minor: minor.to_owned(), ..form.clone() }
}

async fn paid(rig: &Rig) -> SaleView {
    rig.paid("2500").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_counts_for_one_refund_and_one_minute() {
    let (rig, _) = staffed().await;
    let sale = paid(&rig).await;
    let form = refund_form(&sale, "1000");
    let only_pin = (true, None);
    assert_eq!(missing(&rig, &form).await, only_pin);
    let wrong = prove(&rig, &form, &owner(), WRONG_PIN).await.unwrap_err();
    assert_eq!(wrong, TillError::WrongPin { tries_left: 4 });
    prove(&rig, &form, &owner(), OWNER_PIN).await.unwrap();
    assert_eq!(missing(&rig, &again(&form, "1001", &form.press)).await, only_pin);
    let other_press = "11111111-2222-4333-8444-555555555555";
    assert_eq!(missing(&rig, &again(&form, "1000", other_press)).await, only_pin);
    rig.clock.advance(Duration::from_secs(61));
    rig.desk().still_here();
    assert_eq!(missing(&rig, &form).await, only_pin);
    prove(&rig, &form, &owner(), OWNER_PIN).await.unwrap();
    rig.clock.advance(Duration::from_secs(59));
    let sale = rig.desk().refund(form).await.unwrap();
    assert_eq!(progress(refund(&sale)), "DONE");
    assert_eq!(refund(&sale).approved_by, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_forgotten_with_whoever_is_at_the_till() {
    let (rig, _) = staffed().await;
    let sale = paid(&rig).await;
    let form = refund_form(&sale, "1000");
    prove(&rig, &form, &owner(), OWNER_PIN).await.unwrap();
    rig.desk().lock().await.unwrap();
    rig.sign_in(&owner(), OWNER_PIN).await;
    assert_eq!(missing(&rig, &form).await, (true, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cashier_asks_and_a_manager_approves() {
    let (rig, Crew { manager, cashier }) = staffed().await;
    rig.sign_in(&cashier, CASHIER_PIN).await;
    let sale = paid(&rig).await;
    let form = refund_form(&sale, "1000");
    let by_role = (false, Some(ApprovalReason::Role));
    assert_eq!(missing(&rig, &form).await, by_role);
    prove(&rig, &form, &cashier, CASHIER_PIN).await.unwrap();
    assert_eq!(missing(&rig, &form).await, by_role, "nobody approves their own refund");
    prove(&rig, &form, &manager, MANAGER_PIN).await.unwrap();
    let sale = rig.desk().refund(form).await.unwrap();
    assert_eq!(refund(&sale).approved_by.as_deref(), Some("Manager"));

    rig.sign_in(&owner(), OWNER_PIN).await;
    let desk = rig.desk();
    let of_sale = HistoryQuery { sale: Some(sale.row.id.clone()), ..everything() };
    let entries = desk.history(desk.actor().unwrap(), of_sale).await.unwrap().entries;
    let planned = entries.iter().find(|entry| entry.kind.word() == "REFUND_PLANNED").unwrap();
    let name = |staff: &Option<desk::view::StaffView>| staff.as_ref().unwrap().name.clone();
    assert_eq!(
        (name(&planned.by), name(&planned.approved_by)),
        ("Front desk".into(), "Manager".into())
    );
    assert_eq!(planned.reference, sale.row.reference);
    assert_eq!(planned.money.unwrap().minor(), 1000);
    assert_eq!(planned.sale.as_deref(), Some(sale.row.id.as_str()));
    let made = entries.iter().find(|entry| entry.kind.word() == "LINK" && entry.detail == "MADE");
    assert!(made.is_some_and(|entry| entry.by.is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_somebody_else_who_may_refund_approves() {
    let (rig, Crew { manager, cashier }) = staffed().await;
    let desk = rig.desk();
    let limit = TillRules {
        each_limit: vec![Money::new(500, "EUR".parse().unwrap())],
        ..TillRules::default()
    };
    desk.change_rules(desk.actor().unwrap(), limit).await.unwrap();
    rig.sign_in(&manager, MANAGER_PIN).await;
    let sale = paid(&rig).await;
    let form = refund_form(&sale, "1000");
    let refused = prove(&rig, &form, &cashier, CASHIER_PIN).await.unwrap_err();
    assert_eq!(refused, TillError::NotAllowed { right: Right::Refund });
    prove(&rig, &form, &manager, MANAGER_PIN).await.unwrap();
    assert_eq!(missing(&rig, &form).await, (false, Some(ApprovalReason::Amount)));
    for tries_left in [4, 3, 2, 1, 0] {
        let wrong = prove(&rig, &form, &owner(), WRONG_PIN).await.unwrap_err();
        assert_eq!(wrong, TillError::WrongPin { tries_left });
    }
    let wait = prove(&rig, &form, &owner(), OWNER_PIN).await.unwrap_err();
    assert_eq!(wait, TillError::PinWait { seconds: 30 });
    rig.clock.advance(Duration::from_secs(30));
    prove(&rig, &form, &owner(), OWNER_PIN).await.unwrap();
    let sale = desk.refund(form).await.unwrap();
    assert_eq!(refund(&sale).approved_by.as_deref(), Some("Owner"));
    assert_eq!(payment(&sale).refunded.minor(), 1000);
    assert_eq!(desk.actor().unwrap().staff().to_string(), manager);
    assert_ne!(desk.actor().unwrap().staff(), StaffId::OWNER);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_what_they_were_has_approved_nothing() {
    let (rig, Crew { manager, .. }) = staffed().await;
    let desk = rig.desk();
    let limit = TillRules {
        refund_pin: RefundPin::Never,
        each_limit: vec![Money::new(500, "EUR".parse().unwrap())],
        ..TillRules::default()
    };
    desk.change_rules(desk.actor().unwrap(), limit).await.unwrap();
    let form = refund_form(&paid(&rig).await, "1000");
    prove(&rig, &form, &manager, MANAGER_PIN).await.unwrap();
    for role in [Role::Cashier, Role::Manager] {
        desk.set_staff_role(desk.actor().unwrap(), &manager, role).await.unwrap();
    }
    assert_eq!(missing(&rig, &form).await, (false, Some(ApprovalReason::Amount)));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_proven_for_what_is_not_there() {
    let (rig, _) = staffed().await;
    let sale = paid(&rig).await;
    let form = refund_form(&sale, "1000");
    let foreign = RefundForm { payment: sale.row.id.clone(), ..form.clone() };
    let refused = prove(&rig, &foreign, &owner(), OWNER_PIN).await.unwrap_err();
    assert_eq!(refused, TillError::NotFound);
    let nothing = RefundForm { amount_minor: "0".into(), ..form };
    prove(&rig, &nothing, &owner(), OWNER_PIN).await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_till_locks_after_each_sale_the_next_one_needs_a_pin() {
    let (rig, Crew { cashier, .. }) = staffed().await;
    let desk = rig.desk();
    let rules = TillRules { lock_after_sale: true, ..TillRules::default() };
    desk.change_rules(desk.actor().unwrap(), rules).await.unwrap();
    rig.sign_in(&cashier, CASHIER_PIN).await;
    desk.leave_sale();
    assert!(desk.actor().is_ok(), "no sale was made yet");
    let first = rig.form("2500");
    // A button that was pressed twice makes one sale, and throws nobody out of it.
    let (once, twice) =
        tokio::join!(desk.create_link(first.clone()), desk.create_link(first.clone()));
    assert!(once.is_ok() && twice.is_ok(), "{once:?} {twice:?}");
    desk.create_link(first).await.unwrap();
    let refused = desk.create_link(rig.form("100")).await.unwrap_err();
    assert_eq!(refused, TillError::TillLocked);
    assert_eq!(desk.actor().unwrap_err(), TillError::TillLocked);
    rig.sign_in(&cashier, CASHIER_PIN).await;
    desk.create_link(rig.form("200")).await.unwrap();
    desk.leave_sale();
    assert_eq!(desk.actor().unwrap_err(), TillError::TillLocked);
}
