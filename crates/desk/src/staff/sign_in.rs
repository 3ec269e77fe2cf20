//! Somebody signs in, or changes the PIN that they sign in with.

use domain::{TillError, error::Field, ids::StaffId};
use ledger::{Entry, StaffChange};
use secrecy::ExposeSecret as _;

use super::{change::new_pin, vouched::Vouched};
use crate::{
    actor::Actor,
    desk::{Change, Desk},
    view::{OwnPinForm, SessionView, SignInForm},
};

impl Desk {
    /// Somebody signs in with their PIN, in place of who was there before.
    ///
    /// # Errors
    /// `WrongPin`, `PinWait`, `NoPinYet`; why no PIN is good for anything; those of the keychain and the book.
    pub async fn sign_in(&self, form: SignInForm) -> Result<SessionView, TillError> {
        self.open_staff().await?;
        let turn = self.staff.turn.lock().await;
        if self.is_pinless().await? {
            return Err(TillError::NoPinYet);
        }
        let (member, Vouched { staff, secret }) =
            self.prove_pin(form.member.parse::<StaffId>().ok(), &form.pin).await?;
        let entry = Entry { by: member.id, at: self.clock.now() };
        self.book.ask(move |ledger| ledger.signed_in(entry)).await?;
        self.staff.session().set_rules(staff.roll.rules);
        self.seat(Actor::signed_in(member.id, member.role));
        self.anchor_if_possible(secret).await;
        drop(turn);
        self.session().await
    }

    /// Gives who is at the till another PIN. The old one counts as a try.
    ///
    /// # Errors
    /// `NewPinRefused`, and `InvalidField` where it is the old one again, before anything is tried; those of [`Self::sign_in`].
    pub async fn change_own_pin(&self, by: Actor, form: OwnPinForm) -> Result<(), TillError> {
        let new = new_pin(&form.new)?;
        if form.new.expose_secret() == form.old.expose_secret() {
            return Err(TillError::InvalidField { field: Field::Pin });
        }
        let _turn = self.staff.turn.lock().await;
        if by.is_pinless() {
            return Err(TillError::NoPinYet);
        }
        let (member, vouched) = self.prove_pin(Some(by.staff()), &form.old).await?;
        let changed = async {
            let hash = self.hash_pin(&vouched.secret, member.id.to_string(), new).await?;
            let change = StaffChange::SetPin { member: member.id, hash: hash.to_string() };
            self.change_staff(by, vouched, change).await
        };
        let changed = changed.await;
        if changed.is_err() {
            self.take_back_try(member.id).await?;
        }
        changed
    }

    /// Somebody who has proved who they are is at the till from now on.
    pub(super) fn seat(&self, actor: Actor) {
        self.staff.forget_person();
        self.staff.session().open(actor, self.clock.elapsed());
        self.tell(Change::Session);
    }
}
