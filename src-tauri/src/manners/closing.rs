//! Whether the counter may be closed at once.

use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use ts_rs::TS;

/// How staff answer when they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ClosingWay {
    /// The windows go, the till watches on, and its icon in the tray brings them back.
    Tray,
    /// The till ends. What is open is watched again at its next start.
    Quit,
    /// Nothing is closed.
    Stay,
}

/// The question whether sales that are open shall be watched on.
#[derive(Debug, Default)]
pub(crate) struct Closing {
    asked: Mutex<bool>,
}

impl Closing {
    /// Whether staff are asked first: sales are open, and there is a way back to a till without windows. Who closes the
    /// counter once more instead of answering means it; a page that can't ask never keeps its window open.
    pub(crate) fn is_asked_first(&self, open_sales: usize, has_tray: bool) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        *asked = open_sales > 0 && has_tray && !*asked;
        *asked
    }

    /// Staff answered.
    pub(crate) fn answered(&self) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_till_with_open_sales_asks_before_it_goes() {
        assert!(Closing::default().is_asked_first(2, true));
    }

    #[test]
    fn nothing_is_asked_where_nothing_is_open_or_no_way_leads_back() {
        assert!(!Closing::default().is_asked_first(0, true));
        assert!(!Closing::default().is_asked_first(2, false));
    }

    #[test]
    fn closing_again_instead_of_an_answer_closes() {
        let closing = Closing::default();
        assert!(closing.is_asked_first(1, true));
        assert!(!closing.is_asked_first(1, true));
    }

    #[test]
    fn after_an_answer_it_asks_again() {
        let closing = Closing::default();
        assert!(closing.is_asked_first(1, true));
        closing.answered();
        assert!(closing.is_asked_first(1, true));
    }
}
