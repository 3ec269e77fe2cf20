//! Books behind one lock, and in a file if there is one.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::books_file::{BooksError, BooksFile};

/// The books of one gateway.
#[derive(Debug, Default)]
pub(crate) struct Kept<B> {
    file: Option<BooksFile>,
    books: Mutex<B>,
}

impl<B: Clone + Default + Serialize + DeserializeOwned> Kept<B> {
    /// Opens the books, or starts new ones.
    pub(crate) fn open(file: Option<BooksFile>) -> Result<Self, BooksError> {
        let books = file.as_ref().map(BooksFile::load).transpose()?.unwrap_or_default();
        Ok(Self { file, books: Mutex::new(books) })
    }

    /// The books, to read. Nobody changes them while the guard lives.
    pub(crate) fn read(&self) -> MutexGuard<'_, B> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the books. The change is on disk before this returns `Ok`; after an error nothing
    /// has changed.
    pub(crate) fn change<T, E: From<BooksError>>(
        &self,
        change: impl FnOnce(&mut B) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut books = self.read();
        let Some(file) = &self.file else {
            return change(&mut books);
        };
        let before = books.clone();
        let result = change(&mut books).and_then(|done| {
            file.save(&*books)?;
            Ok(done)
        });
        if result.is_err() {
            *books = before;
        }
        result
    }
}
