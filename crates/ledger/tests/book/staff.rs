//! Staff: who joins and leaves, in which role, under which name, with which PIN.

use domain::{
    event::Fact,
    ids::StaffId,
    staff::Role,
    till_rules::{RefundPin, TillRules},
};
use ledger::{ChangeStaffError, HistorySearch, Ledger, LedgerError, StaffChange};

use crate::{
    crew::{OWNER, ana, by, change, first_pin, joins, name, nino, roll, sealed, staffed},
    shop::{Shop, at, now},
};

/// Facts of these words, oldest first.
fn facts(shop: &Shop, words: &[&str]) -> Vec<(StaffId, Fact)> {
    let search = HistorySearch {
        by: None,
        only_people: false,
        kinds: words,
        from: None,
        to: None,
        sale: None,
        before: None,
        limit: 100,
    };
    let rows = shop.ledger.history(&search).unwrap();
    rows.into_iter().rev().map(|row| (row.by, row.fact)).collect()
}

#[test]
fn the_first_owner_is_there_once_and_has_no_pin() {
    let shop = Shop::new();
    assert!(roll(&shop).members.is_empty());
    shop.ledger.ensure_owner(at(5)).unwrap();
    let before = shop.tables();
    shop.ledger.ensure_owner(at(6)).unwrap();
    assert_eq!(shop.tables(), before);
    let roll = roll(&shop);
    let [owner] = roll.members.as_slice() else { panic!("{roll:?}") };
    assert_eq!((owner.id, owner.role, owner.name.as_str()), (OWNER, Role::Owner, ""));
    assert_eq!((owner.added_at, owner.retired_at, owner.pin_set), (at(5), None, false));
    assert_eq!((&owner.hash, roll.pins_set, &roll.sealed), (&None, false, &None));
    assert_eq!(roll.rules, TillRules::default());
    let added = Fact::StaffAdded { member: OWNER, role: Role::Owner };
    assert_eq!(facts(&shop, &["STAFF_ADDED"]), [(StaffId::TILL, added)]);
}

#[test]
fn the_desk_knows_before_what_a_change_makes_of_the_roll() {
    let shop = Shop::new();
    shop.ledger.ensure_owner(at(0)).unwrap();
    let rules = TillRules { refund_pin: RefundPin::Never, ..TillRules::default() };
    for (step, change) in [
        first_pin(),
        joins(nino(), Role::Cashier, "Nino"),
        joins(ana(), Role::Owner, "Ana"),
        StaffChange::Rename { member: nino(), name: name("Nino K.") },
        StaffChange::SetRole { member: nino(), role: Role::Manager },
        StaffChange::SetPin { member: ana(), hash: "another".into() },
        StaffChange::Rules(rules.clone()),
        StaffChange::RecoveryCode,
        StaffChange::Recover { member: OWNER, hash: "a third".into(), distrusted: false },
        StaffChange::Recover { member: OWNER, hash: "a fourth".into(), distrusted: true },
        StaffChange::Retire { member: ana() },
    ]
    .iter()
    .enumerate()
    {
        let before = roll(&shop);
        let mut after = before.after(change, at(9));
        let mark = sealed(&step.to_string());
        after.sealed = Some(mark.clone());
        assert_ne!(after.canonical(), before.canonical(), "{change:?}");
        let entry = ledger::Entry { by: OWNER, at: at(9) };
        let count = || shop.ledger.count_staff_events().unwrap();
        let events = count() + before.events_of(change);
        shop.ledger.change_staff(entry, change, Some(&mark)).unwrap();
        assert_eq!(roll(&shop), after, "{change:?}");
        assert_eq!(count(), events, "{change:?}");
        assert_eq!(roll(&shop).canonical(), after.canonical());
    }
    let now = roll(&shop);
    assert_eq!(now.rules, rules);
    let ana = now.member(ana()).unwrap();
    assert_eq!((ana.retired_at, &ana.hash, ana.pin_set), (Some(at(9)), &None, true));
    let nino = now.member(nino()).unwrap();
    assert_eq!((nino.role, nino.name.as_str()), (Role::Cashier, "Nino K."));
    shop.ledger.verify_chain().unwrap();
}

#[test]
fn a_seal_covers_everything_but_itself_and_wrong_tries() {
    let shop = staffed();
    let before = roll(&shop);
    let same = |other: &ledger::StaffRoll| other.canonical() == before.canonical();
    let mut other = before.clone();
    other.sealed.as_mut().unwrap().seal = "another".into();
    other.members[1].failures = 3;
    assert!(same(&other));
    let changes: [fn(&mut ledger::StaffRoll); 7] = [
        |roll| roll.sealed.as_mut().unwrap().wrapped = "another".into(),
        |roll| roll.members[1].role = Role::Owner,
        |roll| roll.members[1].name.push('!'),
        |roll| roll.members[1].retired_at = Some(at(1)),
        |roll| roll.members[1].pin_set = false,
        |roll| roll.members[1].hash = Some("another".into()),
        |roll| roll.members.swap(0, 1),
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut other = before.clone();
        change(&mut other);
        assert!(!same(&other), "{number}");
    }
}

#[test]
fn events_tell_of_ids_and_roles_and_never_of_names_or_hashes() {
    let shop = staffed();
    change(&shop, &StaffChange::Rename { member: nino(), name: name("Nino K.") }).unwrap();
    let rules = TillRules { lock_after_sale: true, ..TillRules::default() };
    change(&shop, &StaffChange::Rules(rules.clone())).unwrap();
    let words = ["STAFF_ADDED", "STAFF_RENAMED", "PIN_SET", "RECOVERY_CODE_MADE", "RULES_CHANGED"];
    let told: Vec<Fact> = facts(&shop, &words).into_iter().map(|(_, fact)| fact).collect();
    assert_eq!(
        told,
        [
            Fact::StaffAdded { member: OWNER, role: Role::Owner },
            Fact::PinSet { member: OWNER },
            Fact::RecoveryCodeMade,
            Fact::StaffAdded { member: nino(), role: Role::Cashier },
            Fact::PinSet { member: nino() },
            Fact::StaffRenamed { member: nino() },
            Fact::RulesChanged { rules },
        ]
    );
    let found: u32 = shop
        .file()
        .query_row(
            "SELECT count(*) FROM events WHERE fact LIKE '%Nino%' OR fact LIKE '%hash of%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(found, 0);
}

#[test]
fn what_is_the_same_as_before_is_not_written_down() {
    let shop = staffed();
    change(&shop, &StaffChange::Rules(TillRules::default())).unwrap();
    let before = shop.tables();
    for same in [
        StaffChange::Rename { member: nino(), name: name(" Nino ") },
        StaffChange::SetRole { member: nino(), role: Role::Cashier },
        StaffChange::Rules(TillRules::default()),
    ] {
        assert_eq!(roll(&shop).events_of(&same), 0);
        change(&shop, &same).unwrap();
        assert_eq!(shop.tables(), before, "{same:?}");
    }
    // The same digits again are a new PIN.
    let pin = StaffChange::SetPin { member: nino(), hash: "hash of Nino".into() };
    change(&shop, &pin).unwrap();
    assert_eq!(facts(&shop, &["PIN_SET"]).len(), 3);
}

#[test]
fn a_till_always_keeps_an_owner() {
    let shop = staffed();
    let before = shop.tables();
    let end_of = |member| {
        [
            StaffChange::Retire { member },
            StaffChange::SetRole { member, role: Role::Manager },
            StaffChange::SetRole { member, role: Role::Cashier },
        ]
    };
    for end in end_of(OWNER) {
        let refused = change(&shop, &end);
        assert!(matches!(refused, Err(ChangeStaffError::LastOwner)), "{end:?}");
        assert_eq!(shop.tables(), before);
    }
    change(&shop, &StaffChange::SetRole { member: OWNER, role: Role::Owner }).unwrap();
    change(&shop, &joins(ana(), Role::Owner, "Ana")).unwrap();
    change(&shop, &StaffChange::Retire { member: OWNER }).unwrap();
    for end in end_of(ana()) {
        let refused = change(&shop, &end);
        assert!(matches!(refused, Err(ChangeStaffError::LastOwner)), "{end:?}");
    }
}

#[test]
fn two_who_may_sign_in_never_have_the_same_name() {
    let shop = staffed();
    let before = shop.tables();
    for taken in [
        joins(ana(), Role::Cashier, "NINO "),
        joins(ana(), Role::Cashier, "mari"),
        StaffChange::Rename { member: OWNER, name: name("nino") },
    ] {
        let refused = change(&shop, &taken);
        assert!(matches!(refused, Err(ChangeStaffError::NameTaken)), "{taken:?}");
        assert_eq!(shop.tables(), before);
    }
    change(&shop, &StaffChange::Rename { member: nino(), name: name("NINO") }).unwrap();
    change(&shop, &StaffChange::Retire { member: nino() }).unwrap();
    change(&shop, &joins(ana(), Role::Cashier, "Nino")).unwrap();
    let names = shop.ledger.staff_names().unwrap();
    assert_eq!((names[&nino()].as_str(), names[&ana()].as_str()), ("NINO", "Nino"));
    assert_eq!(names[&OWNER], "Mari");
}

#[test]
fn nothing_is_changed_of_who_is_not_there() {
    let shop = staffed();
    let of = |member| {
        [
            StaffChange::Rename { member, name: name("Somebody") },
            StaffChange::SetRole { member, role: Role::Owner },
            StaffChange::Retire { member },
            StaffChange::SetPin { member, hash: "hash".into() },
            StaffChange::Recover { member, hash: "hash".into(), distrusted: false },
        ]
    };
    change(&shop, &StaffChange::Retire { member: nino() }).unwrap();
    let before = shop.tables();
    for change_of in of(ana()) {
        let refused = change(&shop, &change_of);
        assert!(matches!(refused, Err(ChangeStaffError::NotThere)), "{change_of:?}");
    }
    for change_of in of(nino()) {
        let refused = change(&shop, &change_of);
        assert!(matches!(refused, Err(ChangeStaffError::Retired)), "{change_of:?}");
    }
    let again = change(&shop, &joins(OWNER, Role::Cashier, "Again"));
    assert!(matches!(again, Err(ChangeStaffError::Ledger(LedgerError::Failed(_)))), "{again:?}");
    assert_eq!(shop.tables(), before);
}

#[test]
fn staff_survive_a_rebuild_and_a_new_start() {
    let shop = staffed();
    let rules = TillRules { lock_after_sale: true, ..TillRules::default() };
    change(&shop, &StaffChange::Rules(rules)).unwrap();
    change(&shop, &joins(ana(), Role::Manager, "Ana")).unwrap();
    change(&shop, &StaffChange::SetRole { member: ana(), role: Role::Owner }).unwrap();
    change(&shop, &StaffChange::Retire { member: nino() }).unwrap();
    let (before, tables) = (roll(&shop), shop.tables());
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), tables);
    shop.ledger.rebuild_staff().unwrap();
    assert_eq!(shop.tables(), tables);
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);
    let ledger = Ledger::open(folder.path()).unwrap();
    assert_eq!(ledger.staff_roll().unwrap(), before);
}

#[test]
fn what_leaves_the_till_as_a_file_is_written_down() {
    let shop = staffed();
    shop.ledger.history_exported(now()).unwrap();
    shop.ledger.products_exported(by(nino())).unwrap();
    assert_eq!(
        facts(&shop, &["PRODUCTS_EXPORTED", "HISTORY_EXPORTED"]),
        [(OWNER, Fact::HistoryExported), (nino(), Fact::ProductsExported)]
    );
}
