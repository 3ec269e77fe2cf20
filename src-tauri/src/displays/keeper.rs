//! Keeps the customer's window on its monitor: at the start, and whenever monitors come and go.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use desk::{Change, Desk, domain::till_settings::DisplayChoice};
use tokio::{
    sync::{broadcast::error::RecvError, watch},
    time::{MissedTickBehavior, interval},
};
use words::Key;

use super::{
    CustomerScreen, Displays, DisplaysView, Monitor, MonitorView,
    place::{Place, distinct, place},
};
use crate::{customer_scene::ScreenSize, spoken};

/// How often the monitors are looked at. No system tells a program of plugs in a way that all others have, too.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Keeps the customer's window on its monitor.
pub(crate) struct ScreenKeeper {
    displays: Arc<dyn Displays>,
    /// What was last seen and decided. Held while windows move, so that two never move them at once.
    kept: Mutex<Kept>,
    /// Where the customer's page is drawn, for those who draw it or tell of it.
    drawn: watch::Sender<Drawn>,
}

#[derive(Default)]
struct Kept {
    choice: Option<DisplayChoice>,
    monitors: Vec<Monitor>,
    place: Option<Place>,
    /// The window was seen on the monitor that it fills. A system that lets nobody place it is not asked again and again.
    has_arrived: bool,
}

/// Where the customer's page is drawn, and how large that is. Each look that finds other monitors makes a new one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn {
    pub(crate) screen: CustomerScreen,
    /// Of a screen of its own, where the system knows it.
    pub(crate) size: Option<ScreenSize>,
}

impl ScreenKeeper {
    pub(crate) fn new(displays: Arc<dyn Displays>) -> Self {
        let drawn = Drawn { screen: CustomerScreen::Shared, size: None };
        Self { displays, kept: Mutex::default(), drawn: watch::Sender::new(drawn) }
    }

    /// Where the customer's page is drawn.
    pub(crate) fn drawn(&self) -> Drawn {
        *self.drawn.borrow()
    }

    /// Tells whenever the monitors, or where the customer's page is drawn, have changed.
    pub(crate) fn changes(&self) -> watch::Receiver<Drawn> {
        self.drawn.subscribe()
    }

    /// Looks after the customer's window until the till ends.
    pub(crate) async fn keep(self: Arc<Self>, desk: &Desk) {
        let mut changes = desk.changes();
        let mut beat = interval(LOOK_EVERY);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut choice = None;
        loop {
            tokio::select! {
                _ = beat.tick() => {}
                change = changes.recv() => match change {
                    Ok(Change::Till) | Err(RecvError::Lagged(_)) => choice = None,
                    Ok(Change::Sale(_) | Change::Session) => continue,
                    Err(RecvError::Closed) => return,
                },
            }
            if choice.is_none()
                && let Ok(settings) = desk.settings().await
            {
                let title = spoken::to_staff(&settings).text(Key::DisplayWindow);
                self.aside(move |keeper| keeper.displays.name(title)).await;
                choice = Some(settings.display);
            }
            if let Some(choice) = choice.clone() {
                self.look_for(choice).await;
            }
        }
    }

    /// Looks at the monitors away from the main thread, because it waits for that.
    pub(crate) async fn look_for(self: &Arc<Self>, choice: DisplayChoice) {
        self.aside(move |keeper| keeper.look(&choice)).await;
    }

    /// Brings the customer's page to the front where it has a screen of its own.
    pub(crate) async fn raise(self: &Arc<Self>, choice: DisplayChoice) -> CustomerScreen {
        self.aside(move |keeper| {
            keeper.look(&choice);
            if let Some(place @ Place::Own(monitor)) = &keeper.kept().place {
                keeper.fill(monitor, place);
            }
        })
        .await;
        self.drawn().screen
    }

    /// Has the customer's window fill the monitor that somebody moved it to.
    pub(crate) async fn fill_where_it_lies(self: &Arc<Self>) {
        self.aside(|keeper| keeper.displays.fill_where_it_lies()).await;
    }

    /// The monitors as they are now, and what the customer sees on them.
    pub(crate) async fn view(
        self: &Arc<Self>,
        choice: DisplayChoice,
        idle_picture: Option<String>,
    ) -> DisplaysView {
        let looked = choice.clone();
        // Nobody waits for the keeper on a thread that others need: it may be waiting for the main thread.
        let seen = self.aside(move |keeper| {
            keeper.look(&looked);
            (keeper.monitor_views(), keeper.displays.places_windows())
        });
        let (monitors, places_windows) = seen.await.unwrap_or((Vec::new(), true));
        let screen = self.drawn().screen;
        DisplaysView { monitors, choice, screen, places_windows, idle_picture }
    }

    fn monitor_views(&self) -> Vec<MonitorView> {
        let kept = self.kept();
        let faces_customer =
            |monitor: &Monitor| matches!(&kept.place, Some(Place::Own(own)) if own == monitor);
        let view = |monitor: &Monitor| MonitorView {
            monitor: monitor.identity.clone(),
            is_counters: monitor.is_counters,
            faces_customer: faces_customer(monitor),
        };
        distinct(&kept.monitors).into_iter().map(view).collect()
    }

    async fn aside<T: Send + 'static>(
        self: &Arc<Self>,
        act: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Option<T> {
        let keeper = Arc::clone(self);
        let acted = tauri::async_runtime::spawn_blocking(move || act(&keeper)).await;
        acted
            .inspect_err(|error| {
                tracing::error!(%error, "the customer's screen was not looked after");
            })
            .ok()
    }

    /// Looks at the monitors, and acts where they or the choice changed. While the till is hidden in the tray nothing is
    /// done; what has changed meanwhile is seen once it comes back.
    fn look(&self, choice: &DisplayChoice) {
        // Moving the customer's window shows it. Where the counter is hidden it would stand there alone.
        if self.displays.is_hidden() {
            return;
        }
        let monitors = self.displays.monitors();
        let mut kept = self.kept();
        let is_chosen_anew = kept.choice.as_ref() != Some(choice);
        // Some systems list no monitor while all of them sleep.
        if monitors.is_empty() {
            return;
        }
        if kept.monitors == monitors && !is_chosen_anew {
            self.bring_back(&mut kept);
            return;
        }
        let now = place(choice, &monitors, self.displays.counters_place());
        let before = kept.place.replace(now.clone());
        match (&before, &now) {
            (Some(Place::Own(before)), Place::Own(monitor))
                if before.identity == monitor.identity && !is_chosen_anew && self.is_on_own() =>
            {
                self.drawn.send_replace(drawn_at(&now));
            }
            (_, Place::Own(monitor)) => {
                kept.has_arrived = false;
                self.fill(monitor, &now);
            }
            (None | Some(Place::Own(_)), Place::Ask | Place::Shared) => {
                self.displays.put_away();
                self.drawn.send_replace(drawn_at(&now));
            }
            (Some(Place::Ask | Place::Shared), Place::Ask | Place::Shared) => {
                self.drawn.send_replace(drawn_at(&now));
            }
        }
        kept.choice = Some(choice.clone());
        kept.monitors = monitors;
    }

    /// Where the window can't be had, the counter serves both: a page that nobody sees is not said to be there. Whoever
    /// brings it to the front has it tried again.
    fn fill(&self, monitor: &Monitor, place: &Place) {
        let is_there = self.displays.fill(&monitor.identity);
        self.drawn.send_replace(drawn_at(if is_there { place } else { &Place::Shared }));
    }

    fn is_on_own(&self) -> bool {
        self.drawn().screen == CustomerScreen::Own
    }

    /// A monitor that was away for a moment is not missed, but its window was moved off it.
    fn bring_back(&self, kept: &mut Kept) {
        let Some(place @ Place::Own(monitor)) = &kept.place else {
            return;
        };
        match self.displays.lies_on(&monitor.identity) {
            Some(false) if kept.has_arrived => {
                self.fill(monitor, place);
                kept.has_arrived = false;
            }
            Some(true) => kept.has_arrived = true,
            Some(false) | None => {}
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn drawn_at(place: &Place) -> Drawn {
    match place {
        Place::Own(monitor) => Drawn {
            screen: CustomerScreen::Own,
            size: monitor
                .millimetres
                .map(|millimetres| ScreenSize { pixels: monitor.identity.width, millimetres }),
        },
        Place::Ask => Drawn { screen: CustomerScreen::Ask, size: None },
        Place::Shared => Drawn { screen: CustomerScreen::Shared, size: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::displays::fake::{Deed, FakeDisplays, SMALL, WIDE, counters, monitor};

    fn keeper(monitors: &[Monitor]) -> (Arc<FakeDisplays>, ScreenKeeper) {
        let displays = Arc::new(FakeDisplays::new(monitors));
        (Arc::clone(&displays), ScreenKeeper::new(displays))
    }

    fn counter() -> Monitor {
        counters("Counter", WIDE, 0)
    }

    fn customers() -> Monitor {
        Monitor { millimetres: Some(344), ..monitor("Customer", SMALL, 1920) }
    }

    fn filled(monitor: &Monitor) -> Deed {
        Deed::Filled(monitor.identity.clone())
    }

    #[test]
    fn the_second_monitor_is_filled_at_the_start_and_left_alone_after_that() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        for _ in 0..3 {
            keeper.look(&DisplayChoice::Find);
        }
        assert_eq!(displays.deeds(), [filled(&customers())]);
        let drawn = keeper.drawn();
        assert_eq!(drawn.screen, CustomerScreen::Own);
        assert_eq!(drawn.size, Some(ScreenSize { pixels: 800, millimetres: 344 }));
    }

    #[test]
    fn a_window_that_the_system_does_not_open_is_not_said_to_be_there() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        let keeper = Arc::new(keeper);
        displays.refuse(true);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(keeper.drawn().screen, CustomerScreen::Shared);
        displays.refuse(false);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(displays.deeds(), [filled(&customers())], "it is not tried again and again");
        let raised = tauri::async_runtime::block_on(keeper.raise(DisplayChoice::Find));
        assert_eq!(raised, CustomerScreen::Own);
    }

    #[test]
    fn a_window_whose_monitor_is_pulled_out_goes_out_of_the_way_and_comes_back_with_it() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        keeper.look(&DisplayChoice::Find);
        displays.plug(&[counter()]);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(keeper.drawn().screen, CustomerScreen::Shared);
        keeper.look(&DisplayChoice::Find);
        displays.plug(&[counter(), customers()]);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(keeper.drawn().screen, CustomerScreen::Own);
        assert_eq!(
            displays.deeds(),
            [filled(&customers()), Deed::PutAway, filled(&customers())],
            "once each"
        );
    }

    #[test]
    fn a_monitor_that_comes_back_elsewhere_is_filled_there() {
        let choice = DisplayChoice::Monitor { monitor: customers().identity };
        let (displays, keeper) = keeper(&[counter(), customers()]);
        keeper.look(&choice);
        let moved = monitor("Customer", SMALL, -800);
        displays.plug(&[counter(), moved.clone()]);
        keeper.look(&choice);
        assert_eq!(displays.deeds(), [filled(&customers()), filled(&moved)]);
    }

    #[test]
    fn a_monitor_that_was_away_between_two_looks_gets_its_window_back() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        keeper.look(&DisplayChoice::Find);
        displays.lie_on(Some(true));
        keeper.look(&DisplayChoice::Find);
        displays.lie_on(Some(false));
        keeper.look(&DisplayChoice::Find);
        assert_eq!(displays.deeds(), [filled(&customers()), filled(&customers())]);
    }

    #[test]
    fn where_the_system_places_the_window_itself_it_is_asked_once() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        displays.lie_on(Some(false));
        for _ in 0..3 {
            keeper.look(&DisplayChoice::Find);
        }
        assert_eq!(displays.deeds(), [filled(&customers())]);
    }

    #[test]
    fn a_window_that_was_closed_stays_closed_until_its_monitor_is_plugged_in_again() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        keeper.look(&DisplayChoice::Find);
        displays.lie_on(None);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(displays.deeds(), [filled(&customers())]);
    }

    #[test]
    fn monitors_that_sleep_are_not_pulled_out() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        keeper.look(&DisplayChoice::Find);
        displays.plug(&[]);
        keeper.look(&DisplayChoice::Find);
        displays.plug(&[counter(), customers()]);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(displays.deeds(), [filled(&customers())]);
    }

    #[test]
    fn a_till_in_the_tray_shows_no_customer_window_and_puts_it_right_when_it_comes_back() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        keeper.look(&DisplayChoice::Find);
        displays.hide(true);
        displays.plug(&[counter()]);
        keeper.look(&DisplayChoice::Find);
        displays.plug(&[counter(), customers()]);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(displays.deeds(), [filled(&customers())], "nothing while it is hidden");
        displays.plug(&[counter()]);
        displays.hide(false);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(displays.deeds(), [filled(&customers()), Deed::PutAway]);
    }

    #[test]
    fn the_monitor_that_the_counter_lies_on_is_filled_only_for_whoever_chose_it() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        displays.work_at(1920);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(keeper.drawn().screen, CustomerScreen::Ask);
        keeper.look(&DisplayChoice::Monitor { monitor: counter().identity });
        assert_eq!(displays.deeds(), [Deed::PutAway, filled(&counter())]);
    }

    #[test]
    fn a_counter_that_is_moved_while_it_runs_takes_nothing_from_the_customer() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        displays.work_at(0);
        keeper.look(&DisplayChoice::Find);
        displays.work_at(1920);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(keeper.drawn().screen, CustomerScreen::Own);
        assert_eq!(displays.deeds(), [filled(&customers())]);
    }

    #[test]
    fn unsure_it_fills_none_until_somebody_chooses() {
        let third = monitor("Third", SMALL, 2720);
        let (displays, keeper) = keeper(&[counter(), customers(), third.clone()]);
        keeper.look(&DisplayChoice::Find);
        assert_eq!(keeper.drawn().screen, CustomerScreen::Ask);
        keeper.look(&DisplayChoice::Monitor { monitor: third.identity.clone() });
        assert_eq!(keeper.drawn().screen, CustomerScreen::Own);
        assert_eq!(displays.deeds(), [Deed::PutAway, filled(&third)]);
    }

    #[test]
    fn whoever_wants_one_screen_gets_the_other_one_back() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        keeper.look(&DisplayChoice::Find);
        keeper.look(&DisplayChoice::OneScreen);
        assert_eq!(keeper.drawn().screen, CustomerScreen::Shared);
        assert_eq!(displays.deeds(), [filled(&customers()), Deed::PutAway]);
    }

    #[tokio::test]
    async fn the_counter_reads_which_monitor_faces_the_customer() {
        let (_, keeper) = keeper(&[counter(), customers()]);
        let view = Arc::new(keeper).view(DisplayChoice::Find, Some("a-picture".to_owned())).await;
        let faces: Vec<bool> = view.monitors.iter().map(|one| one.faces_customer).collect();
        assert_eq!(faces, [false, true]);
        assert_eq!(view.screen, CustomerScreen::Own);
        assert_eq!(view.idle_picture.as_deref(), Some("a-picture"));
    }

    #[tokio::test]
    async fn show_customer_brings_the_window_to_the_front_and_says_where_there_is_none() {
        let (displays, keeper) = keeper(&[counter(), customers()]);
        let keeper = Arc::new(keeper);
        assert_eq!(keeper.raise(DisplayChoice::Find).await, CustomerScreen::Own);
        assert_eq!(displays.deeds().last(), Some(&filled(&customers())));
        displays.plug(&[counter()]);
        assert_eq!(keeper.raise(DisplayChoice::Find).await, CustomerScreen::Shared);
    }
}
