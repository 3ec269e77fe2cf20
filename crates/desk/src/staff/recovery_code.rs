//! The recovery code: shown once, and good for something only once it was typed back.

use domain::{
    TillError,
    error::Field,
    ids::StaffId,
    rights::Right,
    staff::{FREE_TRIES, StaffName},
};
use ledger::StaffChange;
use secrecy::{ExposeSecret, SecretString};
use vault::{PinHash, RecoveryCode, RecoveryTypo, StaffSecret};
use zeroize::Zeroize;

use super::vouched::Vouched;
use crate::{
    actor::Actor,
    desk::Desk,
    view::{RecoveryCodeView, SessionView},
};

/// What is done once the code was typed back. Nothing of it is written before.
pub(super) struct Plan {
    pub(super) by: StaffId,
    pub(super) code: RecoveryCode,
    pub(super) step: Step,
}

pub(super) enum Step {
    /// The till gets its first PIN.
    FirstPin(Box<FirstPin>),
    /// Another code takes the place of the one before.
    NewCode,
}

/// Who gets the till's first PIN.
pub(super) struct FirstPin {
    pub(super) secret: StaffSecret,
    pub(super) name: StaffName,
    pub(super) hash: PinHash,
}

impl Desk {
    /// Makes a recovery code in the place of the one before, which holds until this one was typed back. Who finds the till
    /// open must not be able to: the owner types their own PIN, and that counts as a try.
    ///
    /// # Errors
    /// `FirstPinFirst` where nobody has a PIN; those of [`Self::sign_in`].
    pub async fn plan_recovery_code(
        &self,
        by: Actor,
        pin: &SecretString,
    ) -> Result<RecoveryCodeView, TillError> {
        by.allow(Right::ManageStaff)?;
        let _turn = self.staff.turn.lock().await;
        if self.is_pinless().await? {
            return Err(TillError::FirstPinFirst);
        }
        let (_, vouched) = self.prove_pin(Some(by.staff()), pin).await?;
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.signed_in(entry)).await?;
        self.anchor_if_possible(vouched.secret).await;
        Ok(self.plan(by, Step::NewCode))
    }

    /// Does what was planned, once the code that was shown is typed back.
    ///
    /// # Errors
    /// `RecoveryCodeTypo`, `WrongRecoveryCode`; `NotFound` where nothing is planned (any more): the till was locked, or
    /// somebody else signed in; those of the keychain and the book. The plan stays.
    pub async fn prove_recovery_code(
        &self,
        by: Actor,
        code: &SecretString,
    ) -> Result<SessionView, TillError> {
        by.allow(Right::ManageStaff)?;
        let code = parsed(code)?;
        let turn = self.staff.turn.lock().await;
        let Some(plan) = self.staff.plan().take().filter(|plan| plan.by == by.staff()) else {
            return Err(TillError::NotFound);
        };
        let done = self.do_as_planned(by, &plan, &code).await;
        if let Err(error) = done {
            // Where the till was locked meanwhile, or is somebody else's, the plan is forgotten with who made it.
            if self.staff.session().actor().is_ok_and(|actor| actor.staff() == by.staff()) {
                *self.staff.plan() = Some(plan);
            }
            return Err(error);
        }
        drop(turn);
        self.session().await
    }

    /// Keeps a plan in memory, and gives its code to be shown.
    pub(super) fn plan(&self, by: Actor, step: Step) -> RecoveryCodeView {
        let mut random = [0; 17];
        random[..16].copy_from_slice(&self.random.sixteen_bytes());
        random[16] = self.random.sixteen_bytes()[0];
        let code = RecoveryCode::fresh(random);
        random.zeroize();
        let shown = RecoveryCodeView { code: code.to_secret_text().expose_secret().to_owned() };
        *self.staff.plan() = Some(Plan { by: by.staff(), code, step });
        shown
    }

    async fn do_as_planned(
        &self,
        by: Actor,
        plan: &Plan,
        code: &RecoveryCode,
    ) -> Result<(), TillError> {
        if plan.code != *code {
            // Nothing is to be guessed here: who types it has seen it.
            return Err(TillError::WrongRecoveryCode { tries_left: FREE_TRIES });
        }
        match &plan.step {
            Step::FirstPin(first) => {
                self.set_first_pin(by, (&first.secret, code), &first.name, &first.hash).await
            }
            Step::NewCode => {
                let Vouched { staff, secret } = self.vouched().await?;
                let (change, now) = (StaffChange::RecoveryCode, self.clock.now());
                let next = staff.after(&change, now).unwrap_or(staff);
                let sealed = next.seal(self.wrapped(&secret, code)?, &secret);
                self.write_change(by, &change, Some(sealed)).await?;
                self.anchor_if_possible(secret).await;
                Ok(())
            }
        }
    }

    /// The secret, as the book may keep it.
    pub(super) fn wrapped(
        &self,
        secret: &StaffSecret,
        code: &RecoveryCode,
    ) -> Result<String, TillError> {
        let mut nonce = [0; 24];
        nonce[..16].copy_from_slice(&self.random.sixteen_bytes());
        nonce[16..].copy_from_slice(&self.random.sixteen_bytes()[..8]);
        let wrapped = secret.wrap(code, nonce).map_err(|error| {
            tracing::error!(%error, "the secret was not wrapped");
            TillError::UnknownError
        })?;
        Ok(wrapped.to_string())
    }
}

/// A code as somebody typed it.
pub(super) fn parsed(code: &SecretString) -> Result<RecoveryCode, TillError> {
    if code.expose_secret().trim().is_empty() {
        return Err(TillError::MissingRequiredFields { fields: vec![Field::RecoveryCode] });
    }
    RecoveryCode::parse(code.expose_secret())
        .map_err(|RecoveryTypo { group }| TillError::RecoveryCodeTypo { group })
}
