//! What the counter window needs to draw itself: the shop, its accounts, who is at the till.

use domain::{TillError, error::Field};
use ledger::Ledger;

use crate::{
    account_form::{LONGEST_NAME, required},
    actor::Actor,
    desk::{Change, Desk},
    staff_names::StaffNames,
    view::TillState,
};

impl Desk {
    /// What the counter window needs to draw itself.
    pub async fn till_state(&self, by: Actor) -> Result<TillState, TillError> {
        let (names, (shop_name, settings), accounts, active) = self
            .book
            .ask(|ledger| {
                let set = (ledger.shop_name()?, ledger.till_settings()?);
                let accounts = ledger.accounts()?;
                Ok((StaffNames::read(ledger)?, set, accounts, ledger.active_account()?))
            })
            .await?;
        Ok(TillState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            shop_name: shop_name.unwrap_or_default(),
            active_account: active.map(|active| active.to_string()),
            accounts: accounts.iter().map(|account| self.account_view(account)).collect(),
            staff: names.view(by.staff()),
            counter_payable_for: settings.counter_payable_for,
            sent_payable_for: settings.sent_payable_for,
        })
    }

    /// The shop's name; empty before the first start is done.
    pub async fn shop_name(&self) -> Result<String, TillError> {
        Ok(self.book.ask(Ledger::shop_name).await?.unwrap_or_default())
    }

    /// Names the shop.
    pub async fn name_shop(&self, by: Actor, name: &str) -> Result<(), TillError> {
        let name = required(Field::ShopName, name, LONGEST_NAME)?;
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.set_shop_name(entry, &name)).await?;
        self.tell(Change::Till);
        Ok(())
    }
}
