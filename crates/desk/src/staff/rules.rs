//! The owner's rules of the till.

use domain::{TillError, rights::Right, till_rules::TillRules};
use ledger::{Ledger, StaffChange};

use crate::{actor::Actor, desk::Desk};

impl Desk {
    /// The rules, as they stand in the book.
    ///
    /// # Errors
    /// `NotAllowed`; the book can't be read.
    pub async fn till_rules(&self, by: Actor) -> Result<TillRules, TillError> {
        by.allow(Right::ChangeSettings)?;
        Ok(self.book.ask(Ledger::staff_roll).await?.rules)
    }

    /// Has other rules hold from now on.
    ///
    /// # Errors
    /// `InvalidField` where they make no sense; those of the keychain and the book.
    pub async fn change_rules(&self, by: Actor, rules: TillRules) -> Result<TillRules, TillError> {
        by.allow(Right::ChangeSettings)?;
        rules.check()?;
        let _turn = self.staff.turn.lock().await;
        let change = StaffChange::Rules(rules.clone());
        self.change_as_it_stands(by, |_| Ok(change)).await?;
        Ok(rules)
    }
}
