//! The manners of a till with a real book and a practice provider, on a made-up computer.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use desk::{
    AccountKeys, Book, Desk, Parts,
    domain::{account::ProviderId, till_settings::TillSettings},
    seams::{Executor, HttpTransport, SessionStore, TimeLimits, Vault},
    view::{NewSaleForm, News, TillEvent},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::timeout,
};

use super::{
    Manners,
    computer::{Computer, KeysState, NotDone, TrayState},
    notice::Notice,
    tray::{TrayLine, TrayPicture},
};
use crate::{
    clock::SystemClock,
    practice_providers::{PracticeProviders, PracticeTrouble},
    random::SystemRandom,
};

/// What the made-up computer was asked for.
#[derive(Debug, PartialEq)]
enum Asked {
    Notice(Notice),
    Tray(Option<TrayPicture>),
    Keys(Option<String>),
}

/// A computer where everything works, and everything that is asked of it is told.
struct MadeUp {
    in_front: Arc<AtomicBool>,
    at_login: Mutex<bool>,
    asked: UnboundedSender<Asked>,
}

impl Computer for MadeUp {
    fn counter_is_in_front(&self) -> bool {
        self.in_front.load(Ordering::SeqCst)
    }

    fn notify(&self, notice: &Notice) {
        self.asked.send(Asked::Notice(notice.clone())).unwrap();
    }

    fn show_tray(&self, picture: Option<&TrayPicture>) -> TrayState {
        self.asked.send(Asked::Tray(picture.cloned())).unwrap();
        if picture.is_some() { TrayState::Shown } else { TrayState::Off }
    }

    fn hold_keys(&self, keys: Option<&str>) -> KeysState {
        self.asked.send(Asked::Keys(keys.map(ToOwned::to_owned))).unwrap();
        if keys.is_some() { KeysState::Held } else { KeysState::Off }
    }

    fn starts_at_login(&self) -> Option<bool> {
        Some(*self.at_login.lock().unwrap())
    }

    fn start_at_login(&self, on: bool) -> Result<(), NotDone> {
        *self.at_login.lock().unwrap() = on;
        Ok(())
    }
}

/// A till on such a computer.
struct Till {
    desk: Arc<Desk>,
    practice: PracticeProviders,
    manners: Arc<Manners>,
    in_front: Arc<AtomicBool>,
    asked: UnboundedReceiver<Asked>,
}

impl Till {
    async fn start(folder: &Path) -> Self {
        let (clock, random) = (Arc::new(SystemClock::new()), Arc::new(SystemRandom));
        let transport = Arc::new(HttpTransport::new(TimeLimits::default()).unwrap());
        let [keychain, session] = [(); 2].map(|()| Vault::at_once(SessionStore::new()));
        let desk = Arc::new(Desk::new(Parts {
            book: Book::open(folder).unwrap(),
            executor: Executor::new(transport, clock.clone(), random.clone()),
            keys: AccountKeys::new(keychain, session),
            clock,
            random,
        }));
        desk.open_staff().await.unwrap();
        let (tell, asked) = unbounded_channel();
        let in_front = Arc::new(AtomicBool::new(false));
        let manners = Arc::new(Manners::default());
        let at_login = Mutex::default();
        manners.live_on(Arc::new(MadeUp { in_front: in_front.clone(), at_login, asked: tell }));
        Self { desk, practice: PracticeProviders::new(folder), manners, in_front, asked }
    }

    /// Follows the till from now on; what it asked for at first is over.
    async fn follow(&mut self) {
        let (manners, desk) = (Arc::clone(&self.manners), Arc::clone(&self.desk));
        tokio::spawn(async move { manners.follow(&desk).await });
        while !matches!(self.next().await, Asked::Keys(_)) {}
    }

    async fn next(&mut self) -> Asked {
        timeout(Duration::from_secs(20), self.asked.recv()).await.unwrap().unwrap()
    }

    /// The next notification, or `None` if the till looked around without one.
    async fn notice(&mut self) -> Option<Notice> {
        loop {
            match self.next().await {
                Asked::Notice(notice) => return Some(notice),
                Asked::Tray(_) => return None,
                Asked::Keys(_) => {}
            }
        }
    }

    async fn change(&self, change: impl FnOnce(&mut TillSettings)) {
        let mut settings = self.desk.settings().await.unwrap();
        change(&mut settings);
        self.desk.change_settings(self.desk.actor().unwrap(), settings).await.unwrap();
    }

    /// A sale over 25 euros whose customer pays as soon as the till looks.
    async fn sell(&mut self) -> String {
        let by = self.desk.actor().unwrap();
        let provider = ProviderId::GlobalPayments;
        self.practice.begin(&self.desk, by, provider, "Quince & Sons", "Coffee").await.unwrap();
        let account = self.desk.accounts().await.unwrap().remove(0);
        let pays = PracticeTrouble::PaysAfter { seconds: 0 };
        self.practice.plan(&account.id.to_string(), pays).unwrap();
        let form: NewSaleForm = serde_json::from_value(serde_json::json!({
            "press": "00000000-0000-4000-8000-000000000001", "account": account.id,
            "amountMinor": "2500", "currency": account.currencies[0], "reference": "A-1",
            "name": "Quince & Sons", "description": "Coffee", "staffNote": "blue jacket",
            "payableFor": 900, "useLimit": null, "shippingMinor": null,
            "kind": { "kind": "PAYMENT" }, "customerEmail": "", "pageLanguage": "",
            "customer": "", "lines": [],
        }))
        .unwrap();
        self.desk.create_link(by, form).await.unwrap().row.id
    }
}

/// What the tray says, as its lines are read.
fn lines(picture: &TrayPicture) -> Vec<&str> {
    picture.lines.iter().filter_map(text).collect()
}

fn text(line: &TrayLine) -> Option<&str> {
    match line {
        TrayLine::Act(_, text) | TrayLine::Says(text) => Some(text),
        TrayLine::Parting => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_notified_and_heard_where_the_counter_is_not_in_front() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::start(folder.path()).await;
    let sale = till.sell().await;
    let mut heard = till.manners.events();
    till.follow().await;
    till.desk.check_now(&sale).await.unwrap();
    let notice = till.notice().await.unwrap();
    assert!(notice.title.contains("25.00") && notice.body.contains("blue jacket"), "{notice:?}");
    assert_eq!(heard.recv().await.unwrap(), TillEvent::News { news: News::Paid });
    let Asked::Tray(Some(picture)) = till.next().await else { panic!("the tray was not drawn") };
    assert_eq!(picture.open, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_front_of_the_counter_a_payment_is_heard_and_not_notified() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::start(folder.path()).await;
    let sale = till.sell().await;
    let mut heard = till.manners.events();
    till.follow().await;
    till.in_front.store(true, Ordering::SeqCst);
    till.desk.check_now(&sale).await.unwrap();
    assert_eq!(till.notice().await, None);
    assert_eq!(heard.recv().await.unwrap(), TillEvent::News { news: News::Paid });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_wants_no_notifications_gets_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::start(folder.path()).await;
    let sale = till.sell().await;
    till.change(|settings| settings.notifications = false).await;
    till.follow().await;
    till.desk.check_now(&sale).await.unwrap();
    assert_eq!(till.notice().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tray_shows_the_open_sale_and_goes_with_its_setting() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::start(folder.path()).await;
    till.sell().await;
    let (manners, desk) = (Arc::clone(&till.manners), Arc::clone(&till.desk));
    tokio::spawn(async move { manners.follow(&desk).await });
    let Asked::Tray(Some(picture)) = till.next().await else { panic!("no tray at the start") };
    assert!(
        lines(&picture).iter().any(|line| line.ends_with("25.00 – blue jacket")),
        "{picture:?}"
    );
    assert_eq!(till.next().await, Asked::Keys(None));
    till.change(|settings| settings.tray = false).await;
    assert_eq!(till.next().await, Asked::Tray(None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_sale_asks_for_no_keys_and_for_no_place_for_an_icon() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::start(folder.path()).await;
    let sale = till.sell().await;
    till.change(|settings| settings.tray = false).await;
    let mut heard = till.manners.events();
    till.follow().await;
    till.in_front.store(true, Ordering::SeqCst);
    till.desk.check_now(&sale).await.unwrap();
    assert_eq!(heard.recv().await.unwrap(), TillEvent::News { news: News::Paid });
    till.change(|settings| settings.clipboard_keys = Some("Ctrl+Alt+P".to_owned())).await;
    assert_eq!(till.next().await, Asked::Tray(None));
    assert_eq!(till.next().await, Asked::Keys(Some("Ctrl+Alt+P".to_owned())));
}

#[tokio::test(flavor = "multi_thread")]
async fn this_computer_is_told_with_the_settings_as_they_are_now() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::start(folder.path()).await;
    till.change(|settings| settings.clipboard_keys = Some("Ctrl+Alt+P".to_owned())).await;
    till.manners.start_at_login(true).await.unwrap();
    let computer = till.manners.this_computer(&till.desk).await.unwrap();
    assert_eq!(
        (computer.starts_at_login, computer.tray, computer.clipboard_keys),
        (Some(true), TrayState::Shown, KeysState::Held)
    );
    till.next().await;
    assert_eq!(till.next().await, Asked::Keys(Some("Ctrl+Alt+P".to_owned())));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_asks_before_it_closes_on_an_open_sale() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::start(folder.path()).await;
    assert!(!till.manners.asks_before_closing(), "nothing is open");
    till.sell().await;
    till.follow().await;
    assert!(!till.manners.asks_before_closing(), "no page is there to ask");
    till.manners.answered_closing();
    let mut page = till.manners.events();
    assert!(till.manners.asks_before_closing());
    assert_eq!(page.recv().await.unwrap(), TillEvent::Closing { open: 1 });
    assert!(!till.manners.asks_before_closing(), "who closes again means it");
}
