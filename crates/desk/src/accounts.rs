//! Accounts: connect, change, test, forget.

use domain::{
    TillError,
    account::{Account, Environment},
    capabilities::Capabilities,
    error::Field,
    ids::AccountId,
    rights,
};
use ledger::{AddAccountError, ForgetAccountError, KnownApp, Ledger};
use providers::{Keys, Right, SessionReport, TriedSession};

use crate::{
    account_form::{NewAccount, changed},
    actor::Actor,
    book::till_error,
    desk::{Change, Desk, id},
    view::{AccountChange, ConnectionReport, HeldRight, RightName},
};

impl Desk {
    /// The accounts in use.
    pub async fn accounts(&self) -> Result<Vec<Account>, TillError> {
        self.book.ask(Ledger::accounts).await
    }

    /// The environment of the account that takes the next payment.
    pub async fn environment(&self) -> Result<Option<Environment>, TillError> {
        self.book
            .ask(|ledger| match ledger.active_account()? {
                Some(active) => Ok(ledger.account(active)?.map(|account| account.environment())),
                None => Ok(None),
            })
            .await
    }

    /// Signs in with a new account's keys, keeps them in the keychain, and adds the account as the one that takes the next
    /// payment. Where a step fails, nothing of it is kept.
    pub async fn add_account(&self, by: Actor, new: NewAccount) -> Result<AccountId, TillError> {
        let (account, keys, session_only) = new.check(self.clock.now(), &*self.random)?;
        let added = self.try_keep_and_add(by, &account, &keys, session_only).await;
        if added.is_err() {
            self.executor.forget(account.id);
        }
        added?;
        self.note_good_call(account.id);
        self.tell(Change::Till);
        Ok(account.id)
    }

    async fn try_keep_and_add(
        &self,
        by: Actor,
        account: &Account,
        keys: &Keys,
        session_only: bool,
    ) -> Result<(), TillError> {
        self.check_new_app(account).await?;
        let tried = self.try_keys(account, keys).await?;
        check_pay_host(account, self.executor.provider(account).capabilities(), &tried.report())?;
        self.try_reports(account, keys, &tried).await?;
        self.keys.save_first(account, keys, session_only).await?;
        let (entry, new) = (by.entry(self.clock.now()), account.clone());
        let added = self.book.with(move |ledger| ledger.add_account(entry, &new)).await;
        let added = added.and_then(|added| added.map_err(not_added));
        if added.is_err() {
            self.keys.abandon(account);
        }
        added?;
        self.executor.install(account, tried);
        Ok(())
    }

    /// Makes sure that no account in use has the keys that `account` shall have.
    pub(crate) async fn check_new_app(&self, account: &Account) -> Result<(), TillError> {
        let new = account.clone();
        match self.book.ask(move |ledger| ledger.known_app(&new)).await? {
            KnownApp::No => Ok(()),
            KnownApp::Same => Err(TillError::AccountKnown),
            KnownApp::Elsewhere(environment) => Err(TillError::AppUsedElsewhere { environment }),
        }
    }

    /// Signs in with keys that are kept nowhere yet, and makes sure that sales can be taken with them to their end.
    pub(crate) async fn try_keys(
        &self,
        account: &Account,
        keys: &Keys,
    ) -> Result<TriedSession, TillError> {
        let tried = self.executor.try_keys(account, keys).await?;
        check_usable(account, tried.report())?;
        Ok(tried)
    }

    /// Changes what the owner may change of an account in use. Other accounts at the provider are kept only once the
    /// key has signed in with them.
    pub async fn change_account(&self, by: Actor, change: AccountChange) -> Result<(), TillError> {
        let account: AccountId = id(&change.account)?;
        let _turn = self.turns.wait(account.into()).await;
        let account = self.account_in_use(account).await?;
        let changed = changed(&account, change, self.executor.provider(&account))?;
        if needs_pay_host(&changed, self.executor.provider(&account).capabilities()) {
            // Every new link would lead to a host that nobody has confirmed.
            return Err(TillError::MissingRequiredFields { fields: vec![Field::PayHost] });
        }
        let same_accounts = changed.link_account == account.link_account
            && changed.payment_account == account.payment_account;
        let tried = if same_accounts {
            None
        } else {
            Some(self.try_keys(&changed, &self.keys.read(&account).await?).await?)
        };
        let (entry, kept) = (by.entry(self.clock.now()), changed.clone());
        self.book.ask(move |ledger| ledger.change_account(entry, &kept)).await?;
        if let Some(tried) = tried {
            self.executor.install(&changed, tried);
            self.note_good_call(changed.id);
        }
        self.tell(Change::Till);
        Ok(())
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

    /// Takes an account out of use and its keys out of the keychain. Its sales stay. Not while it is unknown how one of its
    /// links or refunds ended, nor while money is only reserved, a subscription charges or a link can still be paid: nobody
    /// would see to it.
    pub async fn forget_account(&self, by: Actor, account: &str) -> Result<(), TillError> {
        let account: AccountId = id(account)?;
        let _turn = self.turns.wait(account.into()).await;
        let account = self.account_in_use(account).await?;
        let (id, now) = (account.id, self.clock.now());
        self.book
            .with(move |ledger| ledger.may_forget_account(id, now))
            .await?
            .map_err(not_forgotten)?;
        // What can't be read can't be put back either.
        let keys = self.keys.read(&account).await.ok();
        let session_only = self.keys.is_kept_for_session(id);
        self.keys.forget(&account).await?;
        let entry = by.entry(self.clock.now());
        let forgotten = self.book.with(move |ledger| ledger.forget_account(entry, id)).await;
        let forgotten = forgotten.and_then(|forgotten| forgotten.map_err(not_forgotten));
        if let (Err(_), Some(keys)) = (&forgotten, keys) {
            // A sale began meanwhile, or the disk is full: the account stays, and so do its keys.
            self.keys.save(&account, &keys, session_only).await?;
        }
        forgotten?;
        self.executor.forget(id);
        self.tell(Change::Till);
        Ok(())
    }

    /// Makes an account the one that takes the next payment. Not everybody may have the till work in another environment:
    /// what is paid in practice looks paid to a customer, too.
    pub async fn choose_account(&self, by: Actor, account: &str) -> Result<(), TillError> {
        let account = self.account_in_use(id(account)?).await?;
        let shown = self.book.ask(Ledger::latest_environment).await?;
        if shown.is_some_and(|shown| shown != account.environment()) {
            by.allow(rights::Right::SwitchEnvironment)?;
        }
        let entry = by.entry(self.clock.now());
        self.book.ask(move |ledger| ledger.set_active_account(entry, account.id)).await?;
        self.tell(Change::Till);
        Ok(())
    }
}

fn not_added(error: AddAccountError) -> TillError {
    match error {
        AddAccountError::Known => TillError::AccountKnown,
        AddAccountError::UsedElsewhere { environment } => {
            TillError::AppUsedElsewhere { environment }
        }
        AddAccountError::Ledger(error) => till_error(&error),
    }
}

fn not_forgotten(error: ForgetAccountError) -> TillError {
    match error {
        ForgetAccountError::StillSettling => TillError::StillSettling,
        ForgetAccountError::MoneyReserved { count } => TillError::MoneyReserved { count },
        ForgetAccountError::SubscriptionsRunning { count } => {
            TillError::SubscriptionsRunning { count }
        }
        ForgetAccountError::LinksStillOpen { count } => TillError::LinksStillOpen { count },
        ForgetAccountError::Ledger(error) => till_error(&error),
    }
}

/// Makes sure that sales can be taken to their end, and that nobody has to guess on which of the provider's accounts
/// links are made. The account that refunds is in no request, so it is checked only where the owner named one.
fn check_usable(account: &Account, report: SessionReport) -> Result<(), TillError> {
    let unfit = |named: &Option<String>, found: &Option<String>| named.is_some() && found.is_none();
    if unfit(&account.link_account, &report.link_account) && report.link_accounts.len() == 1 {
        return Err(TillError::InvalidField { field: Field::LinkAccount });
    }
    let other_payment_account = unfit(&account.payment_account, &report.payment_account);
    if report.needs_choice() || (other_payment_account && report.payment_accounts.len() > 1) {
        return Err(TillError::ChooseProviderAccount {
            link_accounts: report.link_accounts,
            payment_accounts: report.payment_accounts,
        });
    }
    if let Some(right) = report.missing_right {
        return Err(TillError::PermissionMissing { permission: right.to_owned() });
    }
    if other_payment_account {
        return Err(TillError::InvalidField { field: Field::PaymentAccount });
    }
    Ok(())
}

/// Makes sure that the owner has said on which host customers pay, where nobody else can: the links of a practice provider
/// on this computer lie on this computer.
fn check_pay_host(
    account: &Account,
    can: &Capabilities,
    report: &SessionReport,
) -> Result<(), TillError> {
    if needs_pay_host(account, can) {
        let hosts = report.pay_hosts.iter().cloned().map(String::from).collect();
        return Err(TillError::ConfirmPayHost { hosts });
    }
    Ok(())
}

fn needs_pay_host(account: &Account, can: &Capabilities) -> bool {
    let is_known = !can.confirms_pay_host || account.place.practice_port().is_some();
    !is_known && account.pay_host.is_none()
}

fn connection_report(report: SessionReport) -> ConnectionReport {
    let held = |right| HeldRight { right, held: report.rights.contains(&at_provider(right)) };
    ConnectionReport {
        rights: RightName::ALL.map(held).to_vec(),
        needs_choice: report.needs_choice(),
        merchant_name: report.merchant_name,
        link_account: report.link_account,
        payment_account: report.payment_account,
        link_accounts: report.link_accounts,
        payment_accounts: report.payment_accounts,
        pay_hosts: report.pay_hosts.into_iter().map(String::from).collect(),
    }
}

fn at_provider(right: RightName) -> Right {
    match right {
        RightName::MakeLinks => Right::MakeLinks,
        RightName::SeeLinks => Right::SeeLinks,
        RightName::ListLinks => Right::ListLinks,
        RightName::AlterLinks => Right::AlterLinks,
        RightName::SeePayments => Right::SeePayments,
        RightName::ListPayments => Right::ListPayments,
        RightName::Refund => Right::Refund,
        RightName::Capture => Right::Capture,
        RightName::Release => Right::Release,
    }
}
