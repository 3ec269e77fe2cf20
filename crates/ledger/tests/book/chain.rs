use ledger::{ChainError, Ledger, LedgerError};

use crate::shop::{Shop, at, by_the_owner};

const FREE: &str = "DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_removed;
    DROP TRIGGER events_are_not_replaced;";

/// A book of one account and one waiting sale: five events.
fn book() -> Shop {
    let shop = Shop::new();
    shop.waiting();
    assert_eq!(shop.tables()["events"].len(), 5);
    assert_eq!(shop.ledger.verify_chain().unwrap(), 5);
    shop
}

fn broken_at(shop: &Shop, tampering: &str) -> u64 {
    shop.file().execute_batch(&format!("{FREE} {tampering}")).unwrap();
    match shop.ledger.verify_chain() {
        Err(ChainError::Broken { seq }) => seq,
        other => panic!("{other:?}"),
    }
}

#[test]
fn events_can_t_be_changed_removed_or_replaced() {
    let shop = book();
    let before = shop.tables();
    for tampering in [
        "UPDATE events SET at = 0 WHERE seq = 3",
        "DELETE FROM events WHERE seq = 5",
        "INSERT OR REPLACE INTO events SELECT 3, at, staff, fact, prev_hash, hash FROM events WHERE seq = 2",
        "INSERT INTO events SELECT 3, at, staff, fact, prev_hash, hash FROM events WHERE seq = 2",
    ] {
        assert!(shop.file().execute_batch(tampering).is_err(), "{tampering}");
    }
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_changed_row_shows() {
    for column in ["at = at + 1", "staff = 'x'", "fact = '{}'", "hash = x'00'"] {
        let tampering = format!("UPDATE events SET {column} WHERE seq = 3");
        assert_eq!(broken_at(&book(), &tampering), 3, "{column}");
    }
}

#[test]
fn a_row_that_names_another_row_before_it_shows() {
    let tampering = "UPDATE events SET prev_hash = x'00' WHERE seq = 5";
    assert_eq!(broken_at(&book(), tampering), 5);
}

#[test]
fn a_removed_row_shows_wherever_it_stood() {
    for seq in 1..=5 {
        let tampering = format!("DELETE FROM events WHERE seq = {seq}");
        assert_eq!(broken_at(&book(), &tampering), seq);
    }
}

#[test]
fn a_chain_without_a_gap_in_its_numbers_still_shows_a_removed_row() {
    let tampering = "DELETE FROM events WHERE seq = 3;
        UPDATE events SET seq = seq - 1 WHERE seq > 3;
        UPDATE sqlite_sequence SET seq = 4 WHERE name = 'events'";
    assert_eq!(broken_at(&book(), tampering), 3);
}

#[test]
fn rows_that_are_put_in_or_cut_off_show() {
    let one_more = "INSERT INTO events (at, staff, fact, prev_hash, hash)
        SELECT at, staff, fact, hash, hash FROM events WHERE seq = 5";
    assert_eq!(broken_at(&book(), one_more), 6);
    let moved = "UPDATE events SET seq = seq + 1 WHERE seq = 5;
        UPDATE events SET seq = seq + 1 WHERE seq = 4";
    assert_eq!(broken_at(&book(), moved), 4);
    assert_eq!(broken_at(&book(), "DELETE FROM events WHERE seq > 2"), 3);
    for number in [0, -7] {
        let before_all = format!(
            "INSERT INTO events SELECT {number}, at, staff, fact, x'00', x'00' FROM events WHERE seq = 5"
        );
        assert_eq!(broken_at(&book(), &before_all), 0, "{number}");
    }
}

#[test]
fn whoever_asks_learns_of_a_trigger_that_was_put_in() {
    let shop = book();
    shop.file()
        .execute_batch("CREATE TRIGGER hides AFTER INSERT ON refunds BEGIN SELECT 1; END")
        .unwrap();
    let told = shop.ledger.verify_chain();
    assert!(
        matches!(told, Err(ChainError::Ledger(LedgerError::ChangedOutside { seq: None }))),
        "{told:?}"
    );
}

#[test]
fn the_latest_moment_is_that_of_the_clock_before_it_was_set_back() {
    let empty = tempfile::tempdir().unwrap();
    let empty = Ledger::open(empty.path()).unwrap();
    assert_eq!(empty.latest_moment().unwrap(), None);
    let shop = Shop::new();
    for seconds in [7, 900, 30] {
        shop.ledger.signed_in(by_the_owner(at(seconds))).unwrap();
    }
    assert_eq!(shop.ledger.latest_moment().unwrap(), Some(at(900)));
}

#[test]
fn a_book_is_told_by_its_first_event_and_its_head_by_the_newest() {
    let shop = book();
    let (newest, head) = shop.ledger.head().unwrap().unwrap();
    assert_eq!(newest, 5);
    assert_eq!(shop.ledger.hash_of_event(5).unwrap().as_ref(), Some(&head));
    assert_eq!((head.len(), head.to_lowercase()), (64, head.clone()));
    let first = shop.ledger.hash_of_event(1).unwrap().unwrap();
    let id = shop.ledger.book_id().unwrap().unwrap();
    assert_eq!((id.len(), &first[..32]), (32, id.as_str()));
    for nothing in [0, 6, u64::MAX] {
        assert_eq!(shop.ledger.hash_of_event(nothing).unwrap(), None);
    }

    shop.waiting();
    assert_eq!(shop.ledger.book_id().unwrap(), Some(id));
    assert_eq!(shop.ledger.head().unwrap().unwrap().0, 9);
    assert_eq!(shop.ledger.hash_of_event(5).unwrap(), Some(head));
    let empty = tempfile::tempdir().unwrap();
    let empty = Ledger::open(empty.path()).unwrap();
    assert_eq!((empty.book_id().unwrap(), empty.head().unwrap()), (None, None));
}
