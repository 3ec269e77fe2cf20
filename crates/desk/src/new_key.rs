//! Another key in the place of one that an account has.

use domain::{
    Outcome, TillError,
    account::Account,
    error::{Doubt, Field},
    ids::{AccountId, LinkId},
    outcome::RejectionClass,
};
use providers::{Keys, SweepAsk, TriedSession};

use crate::{
    actor::Actor,
    desk::{Change, Desk, id},
    key_form::{optional_key, reports_id, required_key},
    view::{KeyKind, NewKeyForm},
};

/// So many links are read to find one that was not deleted at the provider.
const LINKS_TRIED: usize = 5;

impl Desk {
    /// Puts a new key in the old one's place. The old one stays until the new one has signed in; the key of the reports,
    /// until the provider has shown a report for it.
    ///
    /// # Errors
    /// `NotOffered` where the provider has no such key, `InvalidField` where it refuses the one of the reports, `AccountKnown`
    /// where another account in use has the key, `KeyForOtherEnvironment` where it can't be this account's,
    /// `KeyOfOtherMerchant` where it shows another one's books.
    pub async fn replace_key(&self, by: Actor, form: NewKeyForm) -> Result<(), TillError> {
        let account: AccountId = id(&form.account)?;
        let _turn = self.turns.wait(account.into()).await;
        let account = self.account_in_use(account).await?;
        let (changed, keys) = self.with_new_key(&account, &form).await?;
        if changed.key_id != account.key_id {
            self.check_new_app(&changed).await?;
        }
        let tried = match form.which {
            // Nothing that the till sends is signed with it, so nobody can try it.
            KeyKind::Payout | KeyKind::Webhook => None,
            KeyKind::Main | KeyKind::Reports => Some(self.try_keys(&changed, &keys).await?),
        };
        match (form.which, &tried) {
            (KeyKind::Main, Some(tried)) => self.check_same_books(&changed, &keys, tried).await?,
            (KeyKind::Reports, Some(tried)) => self.try_reports(&changed, &keys, tried).await?,
            _ => {}
        }
        self.keys.replace(&account, &keys, form.session_only).await?;
        // From here on the new key is the one that is kept, also where the book can't be written: the old one's session
        // must sign nothing more.
        if let Some(tried) = tried {
            self.executor.install(&changed, tried);
        }
        let (entry, kept) = (by.entry(self.clock.now()), changed.clone());
        self.book
            .ask(move |ledger| {
                if kept != account {
                    ledger.change_account(entry, &kept)?;
                }
                ledger.key_replaced(entry, kept.id)
            })
            .await?;
        if matches!(form.which, KeyKind::Main | KeyKind::Reports) {
            self.note_good_call(changed.id);
        }
        self.tell(Change::Till);
        Ok(())
    }

    /// The account and its keys as they are with the new one. Nothing is kept yet.
    async fn with_new_key(
        &self,
        account: &Account,
        form: &NewKeyForm,
    ) -> Result<(Account, Keys), TillError> {
        let can = self.executor.provider(account).capabilities();
        let changed = |reports_id| Account { reports_id, ..account.clone() };
        match form.which {
            KeyKind::Main => {
                let main = required_key(&form.key)?;
                let keys = Keys { main, ..self.other_keys(account).await? };
                let provider = self.executor.provider(account);
                provider.check_keys(account, &keys)?;
                let reports_id = account.reports_id.clone().filter(|_| keys.reports.is_some());
                let key_id = provider.key_id(&keys).unwrap_or_else(|| account.key_id.clone());
                Ok((Account { key_id, ..changed(reports_id) }, keys))
            }
            KeyKind::Payout if can.payout_key => {
                let payout = optional_key(&form.key);
                Ok((account.clone(), Keys { payout, ..self.keys.read(account).await? }))
            }
            KeyKind::Reports if can.reports => {
                let reports = optional_key(&form.key);
                let reports_id = match &reports {
                    Some(key) => reports_id(&form.reports_id, Some(key))?,
                    None => None,
                };
                let keys = Keys { reports, ..self.keys.read(account).await? };
                Ok((changed(reports_id), keys))
            }
            KeyKind::Webhook if can.webhook_secret => {
                let webhook = optional_key(&form.key);
                let keys = Keys { webhook, ..self.keys.read(account).await? };
                self.executor.provider(account).check_keys(account, &keys)?;
                Ok((account.clone(), keys))
            }
            KeyKind::Payout | KeyKind::Reports | KeyKind::Webhook => Err(TillError::NotOffered),
        }
    }

    /// The keys beside the main one, which is about to be replaced: a keychain that lost that one lost them all.
    async fn other_keys(&self, account: &Account) -> Result<Keys, TillError> {
        let can = self.executor.provider(account).capabilities();
        if !can.payout_key && !can.reports && !can.webhook_secret {
            return Ok(Keys::main(String::new().into()));
        }
        match self.keys.read(account).await {
            Err(TillError::VaultMissing | TillError::VaultNoStore { .. }) => {
                Ok(Keys::main(String::new().into()))
            }
            read => read,
        }
    }

    /// Makes sure that a key that is all that names its account shows the books that this one's links are in: with another
    /// merchant's, whatever is looked for would seem never to have been made.
    async fn check_same_books(
        &self,
        account: &Account,
        keys: &Keys,
        tried: &TriedSession,
    ) -> Result<(), TillError> {
        let provider = self.executor.provider(account);
        if provider.key_id(keys).is_none() {
            return Ok(());
        }
        let mut is_missing = false;
        for link in self.links_to_try(account.id).await? {
            let (sale, link) = self.record_of_link(link).await?;
            let Some(read) = self.link_to_read(&sale, &link) else {
                continue;
            };
            let exchange = provider.read_link(account, read);
            match self.executor.run_tried(account, tried, exchange).await {
                // An owner may have deleted this one at the provider.
                Outcome::Rejected(no) if no.class == RejectionClass::NotFound => is_missing = true,
                // Nor does one prove anything that nobody finds any more, whoever asks.
                Outcome::Done(report) if report.shows_nothing() => is_missing = true,
                // It is there, whatever it says.
                Outcome::Unclear(Doubt::Unreadable | Doubt::Different) => return Ok(()),
                read => return read.into_result().map(drop),
            }
        }
        if is_missing && !self.lists_ours(account, tried).await? {
            return Err(TillError::KeyOfOtherMerchant);
        }
        Ok(())
    }

    /// True where the newest of what the provider lists is in the account's book.
    async fn lists_ours(&self, account: &Account, tried: &TriedSession) -> Result<bool, TillError> {
        let (provider, id) = (self.executor.provider(account), account.id);
        if !provider.sweeps(account) {
            return Ok(false);
        }
        let ask = SweepAsk { since: account.added_at, page: 1, after: None };
        let exchange = provider.sweep(account, ask);
        let page = self.executor.run_tried(account, tried, exchange).await.into_result()?;
        self.book
            .ask(move |ledger| {
                for row in &page.payments {
                    if ledger.sale_of_reference(id, &row.reference)?.is_some() {
                        return Ok(true);
                    }
                }
                Ok(false)
            })
            .await
    }

    /// The links by which an account's books are known again: the newest one, and the newest of those that are watched.
    async fn links_to_try(&self, account: AccountId) -> Result<Vec<LinkId>, TillError> {
        let now = self.clock.now();
        self.book
            .ask(move |ledger| {
                let watched = ledger.watched_links(now)?.into_iter();
                let mut links: Vec<LinkId> = watched
                    .filter(|link| link.account == account)
                    .map(|link| link.link)
                    .chain(ledger.newest_link(account)?)
                    .collect();
                // By their ids, which are made in the order of time.
                links.sort_unstable_by(|one, other| other.cmp(one));
                links.dedup();
                links.truncate(LINKS_TRIED);
                Ok(links)
            })
            .await
    }

    /// Makes sure that the provider shows its reports for a key that is kept nowhere yet, where there is one.
    ///
    /// # Errors
    /// `InvalidField` where it refuses them, or why it could not be asked.
    pub(crate) async fn try_reports(
        &self,
        account: &Account,
        keys: &Keys,
        tried: &TriedSession,
    ) -> Result<(), TillError> {
        if keys.reports.is_none() {
            return Ok(());
        }
        let ask = SweepAsk { since: self.executor.provider_time(account), page: 1, after: None };
        let exchange = self.executor.provider(account).sweep(account, ask);
        match self.executor.run_tried(account, tried, exchange).await {
            Outcome::Done(_) => Ok(()),
            // The till wrote the question itself: only the key, or what names it, can be wrong.
            Outcome::Rejected(no) => {
                tracing::warn!(code = no.provider_code, "the provider shows no report for the key");
                Err(TillError::InvalidField { field: Field::ReportsKey })
            }
            unknown => unknown.into_result().map(drop),
        }
    }

    /// Gives an account its keys for this run of the program: a practice provider on this computer makes new ones where
    /// the keychain lost the old ones.
    pub async fn lend_keys(&self, account: &Account, keys: &Keys) -> Result<(), TillError> {
        self.keys.save(account, keys, true).await
    }

    /// Reads an account's keys, so that the practice provider on this computer can be started with them.
    pub async fn practice_keys(&self, account: &Account) -> Result<Keys, TillError> {
        match account.place.practice_port() {
            Some(_) => self.keys.read(account).await,
            None => Err(TillError::NotFound),
        }
    }
}
