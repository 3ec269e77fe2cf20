//! Which books this computer's till has worked with.
//!
//! What a file says of itself proves nothing: who may write a book can make it look like one on which nobody ever had a
//! PIN. So what this computer remembers of its books lies under one name that no book gives.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::error::{FailureKind, VaultError};
use crate::name::VaultName;
use crate::store::MAX_SECRET_BYTES;
use crate::vault::Vault;

/// How many books with PINs are remembered. One that is forgotten is refused like a stranger, so that nobody gains.
const MOST_GUARDED: usize = 15;

/// How many books without PINs are remembered.
const MOST_BEGUN: usize = 50;

/// The longest id of a book, in characters.
const LONGEST_ID: usize = 32;

// Each id stands between quotes and behind a comma; the names of the lists need some more.
const _: () = assert!(
    (MOST_GUARDED + MOST_BEGUN) * (LONGEST_ID + 3) + 64 <= MAX_SECRET_BYTES,
    "every keychain takes the item"
);

/// The books that this computer knows, as the keychain keeps them: one item for all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownBooks {
    /// Those whose staff have PINs, the oldest first.
    guarded: Vec<String>,
    /// Those that were begun here and have none, the oldest first.
    begun: Vec<String>,
}

impl KnownBooks {
    /// What `vault` remembers; `None` where it has never remembered a book. Waits as [`Vault::read`] does.
    ///
    /// # Errors
    /// Those of [`Vault::read`], but for a missing item; [`FailureKind::NotText`] if the item is there and is not what
    /// [`Self::save`] writes.
    pub async fn read(vault: &Vault) -> Result<Option<Self>, VaultError> {
        match vault.read(&VaultName::known_books()).await {
            Ok(item) => {
                serde_json::from_str(item.expose_secret()).map(Some).map_err(|_| UNREADABLE)
            }
            Err(VaultError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Has `vault` remember this. Waits as [`Vault::save`] does.
    ///
    /// # Errors
    /// Those of [`Vault::save`].
    pub async fn save(&self, vault: &Vault) -> Result<(), VaultError> {
        let text = serde_json::to_string(self).map_err(|_| UNREADABLE)?;
        vault.save(&VaultName::known_books(), SecretString::from(text)).await
    }

    /// True where any book has PINs.
    pub fn guards_any(&self) -> bool {
        !self.guarded.is_empty()
    }

    /// True where the staff of `book` have PINs.
    pub fn is_guarded(&self, book: &str) -> bool {
        self.guarded.iter().any(|known| known == book)
    }

    /// True where `book` is one of these, with PINs or without.
    pub fn knows(&self, book: &str) -> bool {
        self.is_guarded(book) || self.begun.iter().any(|known| known == book)
    }

    /// Remembers a book that was begun here; one with PINs stays one.
    pub fn begin(&mut self, book: &str) {
        if !self.knows(book) {
            push(&mut self.begun, book, MOST_BEGUN);
        }
    }

    /// Remembers that the staff of `book` have PINs.
    pub fn guard(&mut self, book: &str) {
        self.begun.retain(|known| known != book);
        if !self.is_guarded(book) {
            push(&mut self.guarded, book, MOST_GUARDED);
        }
    }
}

/// Adds `book` behind the others. Where there is no room, the oldest goes.
fn push(books: &mut Vec<String>, book: &str, most: usize) {
    if books.len() >= most {
        books.remove(0);
    }
    books.push(book.to_owned());
}

const UNREADABLE: VaultError = VaultError::Failed(FailureKind::NotText);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::SessionStore;

    #[test]
    fn a_book_with_pins_stays_one() {
        let mut known = KnownBooks::default();
        assert!(!known.guards_any() && !known.knows("a"));
        known.begin("a");
        assert!(known.knows("a") && !known.is_guarded("a") && !known.guards_any());
        known.guard("a");
        known.begin("a");
        assert!(known.is_guarded("a") && known.guards_any());
        assert!(known.begun.is_empty());
    }

    #[tokio::test]
    async fn the_fullest_item_still_fits_and_comes_back() {
        let vault = Vault::at_once(SessionStore::new());
        assert_eq!(KnownBooks::read(&vault).await.unwrap(), None);
        let mut known = KnownBooks::default();
        for number in 0..60 {
            known.guard(&format!("{number:032}"));
            known.begin(&format!("{:032}", 1_000 + number));
        }
        assert!(!known.knows(&format!("{:032}", 1_009)) && known.knows(&format!("{:032}", 1_010)));
        assert!(
            !known.is_guarded(&format!("{:032}", 44)) && known.is_guarded(&format!("{:032}", 45))
        );
        known.save(&vault).await.unwrap();
        assert_eq!(KnownBooks::read(&vault).await.unwrap(), Some(known));
    }

    #[tokio::test]
    async fn what_is_no_list_is_no_empty_one() {
        let vault = Vault::at_once(SessionStore::new());
        let name = VaultName::known_books();
        vault.save(&name, SecretString::from("nonsense")).await.unwrap();
        assert_eq!(KnownBooks::read(&vault).await, Err(UNREADABLE));
    }
}
