//! Monitors that a test plugs in and out, and what was done with the customer's window.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering},
};

use desk::domain::till_settings::MonitorIdentity;

use super::{Displays, Monitor};

pub(super) const WIDE: (u32, u32) = (1920, 1080);
pub(super) const SMALL: (u32, u32) = (800, 600);

/// A monitor whose left edge lies at `x`.
pub(super) fn monitor(name: &str, (width, height): (u32, u32), x: i32) -> Monitor {
    let identity = MonitorIdentity { name: Some(name.to_owned()), width, height, x, y: 0 };
    Monitor { identity, is_counters: false, millimetres: None }
}

/// The one that staff work at.
pub(super) fn counters(name: &str, size: (u32, u32), x: i32) -> Monitor {
    Monitor { is_counters: true, ..monitor(name, size, x) }
}

/// What was done with the customer's window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    Filled(MonitorIdentity),
    FilledWhereItLies,
    PutAway,
    Named(String),
}

pub(super) struct FakeDisplays {
    monitors: Mutex<Vec<Monitor>>,
    lies: Mutex<Option<bool>>,
    counters_place: Mutex<Option<(i32, i32)>>,
    is_hidden: AtomicBool,
    refuses: AtomicBool,
    deeds: Mutex<Vec<Deed>>,
}

impl FakeDisplays {
    pub(super) fn new(monitors: &[Monitor]) -> Self {
        Self {
            monitors: Mutex::new(monitors.to_vec()),
            lies: Mutex::default(),
            counters_place: Mutex::default(),
            is_hidden: AtomicBool::new(false),
            refuses: AtomicBool::new(false),
            deeds: Mutex::default(),
        }
    }

    pub(super) fn plug(&self, monitors: &[Monitor]) {
        *self.monitors.lock().unwrap() = monitors.to_vec();
    }

    pub(super) fn lie_on(&self, lies: Option<bool>) {
        *self.lies.lock().unwrap() = lies;
    }

    /// Has the counter window lie on the monitor whose left edge lies at `x`.
    pub(super) fn work_at(&self, x: i32) {
        *self.counters_place.lock().unwrap() = Some((x, 0));
    }

    pub(super) fn hide(&self, is_hidden: bool) {
        self.is_hidden.store(is_hidden, Ordering::Relaxed);
    }

    /// Has the system open no window, or open it again.
    pub(super) fn refuse(&self, refuses: bool) {
        self.refuses.store(refuses, Ordering::Relaxed);
    }

    pub(super) fn deeds(&self) -> Vec<Deed> {
        self.deeds.lock().unwrap().clone()
    }

    fn note(&self, deed: Deed) {
        self.deeds.lock().unwrap().push(deed);
    }
}

impl Displays for FakeDisplays {
    fn monitors(&self) -> Vec<Monitor> {
        self.monitors.lock().unwrap().clone()
    }

    fn counters_place(&self) -> Option<(i32, i32)> {
        *self.counters_place.lock().unwrap()
    }

    fn is_hidden(&self) -> bool {
        self.is_hidden.load(Ordering::Relaxed)
    }

    fn places_windows(&self) -> bool {
        true
    }

    fn fill(&self, monitor: &MonitorIdentity) -> bool {
        self.note(Deed::Filled(monitor.clone()));
        !self.refuses.load(Ordering::Relaxed)
    }

    fn fill_where_it_lies(&self) {
        self.note(Deed::FilledWhereItLies);
    }

    fn lies_on(&self, _: &MonitorIdentity) -> Option<bool> {
        *self.lies.lock().unwrap()
    }

    fn name(&self, title: &str) {
        self.note(Deed::Named(title.to_owned()));
    }

    fn put_away(&self) {
        self.note(Deed::PutAway);
    }
}
