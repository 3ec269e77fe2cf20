//! How the till behaves on the desktop around its windows: the tray, notifications, sounds, keys that work everywhere, and
//! what happens when staff close it. None of it is proof of anything: the windows say what is so.

mod clipboard_keys;
mod closing;
mod computer;
mod news;
mod notice;
#[cfg(test)]
mod sample;
mod system;
#[cfg(test)]
mod tests;
mod tray;

use std::sync::{
    Arc, Mutex, OnceLock, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use desk::{
    Change, Desk,
    domain::{TillError, ids::SaleId},
    view::{SaleRow, SessionView, TillEvent},
};
use tokio::sync::broadcast::{self, error::RecvError};

use self::{closing::Closing, news::Seen, notice::Reader, tray::AtTill};
pub(crate) use self::{
    closing::ClosingWay,
    computer::{Computer, KeysState, NotDone, ThisComputer, TrayState},
    system::{SystemComputer, login_plugin, starts_minimized},
};
use crate::spoken;

/// How many events a slow page may fall behind.
const EVENTS_KEPT: usize = 64;

/// The till's manners. Without a computer around it, as in tests of the commands, it has none.
pub(crate) struct Manners {
    computer: OnceLock<Arc<dyn Computer>>,
    told: broadcast::Sender<TillEvent>,
    open_sales: AtomicUsize,
    stands: Mutex<Stands>,
    closing: Closing,
}

/// How the tray icon and the keys stand.
#[derive(Debug, Clone, Copy)]
struct Stands {
    tray: TrayState,
    keys: KeysState,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            computer: OnceLock::new(),
            told: broadcast::channel(EVENTS_KEPT).0,
            open_sales: AtomicUsize::default(),
            stands: Mutex::new(Stands { tray: TrayState::NoPlace, keys: KeysState::NotHere }),
            closing: Closing::default(),
        }
    }
}

impl Manners {
    /// Gives the till the computer that it runs on, once.
    pub(crate) fn live_on(&self, computer: Arc<dyn Computer>) {
        if self.computer.set(computer).is_err() {
            tracing::warn!("the till has a computer already");
        }
    }

    /// What the counter page is told beside the desk's own changes.
    pub(crate) fn events(&self) -> broadcast::Receiver<TillEvent> {
        self.told.subscribe()
    }

    /// Tells the counter page; false where no page listens.
    pub(crate) fn tell(&self, event: TillEvent) -> bool {
        self.told.send(event).is_ok()
    }

    /// Follows the till, until it ends.
    pub(crate) async fn follow(&self, desk: &Desk) {
        let Some(computer) = self.computer.get() else {
            return;
        };
        let mut changes = desk.changes();
        let mut seen = Seen::default();
        noted(self.look_around(desk, computer, &mut seen).await);
        loop {
            noted(match changes.recv().await {
                Ok(Change::Sale(sale)) => self.tell_of(desk, computer, sale, &mut seen).await,
                Ok(Change::Till | Change::Session) | Err(RecvError::Lagged(_)) => {
                    self.look_around(desk, computer, &mut seen).await
                }
                Err(RecvError::Closed) => return,
            });
        }
    }

    /// Tells of a sale that changed, to whoever does not look, and counts the open ones again.
    async fn tell_of(
        &self,
        desk: &Desk,
        computer: &Arc<dyn Computer>,
        sale: SaleId,
        seen: &mut Seen,
    ) -> Result<(), TillError> {
        let view = desk.sale(sale).await?;
        if let Some(news) = seen.news(sale, &view.row.state) {
            self.tell(TillEvent::News { news });
            let settings = desk.settings().await?;
            let reader = reader(desk, sale).await;
            let words = spoken::to_staff(&settings);
            let notice = notice::of_payment(&view.row, reader, words);
            if let Some(notice) = notice.filter(|_| settings.notifications) {
                aside(computer, move |computer| {
                    if !computer.counter_is_in_front() {
                        computer.notify(&notice);
                    }
                })
                .await?;
            }
        }
        let open = self.open_sales(desk).await?;
        if self.stands().tray == TrayState::Shown {
            self.show_tray(desk, computer, &open).await?;
        }
        note_first(seen, &open);
        Ok(())
    }

    /// Brings the tray and the keys in line with the till.
    async fn look_around(
        &self,
        desk: &Desk,
        computer: &Arc<dyn Computer>,
        seen: &mut Seen,
    ) -> Result<(), TillError> {
        note_first(seen, &self.fit(desk, computer).await?);
        Ok(())
    }

    /// The same; gives the sales that are open. Not for each change of a sale: whether there is a place for the tray's icon,
    /// and whether keys that another program had are free, is asked of the system, which takes its time.
    async fn fit(
        &self,
        desk: &Desk,
        computer: &Arc<dyn Computer>,
    ) -> Result<Vec<SaleRow>, TillError> {
        let open = self.open_sales(desk).await?;
        self.show_tray(desk, computer, &open).await?;
        let wanted = desk.settings().await?.clipboard_keys;
        let keys = aside(computer, move |computer| computer.hold_keys(wanted.as_deref())).await?;
        self.stands.lock().unwrap_or_else(PoisonError::into_inner).keys = keys;
        Ok(open)
    }

    /// The sales that are open, counted for when the counter is closed.
    async fn open_sales(&self, desk: &Desk) -> Result<Vec<SaleRow>, TillError> {
        let open = desk.open_sales().await?;
        self.open_sales.store(open.len(), Ordering::Relaxed);
        Ok(open)
    }

    async fn show_tray(
        &self,
        desk: &Desk,
        computer: &Arc<dyn Computer>,
        open: &[SaleRow],
    ) -> Result<(), TillError> {
        let settings = desk.settings().await?;
        let at_till = match desk.session().await? {
            SessionView::Locked { .. } => AtTill::Nobody,
            SessionView::Open { pinless: true, .. } => AtTill::Pinless,
            SessionView::Open { .. } => AtTill::SignedIn,
        };
        let environment = desk.environment().await?;
        let picture = tray::picture(open, environment, at_till, spoken::to_staff(&settings));
        let wanted = settings.tray.then_some(picture);
        let tray = aside(computer, move |computer| computer.show_tray(wanted.as_ref())).await?;
        self.stands.lock().unwrap_or_else(PoisonError::into_inner).tray = tray;
        Ok(())
    }

    /// What this computer does for the till, with the settings as they are now.
    ///
    /// # Errors
    /// The book can't be read.
    pub(crate) async fn this_computer(&self, desk: &Desk) -> Result<ThisComputer, TillError> {
        let mut starts_at_login = None;
        if let Some(computer) = self.computer.get() {
            self.fit(desk, computer).await?;
            starts_at_login = aside(computer, |computer| computer.starts_at_login()).await?;
        }
        let stands = self.stands();
        Ok(ThisComputer { starts_at_login, tray: stands.tray, clipboard_keys: stands.keys })
    }

    /// Has the till start when somebody signs in to the computer, or not.
    ///
    /// # Errors
    /// The system does not do it.
    pub(crate) async fn start_at_login(&self, on: bool) -> Result<(), NotDone> {
        let computer = self.computer.get().ok_or(NotDone)?;
        let done = aside(computer, move |computer| computer.start_at_login(on)).await;
        done.map_err(|_| NotDone)?
    }

    /// True where staff are asked before the counter closes. The page asks them.
    pub(crate) fn asks_before_closing(&self) -> bool {
        let open = self.open_sales.load(Ordering::Relaxed);
        let has_tray = self.stands().tray == TrayState::Shown;
        self.closing.is_asked_first(open, has_tray) && self.tell(TillEvent::Closing { open })
    }

    /// Staff answered what closing the counter meant.
    pub(crate) fn answered_closing(&self) {
        self.closing.answered();
    }

    fn stands(&self) -> Stands {
        *self.stands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks the computer on a thread of its own: it waits for the main thread, for the session's bus, for the disk.
async fn aside<T: Send + 'static>(
    computer: &Arc<dyn Computer>,
    ask: impl FnOnce(&dyn Computer) -> T + Send + 'static,
) -> Result<T, TillError> {
    let computer = Arc::clone(computer);
    let asked = tauri::async_runtime::spawn_blocking(move || ask(computer.as_ref()));
    asked.await.map_err(|error| {
        tracing::error!(%error, "the computer was not asked");
        TillError::UnknownError
    })
}

/// What is open now is no news.
fn note_first(seen: &mut Seen, open: &[SaleRow]) {
    for sale in open {
        if let Ok(id) = sale.id.parse() {
            seen.note_first(id, &sale.state);
        }
    }
}

/// Who reads what is told now of this sale.
async fn reader(desk: &Desk, sale: SaleId) -> Reader {
    let Ok(by) = desk.actor() else {
        return Reader::Anyone;
    };
    match desk.see(by, &sale.to_string()).await {
        Ok(_) => Reader::Staff,
        Err(_) => Reader::Anyone,
    }
}

/// The windows say it themselves where the book can't be read.
fn noted(outcome: Result<(), TillError>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "the desktop was not told");
    }
}
