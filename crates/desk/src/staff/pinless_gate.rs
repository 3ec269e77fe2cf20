//! Whether a book on which nobody has a PIN may be used without one.
//!
//! The book alone can't tell: who writes the file by hand can take every PIN out of it, or put another book in its place.
//! So it opens only where the keychain knows of no PINs that it hides. While the keychain does not answer, the till is
//! open only provisionally: before the key of any account leaves the keychain, the question is asked again.

use std::{
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::TillError;
use vault::{KnownBooks, StaffSecret, Vault, VaultError};

use super::{
    known_book::{check_anchor, id_of, is_stranger, secret_of},
    lock,
    session::Session,
};
use crate::{book::Book, keys};

/// How long the till waits until it asks a keychain again that did not answer: each time, the system may ask a person.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(15);

/// The gate of one run of the program.
pub(crate) struct PinlessGate {
    book: Book,
    keychain: Vault,
    session: Arc<Mutex<Session>>,
    /// The book was begun in this run.
    is_new: bool,
    /// The keychain does not know the book yet.
    is_unregistered: AtomicBool,
    asked_at: Mutex<Duration>,
}

impl PinlessGate {
    pub(super) fn new(
        (book, keychain): (Book, Vault),
        session: Arc<Mutex<Session>>,
        is_new: bool,
        now: Duration,
    ) -> Self {
        let is_unregistered = AtomicBool::new(false);
        Self { book, keychain, session, is_new, is_unregistered, asked_at: Mutex::new(now) }
    }

    /// Finds out what is not certain yet. What it finds holds from then on.
    ///
    /// # Errors
    /// Why nobody may be at this till without a PIN; those of the keychain, with which nothing is certain.
    pub(crate) async fn check(&self) -> Result<(), TillError> {
        if !self.is_provisional() {
            return Ok(());
        }
        match self.ask().await {
            Ok(()) => {
                self.session().trust_pinless();
                Ok(())
            }
            Err(Doubt::Keychain(error)) => Err(keys::till_error(error)),
            Err(Doubt::Book(problem)) => {
                tracing::error!(%problem, "a book that hides its PINs");
                self.session().refuse_pinless(problem.clone());
                Err(problem)
            }
        }
    }

    /// The same, unless that was asked a moment ago.
    pub(crate) async fn check_now_and_then(&self, now: Duration) {
        let is_due = {
            let mut asked_at = lock(&self.asked_at);
            let is_due = now.saturating_sub(*asked_at) >= ASK_AGAIN_AFTER;
            if is_due {
                *asked_at = now;
            }
            is_due
        };
        if is_due && let Err(error) = self.check().await {
            tracing::debug!(%error, "it is not certain that nobody has a PIN");
        }
    }

    /// True while nobody knows whether somebody has a PIN.
    pub(crate) fn is_provisional(&self) -> bool {
        self.session().is_provisional()
    }

    /// The keychain took something in for this book, so that it can remember the book as well.
    pub(crate) async fn note_use(&self) {
        if self.is_unregistered.load(Ordering::Relaxed) && self.session().is_pinless() {
            let registered = async {
                let known = KnownBooks::read(&self.keychain).await.map_err(keys::till_error)?;
                self.register(known.unwrap_or_default()).await
            };
            self.note_registered(&registered.await);
        }
    }

    async fn ask(&self) -> Result<(), Doubt> {
        let id = id_of(&self.book).await.map_err(Doubt::Book)?;
        let known = KnownBooks::read(&self.keychain).await.map_err(Doubt::Keychain)?;
        let secret = secret_of(&self.keychain, &id).await.map_err(Doubt::Keychain)?;
        // A secret that remembers no event is only left from a first PIN that was never written down.
        if let Some(secret) = secret.filter(|secret| secret.anchor().is_some()) {
            return Err(Doubt::Book(self.hidden(&secret).await));
        }
        let Some(known) = known else {
            self.is_unregistered.store(true, Ordering::Relaxed);
            return Ok(());
        };
        if known.is_guarded(&id) {
            return Err(Doubt::Book(TillError::StaffChangedOutside));
        }
        if is_stranger(&known, &id) && !self.is_new {
            return Err(Doubt::Book(TillError::BookChangedOutside { row: 1 }));
        }
        if !known.knows(&id) {
            self.note_registered(&self.register(known).await);
        }
        Ok(())
    }

    /// Why the book says nothing of PINs that its secret protects: an older copy, or one that was made to look so.
    async fn hidden(&self, secret: &StaffSecret) -> TillError {
        check_anchor(&self.book, secret).await.err().unwrap_or(TillError::StaffChangedOutside)
    }

    async fn register(&self, mut known: KnownBooks) -> Result<(), TillError> {
        known.begin(&id_of(&self.book).await?);
        known.save(&self.keychain).await.map_err(keys::till_error)
    }

    fn note_registered(&self, registered: &Result<(), TillError>) {
        if let Err(error) = registered {
            tracing::warn!(%error, "the keychain does not know this book");
        }
        self.is_unregistered.store(registered.is_err(), Ordering::Relaxed);
    }

    fn session(&self) -> MutexGuard<'_, Session> {
        lock(&self.session)
    }
}

/// Why it is not certain that nobody has a PIN.
enum Doubt {
    /// The keychain does not say.
    Keychain(VaultError),
    /// The book is not one without PINs.
    Book(TillError),
}
