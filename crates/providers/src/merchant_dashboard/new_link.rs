//! A link to be made, and its checks (seed, 'Create body').

use std::collections::BTreeSet;

use domain::Timestamp;
use serde_json::{Value, json};

use super::{
    Private,
    body::Body,
    field_fault::{
        Fault, FieldFault, LONGEST_NAME, MOST_PRODUCTS, QUANTITIES, USES, fault, line, within,
    },
    ids::ProductId,
    metadata::Metadata,
    pricing::{LinkCurrency, PricingMode},
};

/// The first and the last year that a moment can be sent of: RFC 3339 writes four digits.
const YEARS: [&str; 2] = ["2000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"];

/// A link to be made.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// The internal label, at most [`LONGEST_NAME`] characters.
    pub name: Private,
    /// What it sells: 1 to [`MOST_PRODUCTS`], each once.
    pub products: Vec<OrderedProduct>,
    /// Its currency.
    pub currency: LinkCurrency,
    /// Whether tax is within its prices; `None` for the organization's own setting.
    pub pricing_mode: Option<PricingMode>,
    /// When it ends; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// How often it may be used, within [`USES`]; `None` without a limit.
    pub max_uses: Option<u32>,
    /// Our own names and values: the intent's among them, or nobody finds the link again.
    pub metadata: Metadata,
}

/// Some pieces of one product of the organization's catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderedProduct {
    /// The product.
    pub product_id: ProductId,
    /// How many pieces, within [`QUANTITIES`].
    pub quantity: u32,
}

pub(super) fn body(link: &NewLink) -> Result<Body, FieldFault> {
    let name = line("name", link.name.as_str(), LONGEST_NAME)?;
    let products = products(&link.products)?;
    let expires_at = link.expires_at.map(moment).transpose()?;
    let max_uses = link.max_uses.map(uses).transpose()?;
    let body = Body::default()
        .set("currency", link.currency.code())
        .set_some("expires_at", expires_at)
        .set_some("max_uses", max_uses);
    let body = if link.metadata.is_empty() { body } else { body.metadata(&link.metadata) };
    Ok(body
        .set("name", name)
        .set_some("pricing_mode", link.pricing_mode.map(PricingMode::word))
        .set("products", products))
}

fn products(products: &[OrderedProduct]) -> Result<Value, FieldFault> {
    let field = "products";
    if products.is_empty() {
        return Err(fault(field, Fault::Missing));
    }
    let count = products.len();
    if count > MOST_PRODUCTS {
        return Err(fault(field, Fault::TooMany { limit: MOST_PRODUCTS, count }));
    }
    let mut seen = BTreeSet::new();
    let lines = products.iter().enumerate().map(|(place, product)| {
        if !seen.insert(&product.product_id) {
            return Err(fault(format!("{field}[{place}].product_id"), Fault::Twice));
        }
        let of_quantity = format!("{field}[{place}].quantity");
        let quantity = within(&of_quantity, product.quantity, &QUANTITIES)?;
        Ok(json!({ "product_id": product.product_id.as_str(), "quantity": quantity }))
    });
    lines.collect()
}

/// `moment` as it is sent, to the millisecond.
pub(super) fn moment(moment: Timestamp) -> Result<String, FieldFault> {
    let [first, last] = YEARS.map(Timestamp::parse);
    let fits = first.is_some_and(|first| first <= moment) && last.is_some_and(|it| moment <= it);
    if fits { Ok(moment.rfc3339()) } else { Err(fault("expires_at", Fault::NoMoment)) }
}

/// A number of uses as it is sent.
pub(super) fn uses(uses: u32) -> Result<u32, FieldFault> {
    within("max_uses", uses, &USES)
}
