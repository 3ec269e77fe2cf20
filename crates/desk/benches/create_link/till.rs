//! The till of the bench, wired as the shell wires it.

use std::{path::Path, sync::Arc, time::Duration};

use desk::{
    AccountKeys, AccountTerms, Book, Desk, NewAccount, NewPlace, Parts,
    domain::{account::ProviderId, link_kind::LinkKindForm, sale_state::SaleState},
    seams::{Executor, HttpTransport, Limits, SessionStore, TimeLimits, Vault},
    view::NewSaleForm,
};
use practice::{PracticeConfig, PracticeCredentials, PracticeServer, Random};
use uuid::Uuid;

use crate::{
    Failure,
    clock::{BenchClock, BenchRandom, instant},
    proxy::{Counts, Proxy},
};

/// What one link cost, from the call of `create_link` to its answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) counts: Counts,
    pub(crate) total: Duration,
    /// From the click to the request's first byte, the sync of the intent included.
    pub(crate) to_request: Duration,
    /// From the answer's last byte to the sale on the screen, the sync of the answer included.
    pub(crate) after_answer: Duration,
}

pub(crate) struct Till {
    desk: Desk,
    clock: Arc<BenchClock>,
    keychain: Vault,
    practice: PracticeServer,
    proxy: Proxy,
    folder: std::path::PathBuf,
    account: String,
}

impl Till {
    /// A till with one account, which is reached through `proxy`.
    pub(crate) async fn first_start(folder: &Path, proxy: Proxy) -> Result<Self, Failure> {
        let random = Random::from_system()?;
        let credentials = PracticeCredentials::generate(&random);
        let (key_id, app_key) = (credentials.app_id.clone(), credentials.app_key.clone());
        let practice = PracticeServer::start(PracticeConfig::new(credentials, random)).await?;
        proxy.lead_to(practice.address());
        let clock = Arc::new(BenchClock::new());
        let keychain = Vault::start(SessionStore::new(), Limits::default())?;
        let desk = open(folder, &keychain, &clock).await?;
        let account = desk
            .add_account(
                desk.actor()?,
                NewAccount {
                    provider: ProviderId::GlobalPayments,
                    place: NewPlace::ThisComputer { port: proxy.port() },
                    name: "Practice".to_owned(),
                    key_id,
                    key: app_key.expose().into(),
                    payout_key: String::new().into(),
                    reports_id: String::new(),
                    reports_key: String::new().into(),
                    webhook_secret: String::new().into(),
                    merchant: String::new(),
                    terms: AccountTerms {
                        country: "IE".to_owned(),
                        currencies: vec!["EUR".to_owned()],
                        allowed_disputed: Vec::new(),
                        description: "Your purchase".to_owned(),
                        link_account: String::new(),
                        payment_account: String::new(),
                        return_page: String::new(),
                        pay_host: String::new(),
                        pay_page: String::new(),
                        pricing: None,
                    },
                    session_only: false,
                },
            )
            .await?
            .to_string();
        let folder = folder.to_owned();
        Ok(Self { desk, clock, keychain, practice, proxy, folder, account })
    }

    /// The program ended in the evening and starts in the morning: no token, no connection.
    pub(crate) async fn next_day(self) -> Result<Self, Failure> {
        // The book belongs to one program at a time.
        drop(self.desk);
        let desk = open(&self.folder, &self.keychain, &self.clock).await?;
        Ok(Self { desk, ..self })
    }

    /// Staff begin to type.
    pub(crate) async fn prepare(&self) -> Result<(), Failure> {
        Ok(self.desk.prepare(&self.account).await?)
    }

    /// An hour in which nobody takes money. The provider closes connections that are not used.
    pub(crate) async fn pause_an_hour(&self) {
        self.proxy.close_all().await;
        self.clock.pause(Duration::from_hours(1));
    }

    /// Staff click on *Create payment link*.
    pub(crate) async fn create_link(&self) -> Result<Cost, Failure> {
        let form = NewSaleForm {
            press: Uuid::new_v4().to_string(),
            account: self.account.clone(),
            amount_minor: "2500".to_owned(),
            currency: "EUR".to_owned(),
            reference: "Table 7".to_owned(),
            name: "Corner shop".to_owned(),
            description: "Two chairs".to_owned(),
            staff_note: String::new(),
            payable_for: 900,
            use_limit: None,
            shipping_minor: None,
            kind: LinkKindForm::Payment,
            customer_email: String::new(),
            page_language: String::new(),
            customer: String::new(),
            lines: vec![],
        };
        let requests = self.practice.books().all_requests();
        self.proxy.reset();
        let click = instant();
        let sale = self.desk.create_link(self.desk.actor()?, form).await?;
        let done = instant();
        if !matches!(sale.row.state, SaleState::Waiting { .. }) {
            return Err(format!("no link was made: {:?}", sale.row.state).into());
        }
        let seen = self.proxy.seen();
        let (Some(first), Some(last)) = (seen.first_byte, seen.last_byte) else {
            return Err("no request passed the proxy".into());
        };
        Ok(Cost {
            counts: Counts {
                requests: self.practice.books().all_requests() - requests,
                ..seen.counts
            },
            total: done - click,
            to_request: first - click,
            after_answer: done - last,
        })
    }
}

async fn open(folder: &Path, keychain: &Vault, clock: &Arc<BenchClock>) -> Result<Desk, Failure> {
    let transport = HttpTransport::new(TimeLimits::default())?;
    let clock = Arc::clone(clock);
    let random = Arc::new(BenchRandom);
    let desk = Desk::new(Parts {
        book: Book::open(folder)?,
        executor: Executor::new(
            Arc::new(transport),
            Arc::clone(&clock) as _,
            Arc::clone(&random) as _,
        ),
        keys: AccountKeys::new(
            keychain.clone(),
            Vault::start(SessionStore::new(), Limits::default())?,
        ),
        clock,
        random,
    });
    desk.open_staff().await?;
    Ok(desk)
}
