//! Staff in a book that somebody opened with another program.

use domain::{ids::StaffId, staff::Role, till_rules::TillRules};
use ledger::Ledger;

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
