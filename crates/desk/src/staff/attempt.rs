//! One try of a PIN: counted on disk, then compared, and never the other way round.

use domain::{
    TillError,
    ids::StaffId,
    staff::{FREE_TRIES, wait_after},
};
use ledger::{StaffRecord, Tried};
use secrecy::SecretString;
use vault::{PinHash, StaffSecret};

use super::vouched::Vouched;
use crate::desk::Desk;

/// A hash that no PIN fits, of the same cost as any: it is compared for who has none, so that every try takes as long as
/// any other.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl Desk {
    /// Compares a PIN with that of a member of staff. The caller holds the turn, and writes down what the right PIN was
    /// for: that counts the tries anew.
    ///
    /// # Errors
    /// Those of [`Self::vouched`]; `PinWait`, `WrongPin`. Of somebody who is not on the staff (any more) nothing is counted,
    /// and the answer is the one of a first wrong PIN after the same time; `NoPinYet` tells no more than the tile does.
    pub(super) async fn prove_pin(
        &self,
        member: Option<StaffId>,
        pin: &SecretString,
    ) -> Result<(StaffRecord, Vouched), TillError> {
        let vouched = self.vouched().await?;
        let found = member
            .and_then(|id| vouched.staff.roll.member(id))
            .filter(|member| member.retired_at.is_none())
            .cloned();
        let own = found.as_ref().and_then(|member| member.hash.as_deref()?.parse().ok());
        let has_pin = own.is_some();
        let tries = match &found {
            Some(member) if has_pin => {
                self.count_try(Tried::Member(member.id), member.failures).await?
            }
            _ => 1,
        };
        let id = found.as_ref().map_or(StaffId::TILL, |member| member.id);
        let fits = fits(&vouched.secret, id, pin, own.map_or_else(nobodys, Ok)?).await?;
        match found {
            Some(member) if has_pin && fits => Ok((member, vouched)),
            Some(_) if !has_pin => Err(TillError::NoPinYet),
            None => Err(TillError::WrongPin { tries_left: tries_left(tries) }),
            Some(member) => {
                let entry = self.entry();
                self.book.ask(move |ledger| ledger.pin_refused(entry, Some(member.id))).await?;
                // Before the answer, so that nobody can take the try back in the file and know what it told.
                self.anchor_if_possible(vouched.secret).await;
                Err(TillError::WrongPin { tries_left: tries_left(tries) })
            }
        }
    }

    /// Puts a try on disk, unless there is a wait after the `failures` before. Gives how many there were in a row with it.
    pub(super) async fn count_try(&self, who: Tried, failures: u32) -> Result<u32, TillError> {
        let seconds = self.staff.waits().left(who, failures, self.clock.elapsed());
        if seconds > 0 {
            return Err(TillError::PinWait { seconds });
        }
        let tries = self.book.ask(move |ledger| ledger.count_try(who)).await?;
        if wait_after(tries).is_some() {
            self.staff.waits().begin(who, self.clock.elapsed());
        }
        Ok(tries)
    }

    /// The PIN was right, but what it was typed for came to nothing: this try was no wrong one.
    pub(super) async fn take_back_try(&self, member: StaffId) -> Result<(), TillError> {
        self.book.ask(move |ledger| ledger.clear_tries(Tried::Member(member))).await
    }

    /// The hash of a PIN for a member of staff.
    pub(super) async fn hash_pin(
        &self,
        secret: &StaffSecret,
        member: String,
        pin: &SecretString,
    ) -> Result<PinHash, TillError> {
        let (secret, pin, salt) = (secret.clone(), pin.clone(), self.random.sixteen_bytes());
        calculated(move || secret.hash_pin(&member, &pin, salt)).await?.map_err(|error| {
            tracing::error!(%error, "a PIN was not hashed");
            TillError::UnknownError
        })
    }
}

fn nobodys() -> Result<PinHash, TillError> {
    NOBODYS.parse().map_err(|_| TillError::UnknownError)
}

async fn fits(
    secret: &StaffSecret,
    member: StaffId,
    pin: &SecretString,
    hash: PinHash,
) -> Result<bool, TillError> {
    let (secret, pin) = (secret.clone(), pin.clone());
    calculated(move || secret.fits(&member.to_string(), &pin, &hash)).await
}

/// Does `work` on a thread that may be busy for a while.
async fn calculated<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, TillError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(panicked = error.is_panic(), "a PIN was not compared");
        TillError::UnknownError
    })
}

/// How many more may be wrong before there is a wait.
pub(super) fn tries_left(tries: u32) -> u32 {
    FREE_TRIES.saturating_sub(tries)
}
