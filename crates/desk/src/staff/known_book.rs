//! What the keychain knows of a book.

use domain::TillError;
use ledger::{Ledger, LedgerError};
use vault::{Anchor, FailureKind, KnownBooks, StaffSecret, Vault, VaultError, VaultName};

use crate::{book::Book, keys};

/// The id of a book.
pub(super) async fn id_of(book: &Book) -> Result<String, TillError> {
    book.ask(|ledger| ledger.book_id()?.ok_or(LedgerError::NotFound)).await
}

/// What the keychain keeps for the staff of a book; `None` where it has nothing, or nothing that can be read.
pub(super) async fn secret_of(
    keychain: &Vault,
    id: &str,
) -> Result<Option<StaffSecret>, VaultError> {
    match StaffSecret::read(keychain, &name_of_secret(id)?).await {
        Ok(secret) => Ok(Some(secret)),
        Err(VaultError::Missing | VaultError::Failed(FailureKind::NotText)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where the keychain keeps it.
pub(super) fn name_of_secret(id: &str) -> Result<VaultName, VaultError> {
    VaultName::staff(id).map_err(|_| VaultError::Failed(FailureKind::NotText))
}

/// True where this computer knows books with PINs, and this one is none that it knows: it was brought here, or is one of
/// them under another name.
pub(super) fn is_stranger(known: &KnownBooks, id: &str) -> bool {
    known.guards_any() && !known.knows(id)
}

/// Refuses a book without a secret that is a stranger here: no PIN and no code of it is good for anything.
pub(super) async fn check_no_stranger(book: &Book, keychain: &Vault) -> Result<(), TillError> {
    let id = id_of(book).await?;
    let known = KnownBooks::read(keychain).await.map_err(keys::till_error)?;
    if known.is_some_and(|known| is_stranger(&known, &id)) {
        return Err(TillError::BookChangedOutside { row: 1 });
    }
    Ok(())
}

/// Has the keychain remember for good that there are PINs in this book.
pub(super) async fn guard(book: &Book, keychain: &Vault) -> Result<(), TillError> {
    let id = id_of(book).await?;
    let mut known = KnownBooks::read(keychain).await.map_err(keys::till_error)?.unwrap_or_default();
    if known.is_guarded(&id) {
        return Ok(());
    }
    known.guard(&id);
    known.save(keychain).await.map_err(keys::till_error)
}

/// Refuses a book that does not have the event that its secret remembers, nor that of a backup that an owner wants to have
/// in its place.
pub(super) async fn check_anchor(book: &Book, secret: &StaffSecret) -> Result<(), TillError> {
    let Some(anchor) = secret.anchor().copied() else {
        return Ok(());
    };
    if has_event(book, anchor).await? || is_restored(book, secret).await? {
        return Ok(());
    }
    let head = book.ask(Ledger::head).await?;
    let first_missing = head.map_or(1, |(seq, _)| seq + 1);
    Err(TillError::BookChangedOutside { row: anchor.seq().min(first_missing) })
}

/// True where the book is the backup that an owner wanted to have in the place of the one before.
pub(super) async fn is_restored(book: &Book, secret: &StaffSecret) -> Result<bool, TillError> {
    match secret.restoring().copied() {
        Some(newest) => has_event(book, newest).await,
        None => Ok(false),
    }
}

async fn has_event(book: &Book, event: Anchor) -> Result<bool, TillError> {
    let found = book.ask(move |ledger| ledger.hash_of_event(event.seq())).await?;
    Ok(found.is_some_and(|hash| hash == event.hash()))
}
