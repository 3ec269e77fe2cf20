use std::fs;

use domain::account::Environment;
use ledger::{Failure, Ledger, LedgerError, SaleSearch};
use rusqlite::Connection;

use crate::shop::{Shop, typed};

/// Gives the folder of a closed book that holds one sale.
fn closed_book() -> tempfile::TempDir {
    let shop = Shop::new();
    shop.waiting();
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);
    folder
}

fn change(folder: &tempfile::TempDir, sql: &str) {
    let file = Connection::open(folder.path().join("till.db")).unwrap();
    file.execute_batch(sql).unwrap();
}

#[test]
fn what_was_written_is_there_after_a_restart() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let before = shop.ledger.sale(sale).unwrap().unwrap();
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);

    let ledger = Ledger::open(folder.path()).unwrap();
    assert_eq!(ledger.sale(sale).unwrap(), Some(before));
    assert_eq!(ledger.sale_of_link(link).unwrap(), Some(sale));
}

#[test]
fn a_closed_book_leaves_no_log_behind() {
    let folder = closed_book();
    assert!(!folder.path().join("till.db-wal").exists());
}

#[test]
fn a_book_has_one_owner_at_a_time() {
    let shop = Shop::new();
    let second = Ledger::open(shop.folder.path());
    assert!(matches!(second, Err(LedgerError::InUse)));
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);
    assert!(Ledger::open(folder.path()).is_ok());
}

#[test]
fn a_book_from_a_newer_program_is_refused_and_left_alone() {
    let folder = closed_book();
    change(&folder, "PRAGMA user_version = 99");
    let before = fs::read(folder.path().join("till.db")).unwrap();

    let refused = Ledger::open(folder.path());
    assert!(matches!(refused, Err(LedgerError::TooNew { found: 99, known: 8 })), "{refused:?}");
    assert_eq!(fs::read(folder.path().join("till.db")).unwrap(), before);
}

#[test]
fn a_file_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    change(&folder, "CREATE TABLE contacts (name TEXT)");
    let before = fs::read(folder.path().join("till.db")).unwrap();

    let refused = Ledger::open(folder.path());
    assert!(matches!(refused, Err(LedgerError::Failed(Failure::ForeignFile))));
    assert_eq!(fs::read(folder.path().join("till.db")).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("till.db"), "not a database".repeat(400)).unwrap();
    let refused = Ledger::open(folder.path());
    assert!(matches!(refused, Err(LedgerError::Damaged)), "{refused:?}");
}

#[test]
fn a_page_that_was_overwritten_is_damage() {
    let folder = closed_book();
    let root: u32 = Connection::open(folder.path().join("till.db"))
        .unwrap()
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'payments'", [], |row| {
            row.get(0)
        })
        .unwrap();
    let file = folder.path().join("till.db");
    let mut bytes = fs::read(&file).unwrap();
    let page = (root as usize - 1) * 4_096;
    bytes[page..page + 200].fill(0x5a);
    fs::write(&file, bytes).unwrap();

    let refused = Ledger::open(folder.path());
    assert!(matches!(refused, Err(LedgerError::Damaged)), "{refused:?}");
}

#[test]
fn a_book_whose_events_were_changed_by_a_hand_names_the_first_wrong_row() {
    const FREE: &str = "DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_removed;
        DROP TRIGGER events_are_not_replaced;";
    for (tampering, row) in [
        ("UPDATE events SET at = at + 1 WHERE seq = 5", 5),
        ("UPDATE events SET staff = '01900000-0000-7000-8000-000000000009' WHERE seq > 2", 3),
        ("UPDATE events SET fact = replace(fact, '2500', '25') WHERE seq = 2", 2),
        ("UPDATE events SET fact = 'no fact' WHERE seq = 4", 4),
        ("UPDATE events SET fact = '{\"fact\":7}' WHERE seq = 4", 4),
        ("UPDATE events SET staff = 'nobody' WHERE seq = 4", 4),
        ("DELETE FROM events WHERE seq IN (3, 4)", 3),
        ("DELETE FROM events WHERE seq = 1", 1),
        // The newest are cut off.
        ("DELETE FROM events WHERE seq > 3", 4),
        ("DELETE FROM events", 1),
        // One before the first, whom no chain holds.
        ("INSERT INTO events SELECT 0, at, staff, fact, x'00', x'00' FROM events WHERE seq = 5", 0),
        (
            "INSERT INTO events SELECT -7, at, staff, fact, x'00', x'00' FROM events WHERE seq = 5",
            0,
        ),
        // One more, without the hash of the one before.
        (
            "INSERT INTO events (at, staff, fact, prev_hash, hash)
             SELECT at, staff, fact, prev_hash, hash FROM events WHERE seq = 5",
            6,
        ),
    ] {
        let folder = closed_book();
        change(&folder, &format!("{FREE} {tampering}"));
        match Ledger::open(folder.path()) {
            Err(LedgerError::ChangedOutside { seq }) => assert_eq!(seq, Some(row), "{tampering}"),
            other => panic!("{tampering}: {other:?}"),
        }
    }
}

#[test]
fn a_book_of_other_tables_or_triggers_than_the_till_makes_is_refused() {
    const EMPTIES: &str = "AFTER INSERT ON pin_tries BEGIN DELETE FROM pin_tries; END";
    for (tampering, back) in [
        (format!("CREATE TRIGGER forgets {EMPTIES}"), "DROP TRIGGER forgets"),
        (
            "DROP TRIGGER events_are_not_removed".into(),
            "CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never removed');
END",
        ),
        (
            format!(
                "DROP TRIGGER events_are_not_removed; CREATE TRIGGER events_are_not_removed {EMPTIES}"
            ),
            "",
        ),
        ("CREATE TRIGGER hides AFTER INSERT ON sale_search_content BEGIN SELECT 1; END".into(), ""),
        ("CREATE TABLE more (id TEXT)".into(), "DROP TABLE more"),
        ("CREATE VIEW more AS SELECT 1".into(), "DROP VIEW more"),
        ("CREATE INDEX more ON events (at)".into(), "DROP INDEX more"),
        ("DROP INDEX sales_by_person".into(), ""),
        ("ALTER TABLE refunds ADD COLUMN more TEXT".into(), ""),
        ("ALTER TABLE sale_search_config ADD COLUMN more".into(), ""),
        ("DROP TABLE pin_tries".into(), ""),
        ("DROP TABLE events".into(), ""),
    ] {
        let folder = closed_book();
        change(&folder, &tampering);
        let refused = Ledger::open(folder.path());
        assert!(
            matches!(refused, Err(LedgerError::ChangedOutside { seq: None })),
            "{tampering}: {refused:?}"
        );
        if !back.is_empty() {
            change(&folder, back);
            assert!(Ledger::open(folder.path()).is_ok(), "{tampering}");
        }
    }
}

#[test]
fn a_folder_that_can_t_be_made_opens_no_book() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    assert!(Ledger::open(&folder.path().join("file/below")).is_err());
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_computer_can_read_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;

    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("Tillside");
    let _ledger = Ledger::open(&folder).unwrap();
    let mode = fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn one_sale_that_nobody_can_read_keeps_no_book_from_being_opened() {
    let shop = Shop::new();
    let (_, unreadable) = shop.begin(&typed("Table 4"));
    let (sale, _) = shop.begin(&typed("Table 5"));
    let Shop { ledger, folder, .. } = shop;
    drop(ledger);
    change(
        &folder,
        &format!("UPDATE links SET state = '?' WHERE id = '{unreadable}'; DELETE FROM sale_search"),
    );
    let ledger = Ledger::open(folder.path()).unwrap();
    let search = SaleSearch { text: "table", ..SaleSearch::newest(Environment::Practice, 9) };
    let found = ledger.find_sales(&search).unwrap();
    assert_eq!(found.iter().map(|sale| sale.id).collect::<Vec<_>>(), [sale]);
}
