//! A till as the shell wires it, on a real book, real HTTP and a real practice provider; only time, chance, the keychain
//! and the troubles of the network are the test's.

mod at_till;
mod audit;
mod clock;
mod crew;
mod keychain;
mod log;
mod network;

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use desk::{
    AccountKeys, AccountTerms, Book, Desk, NewAccount, NewPlace, Parts,
    backup::Restorer,
    domain::{
        TillError, account::ProviderId, hold::HoldEndKind, link_kind::LinkKindForm,
        refund::RefundReason,
    },
    seams::{Executor, Limits, SessionStore, Vault},
    view::{
        ChangeForm, HoldEndForm, HoldEndView, KeyKind, NewKeyForm, NewSaleForm, PaymentView,
        RefundForm, RefundProgress, RefundView, RestoreForm, SaleFilter, SaleQuery, SaleView,
    },
};
use ledger::BackupFile;
use practice::{
    AppKey, PracticeConfig, PracticeCredentials, PracticeServer, Random,
    global_payments::{APPROVED_CARDS, Behaviour, Link, LinkId, PracticeBooks},
};
use secrecy::SecretString;
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) use at_till::AtTill;
pub(crate) use clock::{Off, RigClock, RigRandom};
pub(crate) use crew::{CASHIER_PIN, Crew, MANAGER_PIN, OWNER_PIN};
pub(crate) use keychain::{Mood, RigKeychain};
pub(crate) use log::logged;
pub(crate) use network::{
    Call, Network, Then, Trouble, Write, answer, empty_list, html, refusal, too_many_requests,
};

/// The provider's name of the app.
pub(crate) const APP_ID: &str = "QgKeFv7BuZlDcZvUeaxdA2jRsFukThCD";

/// The key that must never be seen anywhere but in the keychain.
pub(crate) const CANARY: &str = "Zq7CanaryKey4wXx";

/// How long the till waits for the keychain. The rig's keychain answers at once or never.
const KEYCHAIN_LIMITS: Limits =
    Limits { read: Duration::from_millis(250), prompt: Duration::from_secs(5) };

pub(crate) struct Rig {
    pub(crate) network: Arc<Network>,
    pub(crate) keychain: RigKeychain,
    pub(crate) clock: Arc<RigClock>,
    pub(crate) random: Arc<RigRandom>,
    practice: PracticeServer,
    vault: Vault,
    account: String,
    desk: Option<Arc<Desk>>,
    folder: TempDir,
}

/// A question without words or filters.
pub(crate) fn every_sale() -> SaleQuery {
    SaleQuery {
        text: String::new(),
        filter: SaleFilter::All,
        days: None,
        mine: false,
        account: None,
        before: None,
        limit: 50,
    }
}

impl Rig {
    /// A till with one practice account, signed in.
    pub(crate) async fn start() -> Self {
        Self::without_account().await.with_account().await
    }

    /// The same till with its practice account.
    pub(crate) async fn with_account(mut self) -> Self {
        self.account = self.connect(CANARY).await.unwrap();
        self
    }

    /// A till on its first day.
    pub(crate) async fn without_account() -> Self {
        Self::without_account_in(TempDir::new().unwrap()).await
    }

    /// A till whose book lies in `folder`.
    pub(crate) async fn without_account_in(folder: TempDir) -> Self {
        log::capture();
        let clock = Arc::new(RigClock::default());
        let credentials =
            PracticeCredentials { app_id: APP_ID.to_owned(), app_key: AppKey::new(CANARY) };
        let practice = PracticeServer::start(PracticeConfig {
            clock: Arc::clone(&clock) as Arc<dyn practice::Clock>,
            ..PracticeConfig::new(credentials, Random::from_seed(1))
        })
        .await
        .unwrap();
        let keychain = RigKeychain::new();
        let vault = Vault::start(keychain.clone(), KEYCHAIN_LIMITS).unwrap();
        let mut rig = Self {
            network: Arc::new(Network::new()),
            keychain,
            clock,
            random: Arc::default(),
            practice,
            vault,
            account: String::new(),
            desk: None,
            folder,
        };
        rig.desk = Some(Arc::new(rig.open().await));
        rig
    }

    async fn open(&self) -> Desk {
        self.desk_on(Book::open(self.folder()).unwrap()).await
    }

    async fn desk_on(&self, book: Book) -> Desk {
        let desk = Desk::new(Parts {
            book,
            executor: Executor::new(
                Arc::clone(&self.network) as _,
                Arc::clone(&self.clock) as _,
                Arc::clone(&self.random) as _,
            ),
            keys: AccountKeys::new(
                self.vault.clone(),
                Vault::start(SessionStore::new(), KEYCHAIN_LIMITS).unwrap(),
            ),
            clock: Arc::clone(&self.clock) as _,
            random: Arc::clone(&self.random) as _,
        });
        desk.open_staff().await.unwrap();
        desk
    }

    /// Drops the till as a killed program would leave it, and starts it again on the same book as the shell does. The
    /// network is whole again; the provider never noticed.
    pub(crate) async fn reopen(&mut self) {
        self.network.heal();
        self.close().await;
        let desk = Arc::new(self.open().await);
        desk.note_interruptions().await.unwrap();
        desk.settle_all().await.unwrap();
        self.desk = Some(desk);
    }

    /// Makes a backup by hand, and gives its file.
    pub(crate) async fn back_up(&self) -> PathBuf {
        let (folder, desk) = (self.folder().join("usb"), self.desk().0);
        let report = desk.back_up(desk.actor().unwrap(), &folder).await.unwrap();
        folder.join(report.backup.name)
    }

    /// Restores a backup of a till without PINs, and starts it again without asking any provider.
    pub(crate) async fn restore(&mut self, backup: &Path) {
        self.lay_ready(backup).await.unwrap();
        self.reopen_unsettled().await;
    }

    /// Has a backup take the place of the book when the till starts next.
    pub(crate) async fn lay_ready(&self, backup: &Path) -> Result<(), TillError> {
        let (folder, clock) = (self.folder().to_owned(), Arc::clone(&self.clock) as _);
        let kept = folder.join("backups");
        let restorer = Restorer::new(folder, kept, self.vault.clone(), clock);
        let fingerprint = BackupFile::open(backup).unwrap().manifest().sha256.clone();
        let form = RestoreForm { fingerprint, pin: None, code: None };
        let desk = self.desk().0;
        let who = Some((&*desk, desk.actor().unwrap()));
        restorer.restore(who, backup, &form).await
    }

    /// Drops the till, and starts it again without asking any provider.
    pub(crate) async fn reopen_unsettled(&mut self) {
        self.close().await;
        self.desk = Some(Arc::new(self.open().await));
    }

    /// Two tills on the one book, neither of which knows what the other is busy with.
    pub(crate) async fn two_desks(&mut self) -> [AtTill; 2] {
        self.close().await;
        let book = Book::open(self.folder()).unwrap();
        let desks = [self.desk_on(book.clone()).await, self.desk_on(book).await];
        let desks = desks.map(|desk| AtTill(Arc::new(desk)));
        self.desk = Some(Arc::clone(&desks[0]));
        desks
    }

    /// Drops the till, and waits until its last piece of work has let go of the book.
    pub(crate) async fn close(&mut self) {
        self.desk = None;
        let lock = File::options().write(true).open(self.folder().join("till.lock")).unwrap();
        tokio::task::spawn_blocking(move || lock.lock().unwrap()).await.unwrap();
    }

    /// Erases what staff wrote for a sale, and starts the till again without settling anything.
    pub(crate) async fn erase_texts(&mut self, sale: &SaleView) {
        self.close().await;
        let book = ledger::Ledger::open(self.folder()).unwrap();
        book.erase_texts(sale.row.id.parse().unwrap()).unwrap();
        drop(book);
        self.desk = Some(Arc::new(self.open().await));
    }

    /// Starts the till again and kills it as soon as a request runs into silence. Other troubles stay.
    pub(crate) async fn restart_killed_at_silence(&mut self) {
        self.close().await;
        let desk = self.open().await;
        let starting = async move {
            desk.note_interruptions().await.unwrap();
            desk.settle_all().await.unwrap();
        };
        self.kill_at_silence(starting).await;
    }

    /// Runs `work` until one of its requests runs into silence, and kills it there.
    pub(crate) async fn kill_at_silence(&self, work: impl Future<Output: Send> + Send + 'static) {
        let mut running = tokio::spawn(async move { drop(work.await) });
        tokio::select! {
            () = self.network.silence() => running.abort(),
            _ = &mut running => panic!("it ended before it could be killed"),
        }
        assert!(running.await.unwrap_err().is_cancelled());
    }

    pub(crate) fn desk(&self) -> AtTill {
        AtTill(Arc::clone(self.desk.as_ref().unwrap()))
    }

    /// The data folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The provider's books, and the customer's side of the shop.
    pub(crate) fn books(&self) -> PracticeBooks {
        self.practice.books()
    }

    /// The account's id.
    pub(crate) fn account(&self) -> String {
        self.account.clone()
    }

    /// Another account takes the sales from now on.
    pub(crate) fn use_account(&mut self, account: String) {
        self.account = account;
    }

    /// The practice account with `app_key`.
    pub(crate) fn new_account(&self, app_key: &str) -> NewAccount {
        NewAccount {
            provider: ProviderId::GlobalPayments,
            place: NewPlace::ThisComputer { port: self.practice.address().port() },
            name: "Practice".to_owned(),
            key_id: APP_ID.to_owned(),
            key: app_key.into(),
            payout_key: String::new().into(),
            reports_id: String::new(),
            reports_key: String::new().into(),
            webhook_secret: String::new().into(),
            merchant: String::new(),
            terms: AccountTerms {
                country: "IE".to_owned(),
                currencies: vec!["EUR".to_owned(), "GBP".to_owned()],
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

    /// Adds the practice account.
    pub(crate) async fn connect(&self, app_key: &str) -> Result<String, TillError> {
        let added = self.desk().add_account(self.new_account(app_key)).await?;
        Ok(added.to_string())
    }

    /// A sale of `minor` euro cents; every call is another press of the button.
    pub(crate) fn form(&self, minor: &str) -> NewSaleForm {
        NewSaleForm {
            press: press(),
            account: self.account(),
            amount_minor: minor.to_owned(),
            currency: "EUR".to_owned(),
            reference: "Table 7 #2".to_owned(),
            name: "Corner shop".to_owned(),
            description: "Two chairs".to_owned(),
            staff_note: "by the window".to_owned(),
            payable_for: 900,
            use_limit: None,
            shipping_minor: None,
            kind: LinkKindForm::Payment,
            customer_email: String::new(),
            page_language: String::new(),
            customer: String::new(),
            lines: vec![],
        }
    }

    /// A sale whose link waits for the customer.
    pub(crate) async fn waiting(&self, minor: &str) -> SaleView {
        let sale = self.desk().create_link(self.form(minor)).await.unwrap();
        assert_eq!(word(&sale), "WAITING");
        sale
    }

    /// A sale that was paid, as the till knows.
    pub(crate) async fn paid(&self, minor: &str) -> SaleView {
        let sale = self.waiting(minor).await;
        self.pay(&sale);
        let sale = self.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(word(&sale), "PAID");
        sale
    }

    /// A sale whose money is only reserved, as the till knows.
    pub(crate) async fn reserved(&self, minor: &str) -> SaleView {
        let sale = self.waiting(minor).await;
        self.books().set_behaviour(Behaviour { holds: true, ..Behaviour::default() });
        self.pay(&sale);
        self.books().set_behaviour(Behaviour::default());
        let sale = self.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(word(&sale), "RESERVED");
        sale
    }

    /// The sale as the book has it now.
    pub(crate) async fn sale(&self, sale: &SaleView) -> SaleView {
        let id = sale.row.id.parse().unwrap();
        self.desk().sale(id).await.unwrap()
    }

    /// The sale that a press made, if it made one.
    pub(crate) async fn sale_of_press(&self, press: &str) -> Option<SaleView> {
        for row in self.rows().await {
            let sale = self.desk().sale(row.id.parse().unwrap()).await.unwrap();
            if sale.press == press {
                return Some(sale);
            }
        }
        None
    }

    /// Lets so much time pass that the till asks again by itself, whatever the provider asked for and however much
    /// failed.
    pub(crate) fn rested(&self) {
        self.clock.advance(Duration::from_secs(30));
    }

    /// The provider's link of a sale.
    pub(crate) fn link_of(&self, sale: &SaleView) -> Link {
        let mut links = self.books().links();
        links.retain(|link| link.reference == sale.our_reference);
        assert_eq!(links.len(), 1, "links of {}", sale.our_reference);
        links.remove(0)
    }

    /// The customer pays, whether or not anybody showed them the link.
    pub(crate) fn pay(&self, sale: &SaleView) {
        self.pay_with(sale, APPROVED_CARDS[0]);
    }

    /// The customer tries a card.
    pub(crate) fn pay_with(&self, sale: &SaleView, card: &str) {
        let link: LinkId = self.link_of(sale).id;
        self.books().pay(&link, card).unwrap();
    }
}

/// A fresh press of a button.
pub(crate) fn press() -> String {
    Uuid::new_v4().to_string()
}

/// Another key that takes payments, for `account`.
pub(crate) fn main_key(account: &str, key: &SecretString, session_only: bool) -> NewKeyForm {
    NewKeyForm {
        account: account.to_owned(),
        which: KeyKind::Main,
        reports_id: String::new(),
        key: key.clone(),
        session_only,
    }
}

/// A refund of `minor` cents of the sale's one payment; every call is another press of the button.
pub(crate) fn refund_form(sale: &SaleView, minor: &str) -> RefundForm {
    RefundForm {
        press: press(),
        payment: payment(sale).id.clone(),
        amount_minor: minor.to_owned(),
        reason: RefundReason::CustomerAsked,
        note: String::new(),
    }
}

/// A capture or a release of `minor` cents of the sale's one payment; every call is another press of the button.
pub(crate) fn hold_end_form(sale: &SaleView, kind: HoldEndKind, minor: &str) -> HoldEndForm {
    HoldEndForm {
        press: press(),
        payment: payment(sale).id.clone(),
        kind,
        amount_minor: minor.to_owned(),
    }
}

/// The sale's link shall ask for `minor` cents, and for nothing else new.
pub(crate) fn change_form(sale: &SaleView, minor: &str) -> ChangeForm {
    ChangeForm {
        sale: sale.row.id.clone(),
        amount_minor: minor.to_owned(),
        description: sale.row.what_for.clone(),
        payable_for: None,
        use_limit: sale.row.use_limit,
        shipping_minor: sale.row.shipping.map(|shipping| shipping.minor().to_string()),
    }
}

/// The sale's one payment.
pub(crate) fn payment(sale: &SaleView) -> &PaymentView {
    assert_eq!(sale.payments.len(), 1, "{sale:?}");
    &sale.payments[0]
}

/// The sale's one refund.
pub(crate) fn refund(sale: &SaleView) -> &RefundView {
    let refunds = &payment(sale).refunds;
    assert_eq!(refunds.len(), 1, "{refunds:?}");
    &refunds[0]
}

/// The sale's one capture or release.
pub(crate) fn hold_end(sale: &SaleView) -> &HoldEndView {
    let ends = &payment(sale).hold_ends;
    assert_eq!(ends.len(), 1, "{ends:?}");
    &ends[0]
}

/// The lines of a sale's story, as the page reads them.
pub(crate) fn story(sale: &SaleView) -> Vec<String> {
    let kind = |line| serde_json::to_value(line).unwrap()["kind"].as_str().unwrap().to_owned();
    sale.timeline.iter().map(|line| kind(&line.what)).collect()
}

/// The sale's state, as the page reads it.
pub(crate) fn word(sale: &SaleView) -> String {
    let state = serde_json::to_value(&sale.row.state).unwrap();
    state["kind"].as_str().unwrap().to_owned()
}

/// How far a refund is, as the page reads it.
pub(crate) fn progress(refund: &RefundView) -> String {
    progress_word(refund.state)
}

/// How far a refund, a capture or a release is, as the page reads it.
pub(crate) fn progress_word(progress: RefundProgress) -> String {
    let state = serde_json::to_value(progress).unwrap();
    state.as_str().unwrap().to_owned()
}

/// The code of an error, as the page reads it.
pub(crate) fn code(error: &TillError) -> String {
    let error = serde_json::to_value(error).unwrap();
    error["code"].as_str().unwrap().to_owned()
}
