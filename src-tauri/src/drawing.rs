//! Who draws the pages on Linux: the graphics card, or the processor where there is none.

use std::{env, fs, path::Path};

use tauri::{Runtime, WebviewWindow};
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebView, WebViewExt};

/// Where Linux shows the devices.
const DEVICES: &str = "/dev";

/// Set, a page is drawn under a driver as it is for staff: the window tests and benches set it.
const AS_FOR_STAFF: &str = "TILLSIDE_DRAWN_AS_FOR_STAFF";

/// Has the processor draw the window's page where no graphics card can. The web view would draw through an emulated one
/// (Mesa's llvmpipe), which takes several times as long for each frame.
pub(crate) fn fit_to_computer<R: Runtime>(window: &WebviewWindow<R>) {
    if has_graphics_card(Path::new(DEVICES)) {
        return;
    }
    let asked = window.with_webview(|view| {
        let page = view.inner();
        if !takes_pictures(&page)
            && let Some(settings) = page.settings()
        {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
            tracing::info!("no graphics card: the processor draws the page");
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, label = window.label(), "an emulated card draws the page");
    }
}

/// Whether a driver takes pictures of the page, and knows no better: without a card, `WebKitGTK` (seen with 2.50) gives
/// one only after the page's next change, and of a page that rests none.
fn takes_pictures(page: &WebView) -> bool {
    page.is_controlled_by_automation() && env::var_os(AS_FOR_STAFF).is_none()
}

/// Whether a driver offers to draw: by the kernel's own way, a render node (`Documentation/gpu/drm-uapi.rst`), or by
/// NVIDIA's.
fn has_graphics_card(devices: &Path) -> bool {
    let nodes = fs::read_dir(devices.join("dri")).into_iter().flatten().flatten();
    let mut names = nodes.map(|node| node.file_name());
    names.any(|name| name.to_string_lossy().starts_with("renderD"))
        || devices.join("nvidiactl").exists()
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
            // What shows a picture and draws none: that of a virtual machine.
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
}
