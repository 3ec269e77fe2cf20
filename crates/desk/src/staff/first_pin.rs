//! The first PIN of a till, and with it the secret that protects every later one.

use domain::{TillError, error::Field, rights::Right, staff::StaffName};
use ledger::StaffChange;
use vault::{PinHash, RecoveryCode, StaffSecret};
use zeroize::Zeroizing;

use super::{
    change::new_pin,
    recovery_code::{FirstPin, Step},
    seal::Sealable,
};
use crate::{
    actor::Actor,
    desk::Desk,
    view::{FirstPinForm, RecoveryCodeView},
};

impl Desk {
    /// Plans the first PIN of the till. Nothing is written before the code that this gives was typed back.
    ///
    /// # Errors
    /// `NewPinRefused`; `InvalidField` where there are PINs already; what the keychain says where it can't be used.
    pub async fn plan_first_pin(
        &self,
        by: Actor,
        form: FirstPinForm,
    ) -> Result<RecoveryCodeView, TillError> {
        by.allow(Right::ManageStaff)?;
        let name = StaffName::new(&form.name)?;
        let pin = new_pin(&form.pin)?;
        let _turn = self.staff.turn.lock().await;
        self.check_pinless(by).await?;
        self.check_no_secret().await?;
        let at = self.clock.now();
        self.book.ask(move |ledger| ledger.ensure_owner(at)).await?;
        let mut random = Zeroizing::new([0; 32]);
        random[..16].copy_from_slice(&self.random.sixteen_bytes());
        random[16..].copy_from_slice(&self.random.sixteen_bytes());
        let secret = StaffSecret::fresh(*random);
        let hash = self.hash_pin(&secret, by.staff().to_string(), pin).await?;
        Ok(self.plan(by, Step::FirstPin(Box::new(FirstPin { secret, name, hash }))))
    }

    /// Puts the secret into the keychain, then the PIN into the book. A secret that the book knows nothing of is of no
    /// account; a PIN without its secret would lock the owner out. That PINs are set stands in the keychain last.
    pub(super) async fn set_first_pin(
        &self,
        by: Actor,
        (secret, code): (&StaffSecret, &RecoveryCode),
        name: &StaffName,
        hash: &PinHash,
    ) -> Result<(), TillError> {
        self.check_pinless(by).await?;
        self.check_no_secret().await?;
        let change = StaffChange::FirstPin {
            member: by.staff(),
            name: name.clone(),
            hash: hash.as_str().to_owned(),
        };
        let staff = self.book.ask(Sealable::read).await?;
        let next = staff.after(&change, self.clock.now()).unwrap_or(staff);
        let rules = next.roll.rules.clone();
        let sealed = next.seal(self.wrapped(secret, code)?, secret);
        self.keep_secret(secret).await?;
        if let Err(error) = self.write_change(by, &change, Some(sealed)).await {
            self.close_if_pins_set().await;
            return Err(error);
        }
        self.staff.session().set_rules(rules);
        self.seat(Actor::signed_in(by.staff(), by.role()));
        self.anchor_if_possible(secret.clone()).await;
        self.guard_book().await;
        Ok(())
    }

    /// What was not written may stand in the book all the same: then nobody is at the till without a PIN any more.
    async fn close_if_pins_set(&self) {
        let pins_set = self.book.ask(|ledger| Ok(ledger.staff_roll()?.pins_set)).await;
        // A book that does not say is none to go on with.
        if pins_set.unwrap_or(true) {
            self.staff.session().close();
            self.tell_if_locked(true);
        }
    }

    /// Refuses where the keychain has a secret of this book that remembers an event: it protects PINs, and another one in
    /// its place would lock everybody out for good. A computer without a keychain must say so before anybody writes down
    /// a code.
    async fn check_no_secret(&self) -> Result<(), TillError> {
        self.keys.check_gate().await?;
        match self.staff_secret().await? {
            Some(secret) if secret.anchor().is_some() => Err(TillError::StaffChangedOutside),
            _ => Ok(()),
        }
    }

    async fn check_pinless(&self, by: Actor) -> Result<(), TillError> {
        if by.is_pinless() && self.is_pinless().await? {
            Ok(())
        } else {
            Err(TillError::InvalidField { field: Field::Pin })
        }
    }
}
