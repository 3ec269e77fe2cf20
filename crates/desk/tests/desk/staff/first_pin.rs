//! The first PIN of a till: all of it, or nothing.

use std::{future::poll_fn, pin::pin, task::Poll};

use desk::{
    domain::{TillError, error::Field, rights::Right},
    view::FirstPinForm,
};

use secrecy::ExposeSecret as _;

use super::rig::{NEW_PIN, OWNER_PIN, StaffTill, owner, seat};
use crate::rig::Mood;

fn form() -> FirstPinForm {
    FirstPinForm { name: "Owner".to_owned(), pin: OWNER_PIN.into() }
}

/// Runs `work` for so many polls at most, as a program does that is killed in it. True where it came to its end.
async fn killed_after<F: Future>(polls: usize, work: F) -> bool {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(|context| {
        left -= 1;
        match work.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn nothing_is_written_before_the_code_was_typed_back() {
    let mut till = StaffTill::start().await;
    let code = till.desk().plan_first_pin(till.by(), form()).await.unwrap().code;
    assert_eq!((till.keychain.items(), till.figure("SELECT count(*) FROM events")), (0, 1));
    assert!(till.by().may(Right::ManageStaff));

    let prove = async |code: &str| till.desk().prove_recovery_code(till.by(), &code.into()).await;
    let mut typo = code.clone().into_bytes();
    typo[0] = if typo[0] == b'7' { b'8' } else { b'7' };
    let typo = String::from_utf8(typo).unwrap();
    assert_eq!(prove(&typo).await.unwrap_err(), TillError::RecoveryCodeTypo { group: Some(1) });
    let missing = TillError::MissingRequiredFields { fields: vec![Field::RecoveryCode] };
    assert_eq!(prove(" ").await.unwrap_err(), missing);
    let other = vault::RecoveryCode::fresh([0x5A; 17]).to_secret_text();
    let refused = prove(other.expose_secret()).await.unwrap_err();
    assert!(matches!(refused, TillError::WrongRecoveryCode { .. }), "{refused:?}");
    assert_eq!(till.keychain.items(), 0);

    let spoken = code.to_lowercase().replace('-', " ");
    assert_eq!(seat(&prove(&spoken).await.unwrap()), "OWNER");
    assert_eq!(till.desk().lock().await.map(|view| seat(&view)).unwrap(), "LOCKED");
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, None);
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    let list = till.desk().staff_list(till.by()).await.unwrap();
    assert!(list.recovery_code_made_at.is_some() && !list.pinless);
}

#[tokio::test]
async fn a_till_that_has_pins_gets_no_first_one() {
    let (till, _) = StaffTill::with_owner().await;
    let refused = till.desk().plan_first_pin(till.by(), form()).await.unwrap_err();
    assert_eq!(refused, TillError::InvalidField { field: Field::Pin });
}

#[tokio::test]
async fn without_a_keychain_nothing_begins() {
    let mut till = StaffTill::start().await;
    for (mood, what) in [(Mood::NoStore, "VAULT_NO_STORE"), (Mood::Locked, "VAULT_LOCKED")] {
        till.keychain.turn(mood);
        let refused = till.desk().plan_first_pin(till.by(), form()).await.unwrap_err();
        assert_eq!(crate::rig::code(&refused), what);
    }
    till.keychain.turn(Mood::Open);
    let code = till.desk().plan_first_pin(till.by(), form()).await.unwrap().code;
    till.keychain.turn(Mood::Locked);
    let refused = till.desk().prove_recovery_code(till.by(), &code.clone().into()).await;
    assert_eq!(refused.unwrap_err(), TillError::VaultLocked);
    assert_eq!(till.figure("SELECT count(*) FROM events"), 1);
    till.restart().await;
    assert_eq!(seat(&till.desk().session().await.unwrap()), "OWNER");
    till.keychain.turn(Mood::Open);
    till.first_pin().await.unwrap();
}

#[tokio::test]
async fn a_secret_that_the_book_knows_nothing_of_locks_nobody_out() {
    let mut till = StaffTill::start().await;
    till.disturb(
        "CREATE TRIGGER full BEFORE INSERT ON staff_pins BEGIN SELECT RAISE(ABORT, ''); END",
    );
    till.first_pin().await.unwrap_err();
    assert_eq!(till.keychain.items(), 1);
    assert_eq!(seat(&till.desk().session().await.unwrap()), "OWNER");
    till.disturb("DROP TRIGGER full");
    till.restart().await;
    assert_eq!(seat(&till.desk().session().await.unwrap()), "OWNER");
    till.first_pin().await.unwrap();
    till.restart().await;
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
}

#[tokio::test]
async fn killed_anywhere_the_till_has_no_pin_or_all_of_it() {
    let (mut without, mut with) = (0, 0);
    for polls in 1.. {
        let mut till = StaffTill::start().await;
        let code = till.desk().plan_first_pin(till.by(), form()).await.unwrap().code;
        let (desk, by, secret) = (till.desk(), till.by(), code.clone().into());
        let ended = killed_after(polls, desk.prove_recovery_code(by, &secret)).await;
        drop(desk);
        till.restart().await;
        if till.figure("SELECT count(*) FROM staff_pins") == 0 {
            without += 1;
            assert_eq!(seat(&till.desk().session().await.unwrap()), "OWNER");
            till.first_pin().await.unwrap();
        } else {
            with += 1;
            assert_eq!(till.lock_screen().await.problem, None);
            till.sign_in(&owner(), OWNER_PIN).await.unwrap();
            till.recover(&code).await.unwrap();
            till.sign_in(&owner(), NEW_PIN).await.unwrap();
        }
        if ended {
            break;
        }
    }
    assert!(without > 0 && with > 0, "{without} without, {with} with");
}
