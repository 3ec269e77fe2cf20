//! A book that somebody changed by hand, or put an older copy in the place of.

use std::fmt::Write as _;

use desk::domain::{TillError, till_rules::TillRules};
use vault::{RecoveryCode, StaffSecret};

use super::rig::{CASHIER_PIN, MANAGER_PIN, NEW_PIN, OWNER_PIN, StaffTill, owner, seat};

/// Nobody gets in by PIN, the lock screen says why, and the owner's code mends it.
async fn mended_after(sql: &str) -> StaffTill {
    let (mut till, code, [manager, cashier]) = StaffTill::with_staff().await;
    let sql =
        sql.replace("MANAGER", &manager).replace("CASHIER", &cashier).replace("OWNER", &owner());
    till.edit(&sql).await;
    let changed = TillError::StaffChangedOutside;
    assert_eq!(till.lock_screen().await.problem, Some(changed.clone()), "{sql}");
    for (member, pin) in [(&owner(), OWNER_PIN), (&manager, MANAGER_PIN), (&cashier, CASHIER_PIN)] {
        assert_eq!(till.sign_in(member, pin).await.unwrap_err(), changed, "{sql}");
    }
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    assert_eq!(seat(&till.recover(&code).await.unwrap()), "OWNER", "{sql}");
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, None, "{sql}");
    till.sign_in(&owner(), NEW_PIN).await.unwrap();
    let list = till.desk().staff_list(till.by()).await.unwrap();
    let roles: Vec<_> = list.members.iter().map(|member| format!("{:?}", member.role)).collect();
    assert_eq!(roles, ["Owner", "Cashier", "Cashier"], "{sql}");
    let with_pin: Vec<_> = list.members.iter().map(|member| member.has_pin).collect();
    assert_eq!(with_pin, [true, false, false], "{sql}");
    let restored = till.desk().till_rules(till.by()).await.unwrap();
    assert_eq!(restored, TillRules::default(), "{sql}");
    till
}

#[tokio::test]
async fn a_role_that_was_changed_by_hand_gives_no_right() {
    let as_owner = "UPDATE staff SET role = (SELECT role FROM staff WHERE id = 'OWNER')
        WHERE id = 'CASHIER'";
    let till = mended_after(as_owner).await;
    till.sign_in(&owner(), NEW_PIN).await.unwrap();
}

#[tokio::test]
async fn a_person_who_was_put_in_by_hand_is_nobody() {
    mended_after(
        "INSERT INTO staff SELECT 999, '0190aaaa-0000-7000-8000-000000000009', role, added_at, NULL
            FROM staff WHERE id = 'OWNER'",
    )
    .await;
    mended_after(
        "DELETE FROM staff_names; DELETE FROM staff_pins WHERE member = 'OWNER';
        UPDATE staff SET retired_at = 1 WHERE id = 'MANAGER'",
    )
    .await;
}

#[tokio::test]
async fn names_pins_rules_and_the_seal_are_sealed() {
    for sql in [
        "UPDATE staff_names SET name = 'Stranger' WHERE member = 'CASHIER'",
        "UPDATE staff_pins SET hash = (SELECT hash FROM staff_pins WHERE member = 'CASHIER')
            WHERE member = 'OWNER'",
        r#"INSERT OR REPLACE INTO settings (name, value) VALUES ('till_rules',
            '{"refundPin":{"kind":"NEVER"},"eachLimit":[],"dayLimit":[],"lockAfterIdle":null,"lockAfterSale":false}')"#,
        "UPDATE staff_seal SET seal = 'none'",
    ] {
        mended_after(sql).await;
    }
}

#[tokio::test]
async fn a_retired_person_is_not_brought_back_by_hand() {
    let (mut till, _, [_, cashier]) = StaffTill::with_staff().await;
    till.desk().retire_staff(till.by(), &cashier).await.unwrap();
    till.edit(&format!("UPDATE staff SET retired_at = NULL WHERE id = '{cashier}'")).await;
    let refused = till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err();
    assert_eq!(refused, TillError::StaffChangedOutside);
}

#[tokio::test]
async fn a_till_is_not_made_pinless_by_hand() {
    let (mut till, code, _) = StaffTill::with_staff().await;
    till.edit("DELETE FROM staff_pins; DELETE FROM staff_names; DELETE FROM staff WHERE id <> ''")
        .await;
    assert_eq!(till.lock_screen().await.problem, Some(TillError::StaffChangedOutside));
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    till.recover(&code).await.unwrap();
    till.edit("DELETE FROM staff_seal").await;
    assert_eq!(till.lock_screen().await.problem, Some(TillError::StaffChangedOutside));
    assert!(!till.lock_screen().await.can_recover);
}

#[tokio::test]
async fn nobody_brings_their_own_secret_into_the_book() {
    let (mut till, code) = StaffTill::with_owner().await;
    let own_code = RecoveryCode::fresh([9; 17]);
    let wrapped = StaffSecret::fresh([7; 32]).wrap(&own_code, [1; 24]).unwrap();
    let text = secrecy::ExposeSecret::expose_secret(&own_code.to_secret_text()).to_owned();
    let kept: String = {
        let file = till.folder().join("till.db");
        let book = rusqlite::Connection::open(file).unwrap();
        book.query_row("SELECT wrapped FROM staff_seal", [], |row| row.get(0)).unwrap()
    };
    till.edit(&format!("UPDATE staff_seal SET wrapped = '{wrapped}'")).await;
    for _ in 0..7 {
        assert_eq!(till.recover(&text).await.unwrap_err(), TillError::StaffChangedOutside);
    }
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    till.edit(&format!("UPDATE staff_seal SET wrapped = '{kept}'")).await;
    till.recover(&code).await.unwrap();
}

#[tokio::test]
async fn an_older_copy_of_the_book_is_known_as_one() {
    let (mut till, code, [_, cashier]) = StaffTill::with_staff().await;
    let rows = till.figure("SELECT count(*) FROM events");
    let older = till.copy().await;
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    till.desk().retire_staff(till.by(), &cashier).await.unwrap();
    till.put_back(&older).await;
    let changed = TillError::BookChangedOutside { row: u64::from(rows) + 1 };
    assert_eq!(till.lock_screen().await.problem, Some(changed.clone()));
    assert_eq!(till.sign_in(&cashier, CASHIER_PIN).await.unwrap_err(), changed);
    till.recover(&code).await.unwrap();
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, None);
    till.sign_in(&cashier, CASHIER_PIN).await.unwrap();
}

#[tokio::test]
async fn signing_in_is_remembered_so_that_a_copy_from_before_is_older() {
    let (mut till, _) = StaffTill::with_owner().await;
    let older = till.copy().await;
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    till.put_back(&older).await;
    let problem = till.lock_screen().await.problem;
    assert!(matches!(problem, Some(TillError::BookChangedOutside { .. })), "{problem:?}");
}

#[tokio::test]
async fn a_copy_from_before_the_first_pin_opens_nothing() {
    let mut till = StaffTill::start().await;
    let pinless = till.copy().await;
    till.first_pin().await.unwrap();
    let newer = till.copy().await;
    till.put_back(&pinless).await;
    assert_eq!(till.lock_screen().await.problem, Some(TillError::BookChangedOutside { row: 2 }));
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
    till.put_back(&newer).await;
    assert_eq!(till.lock_screen().await.problem, None);
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
}

#[tokio::test]
async fn an_older_list_does_not_come_back_with_its_own_seal() {
    let (mut till, code, [manager, cashier]) = StaffTill::with_staff().await;
    let older = till.folder().join("older.db");
    till.edit(&format!("VACUUM INTO '{}'", older.display())).await;
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    till.desk().retire_staff(till.by(), &manager).await.unwrap();
    till.desk().set_staff_pin(till.by(), &cashier, NEW_PIN.into()).await.unwrap();
    // The events stay as they are, and the newest one is the one that the keychain knows.
    let mut put_back = format!("ATTACH '{}' AS older; PRAGMA foreign_keys = OFF;", older.display());
    for table in ["staff", "staff_names", "staff_pins", "staff_seal", "settings"] {
        write!(
            put_back,
            "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM older.{table};"
        )
        .unwrap();
    }
    till.edit(&put_back).await;
    for (member, pin) in [(&manager, MANAGER_PIN), (&cashier, CASHIER_PIN)] {
        let refused = till.sign_in(member, pin).await.unwrap_err();
        assert_eq!(refused, TillError::StaffChangedOutside);
    }
    till.recover(&code).await.unwrap();
    let gone = till.sign_in(&manager, MANAGER_PIN).await.unwrap_err();
    assert_eq!(gone, TillError::WrongPin { tries_left: 4 });
}
