use std::{
    fs,
    path::{Path, PathBuf},
};

use domain::{
    error::{Doubt, Fault},
    hold::HoldEndKind,
    link_life::LinkState,
    refund_life::{RefundEvent, RefundState},
};
use ledger::{
    BackupError, BackupFile, Ledger, LedgerError, Manifest, StopWritingError, UnpackedBackup,
};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::shop::{Shop, at, by_the_owner, figures, now, typed};

/// A shop with a sale that was paid, and a folder for backups.
fn shop() -> (Shop, TempDir) {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    shop.pay(link, 2_500);
    (shop, tempfile::tempdir().unwrap())
}

fn back_up(shop: &Shop, folder: &TempDir) -> (PathBuf, Manifest) {
    let copy = shop.ledger.copy_checked(folder.path(), at(60)).unwrap();
    copy.keep("backup", Some("sealed".to_owned())).unwrap()
}

fn unpack(file: &Path, folder: &TempDir) -> Result<UnpackedBackup, BackupError> {
    UnpackedBackup::unpack(BackupFile::open(file)?, folder.path())
}

/// What a hand does that knows how a backup is made, but for its seal: it changes the book in it, and has the manifest
/// fit.
fn forge(file: &Path, sql: &str, change: impl FnOnce(&mut Manifest)) {
    let mut manifest = BackupFile::open(file).unwrap().manifest().clone();
    let bytes = fs::read(file).unwrap();
    let book = file.with_extension("db");
    fs::write(&book, &bytes[..usize::try_from(manifest.bytes).unwrap()]).unwrap();
    let writer = Connection::open(&book).unwrap();
    // The guards of the events are taken out for a moment, and put back letter by letter.
    let guards: Vec<(String, String)> = writer
        .prepare(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events'",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &guards {
        writer.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    writer.execute_batch(sql).unwrap();
    for (_, sql) in &guards {
        writer.execute_batch(sql).unwrap();
    }
    drop(writer);
    let mut bytes = fs::read(&book).unwrap();
    manifest.bytes = bytes.len() as u64;
    manifest.sha256 = hex::encode(Sha256::digest(&bytes));
    change(&mut manifest);
    let text = serde_json::to_vec(&manifest).unwrap();
    bytes.extend_from_slice(&text);
    bytes.extend_from_slice(&u32::try_from(text.len()).unwrap().to_be_bytes());
    bytes.extend_from_slice(b"TILLSIDE");
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_backup_holds_the_whole_book_and_says_what_is_in_it() {
    let (shop, folder) = shop();
    let (file, manifest) = back_up(&shop, &folder);
    assert_eq!(file.file_name().unwrap(), "backup.tillside");
    assert_eq!(BackupFile::open(&file).unwrap().manifest(), &manifest);
    assert_eq!(Some(&manifest.book), shop.ledger.book_id().unwrap().as_ref());
    assert_eq!(Some((manifest.newest, manifest.hash.clone())), shop.ledger.head().unwrap());
    assert_eq!((manifest.sales, manifest.made_at), (1, at(60)));
    assert_eq!(manifest.seal.as_deref(), Some("sealed"));
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "and nothing else: {names:?}");

    let elsewhere = tempfile::tempdir().unwrap();
    unpack(&file, &elsewhere).unwrap().make_ready().unwrap();
    ledger::finish_restore(elsewhere.path()).unwrap();
    let tables = shop.tables();
    let restored =
        Shop { ledger: Ledger::open(elsewhere.path()).unwrap(), folder: elsewhere, ..shop };
    assert_eq!(restored.tables(), tables);
}

#[test]
fn a_backup_never_takes_the_place_of_another() {
    let (shop, folder) = shop();
    let first = fs::read(back_up(&shop, &folder).0).unwrap();
    let (second, _) = back_up(&shop, &folder);
    assert_eq!(second.file_name().unwrap(), "backup-2.tillside");
    assert_eq!(fs::read(folder.path().join("backup.tillside")).unwrap(), first);
}

#[test]
fn any_byte_that_changed_shows() {
    let (shop, folder) = shop();
    let (file, manifest) = back_up(&shop, &folder);
    let whole = fs::read(&file).unwrap();
    let side = tempfile::tempdir().unwrap();
    let book = usize::try_from(manifest.bytes).unwrap();
    let steps = (0..whole.len()).step_by(997).chain([book - 1, book, whole.len() - 1]);
    for place in steps {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x01;
        fs::write(&file, bytes).unwrap();
        let refused = unpack(&file, &side);
        // The seal alone is not looked at here: who has the secret does.
        let says_so = match &refused {
            Err(BackupError::Damaged | BackupError::NotABackup | BackupError::Changed) => true,
            Ok(unpacked) => *unpacked.manifest() != manifest,
            Err(_) => false,
        };
        assert!(says_so, "{place}: {refused:?}");
    }
    for length in [0, 5, 12, book / 2, book, whole.len() - 1] {
        fs::write(&file, &whole[..length]).unwrap();
        let refused = unpack(&file, &side);
        assert!(matches!(refused, Err(BackupError::NotABackup)), "{length}: {refused:?}");
    }
    assert!(!side.path().join("restore-unfinished").exists(), "nothing is left behind");
}

#[test]
fn a_book_that_was_changed_by_hand_is_refused_whatever_the_manifest_says() {
    let side = tempfile::tempdir().unwrap();
    for sql in [
        "UPDATE events SET fact = replace(fact, '2500', '2400') WHERE fact LIKE '%2500%'",
        "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
        "CREATE TRIGGER undone AFTER INSERT ON sales BEGIN SELECT 1; END",
    ] {
        let (shop, folder) = shop();
        let (file, _) = back_up(&shop, &folder);
        forge(&file, sql, |_| ());
        let refused = unpack(&file, &side);
        assert!(matches!(refused, Err(BackupError::Changed)), "{sql}: {refused:?}");
    }
    let (shop, folder) = shop();
    let (file, _) = back_up(&shop, &folder);
    forge(&file, "", |manifest| manifest.sales = 7);
    assert!(matches!(unpack(&file, &side), Err(BackupError::Changed)), "the manifest lies");
}

#[test]
fn a_table_that_was_changed_by_hand_follows_from_the_events_again() {
    let (shop, folder) = shop();
    let (sale, _) = shop.waiting();
    let (file, _) = back_up(&shop, &folder);
    forge(&file, "UPDATE payments SET minor = 1; UPDATE sales SET minor = 1", |_| ());
    let side = tempfile::tempdir().unwrap();
    let unpacked = unpack(&file, &side).unwrap();
    unpacked.note_restored(by_the_owner(at(3_600))).unwrap();
    let restored = unpacked.ledger().unwrap().sale(sale).unwrap();
    assert_eq!(restored, shop.ledger.sale(sale).unwrap());
}

#[test]
fn a_backup_of_a_newer_program_is_refused() {
    let (shop, folder) = shop();
    let (file, _) = back_up(&shop, &folder);
    forge(&file, "PRAGMA user_version = 99", |manifest| manifest.version = 99);
    let refused = unpack(&file, &tempfile::tempdir().unwrap());
    assert!(matches!(refused, Err(BackupError::TooNew)), "{refused:?}");
}

#[test]
fn a_file_of_another_program_is_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("photo.tillside");
    for bytes in [&b""[..], b"TILLSIDE", &[0; 4_096], b"SQLite format 3\0 and more"] {
        fs::write(&file, bytes).unwrap();
        assert!(matches!(BackupFile::open(&file), Err(BackupError::NotABackup)));
    }
    assert!(matches!(BackupFile::open(&folder.path().join("none")), Err(BackupError::Ledger(_))));
}

#[test]
fn nothing_that_moves_money_is_sent_again_by_a_restored_book() {
    let (shop, folder) = shop();
    let (_, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    let (_, waits) = shop.begin(&typed("waits"));
    shop.ledger
        .link_event(now(), waits, &domain::link_life::LinkEvent::NotSent { fault: Fault::Dns })
        .unwrap();
    let made = shop.begin_refund(payment, 500).unwrap();
    let provider_id = "REF_1".to_owned().try_into().unwrap();
    shop.ledger.refund_event(now(), made, &RefundEvent::Made { provider_id }).unwrap();
    let (_, second) = shop.waiting();
    let second = shop.pay(second, 2_500);
    let waiting = shop.begin_refund(second, 500).unwrap();
    let not_sent = RefundEvent::NotSent { fault: Fault::Connect };
    shop.ledger.refund_event(now(), waiting, &not_sent).unwrap();
    let sent = shop.begin_refund(payment, 500).unwrap();
    let (_, changed) = shop.waiting();
    shop.ledger.ask_change(now(), changed, figures(900), "Lamp", at(5)).unwrap();
    let (_, cancelled) = shop.waiting();
    shop.ledger.ask_cancel(now(), cancelled, at(5)).unwrap();
    let (file, manifest) = back_up(&shop, &folder);

    let side = tempfile::tempdir().unwrap();
    let unpacked = unpack(&file, &side).unwrap();
    let (newest, hash) = unpacked.note_restored(by_the_owner(at(3_600))).unwrap();
    let restored = unpacked.ledger().unwrap();
    assert_eq!(restored.head().unwrap(), Some((newest, hash)));
    assert!(newest > manifest.newest);
    let state = |payment, refund| {
        let sale = restored.sale_by_payment(payment).unwrap().unwrap();
        sale.refund(refund).unwrap().1.state
    };
    assert_eq!(state(payment, sent), RefundState::NeedsPerson);
    assert_eq!(state(second, waiting), RefundState::NeedsPerson);
    assert_eq!(state(payment, made), RefundState::Confirmed);
    let waits = restored.sale_by_link(waits).unwrap().unwrap().link.unwrap();
    assert_eq!(waits.state, LinkState::Unknown { attempts: 1, seen: false }, "looked up first");
    assert_eq!(
        restored.wished_links().unwrap(),
        [cancelled],
        "staff may have wished otherwise since"
    );
    restored.verify_chain().unwrap();
}

#[test]
fn the_book_is_not_stopped_while_a_request_for_money_is_on_its_way() {
    let shop = Shop::new();
    let still_sends = || matches!(shop.ledger.stop_writing(), Err(StopWritingError::StillSending));
    let (_, link) = shop.begin(&typed("Table 4"));
    assert!(still_sends(), "a link");
    shop.made(link);
    let payment = shop.pay(link, 2_500);
    let refund = shop.begin_refund(payment, 1_000).unwrap();
    assert!(still_sends(), "a refund");
    let unclear = RefundEvent::Unclear { doubt: Doubt::TimedOut };
    shop.ledger.refund_event(now(), refund, &unclear).unwrap();
    let (_, link) = shop.waiting();
    let held = shop.reserve(link, 2_500);
    let capture = shop.begin_hold_end(held, HoldEndKind::Capture, 2_500).unwrap();
    assert!(still_sends(), "a capture");
    shop.ledger.hold_end_event(now(), capture, &unclear).unwrap();

    shop.ledger.stop_writing().unwrap();
    let stopped = shop.ledger.refund_event(now(), refund, &unclear);
    assert!(matches!(stopped, Err(LedgerError::RestoreLaidReady)), "{stopped:?}");
}
