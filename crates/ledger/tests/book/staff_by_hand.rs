//! Staff in a book that somebody opened with another program.

use domain::{ids::StaffId, staff::Role, till_rules::TillRules};
use ledger::{Ledger, StaffChange, Tried};

use crate::{
    crew::{OWNER, ana, change, joins, nino, roll, sealed, staffed},
    shop::{Shop, at},
};

#[test]
fn every_change_by_a_hand_is_another_text_than_the_one_that_was_sealed() {
    for tampering in [
        format!("UPDATE staff SET role = 'OWNER' WHERE id = '{}'", nino()),
        format!("UPDATE staff SET role = 'KING' WHERE id = '{OWNER}'"),
        format!("UPDATE staff SET retired_at = 1 WHERE id = '{}'", nino()),
        format!("UPDATE staff SET id = 'x' WHERE id = '{OWNER}'"),
        format!("DELETE FROM staff WHERE id = '{}'", nino()),
        format!("UPDATE staff_names SET name = 'Mari II' WHERE member = '{}'", nino()),
        format!("UPDATE staff_pins SET hash = 'hash of Mari' WHERE member = '{}'", nino()),
        format!("DELETE FROM staff_pins WHERE member = '{}'", nino()),
        "UPDATE staff_seal SET wrapped = 'another'".into(),
        "DELETE FROM staff_seal".into(),
        "INSERT INTO settings VALUES ('till_rules', '{}')".into(),
        format!(
            "INSERT INTO staff (seq, id, role, added_at) VALUES (900, '{}', 'OWNER', 0)",
            ana()
        ),
    ] {
        let shop = staffed();
        let before = roll(&shop).canonical();
        let file = shop.file();
        file.pragma_update(None, "foreign_keys", false).unwrap();
        file.execute_batch(&tampering).unwrap();
        assert_ne!(roll(&shop).canonical(), before, "{tampering}");
    }
}

#[test]
fn the_events_mend_the_staff_and_forget_strangers() {
    let shop = staffed();
    let before = roll(&shop);
    let stranger = ana();
    shop.file()
        .execute_batch(&format!(
            "UPDATE staff SET role = 'OWNER', retired_at = 7;
             INSERT INTO staff (seq, id, role, added_at) VALUES (900, '{stranger}', 'OWNER', 0);
             INSERT INTO staff_names VALUES ('{stranger}', 'Stranger');
             INSERT INTO staff_pins VALUES ('{stranger}', 'hash of Mari');"
        ))
        .unwrap();
    assert_ne!(roll(&shop), before);
    shop.ledger.rebuild_staff().unwrap();
    assert_eq!(roll(&shop), before);
    assert!(!shop.ledger.staff_names().unwrap().contains_key(&stranger));
    // Nobody inherits the PIN that was put in.
    change(&shop, &joins(stranger, Role::Cashier, "Ana")).unwrap();
    assert_eq!(roll(&shop).member(stranger).unwrap().hash.as_deref(), Some("hash of Ana"));
}

#[test]
fn a_till_with_pins_is_never_made_one_without() {
    let shop = staffed();
    let file = shop.file();
    file.pragma_update(None, "foreign_keys", false).unwrap();
    file.execute_batch(
        "DELETE FROM staff; DELETE FROM staff_names; DELETE FROM staff_pins;
         DELETE FROM staff_seal; DELETE FROM pin_tries;",
    )
    .unwrap();
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);
    let ledger = Ledger::open(folder.path()).unwrap();
    assert!(ledger.staff_roll().unwrap().pins_set);
    ledger.ensure_owner(at(9)).unwrap();
    let roll = ledger.staff_roll().unwrap();
    let ids: Vec<StaffId> = roll.members.iter().map(|member| member.id).collect();
    assert_eq!(ids, [OWNER, nino()]);
    assert!(roll.pins_set && roll.members.iter().all(|member| member.pin_set));
    assert_eq!(ledger.verify_chain().unwrap(), ledger.head().unwrap().unwrap().0);
}

#[test]
fn no_row_of_a_hand_keeps_the_roll_from_being_read() {
    let shop = staffed();
    let before = roll(&shop).canonical();
    shop.file()
        .execute_batch(&format!(
            "INSERT INTO pin_tries VALUES ('{OWNER}', 99999999999), ('recovery', {most});
             UPDATE staff_names SET name = CAST(x'ff' AS TEXT);
             UPDATE staff_pins SET hash = CAST(x'ff' AS TEXT);
             UPDATE staff_seal SET wrapped = CAST(x'ff' AS TEXT), seal = CAST(x'ff' AS TEXT);
             INSERT INTO settings VALUES ('till_rules', CAST(x'ff' AS TEXT))",
            most = i64::MAX
        ))
        .unwrap();
    let now = roll(&shop);
    assert_ne!(now.canonical(), before);
    assert_eq!(now.member(OWNER).unwrap().failures, u32::MAX);
    assert_eq!(shop.ledger.tries(Tried::Recovery).unwrap(), u32::MAX);
    assert_eq!(shop.ledger.count_try(Tried::Member(OWNER)).unwrap(), u32::MAX);
    assert_eq!(shop.ledger.staff_names().unwrap().len(), 2);
    // The recovery code mends it.
    let hash = String::from("another");
    let recover = StaffChange::Recover { member: OWNER, hash, distrusted: true };
    shop.ledger.rebuild_staff().unwrap();
    change(&shop, &recover).unwrap();
    assert_eq!(shop.ledger.tries(Tried::Recovery).unwrap(), 0);
}

#[test]
fn after_a_list_that_nothing_vouches_for_only_who_has_the_code_keeps_a_right() {
    let shop = staffed();
    change(&shop, &joins(ana(), Role::Owner, "Ana")).unwrap();
    let gone: StaffId = shop.fresh();
    change(&shop, &joins(gone, Role::Manager, "Gone")).unwrap();
    change(&shop, &StaffChange::Retire { member: gone }).unwrap();
    let before = roll(&shop);
    let recover =
        |distrusted| StaffChange::Recover { member: OWNER, hash: "another".into(), distrusted };
    // Where the seal fits, nobody else loses anything.
    change(&shop, &recover(false)).unwrap();
    for member in [nino(), ana(), gone] {
        assert_eq!(roll(&shop).member(member), before.member(member));
    }
    change(&shop, &recover(true)).unwrap();
    let after = roll(&shop);
    let what = |id| {
        let member = after.member(id).unwrap();
        (member.role, member.hash.as_deref(), member.retired_at.is_some())
    };
    assert_eq!(what(OWNER), (Role::Owner, Some("another"), false));
    assert_eq!(what(nino()), (Role::Cashier, None, false));
    assert_eq!(what(ana()), (Role::Cashier, None, false));
    // Who left can't sign in, and stays what they were.
    assert_eq!(what(gone), (Role::Manager, None, true));
    assert_eq!(after.member(ana()).unwrap().name, "Ana");
    // It stands in the events, so that no rebuild gives it back.
    shop.ledger.rebuild_staff().unwrap();
    assert_eq!(roll(&shop), after);
}

#[test]
fn what_a_hand_made_unreadable_gives_no_right() {
    let shop = staffed();
    shop.file()
        .execute_batch(&format!(
            "UPDATE staff SET role = 'KING', added_at = {far}, retired_at = {far};
             INSERT INTO settings VALUES ('till_rules', 'no rules')",
            far = i64::MAX
        ))
        .unwrap();
    let roll = roll(&shop);
    assert_eq!(roll.rules, TillRules::default());
    assert_eq!(roll.members.len(), 2);
    for member in &roll.members {
        assert_eq!(member.role, Role::Cashier);
        assert!(member.retired_at.is_some());
    }
    assert_eq!(roll.sealed, Some(sealed("one")));
}
