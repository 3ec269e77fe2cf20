//! A full disk and a data folder that can't be written. The troubles are real: each test runs itself once more in a user
//! namespace of its own, where it may mount a small file system and has no rights of root.

#![cfg(target_os = "linux")]

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
    process::Command,
};

use desk::{Book, domain::TillError};
use tempfile::TempDir;

use crate::rig::{CANARY, Call, Rig, main_key, payment, refund_form, word};

/// Names the folder with the trouble, for the second run.
const FOLDER: &str = "TILLSIDE_TEST_FOLDER";

/// Runs the test `name` of this program again under `unshare OPTIONS sh -c SCRIPT`, with `folder` as `$1` and the command of
/// the test behind it. A system that gives nobody a user namespace can't run it, and says so.
fn run_again(name: &str, options: &[&str], script: &str, folder: &Path) {
    let possible = Command::new("unshare").args(options).arg("true").status();
    if !possible.is_ok_and(|status| status.success()) {
        writeln!(io::stderr(), "{name} not run: this system gives nobody a user namespace")
            .unwrap();
        return;
    }
    let output = Command::new("unshare")
        .args(options)
        .args(["sh", "-c", script, "sh"])
        .arg(folder)
        .arg(env::current_exe().unwrap())
        .args(["--exact", name])
        .env(FOLDER, folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("1 passed"), "{told}");
}

/// Takes every free byte of the file system.
fn fill(folder: &Path) -> std::path::PathBuf {
    let filler = folder.join("filler");
    let mut size = 1 << 20;
    let mut held = Vec::new();
    while size > 0 {
        held.resize(held.len() + size, 0x5A);
        if fs::write(&filler, &held).is_err() {
            held.truncate(held.len() - size);
            size /= 2;
        }
    }
    // The last try took what was left of the last page.
    assert!(fs::write(folder.join("more"), [0x5A; 4096]).is_err());
    filler
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_takes_no_money_and_loses_nothing() {
    let Some(disk) = env::var_os(FOLDER) else {
        let name = "disk_trouble::a_full_disk_takes_no_money_and_loses_nothing";
        let script = r#"mount -t tmpfs -o size=3m tillside "$1" && shift && exec "$@""#;
        let folder = TempDir::new().unwrap();
        run_again(name, &["--user", "--map-root-user", "--mount"], script, folder.path());
        return;
    };
    let disk = Path::new(&disk);
    let rig = Rig::without_account_in(TempDir::new_in(disk).unwrap()).await;
    let rig = rig.with_account().await;
    let before = rig.paid("2500").await;
    let filler = fill(disk);
    let sent_before = rig.network.sent_in_all();
    let form = rig.form("1000");

    let create = rig.desk().create_link(form.clone()).await;
    assert_eq!(create, Err(TillError::LedgerDiskFull));
    assert_eq!((rig.network.sent_in_all(), rig.links_made()), (sent_before, 1));
    let refund = rig.desk().refund(refund_form(&before, "1000")).await;
    assert_eq!(refund, Err(TillError::LedgerDiskFull));
    assert_eq!(rig.refunds_made(), 0);
    // What is in the book can still be read.
    assert_eq!(rig.sale(&before).await, before);

    fs::remove_file(filler).unwrap();
    let sale = rig.desk().create_link(form).await.unwrap();
    assert_eq!((word(&sale).as_str(), rig.links_made()), ("WAITING", 2));
    let form = refund_form(&before, "1000");
    let sale = rig.desk().refund(form).await.unwrap();
    assert_eq!(payment(&sale).refunded.minor(), 1000);
    rig.audit_settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_neither_adds_nor_forgets_an_account() {
    let Some(disk) = env::var_os(FOLDER) else {
        let name = "disk_trouble::a_full_disk_neither_adds_nor_forgets_an_account";
        let script = r#"mount -t tmpfs -o size=3m tillside "$1" && shift && exec "$@""#;
        let folder = TempDir::new().unwrap();
        run_again(name, &["--user", "--map-root-user", "--mount"], script, folder.path());
        return;
    };
    let disk = Path::new(&disk);
    let rig = Rig::without_account_in(TempDir::new_in(disk).unwrap()).await;
    let filler = fill(disk);
    assert_eq!(rig.connect(CANARY).await, Err(TillError::LedgerDiskFull));
    fs::remove_file(&filler).unwrap();
    let rig = rig.with_account().await;
    assert_eq!(rig.keychain.items(), 1, "the key of the account that was not added is still there");

    fill(disk);
    let forget = rig.desk().forget_account(&rig.account()).await;
    assert_eq!(forget, Err(TillError::LedgerDiskFull));
    assert!(rig.keychain.holds(CANARY), "the account is still there, and its key is not");
    assert_eq!(rig.desk().accounts().await.unwrap().len(), 1);
    fs::remove_file(&filler).unwrap();
    rig.waiting("2500").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_leaves_no_old_key_in_use() {
    let Some(disk) = env::var_os(FOLDER) else {
        let name = "disk_trouble::a_full_disk_leaves_no_old_key_in_use";
        let script = r#"mount -t tmpfs -o size=3m tillside "$1" && shift && exec "$@""#;
        let folder = TempDir::new().unwrap();
        run_again(name, &["--user", "--map-root-user", "--mount"], script, folder.path());
        return;
    };
    let disk = Path::new(&disk);
    let rig = Rig::without_account_in(TempDir::new_in(disk).unwrap()).await;
    let mut rig = rig.with_account().await;
    rig.reopen().await;
    let filler = fill(disk);
    let replaced = rig.desk().replace_key(main_key(&rig.account(), &CANARY.into(), false)).await;
    assert_eq!(replaced, Err(TillError::LedgerDiskFull));
    fs::remove_file(filler).unwrap();
    // The keychain has the new key, and it has signed in already.
    let signed_in = rig.network.sent(Call::SignIn);
    rig.waiting("2500").await;
    assert_eq!(rig.network.sent(Call::SignIn), signed_in);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_written_is_told_at_the_start_and_left_as_it_was() {
    let Some(folder) = env::var_os(FOLDER) else {
        let name = "disk_trouble::\
                    a_folder_that_cannot_be_written_is_told_at_the_start_and_left_as_it_was";
        let mut rig = Rig::start().await;
        let sale = rig.paid("2500").await;
        rig.close().await;
        let writable = |on: bool| {
            for path in [
                rig.folder().to_owned(),
                rig.folder().join("till.db"),
                rig.folder().join("till.lock"),
            ] {
                let mut permissions = fs::metadata(&path).unwrap().permissions();
                let mode = if path.is_dir() { 0o500 } else { 0o400 };
                let mode = if on { mode | 0o200 } else { mode };
                std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, mode);
                fs::set_permissions(&path, permissions).unwrap();
            }
        };
        writable(false);
        run_again(name, &["--user"], r#"shift && exec "$@""#, rig.folder());
        writable(true);
        rig.reopen().await;
        assert_eq!(rig.sale(&sale).await, sale);
        return;
    };
    let refused = Book::open(Path::new(&folder)).unwrap_err();
    assert_eq!(refused.till_error(), TillError::LedgerReadOnly);
    let refused = Book::open(&Path::new(&folder).join("new")).unwrap_err();
    assert_eq!(refused.till_error(), TillError::LedgerReadOnly);
}
