//! The monitors of this computer, and which of them faces the customer.

#[cfg(test)]
mod fake;
mod keeper;
mod known;
mod place;
mod system;
mod view;

pub(crate) use keeper::ScreenKeeper;
pub(crate) use system::SystemDisplays;
pub(crate) use view::{CustomerScreen, DisplaysView, MonitorView};

use desk::domain::till_settings::MonitorIdentity;

/// A monitor that is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Monitor {
    /// What tells it from the others.
    pub(crate) identity: MonitorIdentity,
    /// True for the one that staff work at: the system's primary one or, where it names none, the counter window's.
    pub(crate) is_counters: bool,
    /// How wide its picture is in millimetres, where the system says so.
    pub(crate) millimetres: Option<u32>,
}

/// The monitors, and the customer's window on them. A call may wait for the main thread: none comes from there.
pub(crate) trait Displays: Send + Sync {
    /// The monitors that are plugged in; none where the system does not say.
    fn monitors(&self) -> Vec<Monitor>;

    /// Where the left and top edges of the monitor lie that the counter window is on; `None` where the system does not say.
    fn counters_place(&self) -> Option<(i32, i32)>;

    /// True while the till goes on in the tray, with both windows hidden.
    fn is_hidden(&self) -> bool;

    /// False where the system lets no program say where its windows lie, as under Wayland.
    fn places_windows(&self) -> bool;

    /// Has the customer's window fill this monitor; one that was closed is opened again. The counter keeps the focus. False
    /// where the system did not do it.
    fn fill(&self, monitor: &MonitorIdentity) -> bool;

    /// Has the customer's window fill the monitor that somebody moved it to.
    fn fill_where_it_lies(&self);

    /// Whether the customer's window lies on this monitor; `None` where it was closed, or the system does not say.
    fn lies_on(&self, monitor: &MonitorIdentity) -> Option<bool>;

    /// Names the customer's window, where the system lists windows.
    fn name(&self, title: &str);

    /// Takes the customer's window off the monitor that it fills, and out of the counter's way.
    fn put_away(&self);
}

/// No monitors, and no windows: a till that is asked by its commands alone.
pub(crate) struct NoDisplays;

impl Displays for NoDisplays {
    fn monitors(&self) -> Vec<Monitor> {
        Vec::new()
    }

    fn counters_place(&self) -> Option<(i32, i32)> {
        None
    }

    fn is_hidden(&self) -> bool {
        false
    }

    fn places_windows(&self) -> bool {
        true
    }

    fn fill(&self, _: &MonitorIdentity) -> bool {
        false
    }

    fn fill_where_it_lies(&self) {}

    fn lies_on(&self, _: &MonitorIdentity) -> Option<bool> {
        None
    }

    fn name(&self, _: &str) {}

    fn put_away(&self) {}
}
