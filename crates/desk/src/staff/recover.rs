//! The way back where no PIN helps: the recovery code brings back the secret, the staff list and one owner's PIN.

use domain::{TillError, ids::StaffId, rights::Right, staff::Role, till_rules::TillRules};
use ledger::{StaffChange, StaffRoll, Tried};
use vault::{RecoveryCode, StaffSecret, WrappedSecret};

use super::{
    attempt::tries_left,
    change::{member_of, new_pin},
    known_book::{check_anchor, check_no_stranger},
    recovery_code::parsed,
    seal::Sealable,
};
use crate::{
    actor::Actor,
    desk::Desk,
    view::{RecoverForm, SessionView},
};

/// What both secrets seal to be known as the same one.
const SAME: &[u8] = b"the same secret";

impl Desk {
    /// Gives an owner a new PIN by the recovery code, and mends what was lost or changed: the secret in the keychain, the
    /// staff list by the events, the seal, and what this computer remembers of the book. Nobody else loses their PIN.
    ///
    /// Where the list or the rules had been changed by hand, nobody can tell what they were before, and who changed them
    /// must not keep what they gave themselves: the rules are again those of a new till, and everybody else is a cashier
    /// without a PIN until the owner says otherwise.
    ///
    /// # Errors
    /// `RecoveryCodeTypo` and `NewPinRefused`, which cost no try; `WrongRecoveryCode`, `PinWait`; `NotFound` where there is
    /// no code, or no such owner; `StaffChangedOutside` where the code opens another secret than the one in the keychain;
    /// those of the keychain and the book.
    pub async fn recover(&self, form: RecoverForm) -> Result<SessionView, TillError> {
        let code = parsed(&form.code)?;
        let pin = new_pin(&form.new_pin)?;
        self.open_staff().await?;
        let turn = self.staff.turn.lock().await;
        let staff = self.book.ask(Sealable::read).await?;
        let known = self.staff_secret().await?;
        if known.is_none() {
            check_no_stranger(&self.book, self.keys.keychain()).await?;
        }
        let (secret, wrapped) = self.opened(&staff.roll, &code, known.as_ref()).await?;
        if known.is_some_and(|known| !known.seal_fits(SAME, &secret.seal(SAME))) {
            // Somebody put their own secret into the book, for which they have a code.
            self.clear_recovery_tries().await?;
            return Err(TillError::StaffChangedOutside);
        }
        let is_unchanged = staff.is_sealed(&secret);
        let staff = self
            .book
            .ask(|ledger| {
                ledger.rebuild_staff()?;
                Sealable::read(ledger)
            })
            .await?;
        let owner = self.owner_of(&staff.roll, &form.member).await?;
        let by = Actor::signed_in(owner, Role::Owner);
        // From here on the book as it stands is the one that this computer knows.
        self.anchor(secret.clone()).await?;
        let staff = if is_unchanged { staff } else { self.reset_rules(by, staff).await? };
        let hash = self.hash_pin(&secret, owner.to_string(), pin).await?.to_string();
        let change = StaffChange::Recover { member: owner, hash, distrusted: !is_unchanged };
        let next = staff.after(&change, self.clock.now()).unwrap_or(staff);
        let sealed = next.clone().seal(wrapped, &secret);
        self.write_change(by, &change, Some(sealed)).await?;
        self.staff.session().set_rules(next.roll.rules);
        self.staff.session().set_problem(None);
        self.seat(by);
        self.anchor_if_possible(secret).await;
        self.guard_book().await;
        drop(turn);
        self.session().await
    }

    /// Has the rules of a new till hold. Nothing is sealed before the list is one to be trusted: a program that is killed
    /// in between leaves a till that only the code opens.
    async fn reset_rules(&self, by: Actor, staff: Sealable) -> Result<Sealable, TillError> {
        let change = StaffChange::Rules(TillRules::default());
        let Some(next) = staff.after(&change, self.clock.now()) else {
            return Ok(staff);
        };
        self.write_change(by, &change, None).await?;
        Ok(next)
    }

    /// The secret that the code opens. The try is counted before.
    async fn opened(
        &self,
        roll: &StaffRoll,
        code: &RecoveryCode,
        known: Option<&StaffSecret>,
    ) -> Result<(StaffSecret, String), TillError> {
        let wrapped = roll.sealed.as_ref().ok_or(TillError::NotFound)?.wrapped.clone();
        let failures = self.book.ask(|ledger| ledger.tries(Tried::Recovery)).await?;
        let tries = self.count_try(Tried::Recovery, failures).await?;
        let opened = wrapped.parse::<WrappedSecret>().ok();
        if let Some(secret) = opened.and_then(|wrapped| StaffSecret::unwrap(code, &wrapped)) {
            return Ok((secret, wrapped));
        }
        let entry = self.entry();
        self.book.ask(move |ledger| ledger.pin_refused(entry, None)).await?;
        if let Some(known) = known {
            self.anchor_known(known).await;
        }
        Err(TillError::WrongRecoveryCode { tries_left: tries_left(tries) })
    }

    /// Has the keychain remember a wrong code, unless the book is not the one that it knows: only the right code makes it so.
    async fn anchor_known(&self, known: &StaffSecret) {
        if check_anchor(&self.book, known).await.is_ok() {
            self.anchor_if_possible(known.clone()).await;
        }
    }

    /// The owner who comes back, by the events; the first one where none is named.
    async fn owner_of(&self, roll: &StaffRoll, member: &str) -> Result<StaffId, TillError> {
        let owner = if member.is_empty() {
            let mut owners = roll
                .members
                .iter()
                .filter(|member| member.role == Role::Owner && member.retired_at.is_none());
            owners.next().map(|owner| owner.id).ok_or(TillError::NotFound)
        } else {
            member_of(roll, member).and_then(|id| match roll.member(id) {
                Some(member) if member.role == Role::Owner => Ok(id),
                _ => Err(TillError::NotAllowed { right: Right::ManageStaff }),
            })
        };
        if owner.is_err() {
            // The code was right: that is no wrong try.
            self.clear_recovery_tries().await?;
        }
        owner
    }

    async fn clear_recovery_tries(&self) -> Result<(), TillError> {
        self.book.ask(|ledger| ledger.clear_tries(Tried::Recovery)).await
    }
}
