//! The way back by the recovery code.

use std::time::Duration;

use desk::{
    domain::{TillError, rights::Right, staff::Role},
    view::RecoverForm,
};

use super::rig::{CASHIER_PIN, MANAGER_PIN, NEW_PIN, OWNER_PIN, StaffTill, WRONG_PIN, owner, seat};
use crate::rig::Mood;

/// A code of no till here, with check characters that fit.
fn foreign_code() -> String {
    use secrecy::ExposeSecret as _;
    vault::RecoveryCode::fresh([0x5A; 17]).to_secret_text().expose_secret().to_owned()
}

#[tokio::test]
async fn a_lost_pin_is_replaced_and_no_other_one() {
    let (mut till, code, [_, cashier]) = StaffTill::with_staff().await;
    till.restart().await;
    assert!(till.lock_screen().await.can_recover);
    for _ in 0..5 {
        till.sign_in(&owner(), WRONG_PIN).await.unwrap_err();
    }
    assert_eq!(seat(&till.recover(&code).await.unwrap()), "OWNER");
    assert_eq!(
        till.sign_in(&owner(), OWNER_PIN).await.unwrap_err(),
        TillError::WrongPin { tries_left: 4 }
    );
    till.sign_in(&owner(), NEW_PIN).await.unwrap();
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
    till.restart().await;
    till.recover(&code).await.unwrap();
}

#[tokio::test]
async fn a_lost_keychain_item_is_brought_back_with_every_pin() {
    let (mut till, code, [manager, cashier]) = StaffTill::with_staff().await;
    till.keychain.lose_all();
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, Some(TillError::PinSecretMissing));
    for (member, pin) in [(&owner(), OWNER_PIN), (&cashier, CASHIER_PIN)] {
        let refused = till.sign_in(member, pin).await.unwrap_err();
        assert_eq!(refused, TillError::PinSecretMissing);
    }
    assert_eq!(seat(&till.recover(&code).await.unwrap()), "OWNER");
    for (member, pin) in [(&owner(), NEW_PIN), (&manager, MANAGER_PIN), (&cashier, CASHIER_PIN)] {
        till.sign_in(member, pin).await.unwrap();
    }
}

#[tokio::test]
async fn an_item_that_can_not_be_read_is_a_lost_one() {
    let (mut till, code, [_, cashier]) = StaffTill::with_staff().await;
    till.keychain.rewrite("not a secret");
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, Some(TillError::PinSecretMissing));
    till.recover(&code).await.unwrap();
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
}

#[tokio::test]
async fn codes_are_tried_like_pins_and_a_typo_costs_nothing() {
    let (mut till, code) = StaffTill::with_owner().await;
    till.desk().lock().await.unwrap();
    let foreign = foreign_code();
    for _ in 0..9 {
        let typo = till.recover("7KQ2").await.unwrap_err();
        assert_eq!(typo, TillError::RecoveryCodeTypo { group: None });
        let weak =
            RecoverForm { member: owner(), code: code.clone().into(), new_pin: "123456".into() };
        let refused = till.desk().recover(weak).await.unwrap_err();
        assert!(matches!(refused, TillError::NewPinRefused { .. }), "{refused:?}");
    }
    for tries_left in [4, 3, 2, 1, 0] {
        let refused = till.recover(&foreign).await.unwrap_err();
        assert_eq!(refused, TillError::WrongRecoveryCode { tries_left });
    }
    till.restart().await;
    assert_eq!(till.recover(&code).await.unwrap_err(), TillError::PinWait { seconds: 30 });
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    till.clock.advance(Duration::from_secs(30));
    till.recover(&code).await.unwrap();
    let refused = till.recover(&foreign).await.unwrap_err();
    assert_eq!(refused, TillError::WrongRecoveryCode { tries_left: 4 });
}

#[tokio::test]
async fn only_an_owner_comes_back_so() {
    let (till, code, [manager, cashier]) = StaffTill::with_staff().await;
    till.desk().set_staff_role(till.by(), &manager, Role::Owner).await.unwrap();
    till.desk().lock().await.unwrap();
    let recover = async |member: &str| {
        let form = RecoverForm {
            member: member.to_owned(),
            code: code.clone().into(),
            new_pin: NEW_PIN.into(),
        };
        till.desk().recover(form).await
    };
    for _ in 0..7 {
        let refused = recover(&cashier).await.unwrap_err();
        assert_eq!(refused, TillError::NotAllowed { right: Right::ManageStaff });
        assert_eq!(recover("nobody").await.unwrap_err(), TillError::NotFound);
    }
    recover(&manager).await.unwrap();
    assert_eq!(till.by().staff().to_string(), manager);
}

#[tokio::test]
async fn another_code_takes_the_place_of_the_first_once_it_was_typed_back() {
    let (till, first) = StaffTill::with_owner().await;
    let desk = till.desk();
    let second = desk.plan_recovery_code(till.by(), &OWNER_PIN.into()).await.unwrap().code;
    till.recover(&first).await.unwrap();
    // Who comes back by a code is a fresh session: what was planned before is forgotten.
    let late = desk.prove_recovery_code(till.by(), &second.into()).await.unwrap_err();
    assert_eq!(late, TillError::NotFound);
    let second = desk.plan_recovery_code(till.by(), &NEW_PIN.into()).await.unwrap().code;
    assert_ne!(first, second);
    desk.prove_recovery_code(till.by(), &second.clone().into()).await.unwrap();
    let refused = till.recover(&first).await.unwrap_err();
    assert_eq!(refused, TillError::WrongRecoveryCode { tries_left: 4 });
    till.recover(&second).await.unwrap();
}

#[tokio::test]
async fn a_till_without_pins_has_nothing_to_recover() {
    let till = StaffTill::start().await;
    assert_eq!(till.recover(&foreign_code()).await.unwrap_err(), TillError::NotFound);
}

#[tokio::test]
async fn a_locked_keychain_stands_in_the_way_and_costs_no_try() {
    let (till, code) = StaffTill::with_owner().await;
    till.keychain.turn(Mood::Locked);
    for _ in 0..7 {
        assert_eq!(till.recover(&code).await.unwrap_err(), TillError::VaultLocked);
    }
    till.keychain.turn(Mood::Open);
    till.recover(&code).await.unwrap();
}
