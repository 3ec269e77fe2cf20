//! Backups and the way back from one: an owner's deed, and never a file's word.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use desk::{
    backup::backups_in,
    domain::{
        TillError,
        error::{BackupFault, Field},
        ids::StaffId,
        staff::Role,
    },
    view::{BackupPreview, HistoryKind, RestoreForm, RestoreNeeds},
};
use ledger::{BackupFile, Manifest, UnpackedBackup};
use rusqlite::Connection;
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use vault::{RecoveryCode, StaffSecret};

use super::rig::{CASHIER_PIN, MANAGER_PIN, OWNER_PIN, StaffTill, WRONG_PIN, owner, seat};

impl StaffTill {
    /// Makes a backup by hand, and gives its file.
    async fn back_up(&self) -> PathBuf {
        let folder = self.folder().join("usb");
        let report = self.desk().back_up(self.by(), &folder).await.unwrap();
        folder.join(report.backup.name)
    }

    async fn look(&self, file: &Path) -> Result<BackupPreview, TillError> {
        let desk = self.desk();
        self.restorer().look(Some((&desk, desk.actor()?)), file).await
    }

    /// Restores a backup and starts the program again.
    async fn restore(&mut self, file: &Path, typed: Typed<'_>) -> Result<(), TillError> {
        self.lay_ready(file, typed).await?;
        self.restart().await;
        Ok(())
    }

    async fn lay_ready(&self, file: &Path, typed: Typed<'_>) -> Result<(), TillError> {
        let desk = self.desk();
        let who = Some((&*desk, desk.actor()?));
        self.restorer().restore(who, file, &typed.form(file)).await.map(drop)
    }

    fn name(&self) -> Option<String> {
        let book = Connection::open(self.file()).unwrap();
        let name = "SELECT value FROM settings WHERE name = 'shop_name'";
        book.query_row(name, [], |row| row.get(0)).ok()
    }
}

#[derive(Clone, Copy, Default)]
struct Typed<'t> {
    pin: Option<&'t str>,
    code: Option<&'t str>,
}

impl Typed<'_> {
    fn form(self, file: &Path) -> RestoreForm {
        RestoreForm {
            fingerprint: BackupFile::open(file).unwrap().manifest().sha256.clone(),
            pin: self.pin.map(Into::into),
            code: self.code.map(Into::into),
        }
    }
}

const NOTHING: Typed<'_> = Typed { pin: None, code: None };
const PIN: Typed<'_> = Typed { pin: Some(OWNER_PIN), code: None };

fn code(code: &str) -> Typed<'_> {
    Typed { pin: None, code: Some(code) }
}

fn refused(fault: BackupFault) -> TillError {
    TillError::BackupRefused { fault }
}

fn missing(field: Field) -> TillError {
    TillError::MissingRequiredFields { fields: vec![field] }
}

/// Changes the book in a backup by hand, and has all of its manifest fit but the seal, which nobody can make.
fn forge(file: &Path, sql: &str) {
    let mut manifest: Manifest = BackupFile::open(file).unwrap().manifest().clone();
    let bytes = fs::read(file).unwrap();
    let book = file.with_extension("db");
    fs::write(&book, &bytes[..usize::try_from(manifest.bytes).unwrap()]).unwrap();
    Connection::open(&book).unwrap().execute_batch(sql).unwrap();
    let mut bytes = fs::read(&book).unwrap();
    manifest.bytes = bytes.len() as u64;
    manifest.sha256 = hex::encode(Sha256::digest(&bytes));
    let text = serde_json::to_vec(&manifest).unwrap();
    bytes.extend_from_slice(&text);
    bytes.extend_from_slice(&u32::try_from(text.len()).unwrap().to_be_bytes());
    bytes.extend_from_slice(b"TILLSIDE");
    fs::write(file, bytes).unwrap();
}

/// What somebody does who can write files: lays a backup ready without asking anybody.
fn plant(file: &Path, folder: &Path) {
    let backup = BackupFile::open(file).unwrap();
    UnpackedBackup::unpack(backup, folder).unwrap().make_ready().unwrap();
}

fn is_changed(problem: Option<&TillError>) -> bool {
    matches!(problem, Some(TillError::BookChangedOutside { .. }))
}

#[tokio::test]
async fn an_owner_goes_back_to_a_backup_by_their_pin_and_every_pin_holds() {
    let (mut till, _, [manager, _]) = StaffTill::with_staff().await;
    till.desk().name_shop(till.by(), "Before").await.unwrap();
    let file = till.back_up().await;
    till.desk().name_shop(till.by(), "After").await.unwrap();
    till.desk().retire_staff(till.by(), &manager).await.unwrap();
    let later = till.copy().await;
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();

    let preview = till.look(&file).await.unwrap();
    assert_eq!(preview.needs, RestoreNeeds::Pin);
    assert_eq!((preview.shop_name.as_str(), preview.sales_since), ("Before", Some(0)));
    assert_eq!(till.name().as_deref(), Some("After"), "looking changes nothing");
    till.restore(&file, PIN).await.unwrap();

    assert_eq!(till.lock_screen().await.problem, None);
    assert_eq!(till.name().as_deref(), Some("Before"));
    till.sign_in(&manager, MANAGER_PIN).await.unwrap();
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    let restored = till.history().await;
    let restored = restored.iter().find(|entry| entry.kind == HistoryKind::BookRestored).unwrap();
    assert_eq!(restored.by.as_ref().unwrap().id, owner(), "who did what says so");
    assert!(till.desk().verify_history(till.by()).await.unwrap().broken.is_none());
    let kept = till.folder().join("replaced-1/till.db");
    assert!(Connection::open(kept).unwrap().execute_batch("SELECT count(*) FROM events").is_ok());

    // The book that was replaced is an older one now, which no file alone brings back.
    till.put_back(&later).await;
    assert!(is_changed(till.lock_screen().await.problem.as_ref()));
}

#[tokio::test]
async fn once_a_backup_is_laid_ready_nothing_is_written_that_would_be_in_no_book() {
    let (mut till, _, [manager, _]) = StaffTill::with_staff().await;
    let file = till.back_up().await;
    till.desk().name_shop(till.by(), "After").await.unwrap();
    till.lay_ready(&file, PIN).await.unwrap();

    let laid_ready = TillError::RestoreLaidReady;
    assert_eq!(till.desk().name_shop(till.by(), "Too late").await, Err(laid_ready.clone()));
    // Nobody waits for an end that does not come, and the keychain goes on waiting for the backup.
    for who in [owner(), manager] {
        let refused = till.sign_in(&who, OWNER_PIN).await;
        assert_eq!(refused.unwrap_err(), laid_ready);
    }
    assert_eq!(till.lay_ready(&file, PIN).await, Err(laid_ready.clone()));
    till.desk().lock().await.unwrap();
    assert!(till.keychain.only_item().contains("restoring"));
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, None);
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
}

#[tokio::test]
async fn nobody_restores_without_the_owners_pin() {
    let (till, _, [manager, _]) = StaffTill::with_staff().await;
    let file = till.back_up().await;
    assert_eq!(till.lay_ready(&file, NOTHING).await, Err(missing(Field::Pin)));
    let wrong = Typed { pin: Some(WRONG_PIN), code: None };
    for tries_left in [4, 3, 2, 1, 0] {
        let refused = till.lay_ready(&file, wrong).await;
        assert_eq!(refused, Err(TillError::WrongPin { tries_left }));
    }
    assert!(matches!(till.lay_ready(&file, PIN).await, Err(TillError::PinWait { .. })));
    till.sign_in(&manager, MANAGER_PIN).await.unwrap();
    assert!(matches!(till.look(&file).await, Err(TillError::NotAllowed { .. })));
    assert!(matches!(till.lay_ready(&file, PIN).await, Err(TillError::NotAllowed { .. })));
    assert!(!till.folder().join("restore-ready").exists());
    assert!(!till.keychain.only_item().contains("restoring"));
}

#[tokio::test]
async fn a_program_that_ends_between_the_keychain_and_the_file_keeps_the_old_book() {
    let (mut till, _, [manager, _]) = StaffTill::with_staff().await;
    till.desk().name_shop(till.by(), "Before").await.unwrap();
    let file = till.back_up().await;
    till.desk().name_shop(till.by(), "After").await.unwrap();
    till.lay_ready(&file, PIN).await.unwrap();
    assert!(till.keychain.only_item().contains("restoring"));
    // As if the last step had never been taken.
    let ready = till.folder().join("restore-ready");
    let aside = till.folder().join("aside");
    fs::rename(&ready, &aside).unwrap();
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, None);
    assert_eq!(till.name().as_deref(), Some("After"));
    till.sign_in(&manager, MANAGER_PIN).await.unwrap();
    assert!(!till.keychain.only_item().contains("restoring"), "that is over");
    // What was laid ready is worth nothing any more.
    till.close().await;
    fs::rename(&aside, &ready).unwrap();
    till.restart().await;
    assert!(is_changed(till.lock_screen().await.problem.as_ref()));
}

#[tokio::test]
async fn a_locked_keychain_at_the_next_start_takes_nothing_back() {
    let (mut till, _, _) = StaffTill::with_staff().await;
    let file = till.back_up().await;
    till.lay_ready(&file, PIN).await.unwrap();
    till.keychain.turn(crate::rig::Mood::Locked);
    till.restart().await;
    till.keychain.turn(crate::rig::Mood::Open);
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    assert!(!till.keychain.only_item().contains("restoring"));
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, None);
}

#[tokio::test]
async fn a_backup_that_was_only_laid_ready_by_hand_opens_nothing() {
    let (mut till, _, _) = StaffTill::with_staff().await;
    let file = till.back_up().await;
    till.desk().name_shop(till.by(), "After").await.unwrap();
    till.desk().lock().await.unwrap();
    plant(&file, till.folder());
    till.restart().await;
    assert!(is_changed(till.lock_screen().await.problem.as_ref()));
    assert!(is_changed(till.sign_in(&owner(), OWNER_PIN).await.err().as_ref()));
    assert_eq!(till.desk().actor().unwrap_err(), TillError::TillLocked);
}

#[tokio::test]
async fn a_backup_that_was_changed_by_hand_is_refused() {
    let (till, code_text, [_, cashier]) = StaffTill::with_staff().await;
    till.desk().name_shop(till.by(), "Before").await.unwrap();
    let own_code = RecoveryCode::fresh([9; 17]);
    let wrapped = StaffSecret::fresh([7; 32]).wrap(&own_code, [1; 24]).unwrap();
    let own_code = own_code.to_secret_text().expose_secret().to_owned();
    for sql in [
        "UPDATE settings SET value = 'Other' WHERE name = 'shop_name'".to_owned(),
        format!("UPDATE staff_names SET name = 'Stranger' WHERE member = '{cashier}'"),
        format!("UPDATE staff_seal SET wrapped = '{wrapped}'"),
    ] {
        let file = till.back_up().await;
        forge(&file, &sql);
        assert_eq!(till.look(&file).await, Err(refused(BackupFault::Changed)), "{sql}");
        assert_eq!(till.lay_ready(&file, PIN).await, Err(refused(BackupFault::Changed)), "{sql}");
        // Also where no book is open, and whatever code its maker has.
        for code_text in [&code_text, &own_code] {
            let refusal = till.restorer().restore(None, &file, &code(code_text).form(&file)).await;
            let refusal = refusal.map(drop).unwrap_err();
            let is_refused = refusal == refused(BackupFault::Changed)
                || matches!(refusal, TillError::WrongRecoveryCode { .. });
            assert!(is_refused, "{sql}: {refusal:?}");
        }
    }
    assert!(!till.folder().join("restore-ready").exists());
}

#[tokio::test]
async fn another_file_than_the_one_that_was_looked_into_is_not_restored() {
    let (till, _) = StaffTill::with_owner().await;
    let file = till.back_up().await;
    let mut form = PIN.form(&file);
    form.fingerprint = "0".repeat(64);
    let desk = till.desk();
    let restored = till.restorer().restore(Some((&desk, till.by())), &file, &form).await;
    assert_eq!(restored.map(drop), Err(refused(BackupFault::OtherFile)));
}

#[tokio::test]
async fn a_backup_of_another_till_needs_its_code_beside_the_pin_of_this_one() {
    let (mut here, _) = StaffTill::with_owner().await;
    let there = here.on_another_computer().await;
    let their_code = there.first_pin().await.unwrap();
    let cashier = there.add("Kiosk", Role::Cashier, CASHIER_PIN).await.unwrap();
    there.desk().name_shop(there.by(), "Other shop").await.unwrap();
    let file = there.back_up().await;

    assert_eq!(here.look(&file).await.unwrap().needs, RestoreNeeds::PinAndRecoveryCode);
    assert_eq!(here.lay_ready(&file, PIN).await, Err(missing(Field::RecoveryCode)));
    assert_eq!(here.lay_ready(&file, code(&their_code)).await, Err(missing(Field::Pin)));
    let other = RecoveryCode::fresh([3; 17]).to_secret_text().expose_secret().to_owned();
    let wrong = Typed { pin: Some(OWNER_PIN), code: Some(&other) };
    let refusal = here.lay_ready(&file, wrong).await;
    assert!(matches!(refusal, Err(TillError::WrongRecoveryCode { .. })), "{refusal:?}");
    let both = Typed { pin: Some(OWNER_PIN), code: Some(&their_code) };
    here.restore(&file, both).await.unwrap();
    assert_eq!(here.lock_screen().await.shop_name, "Other shop");
    assert_eq!(seat(&here.sign_in(&cashier, CASHIER_PIN).await.unwrap()), "CASHIER");
    here.sign_in(&owner(), OWNER_PIN).await.unwrap();
}

#[tokio::test]
async fn a_book_of_another_till_that_was_put_in_by_hand_stays_a_stranger() {
    let (mut here, _) = StaffTill::with_owner().await;
    let there = here.on_another_computer().await;
    let their_code = there.first_pin().await.unwrap();
    let file = there.back_up().await;
    plant(&file, here.folder());
    here.restart().await;
    let stranger = TillError::BookChangedOutside { row: 1 };
    assert_eq!(here.lock_screen().await.problem, Some(stranger.clone()));
    assert_eq!(here.recover(&their_code).await.unwrap_err(), stranger);
}

#[tokio::test]
async fn who_begins_a_till_of_their_own_here_does_not_bring_back_an_older_one() {
    let (mut till, code_text) = StaffTill::with_owner().await;
    let file = till.back_up().await;
    let copy = till.folder().join("copy.tillside");
    fs::copy(&file, &copy).unwrap();
    // They take the book away, and are the owner of the new one.
    till.close().await;
    fs::remove_file(till.file()).unwrap();
    till.clock.advance(Duration::from_hours(1));
    till.restart().await;
    assert_eq!(till.look(&copy).await.unwrap().needs, RestoreNeeds::RecoveryCode);
    assert_eq!(till.lay_ready(&copy, NOTHING).await, Err(missing(Field::RecoveryCode)));
    till.first_pin().await.unwrap();
    assert_eq!(till.look(&copy).await.unwrap().needs, RestoreNeeds::PinAndRecoveryCode);
    assert_eq!(till.lay_ready(&copy, PIN).await, Err(missing(Field::RecoveryCode)));
    // The owner has the code.
    let both = Typed { pin: Some(OWNER_PIN), code: Some(&code_text) };
    till.restore(&copy, both).await.unwrap();
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
}

#[tokio::test]
async fn a_backup_without_pins_never_takes_the_place_of_a_till_with_pins() {
    let till = StaffTill::start().await;
    let before_pins = till.back_up().await;
    let elsewhere = till.on_another_computer().await;
    let others = elsewhere.back_up().await;
    till.first_pin().await.unwrap();
    for file in [&before_pins, &others] {
        assert_eq!(till.look(file).await, Err(refused(BackupFault::WithoutPins)));
        assert_eq!(till.lay_ready(file, PIN).await, Err(refused(BackupFault::WithoutPins)));
        let without_book = till.restorer().restore(None, file, &NOTHING.form(file)).await;
        assert_eq!(without_book.map(drop), Err(refused(BackupFault::WithoutPins)));
    }
    // Nor from a till that was begun beside it.
    let beside = till.beside(Duration::from_hours(2)).await;
    for file in [&before_pins, &others] {
        assert_eq!(beside.look(file).await, Err(refused(BackupFault::WithoutPins)));
    }
}

#[tokio::test]
async fn a_till_without_pins_is_restored_by_whoever_owns_it_also_elsewhere() {
    let mut till = StaffTill::start().await;
    till.desk().name_shop(till.by(), "Before").await.unwrap();
    let file = till.back_up().await;
    till.desk().name_shop(till.by(), "After").await.unwrap();
    assert_eq!(till.look(&file).await.unwrap().needs, RestoreNeeds::Nothing);
    till.restore(&file, NOTHING).await.unwrap();
    assert_eq!(seat(&till.desk().session().await.unwrap()), "OWNER");
    assert_eq!(till.name().as_deref(), Some("Before"));

    let mut other = till.on_another_computer().await;
    assert!(!other.look(&file).await.unwrap().is_this_book);
    other.restore(&file, NOTHING).await.unwrap();
    assert_eq!(seat(&other.desk().session().await.unwrap()), "OWNER");
    assert_eq!(other.name().as_deref(), Some("Before"));
    assert_eq!(other.by().staff(), StaffId::OWNER);
}

#[tokio::test]
async fn a_new_computer_restores_a_till_with_pins_by_its_code() {
    let (till, code_text, [_, cashier]) = StaffTill::with_staff().await;
    let file = till.back_up().await;
    let mut new = till.on_another_computer().await;
    assert_eq!(new.look(&file).await.unwrap().needs, RestoreNeeds::RecoveryCode);
    new.restore(&file, code(&code_text)).await.unwrap();
    assert_eq!(new.lock_screen().await.problem, None);
    new.sign_in(&cashier, CASHIER_PIN).await.unwrap();
    new.sign_in(&owner(), OWNER_PIN).await.unwrap();
    let older = new.copy().await;
    new.sign_in(&owner(), OWNER_PIN).await.unwrap();
    new.put_back(&older).await;
    assert!(is_changed(new.lock_screen().await.problem.as_ref()), "it is guarded as any other");
}

#[tokio::test]
async fn a_book_that_can_not_be_opened_is_replaced_by_the_code_alone() {
    let (mut till, code_text) = StaffTill::with_owner().await;
    till.desk().name_shop(till.by(), "Before").await.unwrap();
    let file = till.back_up().await;
    till.close().await;
    let mut bytes = fs::read(till.file()).unwrap();
    bytes[100..8_000].fill(0x55);
    fs::write(till.file(), &bytes).unwrap();
    assert!(desk::Book::open(till.folder()).is_err());

    let restorer = till.restorer();
    assert_eq!(restorer.look(None, &file).await.unwrap().needs, RestoreNeeds::RecoveryCode);
    for typed in [NOTHING, PIN] {
        let refusal = restorer.restore(None, &file, &typed.form(&file)).await.map(drop);
        assert_eq!(refusal, Err(missing(Field::RecoveryCode)));
    }
    restorer.restore(None, &file, &code(&code_text).form(&file)).await.unwrap();
    till.restart().await;
    assert_eq!(till.lock_screen().await.problem, None);
    assert_eq!(till.name().as_deref(), Some("Before"));
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    assert_eq!(fs::read(till.folder().join("replaced-1/till.db")).unwrap(), bytes, "it is kept");
}

#[tokio::test]
async fn a_book_that_was_changed_outside_gets_no_sealed_backup() {
    let (mut till, _, [_, cashier]) = StaffTill::with_staff().await;
    let older = till.copy().await;
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    till.put_back(&older).await;
    let folder = till.folder().join("backups");
    let refusal = till.desk().back_up_daily(&folder).await.unwrap_err();
    assert!(is_changed(Some(&refusal)));
    let (mut till, ..) = StaffTill::with_staff().await;
    till.edit(&format!("UPDATE staff_names SET name = 'Stranger' WHERE member <> '{cashier}'"))
        .await;
    let refusal = till.desk().back_up_daily(&till.folder().join("backups")).await;
    assert_eq!(refusal, Err(TillError::StaffChangedOutside));
    assert!(backups_in(&folder).is_empty());
}

#[tokio::test]
async fn the_till_backs_itself_up_once_a_day_and_keeps_seven() {
    let (till, _) = StaffTill::with_owner().await;
    let folder = till.folder().join("backups");
    assert!(till.desk().back_up_daily(&folder).await.unwrap());
    assert!(!till.desk().back_up_daily(&folder).await.unwrap(), "nothing has changed");
    till.desk().name_shop(till.by(), "Shop 0").await.unwrap();
    assert!(!till.desk().back_up_daily(&folder).await.unwrap(), "not twice a day");
    for day in 1..=9 {
        till.clock.advance(Duration::from_hours(24));
        till.sign_in(&owner(), OWNER_PIN).await.unwrap();
        assert!(till.desk().back_up_daily(&folder).await.unwrap(), "day {day}");
    }
    till.clock.advance(Duration::from_hours(24));
    assert!(!till.desk().back_up_daily(&folder).await.unwrap(), "a day without work");
    let rows = backups_in(&folder);
    assert_eq!(rows.len(), 7);
    assert!(rows[0].made_at.0 > rows[6].made_at.0);
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    assert_eq!(till.look(&folder.join(&rows[0].name)).await.unwrap().needs, RestoreNeeds::Pin);
}

#[tokio::test]
async fn only_the_tills_own_daily_backups_of_this_book_are_cleared_away() {
    let (till, _) = StaffTill::with_owner().await;
    let elsewhere = till.on_another_computer().await;
    let folder = till.folder().join("backups");
    till.desk().back_up(till.by(), &folder).await.unwrap();
    elsewhere.desk().name_shop(elsewhere.by(), "Other shop").await.unwrap();
    assert!(elsewhere.desk().back_up_daily(&folder).await.unwrap());
    let others = backups_in(&folder);
    for day in 0..9 {
        till.clock.advance(Duration::from_hours(24));
        till.sign_in(&owner(), OWNER_PIN).await.unwrap();
        assert!(till.desk().back_up_daily(&folder).await.unwrap(), "day {day}");
    }
    let rows = backups_in(&folder);
    assert_eq!(rows.len(), 7 + others.len());
    assert!(others.iter().all(|other| rows.contains(other)), "{rows:?}");
}

#[tokio::test]
async fn no_backup_holds_a_secret() {
    let (till, code_text, _) = StaffTill::with_staff().await;
    let bytes = fs::read(till.back_up().await).unwrap();
    let item: serde_json::Value = serde_json::from_str(&till.keychain.only_item()).unwrap();
    let pepper = item["pepper"].as_str().unwrap();
    let mut secrets = vec![pepper.as_bytes().to_vec(), hex::decode(pepper).unwrap()];
    secrets.extend([OWNER_PIN, MANAGER_PIN, CASHIER_PIN].map(|pin| pin.as_bytes().to_vec()));
    secrets.extend([code_text.clone().into_bytes(), code_text.replace('-', "").into_bytes()]);
    for secret in secrets {
        let is_in = bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!is_in, "{:?}", String::from_utf8_lossy(&secret));
    }
}
