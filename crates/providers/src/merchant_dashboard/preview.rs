//! What a customer sees of a link: that it tells products, sums and the organization's name is known, how it names them is
//! assumed.

use domain::{Currency, Money, Timestamp};

use super::{
    ask::Ask,
    errors::Unreadable,
    lenient::{self, object_of},
    pricing::SeenPricingMode,
    product_line::ProductLine,
    told::Told,
    words::Words,
};
use crate::members::Members;

/// A link as its customers see it. It is there while the link is active, not expired and not used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Who sells.
    pub organization_name: Option<Words>,
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
    /// What the customer pays.
    pub total: Told<Money>,
    /// When the link ends.
    pub expires_at: Told<Timestamp>,
}

impl Preview {
    /// Reads a preview, if it is one: any page can answer with some object, and what tells neither products nor a sum
    /// shows nothing to a customer.
    pub(super) fn read(body: &[u8], ask: &Ask) -> Result<Self, Unreadable> {
        let members = &lenient::object(body)?;
        ask.check(members)?;
        let currency = lenient::currency(members);
        let money = |name| lenient::money(members, name, currency);
        let preview = Self {
            organization_name: organization_name(members),
            currency,
            pricing_mode: SeenPricingMode::read(members),
            products: ProductLine::read_all(members, currency),
            subtotal: money("subtotal"),
            tax: money("tax"),
            total: money("total"),
            expires_at: lenient::moment(members, "expires_at"),
        };
        if preview.products.known().is_none() && preview.total.known().is_none() {
            return Err(Unreadable::Missing { name: "products" });
        }
        Ok(preview)
    }
}

/// `organization_name`, or `organization` as a text or as an object with a `name`.
fn organization_name(members: &Members) -> Option<Words> {
    let name = "organization";
    lenient::label(members, "organization_name")
        .or_else(|| lenient::label(members, name))
        .or_else(|| members.get(name).and_then(|it| lenient::label(&object_of(it).ok()?, "name")))
}
