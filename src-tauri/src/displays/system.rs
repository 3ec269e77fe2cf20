//! The computer's monitors.

use std::sync::{Mutex, PoisonError, mpsc};

use desk::domain::till_settings::MonitorIdentity;
use tauri::{
    AppHandle, LogicalSize, Manager, Monitor as SystemMonitor, PhysicalPosition, PhysicalSize,
    Runtime, WebviewWindow,
};

use super::{
    Displays, Monitor,
    known::{self, IS_LOGICAL, Known},
};
use crate::windows::{self, CUSTOMER_SIZE};

/// The monitors and windows of a running program.
pub(crate) struct SystemDisplays<R: Runtime> {
    app: AppHandle<R>,
    /// What the customer's window is called, also one that is opened again.
    title: Mutex<String>,
}

impl<R: Runtime> SystemDisplays<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self { app, title: Mutex::new("Tillside".to_owned()) }
    }

    /// What the system knows, asked where it wants to be asked.
    fn known(&self) -> Known {
        let (tell, told) = mpsc::channel();
        let asked = self.app.run_on_main_thread(move || {
            // Nobody listens where the program is ending.
            let _ = tell.send(known::ask());
        });
        asked.ok().and_then(|()| told.recv().ok()).unwrap_or_default()
    }

    fn counter(&self) -> Option<WebviewWindow<R>> {
        self.app.get_webview_window(windows::COUNTER)
    }

    fn customer(&self) -> Option<WebviewWindow<R>> {
        self.app.get_webview_window(windows::CUSTOMER)
    }

    fn customer_or_new(&self) -> tauri::Result<WebviewWindow<R>> {
        if let Some(window) = self.customer() {
            return Ok(window);
        }
        let window = windows::open_customer(&self.app)?;
        window.set_title(&self.title.lock().unwrap_or_else(PoisonError::into_inner))?;
        Ok(window)
    }

    /// Does it with the counter keeping the focus, if it has it: a window that is moved or shown may take it away.
    fn unfocused(&self, act: impl FnOnce() -> tauri::Result<()>) -> bool {
        let counter = self.counter().filter(|counter| counter.is_focused().unwrap_or(false));
        let acted = act().and_then(|()| counter.map_or(Ok(()), |counter| counter.set_focus()));
        if let Err(error) = acted {
            tracing::warn!(%error, "the customer's window could not be moved");
            return false;
        }
        true
    }
}

impl<R: Runtime> Displays for SystemDisplays<R> {
    fn monitors(&self) -> Vec<Monitor> {
        let monitors = self.app.available_monitors().unwrap_or_else(|error| {
            tracing::warn!(%error, "the system does not list its monitors");
            Vec::new()
        });
        let counters = self.app.primary_monitor().ok().flatten().or_else(|| {
            self.counter().and_then(|counter| counter.current_monitor().ok().flatten())
        });
        let counters = counters.map(|monitor| *monitor.position());
        let known = self.known();
        let monitor = |monitor: SystemMonitor| {
            let place = place_to_system(&monitor);
            let known = known.monitors.iter().find(|known| known.place == place);
            let named = known.and_then(|known| known.name.clone());
            let (size, at) = (monitor.size(), *monitor.position());
            Monitor {
                identity: MonitorIdentity {
                    name: named.or_else(|| monitor.name().cloned()),
                    width: size.width,
                    height: size.height,
                    x: at.x,
                    y: at.y,
                },
                is_counters: counters == Some(at),
                millimetres: known.and_then(|known| known.millimetres),
            }
        };
        monitors.into_iter().map(monitor).collect()
    }

    fn counters_place(&self) -> Option<(i32, i32)> {
        let monitor = self.counter()?.current_monitor().ok().flatten()?;
        Some((monitor.position().x, monitor.position().y))
    }

    fn is_hidden(&self) -> bool {
        // On macOS a minimized window is not visible, either.
        self.counter().is_some_and(|counter| {
            !counter.is_visible().unwrap_or(true) && !counter.is_minimized().unwrap_or(true)
        })
    }

    fn places_windows(&self) -> bool {
        !self.known().is_wayland
    }

    fn fill(&self, monitor: &MonitorIdentity) -> bool {
        self.unfocused(|| {
            let window = self.customer_or_new()?;
            let is_filled = window.is_fullscreen()? && self.lies_on(monitor) == Some(true);
            if !is_filled {
                let at = PhysicalPosition::new(monitor.x, monitor.y);
                // A window that fills another monitor does not move.
                window.set_fullscreen(false)?;
                window.set_position(at)?;
                // Where no window manager runs, nothing else fills the monitor.
                window.set_size(PhysicalSize::new(monitor.width, monitor.height))?;
                window.set_fullscreen_on_monitor(at.cast())?;
            }
            window.unminimize()?;
            window.show()
        })
    }

    fn fill_where_it_lies(&self) {
        self.unfocused(|| {
            let window = self.customer_or_new()?;
            window.unminimize()?;
            window.show()?;
            window.set_fullscreen(true)
        });
    }

    fn lies_on(&self, monitor: &MonitorIdentity) -> Option<bool> {
        let lies = self.customer()?.current_monitor().ok().flatten()?;
        Some(*lies.position() == PhysicalPosition::new(monitor.x, monitor.y))
    }

    fn name(&self, title: &str) {
        title.clone_into(&mut self.title.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(Err(error)) = self.customer().map(|window| window.set_title(title)) {
            tracing::warn!(%error, "the customer's window could not be named");
        }
    }

    fn put_away(&self) {
        self.unfocused(|| {
            let Some(window) = self.customer() else {
                return Ok(());
            };
            window.set_fullscreen(false)?;
            window.set_size(LogicalSize::new(CUSTOMER_SIZE.0, CUSTOMER_SIZE.1))?;
            // It stays within reach: a screen that the system does not list may be the customer's all the same.
            window.minimize()
        });
    }
}

/// Where a monitor lies, as [`known::KnownMonitor`] says it.
fn place_to_system(monitor: &SystemMonitor) -> (i32, i32) {
    let at = *monitor.position();
    if IS_LOGICAL {
        let at = at.to_logical::<i32>(monitor.scale_factor());
        (at.x, at.y)
    } else {
        (at.x, at.y)
    }
}
