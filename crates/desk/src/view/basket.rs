use domain::{Money, money::MoneyWire};
use serde::Serialize;
use ts_rs::TS;

/// What a sale was made of, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BasketView {
    /// The products.
    pub lines: Vec<BasketLineView>,
    /// What staff typed beside them; `None` for nothing.
    #[ts(as = "Option<MoneyWire>")]
    pub free: Option<Money>,
    /// What all of it came to. What the customer is asked for differs where the provider counts otherwise, with tax for
    /// example, and staff took its sum; or where staff changed the link since.
    #[ts(as = "MoneyWire")]
    pub sum: Money,
}

/// Some pieces of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BasketLineView {
    /// The product's id; it may be gone from the list.
    pub product: String,
    /// Its name.
    pub name: String,
    /// How many pieces.
    pub quantity: u32,
    /// The price of one piece.
    #[ts(as = "MoneyWire")]
    pub unit: Money,
    /// The price of all of them.
    #[ts(as = "MoneyWire")]
    pub total: Money,
}
