//! The practice provider in the program: started with the first practice account, and again at every start.

use std::path::{Path, PathBuf};

use desk::{
    AccountTerms, Desk, NewAccount, NewPlace,
    domain::{
        TillError,
        account::{Account, ProviderId},
    },
};
use practice::{
    AppKey, PracticeConfig, PracticeCredentials, PracticeServer, Random,
    global_payments::PracticeBooks,
};
use secrecy::{ExposeSecret, SecretString};

use crate::practice_trouble::PracticeTrouble;

/// The name that a practice account gets, and the country and currencies that it offers.
const ACCOUNT_NAME: &str = "Practice";
const COUNTRY: &str = "IE";
const CURRENCIES: [&str; 5] = ["EUR", "GBP", "USD", "KRW", "KWD"];

/// The practice provider of this till.
pub(crate) struct PracticeProvider {
    books: PathBuf,
    server: Option<PracticeServer>,
}

impl PracticeProvider {
    /// A provider that keeps its books below `folder`. It runs once there is a practice account.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { books: folder.join("practice").join("global-payments.json"), server: None }
    }

    /// Makes the practice account, or chooses the one that is there.
    pub(crate) async fn begin(
        &mut self,
        desk: &Desk,
        shop_name: &str,
        description: &str,
    ) -> Result<(), TillError> {
        if let Some(account) = practice_account(desk).await? {
            self.resume(desk).await?;
            return desk.choose_account(&account.id.to_string()).await;
        }
        let random = Random::from_system().map_err(|_| TillError::PracticeFailed)?;
        let credentials = PracticeCredentials::generate(&random);
        let (app_id, app_key) = (credentials.app_id.clone(), credentials.app_key.clone());
        let port = self.serve(credentials, random, 0, shop_name).await?;
        let new = |session_only| NewAccount {
            provider: ProviderId::GlobalPayments,
            place: NewPlace::ThisComputer { port },
            name: ACCOUNT_NAME.to_owned(),
            app_id: app_id.clone(),
            app_key: SecretString::from(app_key.expose()),
            merchant: String::new(),
            terms: AccountTerms {
                country: COUNTRY.to_owned(),
                currencies: CURRENCIES.map(str::to_owned).to_vec(),
                allowed_disputed: Vec::new(),
                description: description.to_owned(),
                link_account: String::new(),
                payment_account: String::new(),
                return_page: String::new(),
            },
            session_only,
        };
        match desk.add_account(new(false)).await {
            // A key that opens nothing but this computer's practice need not wait for a keychain.
            Err(
                TillError::VaultNoStore { .. }
                | TillError::VaultLocked
                | TillError::VaultTimedOut
                | TillError::VaultFailed,
            ) => desk.add_account(new(true)).await,
            added => added,
        }
        .map(drop)
    }

    /// Makes sure that the practice provider serves before `account` is used, if it is the practice account: its port may
    /// have been taken at the program's start and be free again by now.
    pub(crate) async fn serve_for(&mut self, desk: &Desk, account: &str) -> Result<(), TillError> {
        if self.server.is_some() {
            return Ok(());
        }
        match practice_account(desk).await? {
            Some(practice) if practice.id.to_string() == account => self.resume(desk).await,
            _ => Ok(()),
        }
    }

    /// Serves again what an earlier run of the program began.
    pub(crate) async fn resume(&mut self, desk: &Desk) -> Result<(), TillError> {
        let Some(account) = practice_account(desk).await? else {
            return Ok(());
        };
        let (None, Some(port)) = (&self.server, account.place.practice_port()) else {
            return Ok(());
        };
        let random = Random::from_system().map_err(|_| TillError::PracticeFailed)?;
        let app_key = if let Ok(key) = desk.practice_key(&account).await {
            key
        } else {
            let key = SecretString::from(PracticeCredentials::generate(&random).app_key.expose());
            desk.lend_key(&account, &key).await?;
            key
        };
        let credentials = PracticeCredentials {
            app_id: account.app_id,
            app_key: AppKey::new(app_key.expose_secret()),
        };
        let shop_name = desk.shop_name().await?;
        self.serve(credentials, random, port, &shop_name).await.map(drop)
    }

    /// Plans what shall go wrong next; tells all that is planned.
    pub(crate) fn plan(&self, trouble: PracticeTrouble) -> Result<Vec<PracticeTrouble>, TillError> {
        self.books()?.plan(trouble);
        self.planned()
    }

    /// What is planned to go wrong, the next one first.
    pub(crate) fn planned(&self) -> Result<Vec<PracticeTrouble>, TillError> {
        let planned = self.books()?.planned();
        Ok(planned.into_iter().filter_map(PracticeTrouble::of).collect())
    }

    /// Forgets all that was planned.
    pub(crate) fn clear(&self) -> Result<Vec<PracticeTrouble>, TillError> {
        self.books()?.clear_planned().map_err(|error| {
            tracing::error!(%error, "the practice provider's books can't be written");
            TillError::PracticeFailed
        })?;
        self.planned()
    }

    fn books(&self) -> Result<PracticeBooks, TillError> {
        self.server.as_ref().map(PracticeServer::books).ok_or(TillError::PracticeFailed)
    }

    async fn serve(
        &mut self,
        credentials: PracticeCredentials,
        random: Random,
        port: u16,
        shop_name: &str,
    ) -> Result<u16, TillError> {
        let mut config = PracticeConfig::new(credentials, random);
        config.port = port;
        config.books_file = Some(self.books.clone());
        config.merchant_name = shop_name.to_owned();
        let server = PracticeServer::start(config).await.map_err(|error| {
            tracing::error!(%error, "the practice provider did not start");
            TillError::PracticeFailed
        })?;
        let port = server.address().port();
        self.server = Some(server);
        Ok(port)
    }
}

async fn practice_account(desk: &Desk) -> Result<Option<Account>, TillError> {
    let accounts = desk.accounts().await?;
    Ok(accounts.into_iter().find(|account| account.place.practice_port().is_some()))
}
