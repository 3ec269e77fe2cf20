use domain::{Money, money::MoneyWire, sale_state::Moment};
use serde::Serialize;
use ts_rs::TS;

/// What a customer sees who opens a sale's link, as the provider showed it just now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum CustomerCheck {
    /// A page to pay on.
    Page {
        /// The shop's name; empty where the provider does not say.
        shop: String,
        /// The products.
        lines: Vec<PreviewLineView>,
        /// The tax; `None` where the provider does not say.
        #[ts(as = "Option<MoneyWire>")]
        tax: Option<Money>,
        /// What the customer pays.
        #[ts(as = "MoneyWire")]
        total: Money,
        /// True where that is what the sale asks for.
        as_asked: bool,
        /// When it was looked at.
        #[ts(as = "String")]
        at: Moment,
    },
    /// That it can't be paid.
    Gone {
        /// Why.
        reason: GoneReason,
        /// When it was looked at.
        #[ts(as = "String")]
        at: Moment,
    },
}

/// A product on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewLineView {
    /// Its name; empty where the provider does not say.
    pub name: String,
    /// How many pieces.
    pub quantity: u32,
    /// What they cost; `None` where the provider does not say.
    #[ts(as = "Option<MoneyWire>")]
    pub total: Option<Money>,
}

/// Why a link can't be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum GoneReason {
    /// Its time is over.
    Expired,
    /// It was paid as often as it can be.
    UsedUp,
    /// It was switched off.
    SwitchedOff,
    /// The provider does not say.
    Untold,
}
