//! Who draws the pages on Linux: the graphics card, or the processor where there is none.

use std::{env, fs, path::Path};

use tauri::{Runtime, WebviewWindow};
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebView, WebViewExt};

/// Where Linux shows the devices.
const DEVICES: &str = "/dev";

/// Where the kernel's own drivers offer to draw, by files with this beginning (`Documentation/gpu/drm-uapi.rst`).
const RENDER_NODES: (&str, &str) = ("dri", "renderD");

/// What drivers of their makers' own offer instead: NVIDIA, Mali, `PowerVR`, Vivante, Adreno, and Windows around a Linux.
const MAKERS_DEVICES: [&str; 6] = ["nvidiactl", "mali0", "pvrsrvkm", "galcore", "kgsl-3d0", "dxg"];

/// The newest `WebKitGTK` that was seen to hand a page over to the processor after it had begun. Later ones settle it when
/// the page begins (change 57950 of its sources), which is before anybody can reach the page's settings.
const NEWEST_SEEN: (u32, u32) = (2, 50);

/// Set to anything, a page is drawn under a driver as it is for staff: the window tests and benches set it.
const AS_FOR_STAFF: &str = "TILLSIDE_DRAWN_AS_FOR_STAFF";

/// Has the processor draw the window's page where no graphics card can. The web view would draw through an emulated one
/// (Mesa's llvmpipe), which takes several times as long for each frame. A virtual machine's card that only passes on what
/// the processor draws is taken for a card.
pub(crate) fn fit_to_computer<R: Runtime>(window: &WebviewWindow<R>) {
    let lets_processor_draw =
        tauri::webview_version().is_ok_and(|version| is_at_most(&version, NEWEST_SEEN));
    if !lets_processor_draw || has_graphics_card(Path::new(DEVICES)) {
        return;
    }
    let label = window.label();
    let asked = window.with_webview(|view| {
        let page = view.inner();
        if takes_pictures(&page) {
            return;
        }
        if let Some(settings) = page.settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
            tracing::info!("no graphics card: the processor draws the page");
        } else {
            tracing::warn!("the page has no settings: an emulated card draws it");
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, label, "the page was not reached: an emulated card draws it");
    }
}

/// Whether a driver takes pictures of the page, and knows no better: without a card, `WebKitGTK` (seen with 2.50) gives
/// one only after the page's next change, and of a page that rests none.
fn takes_pictures(page: &WebView) -> bool {
    page.is_controlled_by_automation()
        && env::var_os(AS_FOR_STAFF).is_none_or(|value| value.is_empty())
}

/// Whether a version, `2.50.6`, is one of this series or of an older one.
fn is_at_most(version: &str, newest: (u32, u32)) -> bool {
    let mut parts = version.split('.').map_while(|part| part.parse().ok());
    parts.next().zip(parts.next()).is_some_and(|series: (u32, u32)| series <= newest)
}

fn has_graphics_card(devices: &Path) -> bool {
    let (folder, beginning) = RENDER_NODES;
    let nodes = fs::read_dir(devices.join(folder)).into_iter().flatten().flatten();
    let mut names = nodes.map(|node| node.file_name());
    names.any(|name| name.to_string_lossy().starts_with(beginning))
        || MAKERS_DEVICES.iter().any(|device| devices.join(device).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_known_by_its_devices() {
        for (device, is_card) in [
            ("dri/renderD128", true),
            ("dri/renderD129", true),
            ("nvidiactl", true),
            ("mali0", true),
            // What shows a picture and draws none.
            ("dri/card0", false),
            ("fb0", false),
        ] {
            let devices = tempfile::tempdir().unwrap();
            assert!(!has_graphics_card(devices.path()));
            let node = devices.path().join(device);
            fs::create_dir_all(node.parent().unwrap()).unwrap();
            fs::write(&node, "").unwrap();
            assert_eq!(has_graphics_card(devices.path()), is_card, "{device}");
        }
    }

    #[test]
    fn a_web_view_that_nobody_has_seen_is_left_as_it_is() {
        for (version, is_seen) in [
            ("2.50.6", true),
            ("2.50", true),
            ("2.9.1", true),
            ("2.51.1", false),
            ("2.52.0", false),
            ("3.0.0", false),
            ("", false),
            ("new", false),
        ] {
            assert_eq!(is_at_most(version, NEWEST_SEEN), is_seen, "{version}");
        }
    }
}
