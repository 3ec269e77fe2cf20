use domain::{Money, money::MoneyWire};
use serde::Serialize;
use ts_rs::TS;

use super::{AccountView, SaleView};

/// What the counter window needs to draw itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TillState {
    /// The program's version.
    pub version: String,
    /// Empty until the first start is done.
    pub shop_name: String,
    /// Every account in use.
    pub accounts: Vec<AccountView>,
    /// The account that takes the next payment.
    pub active_account: Option<String>,
    /// Who is at the till.
    pub staff: StaffView,
    /// How long a link at the counter is payable, in seconds.
    pub counter_payable_for: u32,
    /// How long a link that is sent is payable, in seconds.
    pub sent_payable_for: u32,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StaffView {
    /// Their id.
    pub id: String,
    /// Their name; empty for the owner, whom the page names.
    pub name: String,
}

/// What came in over a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DayTotals {
    /// How many sales were paid.
    pub count: u32,
    /// What was paid less what went back, a sum for each currency.
    #[ts(as = "Vec<MoneyWire>")]
    pub totals: Vec<Money>,
}

/// What the till tells the counter window, as it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TillEvent {
    /// A sale changed.
    Sale {
        /// As it is now.
        sale: Box<SaleView>,
    },
    /// Something else changed: ask for the till's state.
    Till,
    /// Monitors came or went, or the customer's page is drawn on another one: ask for the displays.
    Displays,
    /// Somebody signed in, or the till was locked, or the staff changed: ask who is at the till.
    Session,
    /// Something is worth hearing, also by whoever does not look.
    News {
        /// What.
        news: News,
    },
    /// Staff pressed the keys that take an amount from the clipboard.
    Clipboard {
        /// Its text; `None` where there is none, or too much to be an amount.
        text: Option<String>,
    },
    /// Staff chose this sale outside the window.
    Show {
        /// Its id.
        sale: String,
    },
    /// Staff close the counter, and sales are open: they are asked what is meant.
    Closing {
        /// How many.
        open: usize,
    },
}

/// What is worth hearing of a sale. It is never the proof of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum News {
    /// The money is there, as it was asked for.
    Paid,
    /// A card was declined, a link ended unpaid, or money came that nobody expected.
    Attention,
}
