//! Staff: who is at the till, what they may do, and how they prove who they are.
//!
//! What is written of the staff is sealed with a secret that lies in the keychain, and that secret also remembers an event
//! of the book. So a list that was changed by hand, or an older copy of the book, gives nobody a right: until the owner
//! comes with the recovery code, no PIN is good for anything.

mod anchor;
mod at_till;
mod attempt;
mod change;
mod first_pin;
mod history;
mod history_file;
mod known_book;
mod list;
mod lock_screen;
mod manage;
mod open;
mod pinless_gate;
mod proofs;
mod recover;
mod recovery_code;
mod restoring;
mod rules;
mod seal;
mod session;
mod sign_in;
mod tries;
mod vouched;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anchor::Anchored;
use tokio::sync::{Mutex as AsyncMutex, OnceCell};

pub(crate) use pinless_gate::PinlessGate;
pub(crate) use proofs::Proofs;
use recovery_code::Plan;
pub(crate) use restoring::{Asks, Here, Trust, asks, needed_code};
use session::Session;
use tries::Waits;

/// What the desk knows of its staff beside the book.
#[derive(Default)]
pub(crate) struct StaffDesk {
    /// Whoever types a PIN or a code, or changes the staff, waits here for the one before: however fast and from however
    /// many windows they come, each is counted before the next is looked at.
    turn: AsyncMutex<()>,
    /// Set once it is known who may be at the till.
    opened: OnceCell<()>,
    session: Arc<Mutex<Session>>,
    waits: Mutex<Waits>,
    plan: Mutex<Option<Plan>>,
    anchored: Anchored,
    /// PINs that were typed for one refund each.
    pub(crate) proofs: Proofs,
}

impl StaffDesk {
    fn session(&self) -> MutexGuard<'_, Session> {
        lock(&self.session)
    }

    fn waits(&self) -> MutexGuard<'_, Waits> {
        lock(&self.waits)
    }

    fn plan(&self) -> MutexGuard<'_, Option<Plan>> {
        lock(&self.plan)
    }

    /// What belonged to who was at the till belongs to nobody after them.
    fn forget_person(&self) {
        self.proofs.forget();
        *self.plan() = None;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
