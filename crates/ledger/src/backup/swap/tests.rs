use std::path::PathBuf;

use domain::{Timestamp, ids::StaffId};
use tempfile::TempDir;

use super::*;
use crate::records::Entry;

/// A folder with a book whose log still holds its last write, as a crash leaves it, and another book that is ready.
fn folder() -> TempDir {
    let [home, other] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let old = named(other.path(), "Old shop");
    for file in FILES.into_iter().filter(|file| *file != "till.db-shm") {
        fs::copy(other.path().join(file), home.path().join(file)).unwrap();
    }
    assert!(fs::metadata(home.path().join("till.db-wal")).unwrap().len() > 0);
    drop(old);
    drop(named(&home.path().join(READY), "Restored shop"));
    home
}

fn named(folder: &Path, name: &str) -> Ledger {
    let ledger = Ledger::open(folder).unwrap();
    let at = Timestamp::parse("2026-11-20T10:00:00Z").unwrap();
    ledger.set_shop_name(Entry { by: StaffId::OWNER, at }, name).unwrap();
    ledger
}

fn name_in(folder: &Path) -> String {
    Ledger::open(folder).unwrap().shop_name().unwrap().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "till.lock")
        .collect();
    names.sort();
    names
}

/// Every step that a whole restore takes.
fn steps() -> Vec<Step> {
    let home = folder();
    let mut steps = Vec::new();
    finish(home.path(), &mut |step| {
        steps.push(step.clone());
        step.go(home.path())
    })
    .unwrap();
    steps
}

#[test]
fn the_restored_book_takes_the_place_and_the_old_one_is_kept_whole() {
    let home = folder();
    finish_restore(home.path()).unwrap();
    assert_eq!(names(home.path()), ["replaced-1", "till.db"]);
    assert_eq!(name_in(home.path()), "Restored shop");
    assert_eq!(name_in(&home.path().join("replaced-1")), "Old shop");
    finish_restore(home.path()).unwrap();
    assert_eq!(name_in(home.path()), "Restored shop", "once");
}

#[test]
fn a_program_that_ends_before_or_after_any_step_goes_on_when_it_starts_again() {
    let steps = steps();
    assert_eq!(steps.len(), 6, "{steps:?}");
    for (ended_at, step) in steps.iter().enumerate() {
        for is_done in [false, true] {
            let home = folder();
            let mut taken = 0;
            let ended = finish(home.path(), &mut |step| {
                taken += 1;
                if taken <= ended_at || (taken == ended_at + 1 && is_done) {
                    step.go(home.path())?;
                }
                if taken > ended_at { Err(ErrorKind::Interrupted.into()) } else { Ok(()) }
            });
            assert!(ended.is_err(), "{step:?}");
            finish_restore(home.path()).unwrap();
            assert_eq!(name_in(home.path()), "Restored shop", "{step:?}, {is_done}");
            assert_eq!(name_in(&home.path().join("replaced-1")), "Old shop", "{step:?}, {is_done}");
            assert_eq!(names(home.path()), ["replaced-1", "till.db"], "{step:?}, {is_done}");
        }
    }
}

#[test]
fn a_book_that_can_not_be_opened_replaces_nothing() {
    let home = folder();
    let file: PathBuf = home.path().join(READY).join(BOOK);
    let mut bytes = fs::read(&file).unwrap();
    bytes[100..4_000].fill(0x55);
    fs::write(&file, bytes).unwrap();
    finish_restore(home.path()).unwrap();
    assert_eq!(name_in(home.path()), "Old shop");
    assert_eq!(names(home.path()), ["restore-refused", "till.db"]);
}

#[test]
fn a_book_that_another_program_has_open_stays() {
    let home = folder();
    let open = Ledger::open(home.path()).unwrap();
    assert!(matches!(finish_restore(home.path()), Err(LedgerError::InUse)));
    drop(open);
    finish_restore(home.path()).unwrap();
    assert_eq!(name_in(home.path()), "Restored shop");
}

#[test]
fn without_a_restore_nothing_is_touched() {
    let home = tempfile::tempdir().unwrap();
    finish_restore(&home.path().join("not there")).unwrap();
    drop(named(home.path(), "Shop"));
    finish_restore(home.path()).unwrap();
    assert_eq!(names(home.path()), ["till.db"]);
}
