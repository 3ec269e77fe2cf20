//! What the system knows of its monitors beyond what a window is told. Asked on the main thread, where the systems want it.

/// What the system knows.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) monitors: Vec<KnownMonitor>,
    /// True where no program may say where its windows lie.
    pub(super) is_wayland: bool,
}

/// One monitor, told by where it lies.
#[derive(Debug)]
pub(super) struct KnownMonitor {
    /// Its left and top edge: on Linux and Windows in physical pixels, on macOS in logical ones.
    pub(super) place: (i32, i32),
    /// The maker's name for it, where the system has another one for windows.
    pub(super) name: Option<String>,
    /// How wide its picture is.
    pub(super) millimetres: Option<u32>,
}

/// True where [`KnownMonitor::place`] is in logical pixels.
pub(super) const IS_LOGICAL: bool = cfg!(target_os = "macos");

/// Asks the system.
#[cfg(target_os = "linux")]
pub(super) fn ask() -> Known {
    use gdk::prelude::*;

    let Some(display) = gdk::Display::default() else {
        return Known::default();
    };
    let monitors = (0..display.n_monitors()).filter_map(|number| display.monitor(number));
    let monitors = monitors.map(|monitor| {
        let (area, scale) = (monitor.geometry(), monitor.scale_factor());
        KnownMonitor {
            place: (area.x() * scale, area.y() * scale),
            name: None,
            millimetres: positive(monitor.width_mm()),
        }
    });
    Known { monitors: monitors.collect(), is_wayland: display.backend().is_wayland() }
}

/// Asks the system.
#[cfg(not(target_os = "linux"))]
pub(super) fn ask() -> Known {
    let monitors = display_info::DisplayInfo::all().unwrap_or_else(|error| {
        tracing::warn!(%error, "the system does not tell of its monitors");
        Vec::new()
    });
    let monitors = monitors.into_iter().map(|monitor| KnownMonitor {
        place: (monitor.x, monitor.y),
        // A window is told a number that changes with the plugs.
        name: Some(monitor.friendly_name).filter(|name| !name.is_empty()),
        millimetres: positive(monitor.width_mm),
    });
    Known { monitors: monitors.collect(), is_wayland: false }
}

fn positive(millimetres: i32) -> Option<u32> {
    u32::try_from(millimetres).ok().filter(|millimetres| *millimetres > 0)
}
