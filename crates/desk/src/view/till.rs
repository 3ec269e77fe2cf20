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
    /// Somebody signed in, or the till was locked, or the staff changed: ask who is at the till.
    Session,
}
