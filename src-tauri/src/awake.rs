//! Keeps the screen from going dark while a customer looks at it.

use std::{
    sync::{
        Mutex, PoisonError,
        mpsc::{self, Sender},
    },
    thread,
};

/// Keeps the screen awake, or lets it sleep.
pub(crate) trait Awake: Send + Sync {
    /// Keeps it awake from now on, for this reason, or no longer. What is kept awake already stays so for the first one.
    fn keep(&self, reason: Option<&str>);
}

/// The computer's screen.
#[derive(Default)]
pub(crate) struct SystemAwake {
    /// While it is kept awake. With the sender gone, the thread that asked for it ends, and the wish with it.
    kept: Mutex<Option<Sender<()>>>,
}

impl Awake for SystemAwake {
    fn keep(&self, reason: Option<&str>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if reason.is_some() == kept.is_some() {
            return;
        }
        *kept = reason.and_then(|reason| begin(reason.to_owned()));
    }
}

/// Asks the system on a thread of its own: one system binds the wish to the thread that asked, and another asks over the
/// session bus, which may take a while to answer.
fn begin(reason: String) -> Option<Sender<()>> {
    let (hold, until) = mpsc::channel::<()>();
    let begun = thread::Builder::new().name("awake".to_owned()).spawn(move || {
        let wish = keepawake::Builder::default()
            .display(true)
            .app_name("Tillside")
            .app_reverse_domain("app.tillside.till")
            .reason(reason)
            .create();
        match wish {
            // Nothing is ever sent: it ends with the other side.
            Ok(_wish) => while until.recv().is_ok() {},
            Err(error) => tracing::info!(%error, "the system does not keep the screen awake"),
        }
    });
    if let Err(error) = begun {
        tracing::warn!(%error, "the screen is not kept awake");
        return None;
    }
    Some(hold)
}
