//! PINs that fit, and PINs that don't.

use std::time::Duration;

use desk::domain::{TillError, error::Field, ids::StaffId};

use super::rig::{CASHIER_PIN, MANAGER_PIN, NEW_PIN, OWNER_PIN, StaffTill, WRONG_PIN, owner, seat};

fn wrong(tries_left: u32) -> TillError {
    TillError::WrongPin { tries_left }
}

fn wait(seconds: u32) -> TillError {
    TillError::PinWait { seconds }
}

/// Types so many wrong PINs of the cashier.
async fn fail(till: &StaffTill, member: &str, times: u32) {
    for _ in 0..times {
        assert!(matches!(till.sign_in(member, WRONG_PIN).await, Err(TillError::WrongPin { .. })));
    }
}

#[tokio::test]
async fn a_till_without_pins_is_its_owners() {
    let till = StaffTill::start().await;
    assert_eq!(seat(&till.desk().session().await.unwrap()), "OWNER");
    assert_eq!(seat(&till.desk().lock().await.unwrap()), "OWNER");
    assert_eq!(till.sign_in(&owner(), OWNER_PIN).await.unwrap_err(), TillError::NoPinYet);
    till.clock.advance(Duration::from_hours(48));
    assert_eq!(till.by().staff(), StaffId::OWNER);
}

#[tokio::test]
async fn whoever_shows_their_pin_is_at_the_till_as_what_they_are() {
    let (mut till, _, [manager, cashier]) = StaffTill::with_staff().await;
    till.restart().await;
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    let tiles = till.lock_screen().await.staff;
    let names: Vec<_> = tiles.iter().map(|tile| tile.name.as_str()).collect();
    assert_eq!(names, ["Owner", "Manager", "Front desk"]);
    for (member, pin, role) in [
        (&cashier, CASHIER_PIN, "CASHIER"),
        (&manager, MANAGER_PIN, "MANAGER"),
        (&owner(), OWNER_PIN, "OWNER"),
    ] {
        assert_eq!(seat(&till.sign_in(member, pin).await.unwrap()), role);
        assert_eq!(till.by().staff().to_string(), **member);
    }
    assert_eq!(till.sign_in(&cashier, MANAGER_PIN).await.unwrap_err(), wrong(4));
    assert_eq!(till.by().staff().to_string(), owner(), "a wrong PIN sends nobody away");
}

#[tokio::test]
async fn waits_grow_and_a_right_pin_ends_them() {
    let (till, _, [_, cashier]) = StaffTill::with_staff().await;
    for left in [4, 3, 2, 1, 0] {
        assert_eq!(till.sign_in(&cashier, WRONG_PIN).await.unwrap_err(), wrong(left));
    }
    for seconds in [30, 60, 300, 900, 3600, 3600] {
        assert_eq!(till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err(), wait(seconds));
        till.clock.advance(Duration::from_secs(u64::from(seconds) - 1));
        assert_eq!(till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err(), wait(1));
        till.clock.advance(Duration::from_secs(1));
        assert_eq!(till.sign_in(&cashier, WRONG_PIN).await.unwrap_err(), wrong(0));
    }
    till.clock.advance(Duration::from_hours(1));
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
    assert_eq!(till.sign_in(&cashier, WRONG_PIN).await.unwrap_err(), wrong(4));
}

#[tokio::test]
async fn a_clock_that_is_set_changes_no_wait() {
    let (mut till, _, [_, cashier]) = StaffTill::with_staff().await;
    fail(&till, &cashier, 5).await;
    for wall in ["2036-01-01T00:00:00Z", "1999-01-01T00:00:00Z"] {
        till.clock.set_wall(wall);
        assert_eq!(till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err(), wait(30));
    }
    till.restart().await;
    till.clock.set_wall("2046-01-01T00:00:00Z");
    assert_eq!(till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err(), wait(30));
    till.clock.advance(Duration::from_secs(30));
    till.clock.set_wall("1999-01-01T00:00:00Z");
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
}

#[tokio::test]
async fn a_restart_forgets_no_try_and_no_wait() {
    let (mut till, _, [_, cashier]) = StaffTill::with_staff().await;
    for left in [4, 3, 2, 1, 0] {
        till.restart().await;
        assert_eq!(till.sign_in(&cashier, WRONG_PIN).await.unwrap_err(), wrong(left));
    }
    till.clock.advance(Duration::from_secs(29));
    till.restart().await;
    let waiting = till.lock_screen().await.staff.pop().unwrap();
    assert_eq!((waiting.id.as_str(), waiting.waits), (cashier.as_str(), 30));
    assert_eq!(till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err(), wait(30));
}

#[tokio::test]
async fn a_try_that_can_not_be_counted_tells_nothing_of_the_pin() {
    let (till, _, [_, cashier]) = StaffTill::with_staff().await;
    till.desk().lock().await.unwrap();
    till.disturb(
        "CREATE TRIGGER full BEFORE INSERT ON pin_tries BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    let right = till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err();
    assert_eq!(right, till.sign_in(&cashier, WRONG_PIN).await.unwrap_err());
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_have_no_more_tries_than_one() {
    let (till, _, [_, cashier]) = StaffTill::with_staff().await;
    till.desk().lock().await.unwrap();
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let (desk, member) = (till.desk(), cashier.clone());
            let form = desk::view::SignInForm { member, pin: WRONG_PIN.into() };
            tokio::spawn(async move { desk.sign_in(form).await.unwrap_err() })
        })
        .collect();
    let mut compared = 0;
    for tried in tries {
        match tried.await.unwrap() {
            TillError::WrongPin { .. } => compared += 1,
            other => assert_eq!(other, wait(30)),
        }
    }
    assert_eq!(compared, 5);
}

#[tokio::test]
async fn nobody_learns_who_was_on_the_staff() {
    let (till, _, [manager, cashier]) = StaffTill::with_staff().await;
    till.desk().retire_staff(till.by(), &cashier).await.unwrap();
    let events = till.figure("SELECT count(*) FROM events");
    let stranger = "0190aaaa-0000-7000-8000-000000000009";
    for _ in 0..7 {
        for somebody in [stranger, "nobody", cashier.as_str()] {
            assert_eq!(till.sign_in(somebody, CASHIER_PIN).await.unwrap_err(), wrong(4));
        }
    }
    assert_eq!(till.sign_in(&manager, WRONG_PIN).await.unwrap_err(), wrong(4));
    assert_eq!(till.figure("SELECT count(*) FROM events"), events + 1);
    assert_eq!(till.figure("SELECT count(*) FROM pin_tries"), 1);
}

#[tokio::test]
async fn another_pin_is_good_at_once_and_ends_a_wait() {
    let (till, _, [_, cashier]) = StaffTill::with_staff().await;
    fail(&till, &cashier, 6 - 1).await;
    till.desk().set_staff_pin(till.by(), &cashier, NEW_PIN.into()).await.unwrap();
    assert_eq!(till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err(), wrong(4));
    assert_eq!(seat(&till.sign_in(&cashier, NEW_PIN).await.unwrap()), "CASHIER");
}

#[tokio::test]
async fn ones_own_pin_is_changed_with_the_old_one() {
    let (till, _, [_, cashier]) = StaffTill::with_staff().await;
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
    let change = async |old: &str, new: &str| {
        let form = desk::view::OwnPinForm { old: old.into(), new: new.into() };
        till.desk().change_own_pin(till.by(), form).await
    };
    let same = change(CASHIER_PIN, CASHIER_PIN).await.unwrap_err();
    assert_eq!(same, TillError::InvalidField { field: Field::Pin });
    assert!(matches!(change(CASHIER_PIN, "123456").await, Err(TillError::NewPinRefused { .. })));
    for left in [4, 3, 2, 1, 0] {
        assert_eq!(change(WRONG_PIN, NEW_PIN).await.unwrap_err(), wrong(left));
    }
    assert_eq!(change(CASHIER_PIN, NEW_PIN).await.unwrap_err(), wait(30));
    till.clock.advance(Duration::from_secs(30));
    change(CASHIER_PIN, NEW_PIN).await.unwrap();
    assert_eq!(till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err(), wrong(4));
    till.sign_in(&cashier, NEW_PIN).await.unwrap();
}

#[tokio::test]
async fn a_locked_keychain_costs_no_try() {
    let (mut till, _, [_, cashier]) = StaffTill::with_staff().await;
    till.restart().await;
    till.keychain.turn(crate::rig::Mood::Locked);
    for _ in 0..9 {
        assert_eq!(till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err(), TillError::VaultLocked);
    }
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, None);
    till.keychain.turn(crate::rig::Mood::Open);
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
}
