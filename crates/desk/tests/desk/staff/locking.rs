//! How a till is left: by a key, after a while, after a sale, or because who is at it is not who they were.

use std::{sync::Arc, time::Duration};

use desk::{
    Change,
    domain::{TillError, rights::Right, staff::Role, till_rules::TillRules},
};
use tokio::sync::broadcast::error::TryRecvError;

use super::rig::{CASHIER_PIN, MANAGER_PIN, NEW_PIN, OWNER_PIN, StaffTill, owner, seat};

async fn rule(till: &StaffTill, rules: TillRules) {
    till.desk().change_rules(till.by(), rules).await.unwrap();
}

#[tokio::test]
async fn the_till_locks_after_a_while_without_a_touch() {
    let (till, _, _) = StaffTill::with_staff().await;
    let idle = TillRules { lock_after_idle: Some(60), ..TillRules::default() };
    rule(&till, idle).await;
    for _ in 0..5 {
        till.clock.advance(Duration::from_secs(59));
        till.desk().still_here();
    }
    // Commands by themselves are no touch: a page asks for things all the time.
    till.clock.advance(Duration::from_secs(59));
    let by = till.by();
    till.clock.set_wall("2036-01-01T00:00:00Z");
    assert!(till.desk().allow(Right::ManageStaff).is_ok());
    till.clock.advance(Duration::from_secs(1));
    till.desk().still_here();
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    assert_eq!(seat(&till.desk().session().await.unwrap()), "LOCKED");
    assert_eq!(by.staff().to_string(), owner(), "what was begun goes on");
}

#[tokio::test]
async fn it_never_does_where_the_rules_say_so() {
    let (till, _, _) = StaffTill::with_staff().await;
    rule(&till, TillRules { lock_after_idle: None, ..TillRules::default() }).await;
    till.clock.advance(Duration::from_hours(240));
    assert_eq!(till.by().role(), Role::Owner);
}

#[tokio::test]
async fn the_page_is_told_when_the_till_locks_by_itself() {
    let (till, _) = StaffTill::with_owner().await;
    let mut changes = till.desk().changes();
    tokio::time::pause();
    let watch = tokio::spawn(till.desk().lock_when_idle());
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(changes.try_recv(), Err(TryRecvError::Empty));
    till.clock.advance(Duration::from_mins(2));
    let told = tokio::time::timeout(Duration::from_mins(1), changes.recv()).await.unwrap();
    assert_eq!(told.unwrap(), Change::Session);
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    let desk = Arc::downgrade(&till.desk());
    drop(till);
    watch.await.unwrap();
    assert_eq!(desk.strong_count(), 0, "the watch kept the desk alive");
}

#[tokio::test]
async fn a_key_locks_at_once_and_tells() {
    let (till, _) = StaffTill::with_owner().await;
    let mut changes = till.desk().changes();
    assert_eq!(seat(&till.desk().lock().await.unwrap()), "LOCKED");
    assert_eq!(changes.try_recv().unwrap(), Change::Session);
    assert_eq!(till.desk().allow(Right::TakePayments).unwrap_err(), TillError::TillLocked);
    assert_eq!(
        till.sign_in(&owner(), NEW_PIN).await.unwrap_err(),
        TillError::WrongPin { tries_left: 4 }
    );
    assert_eq!(seat(&till.sign_in(&owner(), OWNER_PIN).await.unwrap()), "OWNER");
}

#[tokio::test]
async fn a_right_is_refused_by_name() {
    let (till, _, [manager, cashier]) = StaffTill::with_staff().await;
    let refused = |right| till.desk().allow(right).unwrap_err();
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
    assert!(till.desk().allow(Right::TakePayments).is_ok());
    assert_eq!(refused(Right::Refund), TillError::NotAllowed { right: Right::Refund });
    till.sign_in(&manager, MANAGER_PIN).await.unwrap();
    assert!(till.desk().allow(Right::Refund).is_ok());
    assert_eq!(refused(Right::ManageStaff), TillError::NotAllowed { right: Right::ManageStaff });
}

#[tokio::test]
async fn another_role_or_none_holds_at_once_and_what_was_begun_goes_on() {
    let (till, _, [manager, _]) = StaffTill::with_staff().await;
    let owner = till.by();
    till.sign_in(&manager, MANAGER_PIN).await.unwrap();
    let before = till.by();
    let mut changes = till.desk().changes();
    till.desk().set_staff_role(owner, &manager, Role::Cashier).await.unwrap();
    assert_eq!(changes.try_recv().unwrap(), Change::Session);
    assert_eq!((till.by().role(), before.role()), (Role::Cashier, Role::Manager));
    till.desk().retire_staff(owner, &manager).await.unwrap();
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    assert!(before.may(Right::Refund));
}
