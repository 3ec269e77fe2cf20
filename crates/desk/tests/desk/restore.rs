//! A till between the moment when a backup is laid ready and its end: whatever it did then would be in no book.

use std::{fs, sync::Arc, time::Duration};

use desk::{
    backup::backups_in,
    domain::{TillError, error::BackupFault},
};
use ledger::{BackupFile, UnpackedBackup};
use rusqlite::Connection;

use tokio::{sync::Notify, time::sleep};

use crate::rig::{Call, Rig, Then, Trouble, refund_form, word};

#[tokio::test(flavor = "multi_thread")]
async fn once_a_backup_is_laid_ready_no_money_moves_and_the_copy_is_the_whole_book() {
    let mut rig = Rig::start().await;
    let backup = rig.back_up().await;
    let paid = rig.paid("2500").await;
    let links = rig.network.sent(Call::CreateLink);
    rig.lay_ready(&backup).await.unwrap();

    let refused = rig.desk().create_link(rig.form("1000")).await;
    assert_eq!(refused, Err(TillError::RestoreLaidReady));
    let refused = rig.desk().refund(refund_form(&paid, "2500")).await;
    assert_eq!(refused, Err(TillError::RestoreLaidReady));
    assert_eq!(rig.lay_ready(&backup).await, Err(TillError::RestoreLaidReady));
    assert_eq!((rig.network.sent(Call::CreateLink), rig.network.sent(Call::Refund)), (links, 0));

    let folder = rig.folder().join("backups");
    let kept = BackupFile::open(&folder.join(&backups_in(&folder)[0].name)).unwrap();
    let book = Connection::open(rig.folder().join("till.db")).unwrap();
    let newest: i64 = book.query_row("SELECT max(seq) FROM events", [], |row| row.get(0)).unwrap();
    assert_eq!(kept.manifest().newest, newest.unsigned_abs());
    drop(book);

    rig.reopen().await;
    assert_eq!(rig.rows().await.len(), 0, "the backup was made before the sale");
    assert_eq!(word(&rig.paid("700").await), "PAID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_waits_for_the_answer_to_what_was_sent() {
    let rig = Rig::start().await;
    let backup = rig.back_up().await;
    let answer = Arc::new(Notify::new());
    rig.network.once(Call::CreateLink, Trouble::Acted(Then::Held(Arc::clone(&answer))));
    let (desk, form) = (rig.desk(), rig.form("2500"));
    let creating = tokio::spawn(async move { desk.create_link(form).await });
    rig.network.silence().await;
    let (laid, created) = tokio::join!(rig.lay_ready(&backup), async {
        sleep(Duration::from_secs(1)).await;
        answer.notify_one();
        creating.await.unwrap()
    });

    let created = created.unwrap();
    assert_eq!(word(&created), "WAITING");
    laid.unwrap();
    let folder = rig.folder().join("backups");
    let kept = BackupFile::open(&folder.join(&backups_in(&folder)[0].name)).unwrap();
    let kept = UnpackedBackup::unpack(kept, &rig.folder().join("kept")).unwrap();
    let sale = kept.ledger().unwrap().sale(created.row.id.parse().unwrap()).unwrap().unwrap();
    let link = sale.link.unwrap();
    assert!(link.url.is_some(), "{:?}", link.state);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_fails_leaves_a_till_that_works() {
    let mut rig = Rig::start().await;
    let backup = rig.back_up().await;
    // What should be the folder for the copy of the present book is a file.
    let folder = rig.folder().join("backups");
    fs::write(&folder, "").unwrap();
    let fault = BackupFault::FolderFailed;
    assert_eq!(rig.lay_ready(&backup).await, Err(TillError::BackupRefused { fault }));
    let paid = rig.paid("2500").await;
    fs::remove_file(&folder).unwrap();
    rig.restore(&backup).await;
    assert!(rig.desk().sale(paid.row.id.parse().unwrap()).await.is_err());
}
