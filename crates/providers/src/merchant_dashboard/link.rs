//! A link, as the dashboard tells staff of it. That it has a UUID is known; all else is assumed.

use domain::{Currency, Money, Timestamp};

use super::{
    Private,
    ask::Ask,
    errors::Unreadable,
    ids::LinkUuid,
    lenient,
    page::{Readable, Row},
    pricing::SeenPricingMode,
    product_line::ProductLine,
    told::Told,
};
use crate::{members::Members, seen_metadata::SeenMetadata};

/// A link with its statistics. None of what it says proves a payment: its payments do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub uuid: LinkUuid,
    /// The internal label; `None` where it was not told.
    pub name: Option<Private>,
    /// False where it was switched off.
    pub is_active: Told<bool>,
    /// The currency of all its sums.
    pub currency: Told<Currency>,
    /// Whether tax is within its prices.
    pub pricing_mode: Told<SeenPricingMode>,
    /// What it sells. A line that can't be read stands among the others as such.
    pub products: Told<Vec<Result<ProductLine, Unreadable>>>,
    /// The sum of its products without tax.
    pub subtotal: Told<Money>,
    /// The tax.
    pub tax: Told<Money>,
    /// What one customer pays.
    pub total: Told<Money>,
    /// When it ends; [`Told::Nothing`] where it has no end.
    pub expires_at: Told<Timestamp>,
    /// How often it may be used; [`Told::Nothing`] where nothing limits it.
    pub max_uses: Told<u64>,
    /// How often it was used.
    pub times_used: Told<u64>,
    /// How many payments came.
    pub paid_count: Told<u64>,
    /// What came in all, by the dashboard's own count.
    pub revenue: Told<Money>,
    /// Our own names and values.
    pub metadata: SeenMetadata,
    /// When it was made, by the dashboard's clock.
    pub created_at: Told<Timestamp>,
    /// When it was last changed, by the dashboard's clock.
    pub updated_at: Told<Timestamp>,
    /// The page on which customers pay, just as it was written: whoever shows it must check it first. Where it is absent,
    /// the account's template makes it.
    pub public_url: Option<String>,
}

impl Link {
    pub(super) fn read_asked(body: &[u8], ask: &Ask) -> Result<Self, Unreadable> {
        let members = lenient::object(body)?;
        ask.check(&members)?;
        Self::read(&members)
    }
}

impl Readable for Link {
    fn read(members: &Members) -> Result<Self, Unreadable> {
        let currency = lenient::currency(members);
        let money = |name| lenient::money(members, name, currency);
        Ok(Self {
            uuid: lenient::id(members, "uuid")?,
            name: lenient::private(members, "name"),
            is_active: lenient::flag(members, "is_active"),
            currency,
            pricing_mode: SeenPricingMode::read(members),
            products: ProductLine::read_all(members, currency),
            subtotal: money("subtotal"),
            tax: money("tax"),
            total: money("total"),
            expires_at: lenient::moment(members, "expires_at"),
            max_uses: lenient::number(members, "max_uses"),
            times_used: lenient::number(members, "times_used"),
            paid_count: lenient::number(members, "paid_count"),
            revenue: money("revenue"),
            metadata: SeenMetadata::read(members)?,
            created_at: lenient::moment(members, "created_at"),
            updated_at: lenient::moment(members, "updated_at"),
            public_url: members.text("public_url").map(ToOwned::to_owned),
        })
    }
}

impl Row for Link {
    const ID: &'static str = "uuid";
}
