//! A till with staff, on a real book; time, chance and the keychain are the test's. It never sends anything.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use desk::{
    AccountKeys, Actor, Book, Desk, Parts,
    backup::Restorer,
    domain::{TillError, ids::StaffId, staff::Role},
    seams::{Clock, Executor, Limits, Random as _, SessionStore, Timestamp, Vault},
    view::{
        FirstPinForm, HistoryEntry, HistoryQuery, LockScreen, NewStaffForm, RecoverForm,
        SessionView, SignInForm,
    },
};
use rusqlite::Connection;
use tempfile::TempDir;

use super::forger::Forger;
pub(crate) use crate::rig::{CASHIER_PIN, MANAGER_PIN, OWNER_PIN};
use crate::rig::{Network, RigKeychain, RigRandom};

pub(crate) const WRONG_PIN: &str = "405162738491";
pub(crate) const NEW_PIN: &str = "283746509182";

/// The first owner.
pub(crate) fn owner() -> String {
    StaffId::OWNER.to_string()
}

/// The keychain of these tests always answers.
const KEYCHAIN_LIMITS: Limits =
    Limits { read: Duration::from_mins(1), prompt: Duration::from_mins(1) };

/// The clock that can be set, and the one that can't.
pub(crate) struct StaffClock(Mutex<(Timestamp, Duration)>);

impl StaffClock {
    fn new() -> Self {
        Self(Mutex::new((Timestamp::parse("2026-11-20T10:00:00Z").unwrap(), Duration::ZERO)))
    }

    pub(crate) fn advance(&self, step: Duration) {
        let mut both = self.0.lock().unwrap();
        *both = (both.0.plus(step), both.1 + step);
    }

    /// Somebody sets the computer's clock.
    pub(crate) fn set_wall(&self, to: &str) {
        self.0.lock().unwrap().0 = Timestamp::parse(to).unwrap();
    }
}

impl Clock for StaffClock {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().0
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().1
    }
}

pub(crate) struct StaffTill {
    pub(crate) keychain: RigKeychain,
    pub(crate) clock: Arc<StaffClock>,
    random: Arc<RigRandom>,
    vault: Vault,
    desk: Option<Arc<Desk>>,
    folder: TempDir,
}

impl StaffTill {
    /// A till on its first day.
    pub(crate) async fn start() -> Self {
        let keychain = RigKeychain::new();
        let vault = Vault::start(keychain.clone(), KEYCHAIN_LIMITS).unwrap();
        Self::with_keychain(keychain, vault).await
    }

    /// The same where time may stand still: no call of the keychain waits.
    pub(crate) async fn start_without_waits() -> Self {
        let keychain = RigKeychain::new();
        let vault = Vault::at_once(keychain.clone());
        Self::with_keychain(keychain, vault).await
    }

    /// Another till of the same computer, begun so much later: another folder, and the same keychain.
    pub(crate) async fn beside(&self, later: Duration) -> Self {
        Self::begun(self.keychain.clone(), self.vault.clone(), later).await
    }

    /// A till of another computer, with chances of its own.
    pub(crate) async fn on_another_computer(&self) -> Self {
        let keychain = RigKeychain::new();
        let vault = Vault::start(keychain.clone(), KEYCHAIN_LIMITS).unwrap();
        let till = Self::begun(keychain, vault, Duration::from_hours(30)).await;
        for _ in 0..100 {
            till.random.sixteen_bytes();
        }
        till
    }

    /// What restores backups on this computer.
    pub(crate) fn restorer(&self) -> Restorer {
        let (folder, clock) = (self.folder().to_owned(), Arc::clone(&self.clock) as _);
        Restorer::new(folder, self.folder().join("backups"), self.vault.clone(), clock)
    }

    async fn with_keychain(keychain: RigKeychain, vault: Vault) -> Self {
        Self::begun(keychain, vault, Duration::ZERO).await
    }

    async fn begun(keychain: RigKeychain, vault: Vault, later: Duration) -> Self {
        let mut till = Self {
            vault,
            keychain,
            clock: Arc::new(StaffClock::new()),
            random: Arc::default(),
            desk: None,
            folder: TempDir::new().unwrap(),
        };
        till.clock.advance(later);
        till.open().await;
        till
    }

    /// A till whose owner has a PIN and is signed in; with the recovery code.
    pub(crate) async fn with_owner() -> (Self, String) {
        let till = Self::start().await;
        let code = till.first_pin().await.unwrap();
        (till, code)
    }

    /// The same with a manager and a cashier, and their ids.
    pub(crate) async fn with_staff() -> (Self, String, [String; 2]) {
        let (till, code) = Self::with_owner().await;
        let manager = till.add("Manager", Role::Manager, MANAGER_PIN).await.unwrap();
        let cashier = till.add("Front desk", Role::Cashier, CASHIER_PIN).await.unwrap();
        (till, code, [manager, cashier])
    }

    async fn open(&mut self) {
        let desk = self.unopened();
        desk.open_staff().await.unwrap();
        self.desk = Some(Arc::new(desk));
    }

    /// A desk on this till's book that knows nothing of its staff yet. The till must be closed.
    pub(crate) fn unopened(&self) -> Desk {
        let book = Book::open(self.folder.path()).unwrap();
        Desk::new(Parts {
            book,
            executor: Executor::new(
                Arc::new(Network::new()),
                Arc::clone(&self.clock) as _,
                Arc::clone(&self.random) as _,
            ),
            keys: AccountKeys::new(
                self.vault.clone(),
                Vault::start(SessionStore::new(), KEYCHAIN_LIMITS).unwrap(),
            ),
            clock: Arc::clone(&self.clock) as _,
            random: Arc::clone(&self.random) as _,
        })
    }

    /// Ends the program, whatever it is busy with.
    pub(crate) async fn close(&mut self) {
        self.desk = None;
        let lock = File::options().write(true).open(self.folder().join("till.lock")).unwrap();
        tokio::task::spawn_blocking(move || lock.lock().unwrap()).await.unwrap();
    }

    /// Ends the program and starts it again; the clock that can't be set begins anew.
    pub(crate) async fn restart(&mut self) {
        self.close().await;
        self.clock.0.lock().unwrap().1 = Duration::ZERO;
        self.open().await;
    }

    /// Changes the file by hand while the program is not running.
    pub(crate) async fn edit(&mut self, sql: &str) {
        self.close().await;
        Connection::open(self.file()).unwrap().execute_batch(sql).unwrap();
        self.open().await;
    }

    /// Writes the file by hand, hashes and all, while the program is not running.
    pub(crate) async fn forge(&mut self, forging: impl FnOnce(&Forger)) {
        self.close().await;
        forging(&Forger::open(&self.file()));
        self.open().await;
    }

    /// Changes the file by hand while the program is running.
    pub(crate) fn disturb(&self, sql: &str) {
        Connection::open(self.file()).unwrap().execute_batch(sql).unwrap();
    }

    /// A copy of the book as it is.
    pub(crate) async fn copy(&mut self) -> Vec<u8> {
        self.close().await;
        let copy = fs::read(self.file()).unwrap();
        self.open().await;
        copy
    }

    /// Puts a copy in the place of the book.
    pub(crate) async fn put_back(&mut self, copy: &[u8]) {
        self.close().await;
        fs::write(self.file(), copy).unwrap();
        self.open().await;
    }

    /// Reads one figure from the file, as it is now.
    pub(crate) fn figure(&self, sql: &str) -> u32 {
        Connection::open(self.file()).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder().join("till.db")
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn desk(&self) -> Arc<Desk> {
        Arc::clone(self.desk.as_ref().unwrap())
    }

    /// Who is at the till.
    pub(crate) fn by(&self) -> Actor {
        self.desk().actor().unwrap()
    }

    pub(crate) async fn first_pin(&self) -> Result<String, TillError> {
        let form = FirstPinForm { name: "Owner".to_owned(), pin: OWNER_PIN.into() };
        let code = self.desk().plan_first_pin(self.by(), form).await?.code;
        self.desk().prove_recovery_code(self.by(), &code.clone().into()).await?;
        Ok(code)
    }

    pub(crate) async fn add(&self, name: &str, role: Role, pin: &str) -> Result<String, TillError> {
        let form = NewStaffForm { name: name.to_owned(), role, pin: pin.into() };
        let list = self.desk().add_staff(self.by(), form).await?;
        Ok(list.members.last().unwrap().id.clone())
    }

    pub(crate) async fn sign_in(&self, member: &str, pin: &str) -> Result<SessionView, TillError> {
        let form = SignInForm { member: member.to_owned(), pin: pin.into() };
        self.desk().sign_in(form).await
    }

    pub(crate) async fn recover(&self, code: &str) -> Result<SessionView, TillError> {
        let form = RecoverForm { member: owner(), code: code.into(), new_pin: NEW_PIN.into() };
        self.desk().recover(form).await
    }

    pub(crate) async fn lock_screen(&self) -> LockScreen {
        match self.desk().session().await.unwrap() {
            SessionView::Locked { screen, .. } => screen,
            open @ SessionView::Open { .. } => panic!("not locked: {open:?}"),
        }
    }

    /// Everything that happened, the newest first.
    pub(crate) async fn history(&self) -> Vec<HistoryEntry> {
        self.desk().history(self.by(), everything()).await.unwrap().entries
    }
}

pub(crate) fn everything() -> HistoryQuery {
    HistoryQuery {
        by: None,
        group: None,
        only_people: false,
        from: None,
        to: None,
        sale: None,
        before: None,
    }
}

/// Whose till it is, by the page's words: `OWNER`, or `LOCKED`.
pub(crate) fn seat(view: &SessionView) -> String {
    let view = serde_json::to_value(view).unwrap();
    view["role"].as_str().unwrap_or("LOCKED").to_owned()
}
