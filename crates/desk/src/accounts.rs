//! Accounts: connect, test, replace a key, forget.

use async_trait::async_trait;
use domain::{
    TillError,
    account::{Account, Environment},
    ids::AccountId,
};
use ledger::Ledger;
use providers::{KeySource, Keys, SessionReport};
use secrecy::SecretString;

use crate::{
    account_form::{NewAccount, required_key},
    desk::{Change, Desk, id},
    view::ConnectionReport,
};

impl Desk {
    /// The accounts in use.
    pub async fn accounts(&self) -> Result<Vec<Account>, TillError> {
        self.book.ask(Ledger::accounts).await
    }

    /// The environment of the account that takes the next payment.
    pub async fn environment(&self) -> Result<Option<Environment>, TillError> {
        self.active_environment().await
    }

    /// Signs in with a new account's key, keeps it in the keychain, and adds the account. Where a step fails, nothing
    /// of it is kept.
    pub async fn add_account(&self, new: NewAccount) -> Result<AccountId, TillError> {
        let (account, app_key, session_only) = new.check(self.clock.now(), &*self.random)?;
        self.keys.save(&account, &app_key, session_only).await?;
        let added = self.sign_in_and_add(&account).await;
        if added.is_err() {
            self.executor.forget(account.id);
            // The first error is the one to tell. A key that can't be taken back is harmless: no account names it.
            let _ = self.keys.forget(&account).await;
        }
        added?;
        self.note_good_call(account.id);
        self.tell(Change::Till);
        Ok(account.id)
    }

    async fn sign_in_and_add(&self, account: &Account) -> Result<(), TillError> {
        let report = self.executor.test_connection(account, &self.keys).await?;
        if !report.can_create() {
            return Err(TillError::PermissionMissing { permission: "LNK_POST_Create".to_owned() });
        }
        let entry = self.entry();
        let account = account.clone();
        self.book
            .ask(move |ledger| {
                ledger.add_account(entry, &account)?;
                ledger.set_active_account(account.id)
            })
            .await
    }

    /// Signs in anew and tells what the account may do.
    pub async fn test_connection(&self, account: &str) -> Result<ConnectionReport, TillError> {
        let account = self.account_in_use(id(account)?).await?;
        let report = self.executor.test_connection(&account, &self.keys).await;
        self.tell(Change::Till);
        let report = report?;
        self.note_good_call(account.id);
        Ok(connection_report(report))
    }

    /// Puts a new key in the old one's place. The old one stays until the new one has signed in.
    pub async fn replace_key(
        &self,
        account: &str,
        app_key: &SecretString,
        session_only: bool,
    ) -> Result<(), TillError> {
        let account = self.account_in_use(id(account)?).await?;
        let app_key = required_key(app_key)?;
        self.executor
            .test_connection(&account, &Offered(Keys { app_key: app_key.clone() }))
            .await?;
        self.keys.save(&account, &app_key, session_only).await?;
        self.executor.forget(account.id);
        let entry = self.entry();
        self.book.ask(move |ledger| ledger.key_replaced(entry, account.id)).await?;
        self.tell(Change::Till);
        Ok(())
    }

    /// Gives an account its key for this run of the program: a practice provider on this computer makes a new one where
    /// the keychain lost the old one.
    pub async fn lend_key(
        &self,
        account: &Account,
        app_key: &SecretString,
    ) -> Result<(), TillError> {
        self.keys.save(account, app_key, true).await
    }

    /// Reads an account's key, so that the practice provider on this computer can be started with it.
    pub async fn practice_key(&self, account: &Account) -> Result<SecretString, TillError> {
        match account.environment {
            Environment::Practice => self.keys.read(account).await,
            Environment::Live | Environment::Sandbox => Err(TillError::NotFound),
        }
    }

    /// Takes an account out of use and its key out of the keychain. Its sales stay.
    pub async fn forget_account(&self, account: &str) -> Result<(), TillError> {
        let account = self.account_in_use(id(account)?).await?;
        self.keys.forget(&account).await?;
        self.executor.forget(account.id);
        let entry = self.entry();
        self.book
            .ask(move |ledger| {
                ledger.forget_account(entry, account.id)?;
                // The book has no active account once the active one is out of use.
                match (ledger.active_account()?, ledger.accounts()?.first()) {
                    (None, Some(other)) => ledger.set_active_account(other.id),
                    _ => Ok(()),
                }
            })
            .await?;
        self.tell(Change::Till);
        Ok(())
    }

    /// Makes an account the one that takes the next payment.
    pub async fn choose_account(&self, account: &str) -> Result<(), TillError> {
        let account = self.account_in_use(id(account)?).await?;
        self.book.ask(move |ledger| ledger.set_active_account(account.id)).await?;
        self.tell(Change::Till);
        Ok(())
    }
}

/// A key that is being tried and lies nowhere yet.
struct Offered(Keys);

#[async_trait]
impl KeySource for Offered {
    async fn keys(&self, _: &Account) -> Result<Keys, TillError> {
        Ok(self.0.clone())
    }
}

fn connection_report(report: SessionReport) -> ConnectionReport {
    ConnectionReport {
        can_create_links: report.can_create(),
        can_refund: report.can_refund(),
        merchant_name: report.merchant_name,
        link_account: report.link_account,
        refund_account: report.refund_account,
    }
}
