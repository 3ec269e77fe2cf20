//! A book whose events somebody wrote by hand, with hashes that fit, and a keychain that could not be asked.

use std::{fs, sync::Arc, time::Duration};

use desk::{
    Change,
    domain::{TillError, ids::StaffId, rights::Right, staff::Role, till_rules::TillRules},
};
use secrecy::ExposeSecret as _;
use vault::{RecoveryCode, StaffSecret};

use super::{
    forger::{Event, Forger},
    rig::{
        CASHIER_PIN, MANAGER_PIN, NEW_PIN, OWNER_PIN, StaffTill, WRONG_PIN, everything, owner, seat,
    },
};
use crate::rig::{Mood, Rig};

const STRANGER: TillError = TillError::BookChangedOutside { row: 1 };

/// Has the book begin a moment earlier, so that every hash in it is another one.
fn under_another_name(events: &mut [Event]) {
    events[0].at -= 1;
}

/// Takes everything out of the book that says that somebody has a PIN.
fn take_pins_out(forger: &Forger) {
    forger.rewrite(|events| {
        under_another_name(events);
        for event in events.iter_mut().skip(1) {
            event.fact = r#"{"fact":"HISTORY_EXPORTED"}"#.to_owned();
        }
    });
    let owner = StaffId::OWNER;
    forger.run(&format!(
        "DELETE FROM staff_pins; DELETE FROM staff_seal; DELETE FROM pin_tries;
         DELETE FROM staff_names; DELETE FROM staff WHERE id <> '{owner}'"
    ));
}

fn foreign_code() -> (String, String) {
    let code = RecoveryCode::fresh([9; 17]);
    let wrapped = StaffSecret::fresh([7; 32]).wrap(&code, [1; 24]).unwrap();
    (code.to_secret_text().expose_secret().to_owned(), wrapped.to_string())
}

#[tokio::test]
async fn a_book_that_hides_its_pins_under_another_name_opens_nothing() {
    let (mut till, _, _) = StaffTill::with_staff().await;
    till.forge(take_pins_out).await;
    assert_eq!(till.lock_screen().await.problem, Some(STRANGER));
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    till.restart().await;
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
}

#[tokio::test]
async fn no_code_of_ones_own_opens_a_book_under_another_name() {
    let (mut till, code, _) = StaffTill::with_staff().await;
    let (own_code, wrapped) = foreign_code();
    till.forge(|forger| {
        forger.rewrite(|events| under_another_name(events));
        forger.run(&format!("UPDATE staff_seal SET wrapped = '{wrapped}'"));
    })
    .await;
    assert_eq!(till.lock_screen().await.problem, Some(STRANGER));
    for code in [own_code, code] {
        assert_eq!(till.recover(&code).await.unwrap_err(), STRANGER);
    }
    assert_eq!(till.figure("SELECT count(*) FROM pin_tries"), 0, "not even tried");
}

#[tokio::test]
async fn a_new_shop_on_the_same_computer_begins_and_a_book_from_elsewhere_does_not() {
    let (till, _) = StaffTill::with_owner().await;
    let mut second = till.beside(Duration::from_hours(1)).await;
    second.restart().await;
    assert_eq!(seat(&second.desk().session().await.unwrap()), "OWNER");
    let mut elsewhere = StaffTill::start().await.beside(Duration::from_hours(2)).await;
    let book = elsewhere.copy().await;
    let mut third = till.beside(Duration::from_hours(3)).await;
    third.put_back(&book).await;
    assert_eq!(third.lock_screen().await.problem, Some(STRANGER));
    second.first_pin().await.unwrap();
    second.restart().await;
    second.sign_in(&owner(), OWNER_PIN).await.unwrap();
}

#[tokio::test]
async fn the_code_does_not_make_a_forged_role_good() {
    let (mut till, code, [manager, cashier]) = StaffTill::with_staff().await;
    let promoted =
        format!(r#"{{"fact":"STAFF_ROLE_CHANGED","member":"{cashier}","role":"OWNER"}}"#);
    till.forge(|forger| {
        forger.rewrite(|events| {
            let at = events[0].at;
            events.push(Event { at, staff: owner(), fact: promoted });
        });
    })
    .await;
    assert_eq!(till.lock_screen().await.problem, Some(TillError::StaffChangedOutside));
    assert_eq!(seat(&till.recover(&code).await.unwrap()), "OWNER");
    let list = till.desk().staff_list(till.by()).await.unwrap();
    let what: Vec<_> = list.members.iter().map(|member| (member.role, member.has_pin)).collect();
    assert_eq!(what, [(Role::Owner, true), (Role::Cashier, false), (Role::Cashier, false)]);
    for (member, pin) in [(&cashier, CASHIER_PIN), (&manager, MANAGER_PIN)] {
        assert_eq!(till.sign_in(member, pin).await.unwrap_err(), TillError::NoPinYet);
    }
    till.desk().set_staff_pin(till.by(), &cashier, CASHIER_PIN.into()).await.unwrap();
    till.restart().await;
    assert_eq!(seat(&till.sign_in(&cashier, CASHIER_PIN).await.unwrap()), "CASHIER");
}

#[tokio::test]
async fn wrong_pins_are_not_taken_back_in_the_file() {
    let (mut till, _, [_, cashier]) = StaffTill::with_staff().await;
    let copy = till.copy().await;
    for _ in 0..5 {
        till.sign_in(&cashier, WRONG_PIN).await.unwrap_err();
    }
    let changed = |problem| matches!(problem, Some(TillError::BookChangedOutside { .. }));
    let tried = till.copy().await;
    till.put_back(&copy).await;
    assert!(changed(till.lock_screen().await.problem));
    till.put_back(&tried).await;
    assert_eq!(till.lock_screen().await.problem, None);
    till.forge(|forger| {
        forger.rewrite(|events| events.retain(|event| !event.fact.contains("PIN_REFUSED")));
        forger.run("DELETE FROM pin_tries");
    })
    .await;
    assert!(changed(till.lock_screen().await.problem));
}

#[tokio::test]
async fn a_wrong_code_is_not_taken_back_in_the_file() {
    let (mut till, _) = StaffTill::with_owner().await;
    let copy = till.copy().await;
    let (code, _) = foreign_code();
    till.recover(&code).await.unwrap_err();
    till.put_back(&copy).await;
    let problem = till.lock_screen().await.problem;
    assert!(matches!(problem, Some(TillError::BookChangedOutside { .. })), "{problem:?}");
}

/// Blames somebody else for the newest event of this kind.
fn blame(forger: &Forger, kind: &str, whom: &str) {
    forger.rewrite(|events| {
        let event = events.iter_mut().rfind(|event| event.fact.contains(kind)).unwrap();
        whom.clone_into(&mut event.staff);
    });
}

#[tokio::test]
async fn nobody_else_is_blamed_for_what_was_done_before_the_till_was_left() {
    let (mut till, _, [manager, _]) = StaffTill::with_staff().await;
    till.desk().history_file(till.by(), everything()).await.unwrap();
    let row = till.figure("SELECT max(seq) FROM events");
    blame(&Forger::open(&till.file()), "HISTORY_EXPORTED", &manager);
    let report = till.desk().verify_history(till.by()).await.unwrap();
    assert_eq!((report.rows, report.broken), (u64::from(row) - 1, Some(u64::from(row))));
    till.forge(|forger| blame(forger, "HISTORY_EXPORTED", &owner())).await;
    assert_eq!(till.lock_screen().await.problem, None, "as it was");

    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    till.desk().name_shop(till.by(), "Corner shop").await.unwrap();
    till.desk().lock().await.unwrap();
    till.forge(|forger| blame(forger, "SHOP_NAMED", &manager)).await;
    let problem = till.lock_screen().await.problem;
    assert!(matches!(problem, Some(TillError::BookChangedOutside { .. })), "{problem:?}");
}

#[tokio::test]
async fn what_was_done_is_remembered_every_few_minutes() {
    let mut till = StaffTill::start_without_waits().await;
    till.first_pin().await.unwrap();
    let never = TillRules { lock_after_idle: None, ..TillRules::default() };
    till.desk().change_rules(till.by(), never).await.unwrap();
    tokio::time::pause();
    let watch = tokio::spawn(till.desk().lock_when_idle());
    tokio::time::sleep(Duration::from_secs(3)).await;
    till.desk().name_shop(till.by(), "Corner shop").await.unwrap();
    till.clock.advance(Duration::from_mins(5));
    tokio::time::sleep(Duration::from_secs(3)).await;
    watch.abort();
    let _ = watch.await;
    tokio::time::resume();
    till.forge(|forger| blame(forger, "SHOP_NAMED", &StaffId::TILL.to_string())).await;
    let problem = till.lock_screen().await.problem;
    assert!(matches!(problem, Some(TillError::BookChangedOutside { .. })), "{problem:?}");
}

#[tokio::test]
async fn a_keychain_that_can_not_be_asked_is_not_an_empty_one() {
    let mut till = StaffTill::start().await;
    let pinless = till.copy().await;
    let code = till.first_pin().await.unwrap();
    let real = till.copy().await;
    let item = till.keychain.only_item();
    till.keychain.turn(Mood::Locked);
    till.put_back(&pinless).await;
    till.keychain.turn(Mood::Open);
    let refused = till.first_pin().await.unwrap_err();
    assert_eq!(refused, TillError::BookChangedOutside { row: 2 });
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    assert_eq!(till.lock_screen().await.problem, Some(refused));
    assert!(till.keychain.only_item() == item, "the secret was overwritten");
    till.put_back(&real).await;
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    till.recover(&code).await.unwrap();
}

#[tokio::test]
async fn the_till_asks_the_keychain_again_by_itself_and_locks() {
    let mut till = StaffTill::start_without_waits().await;
    let pinless = till.copy().await;
    till.first_pin().await.unwrap();
    till.keychain.turn(Mood::Locked);
    till.put_back(&pinless).await;
    assert_eq!(seat(&till.desk().session().await.unwrap()), "OWNER");
    till.keychain.turn(Mood::Open);
    let mut changes = till.desk().changes();
    tokio::time::pause();
    let watch = tokio::spawn(till.desk().lock_when_idle());
    till.clock.advance(Duration::from_secs(15));
    let told = tokio::time::timeout(Duration::from_mins(1), changes.recv()).await.unwrap();
    assert_eq!(told.unwrap(), Change::Session);
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    watch.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_of_an_account_leaves_before_the_keychain_was_asked() {
    let mut rig = Rig::start().await;
    rig.close().await;
    let book = rig.folder().join("till.db");
    let pinless = fs::read(&book).unwrap();
    rig.reopen().await;
    rig.staffed().await;
    rig.close().await;
    fs::write(&book, pinless).unwrap();
    rig.keychain.turn(Mood::Locked);
    rig.reopen().await;
    assert!(rig.desk().actor().is_ok(), "it may be a till without PINs");
    rig.keychain.turn(Mood::Open);
    let sent = rig.network.sent_in_all();
    let refused = rig.desk().create_link(rig.form("2500")).await.unwrap_err();
    assert!(matches!(refused, TillError::BookChangedOutside { .. }), "{refused:?}");
    assert_eq!(rig.network.sent_in_all(), sent);
    assert_eq!(rig.desk().actor().unwrap_err(), TillError::TillLocked);
}

#[tokio::test]
async fn nobody_is_at_a_till_that_does_not_know_its_staff_yet() {
    let mut till = StaffTill::start().await;
    till.close().await;
    let desk = Arc::new(till.unopened());
    assert_eq!(desk.allow(Right::TakePayments).unwrap_err(), TillError::TillLocked);
    let [one, other] = [(); 2].map(|()| {
        let desk = Arc::clone(&desk);
        tokio::spawn(async move { seat(&desk.session().await.unwrap()) })
    });
    assert_eq!((one.await.unwrap(), other.await.unwrap()), ("OWNER".into(), "OWNER".into()));
    assert!(desk.allow(Right::TakePayments).is_ok());
}

#[tokio::test]
async fn a_till_whose_owner_nobody_can_name_is_recovered_by_the_code_alone() {
    let (mut till, code, _) = StaffTill::with_staff().await;
    till.edit("PRAGMA foreign_keys = OFF; DELETE FROM staff").await;
    let form = desk::view::RecoverForm {
        member: String::new(),
        code: code.into(),
        new_pin: NEW_PIN.into(),
    };
    assert_eq!(seat(&till.desk().recover(form).await.unwrap()), "OWNER");
    assert_eq!(till.by().staff(), StaffId::OWNER);
}
