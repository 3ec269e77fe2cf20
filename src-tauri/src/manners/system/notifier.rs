//! The system's notifications.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use notify_rust::{Notification, NotificationHandle};

use crate::manners::notice::Notice;

/// Shows notifications.
pub(super) struct Notifier {
    /// Windows shows notifications of programs that it knows by such a name: of those that were installed.
    #[cfg_attr(not(windows), expect(dead_code, reason = "only Windows asks for it each time"))]
    app: String,
    /// Some servers take a notification away when the connection ends that it came by, which its handle keeps.
    latest: Arc<Mutex<Option<NotificationHandle>>>,
}

impl Notifier {
    pub(super) fn new(app: &str) -> Self {
        #[cfg(target_os = "macos")]
        introduce(app);
        Self { app: app.to_owned(), latest: Arc::default() }
    }

    /// Shows one. The server may be slow, or not there: nobody waits for it.
    pub(super) fn show(&self, notice: &Notice) {
        let mut notification = Notification::new();
        notification.appname("Tillside").summary(&notice.title).body(&body(&notice.body));
        #[cfg(windows)]
        if !tauri::is_dev() {
            notification.app_id(&self.app);
        }
        #[cfg(all(unix, not(target_os = "macos")))]
        notification.icon("tillside");
        let latest = Arc::clone(&self.latest);
        thread::spawn(move || match notification.show() {
            Ok(handle) => *latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(handle),
            Err(error) => tracing::info!(%error, "no notification could be shown"),
        });
    }
}

/// macOS asks once who shows notifications, and knows the program by this name once it is installed.
#[cfg(target_os = "macos")]
fn introduce(app: &str) {
    let known = if tauri::is_dev() { "com.apple.Terminal" } else { app };
    if let Err(error) = notify_rust::set_application(known) {
        tracing::info!(%error, "macOS does not know this program");
    }
}

/// Servers on Linux may read a body as markup; what staff typed is none.
#[cfg(all(unix, not(target_os = "macos")))]
fn body(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn body(text: &str) -> String {
    text.to_owned()
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::body;

    #[test]
    fn what_staff_typed_is_no_markup() {
        assert_eq!(body("<b>A</b> & B"), "&lt;b&gt;A&lt;/b&gt; &amp; B");
    }
}
