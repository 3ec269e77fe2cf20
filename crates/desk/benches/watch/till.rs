//! The till of the bench, wired as the shell wires it.

use std::{path::Path, sync::Arc};

use desk::{
    AccountKeys, AccountTerms, Book, Desk, NewAccount, NewPlace, Parts,
    domain::{account::ProviderId, ids::SaleId, link_kind::LinkKindForm},
    seams::{Executor, Limits, SessionStore, Vault},
    view::NewSaleForm,
};
use practice::PracticeCredentials;
use uuid::Uuid;

use crate::{
    Failure,
    clock::{BenchClock, BenchRandom},
};

/// A till with one account.
pub(crate) struct Till {
    pub(crate) desk: Arc<Desk>,
    account: String,
    random: Arc<BenchRandom>,
}

impl Till {
    pub(crate) async fn open(
        folder: &Path,
        executor: Executor,
        clock: Arc<BenchClock>,
        random: Arc<BenchRandom>,
        credentials: &PracticeCredentials,
        port: u16,
    ) -> Result<Self, Failure> {
        let vault = || Vault::start(SessionStore::new(), Limits::default());
        let desk = Arc::new(Desk::new(Parts {
            book: Book::open(folder)?,
            executor,
            keys: AccountKeys::new(vault()?, vault()?),
            clock,
            random: Arc::clone(&random) as _,
        }));
        desk.open_staff().await?;
        let account =
            desk.add_account(desk.actor()?, new_account(credentials, port)).await?.to_string();
        Ok(Self { desk, account, random })
    }

    /// Makes a link that can be paid `uses` times within ten days.
    pub(crate) async fn link(&self, uses: Option<u32>) -> Result<Sold, Failure> {
        let press = Uuid::from_u64_pair(self.random.draw(), self.random.draw());
        let form = NewSaleForm {
            press: press.to_string(),
            account: self.account.clone(),
            amount_minor: "2500".to_owned(),
            currency: "EUR".to_owned(),
            reference: "Table 7".to_owned(),
            name: "Corner shop".to_owned(),
            description: "Two chairs".to_owned(),
            staff_note: String::new(),
            payable_for: 10 * 24 * 3_600,
            use_limit: uses,
            shipping_minor: None,
            kind: LinkKindForm::Payment,
            customer_email: String::new(),
            page_language: String::new(),
            customer: String::new(),
            lines: vec![],
        };
        let sale = self.desk.create_link(self.desk.actor()?, form).await?;
        let link = sale.link.ok_or("no link was made")?;
        let page = link.url.rsplit('/').next().unwrap_or_default().to_owned();
        Ok(Sold { sale: sale.row.id.parse()?, page })
    }
}

/// A sale, and the last part of its link's address.
#[derive(Debug, Clone)]
pub(crate) struct Sold {
    pub(crate) sale: SaleId,
    pub(crate) page: String,
}

fn new_account(credentials: &PracticeCredentials, port: u16) -> NewAccount {
    NewAccount {
        provider: ProviderId::GlobalPayments,
        place: NewPlace::ThisComputer { port },
        name: "Practice".to_owned(),
        key_id: credentials.app_id.clone(),
        key: credentials.app_key.expose().into(),
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
    }
}
