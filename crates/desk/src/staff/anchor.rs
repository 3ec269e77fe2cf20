//! The newest event that the keychain remembers: an older copy of the book is known by it, and what was done before it
//! can't be changed or taken away unseen.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};

use domain::TillError;
use ledger::Ledger;
use vault::{Anchor, StaffSecret};

use super::known_book::check_anchor;
use crate::desk::Desk;

/// How long a till may work without the keychain remembering what it did.
const AT_LEAST_EVERY: Duration = Duration::from_mins(5);

/// What is known in this run of what the keychain remembers.
#[derive(Debug, Default)]
pub(super) struct Anchored {
    /// The number of the event; 0 where nothing was remembered in this run.
    seq: AtomicU64,
    is_due: AtomicBool,
}

impl Anchored {
    /// The keychain remembers the event of this number.
    pub(super) fn note(&self, seq: u64) {
        self.seq.store(seq, Ordering::Relaxed);
    }

    /// The till was left: what was done is to be remembered soon.
    pub(super) fn make_due(&self) {
        self.is_due.store(true, Ordering::Relaxed);
    }

    fn take_due(&self) -> bool {
        self.is_due.swap(false, Ordering::Relaxed)
    }
}

impl Desk {
    /// Has the keychain remember the newest event.
    ///
    /// # Errors
    /// Those of the keychain and the book. The event that it remembered before is still good.
    pub(super) async fn anchor(&self, secret: StaffSecret) -> Result<(), TillError> {
        let Some((seq, hash)) = self.book.ask(Ledger::head).await? else {
            return Ok(());
        };
        let anchor = Anchor::new(seq, &hash).map_err(|_| TillError::LedgerFailed)?;
        self.keep_secret(&secret.with_anchor(anchor)).await?;
        self.staff.anchored.note(seq);
        Ok(())
    }

    /// The same where it is no reason to stop: what was done is done, and the next one who signs in does it again.
    pub(super) async fn anchor_if_possible(&self, secret: StaffSecret) {
        if let Err(error) = self.anchor(secret).await {
            tracing::warn!(%error, "the keychain does not remember the newest event");
        }
    }

    /// Has the keychain remember the newest event within seconds, and waits for nothing: money went back, and nobody may
    /// say later that it was somebody else.
    pub(crate) fn anchor_soon(&self) {
        self.staff.anchored.make_due();
    }

    /// Has the keychain remember the newest event, if it does not yet. Where nobody has a PIN there is nothing to do.
    ///
    /// It waits for whoever is typing a PIN. What the keychain refuses is logged: the till goes on.
    pub(crate) async fn anchor_now(&self) {
        let _turn = self.staff.turn.lock().await;
        if let Err(error) = self.anchor_what_is_new().await {
            tracing::warn!(%error, "the keychain does not remember the newest event");
        }
    }

    /// The same for who does not wait: while somebody is busy with the staff, the till does it by itself soon after.
    pub(super) async fn anchor_unless_busy(&self) {
        if let Ok(_turn) = self.staff.turn.try_lock()
            && let Err(error) = self.anchor_what_is_new().await
        {
            tracing::warn!(%error, "the keychain does not remember the newest event");
        }
    }

    async fn anchor_what_is_new(&self) -> Result<(), TillError> {
        if !self.staff.session().has_pins() {
            return Ok(());
        }
        let head = self.book.ask(Ledger::head).await?.map_or(0, |(seq, _)| seq);
        if head == self.staff.anchored.seq.load(Ordering::Relaxed) {
            return Ok(());
        }
        let secret = self.staff_secret().await?.ok_or(TillError::PinSecretMissing)?;
        // A book that is not the one that the keychain knows must not become it.
        check_anchor(&self.book, &secret).await?;
        self.anchor(secret).await
    }

    /// What the till does by itself, so that no day's work lies behind one remembered event. `last` is when it did so.
    pub(crate) async fn anchor_now_and_then(&self, last: &mut Duration) {
        let now = self.clock.elapsed();
        if self.staff.anchored.take_due() || now.saturating_sub(*last) >= AT_LEAST_EVERY {
            *last = now;
            self.anchor_now().await;
        }
    }
}
