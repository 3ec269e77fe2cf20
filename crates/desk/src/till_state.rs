//! What the counter window needs to draw itself: the shop, its accounts, who is at the till.

use std::sync::PoisonError;

use domain::{
    Currency, TillError, account::Account, error::Field, reference::STAFF_PART,
    sale::LONGEST_STAFF_NOTE, sale_state::Moment,
};
use ledger::Ledger;
use providers::provider;

use crate::{
    account_form::{LONGEST_NAME, required},
    books_view::staff_name,
    desk::{Change, Desk},
    view::{AccountView, CurrencyView, StaffView, TextLimits, TillState},
};

/// How long a link at the counter is payable, in seconds.
const COUNTER_PAYABLE_FOR: u32 = 15 * 60;

/// How long a link that is sent is payable, in seconds.
const SENT_PAYABLE_FOR: u32 = 10 * 24 * 60 * 60;

impl Desk {
    /// What the counter window needs to draw itself.
    pub async fn till_state(&self) -> Result<TillState, TillError> {
        let (shop_name, accounts, active) = self
            .book
            .ask(|ledger| Ok((ledger.shop_name()?, ledger.accounts()?, ledger.active_account()?)))
            .await?;
        let entry = self.entry();
        Ok(TillState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            shop_name: shop_name.unwrap_or_default(),
            active_account: active.map(|active| active.to_string()),
            accounts: accounts.iter().map(|account| self.account_view(account)).collect(),
            staff: StaffView { id: entry.by.to_string(), name: staff_name(entry.by) },
            counter_payable_for: COUNTER_PAYABLE_FOR,
            sent_payable_for: SENT_PAYABLE_FOR,
        })
    }

    /// The shop's name; empty before the first start is done.
    pub async fn shop_name(&self) -> Result<String, TillError> {
        Ok(self.book.ask(Ledger::shop_name).await?.unwrap_or_default())
    }

    /// Names the shop.
    pub async fn name_shop(&self, name: &str) -> Result<(), TillError> {
        let name = required(Field::ShopName, name, LONGEST_NAME)?;
        self.book.ask(move |ledger| ledger.set_shop_name(&name)).await?;
        self.tell(Change::Till);
        Ok(())
    }

    fn account_view(&self, account: &Account) -> AccountView {
        let last_good_calls = self.last_good_calls.lock().unwrap_or_else(PoisonError::into_inner);
        let last_good_call = last_good_calls.get(&account.id).copied().map(Moment);
        let limits = provider(account.provider).capabilities();
        AccountView {
            id: account.id.to_string(),
            provider: account.provider,
            name: account.name.clone(),
            environment: account.environment,
            host: provider(account.provider).api_host(account),
            currencies: account
                .currencies
                .iter()
                .map(|currency| currency_view(*currency))
                .collect(),
            country: account.country.as_str().to_owned(),
            description: account.description.clone(),
            key: self.keys.state(account.id),
            app_id: shortened(&account.app_id),
            last_good_call,
            limits: TextLimits {
                reference: characters(STAFF_PART),
                name: characters(limits.name_limit),
                description: characters(limits.description_limit),
                staff_note: characters(LONGEST_STAFF_NOTE),
            },
        }
    }
}

fn characters(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}

fn currency_view(currency: Currency) -> CurrencyView {
    CurrencyView { code: currency.code().to_owned(), exponent: currency.exponent() }
}

/// At most the first 7 and the last 4 characters.
fn shortened(app_id: &str) -> String {
    let letters: Vec<char> = app_id.chars().collect();
    if letters.len() <= 11 {
        return app_id.to_owned();
    }
    let text = |letters: &[char]| letters.iter().collect::<String>();
    format!("{}…{}", text(&letters[..7]), text(&letters[letters.len() - 4..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_id_shows_its_ends_alone() {
        assert_eq!(shortened("QgKeFv7BuZlDcZvUeaxdA2jRsFukThCD"), "QgKeFv7…ThCD");
        assert_eq!(shortened("short"), "short");
    }
}
