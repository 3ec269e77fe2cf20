//! The practice providers in the program: each is started with its first practice account, and again at every start.

mod flitt;
mod global_payments;
mod merchant_dashboard;
mod paymentflow;
mod server;
#[cfg(test)]
mod tests;
mod trouble;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use desk::{
    AccountTerms, Actor, Desk, Keys, NewAccount, NewPlace,
    domain::{
        TillError,
        account::{Account, Environment, ProviderId},
        ids::AccountId,
        product_form::ProductForm,
    },
};
use practice::Random;

use self::server::{Credentials, Offer, Server, Shop, offer, start};
pub(crate) use self::trouble::PracticeTrouble;

/// The name that a practice account gets.
const ACCOUNT_NAME: &str = "Practice";

/// The practice providers of this till: one account of each at most.
pub(crate) struct PracticeProviders {
    books: PathBuf,
    running: HashMap<AccountId, Running>,
}

/// One of them, while it serves.
struct Running {
    provider: ProviderId,
    server: Box<dyn Server>,
}

impl PracticeProviders {
    /// Providers that keep their books below `folder`. Each runs once there is a practice account of it.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { books: folder.join("practice"), running: HashMap::new() }
    }

    /// Makes the practice account of `provider`, or chooses the one that is there.
    pub(crate) async fn begin(
        &mut self,
        desk: &Desk,
        by: Actor,
        provider: ProviderId,
        shop_name: &str,
        description: &str,
    ) -> Result<(), TillError> {
        let known = practice_accounts(desk).await?.into_iter().find(|one| one.provider == provider);
        if let Some(account) = known {
            let id = account.id;
            self.serve_again(desk, account).await?;
            return desk.choose_account(by, &id.to_string()).await;
        }
        // One whose account was forgotten must not write into the same books.
        self.running.retain(|_, running| running.provider != provider);
        let offer = offer(provider);
        let random = Random::from_system().map_err(|_| TillError::PracticeFailed)?;
        let credentials = (offer.credentials)(&random);
        let server = self.start(provider, credentials.clone(), random, 0, shop_name).await?;
        if let Some(catalogue) = offer.catalogue {
            seed(desk, catalogue()).await?;
        }
        let place = NewPlace::ThisComputer { port: server.port() };
        let new = |session_only| NewAccount {
            session_only,
            ..new_account(provider, offer, place.clone(), credentials.clone(), description)
        };
        let account = match desk.add_account(by, new(false)).await {
            // A key that opens nothing but this computer's practice need not wait for a keychain.
            Err(
                TillError::VaultNoStore { .. }
                | TillError::VaultLocked
                | TillError::VaultTimedOut
                | TillError::VaultFailed,
            ) => desk.add_account(by, new(true)).await,
            added => added,
        }?;
        self.running.insert(account, Running { provider, server });
        Ok(())
    }

    /// Makes sure that the practice provider serves before `account` is used, if it is a practice account: its port may
    /// have been taken at the program's start and be free again by now.
    pub(crate) async fn serve_for(&mut self, desk: &Desk, account: &str) -> Result<(), TillError> {
        if account.parse().is_ok_and(|id| self.running.contains_key(&id)) {
            return Ok(());
        }
        let accounts = practice_accounts(desk).await?;
        match accounts.into_iter().find(|practice| practice.id.to_string() == account) {
            Some(practice) => self.serve_again(desk, practice).await,
            None => Ok(()),
        }
    }

    /// Serves again what an earlier run of the program began. One that can't be served keeps no other from it.
    pub(crate) async fn resume(&mut self, desk: &Desk) -> Result<(), TillError> {
        let mut ended = Ok(());
        for account in practice_accounts(desk).await? {
            ended = ended.and(self.serve_again(desk, account).await);
        }
        ended
    }

    /// Plans what shall go wrong next at an account's provider; tells all that is planned there.
    ///
    /// # Errors
    /// `NotOffered` where that never goes wrong there.
    pub(crate) fn plan(
        &self,
        account: &str,
        trouble: PracticeTrouble,
    ) -> Result<Vec<PracticeTrouble>, TillError> {
        let server = self.server(account)?;
        server.plan(trouble)?;
        Ok(server.planned())
    }

    /// What is planned to go wrong at an account's provider, the next one first.
    pub(crate) fn planned(&self, account: &str) -> Result<Vec<PracticeTrouble>, TillError> {
        Ok(self.server(account)?.planned())
    }

    /// Forgets all that was planned there.
    pub(crate) fn clear(&self, account: &str) -> Result<Vec<PracticeTrouble>, TillError> {
        let server = self.server(account)?;
        server.clear()?;
        Ok(server.planned())
    }

    fn server(&self, account: &str) -> Result<&dyn Server, TillError> {
        let account: AccountId = account.parse().map_err(|_| TillError::NotFound)?;
        let running = self.running.get(&account).ok_or(TillError::PracticeFailed)?;
        Ok(running.server.as_ref())
    }

    /// Serves for an account that is there, on the port that its links name.
    async fn serve_again(&mut self, desk: &Desk, account: Account) -> Result<(), TillError> {
        let (false, Some(port)) =
            (self.running.contains_key(&account.id), account.place.practice_port())
        else {
            return Ok(());
        };
        let random = Random::from_system().map_err(|_| TillError::PracticeFailed)?;
        let keys = if let Ok(keys) = desk.practice_keys(&account).await {
            keys
        } else {
            let lost = (offer(account.provider).credentials)(&random).keys;
            let reports = lost.reports.filter(|_| account.reports_id.is_some());
            let keys = Keys { reports, ..lost };
            desk.lend_keys(&account, &keys).await?;
            keys
        };
        let Account { id, provider, key_id, reports_id, .. } = account;
        let credentials = Credentials { key_id, reports_id, keys };
        let shop_name = desk.shop_name().await?;
        let server = self.start(provider, credentials, random, port, &shop_name).await?;
        self.running.insert(id, Running { provider, server });
        Ok(())
    }

    async fn start(
        &self,
        provider: ProviderId,
        credentials: Credentials,
        random: Random,
        port: u16,
        shop_name: &str,
    ) -> Result<Box<dyn Server>, TillError> {
        let books = self.books.join(offer(provider).books);
        start(provider, Shop { credentials, random, port, books, name: shop_name.to_owned() }).await
    }
}

async fn practice_accounts(desk: &Desk) -> Result<Vec<Account>, TillError> {
    let mut accounts = desk.accounts().await?;
    accounts.retain(|account| account.place.practice_port().is_some());
    Ok(accounts)
}

/// Puts a provider's catalogue among the products to practise with. Those that are there already are left alone.
async fn seed(desk: &Desk, catalogue: Vec<ProductForm>) -> Result<(), TillError> {
    match desk.add_products(Environment::Practice, catalogue).await {
        // A learner who gave one of the barcodes to a product of their own practises with their own products.
        Ok(_) | Err(TillError::AlreadyInUse { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

fn new_account(
    provider: ProviderId,
    offer: &Offer,
    place: NewPlace,
    credentials: Credentials,
    description: &str,
) -> NewAccount {
    let Credentials { key_id, reports_id, keys } = credentials;
    NewAccount {
        provider,
        place,
        name: ACCOUNT_NAME.to_owned(),
        key_id,
        key: keys.main,
        payout_key: keys.payout.unwrap_or_default(),
        reports_id: reports_id.unwrap_or_default(),
        reports_key: keys.reports.unwrap_or_default(),
        webhook_secret: keys.webhook.unwrap_or_default(),
        merchant: String::new(),
        terms: AccountTerms {
            country: offer.country.to_owned(),
            currencies: offer.currencies.iter().map(|code| (*code).to_owned()).collect(),
            allowed_disputed: Vec::new(),
            description: description.to_owned(),
            link_account: String::new(),
            payment_account: String::new(),
            return_page: String::new(),
            pay_host: String::new(),
            pay_page: String::new(),
            pricing: None,
        },
        session_only: false,
    }
}
