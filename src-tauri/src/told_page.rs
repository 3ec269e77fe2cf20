//! The page of the counter that is told what happens. One that was drawn anew takes the place of the one before.

use std::sync::{Mutex, PoisonError};

use tauri::async_runtime::JoinHandle;

/// Tells one page at a time.
#[derive(Default)]
pub(crate) struct ToldPage(Mutex<Option<JoinHandle<()>>>);

impl ToldPage {
    /// From now on `telling` tells the page. What told the one before ends: nobody listens to it any more, and the shell
    /// can't see that, for the window is the same.
    pub(crate) fn now_by(&self, telling: JoinHandle<()>) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = told.replace(telling) {
            before.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    /// Tells until it is ended; the receiver fails then.
    fn telling() -> (JoinHandle<()>, oneshot::Receiver<()>) {
        let (ended, end) = oneshot::channel::<()>();
        let telling = tauri::async_runtime::spawn(async move {
            let _held = ended;
            std::future::pending::<()>().await;
        });
        (telling, end)
    }

    #[test]
    fn a_page_that_was_drawn_anew_is_told_alone() {
        let page = ToldPage::default();
        let (first, first_ends) = telling();
        let (second, mut second_ends) = telling();
        page.now_by(first);
        page.now_by(second);
        assert!(
            tauri::async_runtime::block_on(first_ends).is_err(),
            "the first is not told any more"
        );
        assert_eq!(second_ends.try_recv(), Err(oneshot::error::TryRecvError::Empty));
    }
}
